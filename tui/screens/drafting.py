"""Keeping what is typed into a form until it is saved or given up, also when the program ends."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from tui.core.cell import Cell, Tone
from tui.core.draft_text import typed_again, typed_into
from tui.core.form import Form
from tui.core.text import brief
from tui.core.times import relative
from tui.screens.host import Host
from tui.screens.task import Task
from tui.widgets.wrapping import Line


class Drafting:
    """The draft of the form that is open, and the question whether to go on with an older one."""

    def __init__(self, host: Host) -> None:
        self._host = host
        self._subject: dict[str, Any] | None = None

    def begin(
        self, task: Task, form: Form, opened: Callable[[Form], object], *, ask: bool = True
    ) -> None:
        """Open the form of a task, after asking about a draft of it that was left behind.

        Without asking, such a draft stays for another time, and this form is not kept.
        """
        subject: dict[str, Any] = {
            "kind": task.kind.name,
            "ids": dict(task.ids),
            "fields": [draft.spec.name for draft in form.drafts],
        }
        drafts = self._host.session.drafts

        def start(form: Form) -> None:
            self._subject = subject
            opened(form)

        def discard() -> None:
            drafts.drop(subject)
            start(form)

        kept = drafts.kept(subject)
        if not ask:
            self._subject = None if kept else subject
            opened(form)
            self.edited(form)
            return
        try:
            found = typed_again(form, kept["fields"]) if kept else form
        except (KeyError, TypeError, ValueError):
            # It was written by another version of this program.
            found = form
        if not found.changed:
            start(form)
            return
        lines: list[Line] = [
            [Cell(f"{brief(draft.spec.name):<16}  ", Tone.DIM), Cell(brief(draft.line.text))]
            for draft in found.changed
        ]
        self._host.panels.ask(
            f"{form.title}: left unsaved {relative(str(kept.get('at')))}. Go on with that?",
            lines,
            {"y": ("go on", lambda: start(found)), "x": ("discard it", discard)},
        )

    def edited(self, form: Form) -> None:
        """Something was typed."""
        if self._subject is not None:
            self._host.session.drafts.keep(self._subject, lambda: _content(form))

    def over(self) -> None:
        """The form was saved, or left by somebody who gave up what was typed."""
        if self._subject is not None:
            self._host.session.drafts.drop(self._subject)
            self._subject = None


def _content(form: Form) -> dict[str, Any] | None:
    fields = typed_into(form)
    return {"at": datetime.now(UTC).isoformat(), "fields": fields} if fields else None
