"""Editing in the person's own editor: the file, the program, and what comes back."""

from __future__ import annotations

import os
import shlex
import signal
import subprocess
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from types import MappingProxyType
from typing import Any

from tui.config.child import without_key
from tui.core.cell import Cell, Tone
from tui.core.change import PERMISSIONS, Change
from tui.core.diff import diff_lines
from tui.core.draft import ABSENT, Draft
from tui.core.editor_text import EditorTextError, from_text, to_text, with_complaint
from tui.core.form import Form
from tui.core.problem import Problem
from tui.core.spec import Shape, Spec
from tui.core.text import safe
from tui.core.typed import InputError
from tui.screens.editing import NOT_SENT, Editing
from tui.screens.host import Host
from tui.screens.task import Task, sentence
from tui.widgets.form import FormPanel
from tui.widgets.wrapping import Line

Then = Callable[[dict[str, Any]], object]
NOTHING_YET: Mapping[str, Any] = MappingProxyType({})


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
        specs = tuple(draft.spec for draft in panel.form.drafts if not draft.spec.locked)
        if any(spec.shape is Shape.SECRET or spec.private for spec in specs):
            self._host.panels.refuse_text("What holds a secret is not written to a file.")
            return
        draft = panel.form.draft
        if draft is not None and draft.spec.alone:
            self._edit_alone(panel, draft)
            return
        text = to_text(panel.form.title, specs, _values_of(panel.form))
        # The form itself says what is wrong with a value, at its field.
        self._hand_over(text, specs, None, lambda found: panel.take(panel.form.filled(found)))

    def _edit_alone(self, panel: FormPanel, draft: Draft) -> None:
        """Edit one text as it is; what editors put at the end of a file is no part of it."""
        try:
            edited = self._run(draft.line.text, "edit.txt")
        except EditorError as error:
            panel.take(panel.form.refuse(str(error)))
            return
        text = edited if draft.line.text.endswith("\n") else edited.removesuffix("\n")
        panel.take(panel.form.with_draft(draft.put(text)))

    def _edit_whole(self, task: Task, changed: Mapping[str, Any] = NOTHING_YET) -> None:
        """Edit a resource; `changed` are the values that were changed in the editor before."""
        fields = task.kind.form(task.parent, False) if task.kind.form is not None else ()
        specs = tuple(spec for spec in fields if not spec.locked)
        names = [spec.name for spec in specs] + [PERMISSIONS]
        base = task.base or {}
        reduced = task.writes.update(task.ids, task.parent, {}, {n: base.get(n) for n in names})
        values = dict(reduced.after) if reduced is not None else {}
        text = to_text(task.title, specs, {**values, **changed})
        self._hand_over(text, specs, values, partial(self._edited, task))

    def _edited(self, task: Task, found: Mapping[str, Any]) -> None:
        change = task.change(found)
        if change is None:
            self._host.say("Nothing was changed.")
        else:
            self._ask(task, change)

    def _ask(self, task: Task, change: Change, refused: Problem | None = None) -> None:
        """Show what was changed; what was refused is shown again, for nothing typed is lost."""
        again = partial(self._ask, task, change)
        now = replace(task, refused=again, edit_on=self._edit_whole)
        lines: list[Line] = []
        if refused is not None:
            self._host.say("")
            lines = [[Cell(safe(refused.line), Tone.BAD)], [Cell("")]]
        self._host.panels.ask(
            f"{sentence(change)}?",
            [*lines, *diff_lines(change)],
            {
                "y": ("save", partial(self._editing.send, now, change)),
                "e": ("edit on", partial(self._edit_whole, task, change.after)),
            },
            no=lambda: self._host.say(NOT_SENT),
        )

    def _hand_over(
        self, text: str, specs: Sequence[Spec], known: Mapping[str, Any] | None, then: Then
    ) -> None:
        """Let the editor change a text; `then` gets what it says. A text that can't be read goes
        back to the editor with the reason on top, as long as something is done about it."""
        while True:
            try:
                edited = self._run(text)
            except EditorError as error:
                self._host.say(str(error), Tone.BAD)
                self._host.panels.refuse_text(str(error))
                return
            try:
                found = from_text(edited, specs, known)
            except EditorTextError as error:
                again = with_complaint(edited, error)
                if edited == text:
                    self._ask_again(again, specs, known, then, error)
                    return
                text = again
            else:
                then(found)
                return

    def _ask_again(
        self,
        text: str,
        specs: Sequence[Spec],
        known: Mapping[str, Any] | None,
        then: Then,
        error: EditorTextError,
    ) -> None:
        """The editor was left with what is wrong still in it: go on with that, or give it up?"""
        self._host.panels.ask(
            "That cannot be read yet.",
            [[Cell(safe(str(error)), Tone.BAD)]],
            {"e": ("edit on", partial(self._hand_over, text, specs, known, then))},
            no=lambda: self._host.say("Nothing was changed."),
        )

    def _run(self, text: str, name: str = "edit.json") -> str:
        """The text after the editor. Raises EditorError."""
        command = os.environ.get("VISUAL") or os.environ.get("EDITOR") or "vi"
        try:
            with tempfile.TemporaryDirectory(prefix="appwrite-tui-") as folder:
                path = Path(folder) / name
                path.write_text(text, encoding="utf-8")
                path.chmod(0o600)
                code = self._wait_for([*shlex.split(command), str(path)])
                if code:
                    raise EditorError(f"The editor ended with {code}. {NOT_SENT}")
                return path.read_text(encoding="utf-8")
        except UnicodeDecodeError as error:
            said = f"What the editor wrote is no UTF-8 text ({error.reason}). {NOT_SENT}"
            raise EditorError(said) from error
        except (OSError, ValueError) as error:
            why = getattr(error, "strerror", None) or error
            said = f"The editor {command!r} could not be run ({why}). Set EDITOR to another one."
            raise EditorError(said) from error

    def _wait_for(self, command: Sequence[str]) -> int:
        """Give the terminal to a program, and tell how it ended. Raises OSError."""
        failed: OSError | None = None
        code = 0
        with self._suspend(), _uninterrupted():
            # Textual takes the terminal back only where nothing is raised in here.
            try:
                environment = without_key(os.environ, self._host.session.settings.key)
                code = subprocess.run(command, env=environment, check=False).returncode
            except OSError as error:
                failed = error
        if failed is not None:
            raise failed
        return code


@contextmanager
def _uninterrupted() -> Iterator[None]:
    """ctrl+c is the editor's: it must not end this program, nor what is typed there."""
    before = signal.getsignal(signal.SIGINT)
    # Not SIG_IGN, which the editor would inherit.
    signal.signal(signal.SIGINT, lambda number, frame: None)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


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
