"""The panels over the main screen: a form, a question, two sides of a conflict; who has the keys.

They are mounted when they are first needed: most starts need none of them.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar

from tui.core.form import Form
from tui.core.merge import Merge
from tui.core.problem import Problem
from tui.screens.typing import Stroke
from tui.widgets.clash import ClashPanel
from tui.widgets.form import FormPanel
from tui.widgets.list_panel import ListPanel
from tui.widgets.panel import Panel
from tui.widgets.question import Question
from tui.widgets.wrapping import Line

LentType = TypeVar("LentType", bound=Panel)
PanelType = TypeVar("PanelType", bound=Panel)
Answers = Mapping[str, tuple[str, Callable[[], object]]]
"""What each key of a question is called and does."""


class Panels:
    """Opens panels and passes on what comes of them."""

    def __init__(self, mount: Callable[[Panel], object]) -> None:
        self._mount = mount
        self._form: FormPanel | None = None
        self._question: Question | None = None
        self._clash: ClashPanel | None = None
        self._list: ListPanel | None = None
        self._on_pressed: Callable[[str, int | None], object] = lambda key, number: None
        self._on_saved: Callable[[Form], object] = lambda form: None
        self._on_answer: Mapping[str, Callable[[], object]] = {}
        self._on_no: Callable[[], object] = lambda: None
        self._on_decided: Callable[[Merge], object] = lambda merge: None
        self._on_edit: Callable[[Merge], object] = lambda merge: None
        self.others: list[Callable[[], Panel | None]] = []
        """Further panels, which are opened elsewhere: each gives its panel while it is open."""
        self.on_edited: Callable[[Form], object] = lambda form: None
        """Told after each key in the form that is open."""
        self.on_put_away: Callable[[], object] = lambda: None
        """Told when what was being edited is done with."""
        self._lent: dict[type[Panel], Panel] = {}
        self._asked_at = 0.0

    # Keys.

    @property
    def top(self) -> Panel | None:
        """The panel that has the keys."""
        others = [*self._lent.values(), *(other() for other in self.others)]
        for panel in (self._question, self._clash, self._list, *others, self._form):
            if panel is not None and panel.visible:
                return panel
        return None

    @property
    def form(self) -> FormPanel | None:
        """The form that is open."""
        return self._form if self._form is not None and self._form.visible else None

    @property
    def edited(self) -> Panel | None:
        """The panel that is open in which something is edited until it is saved."""
        panels = (self._form, *(other() for other in self.others))
        return next((one for one in panels if one is not None and one.visible), None)

    def is_ready(self, key: str) -> bool:
        """Whether the panel that has the keys can take this one now."""
        panel = self.top
        return panel is None or panel.is_ready(key)

    def press(self, stroke: Stroke) -> None:
        """Take a key. Nobody answers a question that they cannot have read."""
        panel = self.top
        if panel is None:
            return
        if panel.asks and stroke.at < self._asked_at and stroke.key != "escape":
            panel.unread += 1
            panel.changed()
            return
        asked_before = panel.asks
        panel.press(stroke.key, stroke.character)
        if panel.asks and not asked_before:
            self._asked_at, panel.unread = time.monotonic(), 0
        self._tell_edited(panel)

    def paste(self, text: str) -> None:
        """Take pasted text."""
        if self.form is not None and self.top is self.form:
            self.form.paste(text)
            self._tell_edited(self.form)

    def _tell_edited(self, panel: Panel) -> None:
        if panel is self._form:
            self.on_edited(self._form.form)

    # Opening.

    def fill(self, form: Form, saved: Callable[[Form], object], compact: bool = False) -> None:
        """Let a form be filled; `saved` gets it, right in all its fields, and puts it away."""
        self._on_saved = saved
        panel = self._form = self._form or self._mounted(FormPanel())
        panel.open(form, compact)

    def ask(
        self,
        title: str,
        lines: Sequence[Line],
        answers: Answers,
        *,
        word: str = "",
        no: Callable[[], object] = lambda: None,
        menu: bool = False,
    ) -> None:
        """Ask a question. With a `word`, that has to be typed, and the first answer is meant.

        The answers to a `menu` change nothing: they may be typed ahead.
        """
        self._on_answer = {key: do for key, (_, do) in answers.items()}
        if word:
            self._on_answer = {"enter": next(iter(self._on_answer.values()))}
        self._on_no = no
        panel = self._question = self._question or self._mounted(Question())
        panel.asks, self._asked_at = not menu, time.monotonic()
        panel.ask(title, lines, {key: label for key, (label, _) in answers.items()}, word)

    def show_clash(
        self,
        title: str,
        merge: Merge,
        decided: Callable[[Merge], object],
        edit: Callable[[Merge], object],
        no: Callable[[], object],
    ) -> None:
        """Let somebody decide between two sides."""
        self._on_decided, self._on_edit, self._on_no = decided, edit, no
        panel = self._clash = self._clash or self._mounted(ClashPanel())
        panel.asks, self._asked_at = True, time.monotonic()
        panel.open(title, merge)

    def list_panel(self, pressed: Callable[[str, int | None], object]) -> ListPanel:
        """The panel of a list, to be opened; `pressed` gets its keys and the cursor's line."""
        self._on_pressed = pressed
        self._list = self._list or self._mounted(ListPanel())
        return self._list

    def lent(self, kind: type[LentType]) -> LentType:
        """The panel of a kind that is opened elsewhere; it has the keys while it is open."""
        known = self._lent.get(kind)
        if isinstance(known, kind):
            return known
        panel = self._lent[kind] = self._mounted(kind())
        return panel

    def lists(self, pressed: Callable[[str, int | None], object]) -> bool:
        """Whether the list is open, and for whom."""
        return self._list is not None and self._list.visible and self._on_pressed == pressed

    def put_away(self) -> None:
        """Close what was being edited: it is done with."""
        self.on_put_away()
        for panel in (self._form, *(other() for other in self.others)):
            if panel is not None:
                panel.close()

    def refuse(self, problem: Problem) -> None:
        """Say in the form that is open why it was not saved."""
        self.refuse_text(problem.line)

    def refuse_text(self, sentence: str) -> None:
        """The same, of what was found out before anything was sent."""
        if self.form is not None:
            self.form.take(self.form.form.refuse(sentence))

    # What the panels say.

    def form_saved(self) -> None:
        """The form is to be saved."""
        if self._form is not None:
            self._on_saved(self._form.form)

    def answered(self, key: str) -> None:
        """The question was answered, or left with an empty key."""
        if self._question is not None:
            self._question.close()
        do, self._on_answer = self._on_answer.get(key, self._on_no), {}
        do()

    def pressed(self, key: str, number: int | None) -> None:
        """A key was pressed in the list."""
        self._on_pressed(key, number)

    def clash_decided(self) -> None:
        """All fields of the conflict are decided."""
        if self._clash is not None:
            self._clash.close()
            self._on_decided(self._clash.merge)

    def clash_edit(self) -> None:
        """Somebody wants to edit on."""
        if self._clash is not None:
            self._clash.close()
            self._on_edit(self._clash.merge)

    def clash_left(self) -> None:
        """The conflict was left."""
        if self._clash is not None:
            self._clash.close()
        self._on_no()

    def _mounted(self, panel: PanelType) -> PanelType:
        self._mount(panel)
        return panel
