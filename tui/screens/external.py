"""Editing in the person's own editor: the file, the program, and what comes back."""

from __future__ import annotations

import os
import shlex
import subprocess
import tempfile
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from functools import partial
from pathlib import Path
from typing import Any

from tui.config.child import without_key
from tui.core.cell import Tone
from tui.core.change import PERMISSIONS, Change
from tui.core.diff import diff_lines
from tui.core.draft import ABSENT, Draft
from tui.core.editor_text import EditorTextError, from_text, to_text
from tui.core.form import Form
from tui.core.spec import Shape, Spec
from tui.core.typed import InputError
from tui.screens.editing import NOT_SENT, Editing
from tui.screens.host import Host
from tui.screens.task import Task, sentence
from tui.widgets.form import FormPanel


class EditorError(Exception):
    """The editor could not be run; says why."""


class External:
    """Hands a resource, or the form that is open, to the editor."""

    def __init__(
        self,
        host: Host,
        editing: Editing,
        suspend: Callable[[], AbstractContextManager[None]],
    ) -> None:
        """`suspend` gives the terminal away for as long as its block lasts."""
        self._host = host
        self._editing = editing
        self._suspend = suspend

    def edit(self) -> None:
        """Edit what is under the cursor."""
        task = self._editing.task_here()
        if task is not None:
            self._editing.with_whole(task, self._edit_whole)

    def edit_form(self) -> None:
        """Go on in the editor with what stands in the form."""
        panel = self._host.panels.form
        if panel is None:
            return
        specs = tuple(draft.spec for draft in panel.form.drafts)
        if any(spec.shape is Shape.SECRET or spec.private for spec in specs):
            self._host.panels.refuse_text("What holds a secret is not written to a file.")
            return
        draft = panel.form.draft
        if draft is not None and draft.spec.alone:
            self._edit_alone(panel, draft)
            return
        values = _values_of(panel.form)
        found = self._edited(panel.form.title, specs, values)
        if found is not None:
            panel.take(panel.form.filled(found))

    def _edit_alone(self, panel: FormPanel, draft: Draft) -> None:
        """Edit one text as it is; what editors put at the end of a file is no part of it."""
        try:
            edited = self._run(draft.line.text, "edit.txt")
        except EditorError as error:
            panel.take(panel.form.refuse(str(error)))
            return
        text = edited if draft.line.text.endswith("\n") else edited.removesuffix("\n")
        panel.take(panel.form.with_draft(draft.put(text)))

    def _edit_whole(self, task: Task, text: str = "") -> None:
        specs = task.kind.form(task.parent, False) if task.kind.form is not None else ()
        names = [spec.name for spec in specs] + [PERMISSIONS]
        base = task.base or {}
        reduced = task.writes.update(task.ids, task.parent, {}, {n: base.get(n) for n in names})
        values = dict(reduced.after) if reduced is not None else {}
        found = self._edited(task.title, specs, values, text)
        change = task.change(found) if found is not None else None
        if change is None:
            self._host.say("Nothing was changed.")
        else:
            self._ask(task, change)

    def _ask(self, task: Task, change: Change) -> None:
        self._host.panels.ask(
            f"{sentence(change)}?",
            diff_lines(change),
            {
                "y": ("save", partial(self._editing.send, task, change)),
                "e": ("edit on", partial(self._edit_on, task, change)),
            },
            no=lambda: self._host.say(NOT_SENT),
        )

    def _edit_on(self, task: Task, change: Change) -> None:
        """Back to the editor, with what was changed so far."""
        specs = task.kind.form(task.parent, False) if task.kind.form is not None else ()
        values = {**(task.base or {}), **change.after}
        kept = {name: value for name, value in values.items() if name in change.after}
        self._edit_whole(task, to_text(task.title, specs, kept))

    def _edited(
        self, heading: str, specs: Sequence[Spec], values: Mapping[str, Any], text: str = ""
    ) -> dict[str, Any] | None:
        """What the editor makes of it; None where nothing came of it. A text that can't be read
        goes back to the editor with the reason on top, until it can be, or is left as it was."""
        text = text or to_text(heading, specs, values)
        while True:
            try:
                edited = self._run(text)
            except EditorError as error:
                self._host.say(str(error), Tone.BAD)
                return None
            try:
                return from_text(edited, specs)
            except EditorTextError as error:
                if edited == text:
                    self._host.say(f"{error} Nothing was changed.", Tone.BAD)
                    return None
                text = _with_complaint(edited, str(error))

    def _run(self, text: str, name: str = "edit.json") -> str:
        """The text after the editor. Raises EditorError."""
        command = os.environ.get("VISUAL") or os.environ.get("EDITOR") or "vi"
        try:
            with tempfile.TemporaryDirectory(prefix="appwrite-tui-") as folder:
                path = Path(folder) / name
                path.write_text(text, encoding="utf-8")
                path.chmod(0o600)
                with self._suspend():
                    done = subprocess.run(
                        [*shlex.split(command), str(path)],
                        env=without_key(os.environ, self._host.session.settings.key),
                        check=False,
                    )
                if done.returncode:
                    raise EditorError(f"{command} ended with {done.returncode}; {NOT_SENT}")
                return path.read_text(encoding="utf-8")
        except (OSError, ValueError) as error:
            said = f"The editor {command!r} could not be run: {error}. Set EDITOR to another one."
            raise EditorError(said) from error


def _values_of(form: Form) -> dict[str, Any]:
    """What stands in a form, wrong values as they were typed."""
    values = {}
    for draft in form.drafts:
        try:
            value = draft.value
        except InputError:
            value = draft.line.text
        if value is not ABSENT:
            values[draft.spec.name] = value
    return values


def _with_complaint(text: str, complaint: str) -> str:
    """The text as it was left, with what is wrong above it instead of an older complaint."""
    lines = [line for line in text.split("\n") if not line.startswith("// ! ")]
    return "\n".join([f"// ! {complaint}", *lines])
