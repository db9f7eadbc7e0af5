"""The part of the main screen that the panels of changing speak to."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Any

from textual import events
from textual.message import Message
from textual.screen import Screen

from tui.core.cell import Tone
from tui.core.spec import Shape
from tui.screens.session import Session
from tui.screens.typing import Stroke, Typing

if TYPE_CHECKING:
    from tui.api.workers import Result
    from tui.screens.asking import Asking
    from tui.screens.changing import Changing
    from tui.screens.panels import Panels
    from tui.screens.view import View
    from tui.widgets.list_panel import ListPanel
    from tui.widgets.panel import Panel
    from tui.widgets.question import Question


class ChangingScreen(Screen[None]):
    """Mounts panels when they are first needed and passes on what they say.

    It holds back what is typed for them until they are there.
    """

    session: Session
    asking: Asking
    is_there = False
    """Whether it was mounted and can take keys."""
    _known_changing: Changing | None = None

    def __init__(self) -> None:
        super().__init__()
        self.typing = Typing(self.is_ready, self.take, self._told_of_typing, self._escaped)
        self._writes = 0
        self._may_leave = False

    def new_changing(self) -> Changing:
        """What changes things on this screen."""
        raise NotImplementedError

    @property
    def view(self) -> View:
        """The list that is being looked at."""
        raise NotImplementedError

    def say(self, message: str, tone: Tone = Tone.PLAIN) -> None:
        """Say something in the status line until the next key."""
        raise NotImplementedError

    def draw_status(self) -> None:
        """Show what there is to say."""
        raise NotImplementedError

    # What is typed.

    def on_key(self, event: events.Key) -> None:
        """Take a key in its turn.

        The grid alone is ever focused. So all keys come this one way and in their order, also
        those that were typed ahead of what they are meant for.
        """
        event.stop()
        event.prevent_default()
        self.typing.typed(Stroke(event.key, event.character, event.time))

    def on_paste(self, event: events.Paste) -> None:
        event.stop()
        self.typing.typed(Stroke("", None, event.time, event.text))

    def is_ready(self, stroke: Stroke) -> bool:
        """Whether what this is meant for is there."""
        raise NotImplementedError

    def take(self, stroke: Stroke) -> None:
        """Do what this means."""
        raise NotImplementedError

    def _escaped(self, given_up: bool) -> None:
        self.say("Given up." if given_up else "It is on its way: its answer is awaited.")

    def _told_of_typing(self) -> None:
        if self.is_there:
            self.draw_status()
            if self.asking.is_open and self.typing.words:
                self.asking.note(self.typing.words)

    @property
    def is_covered(self) -> bool:
        """Whether something lies over the screen that has the keys."""
        return self.asking.is_open or self.is_changing

    @property
    def is_writing(self) -> bool:
        """Whether the answer to a change is awaited."""
        return self._writes > 0

    def await_answer(self, job: Callable[[], Any], then: Callable[[Result], object]) -> None:
        """Do in a worker thread what has to be known before something can be opened.

        What is typed meanwhile is meant for that. `esc` gives it up: then `then` is not called.
        """
        wait, view = self.typing.begin(), self.view

        def arrived(result: Result) -> None:
            if wait.given_up:
                return
            then(result)
            leads = self.is_covered or self.view is not view
            self.typing.end(wait, as_meant=result.error is None and leads)

        self.session.do(job, arrived)

    def await_written(self, job: Callable[[], Any], then: Callable[[Result], object]) -> None:
        """Send a change in a worker thread.

        What is typed meanwhile is meant for what is there once it is saved: the form that is open,
        if there is one, is closed by then, or stays and says why.
        """
        edited = self.panels.edited
        wait = self.typing.begin(firm=True) if edited is not None else None
        self._writes += 1
        self._may_leave = False

        def arrived(result: Result) -> None:
            self._writes -= 1
            then(result)
            if wait is not None:
                self.typing.end(wait, as_meant=self.panels.edited is None)
            self.typing.go_on()

        self.session.do(job, arrived)

    def tell_how_to_leave(self) -> None:
        """Say it; while a change hangs, which nothing else ends, the second time leaves."""
        if not self.is_writing:
            self.say("q leaves a view, and at the top the program.")
        elif self._may_leave:
            self.leave_program()
        else:
            self._may_leave = True
            later = "nobody knows then" if self.session.journal is None else "the next start tells"
            self.say(
                f"A change is on its way. ctrl+c again leaves: {later} what became of it.",
                Tone.WARN,
            )

    def leave_program(self) -> None:
        """Leave; what runs breaks off."""
        raise NotImplementedError

    # What lies over the screen.

    @property
    def is_changing(self) -> bool:
        """Whether a panel lies over the screen and has the keys."""
        return self._known_changing is not None and self.panels.top is not None

    @property
    def changing(self) -> Changing:
        """What changes things; most sessions only look."""
        if self._known_changing is None:
            self._known_changing = self.new_changing()
        return self._known_changing

    @property
    def panels(self) -> Panels:
        """What lies over the screen while something is changed."""
        return self.changing.panels

    def mount_panel(self, panel: Panel) -> None:
        """Lay a panel over the screen."""
        panel.told = self.hear
        self.mount(panel)

    def hear(self, message: Message) -> None:
        """Take what lies over the screen by its word, before the next key is looked at.

        A message that is posted comes behind the keys that were typed ahead: they would go to what
        the key before them has closed already.
        """
        getattr(self, message.handler_name)(message)

    def write_to_terminal(self, sequence: str) -> None:
        """Send the terminal something that draws nothing."""
        driver = self.app._driver
        if driver is not None and sequence:
            driver.write(sequence)
            driver.flush()

    def copy(self, text: str, what: str) -> None:
        """Bring a text to the clipboard and say what became of it."""
        from tui.screens.clipboard import clipboard_of

        clipboard = clipboard_of(self.session)

        def done(result: Result) -> None:
            if result.error is not None:
                raise result.error
            self.write_to_terminal(result.value.sequence)
            self.say(result.value.said, result.value.tone)

        self.session.do(lambda: clipboard.put(text, what), done)

    def suspend(self) -> AbstractContextManager[None]:
        """Give the terminal to another program while the block lasts."""
        return self.app.suspend()

    def on_panel_turned(self, _: Message) -> None:
        self.draw_status()

    # What the panels of editing say; they are mounted when they are first needed.

    def on_form_panel_saved(self, _: Message) -> None:
        self.panels.form_saved()

    def on_form_panel_left(self, _: Message) -> None:
        self.panels.put_away()

    def on_form_panel_editor_asked(self, _: Message) -> None:
        self.changing.external.edit_form()

    def on_form_panel_pick_asked(self, _: Message) -> None:
        form = self.panels.form
        draft = form.form.draft if form is not None else None
        if draft is not None and draft.spec.shape is Shape.ROLE:
            self.changing.granting.pick(draft)
        else:
            self.changing.picking.pick()

    def on_matrix_panel_saved(self, _: Message) -> None:
        self.changing.granting.save()

    def on_matrix_panel_left(self, _: Message) -> None:
        self.changing.granting.leave()

    def on_matrix_panel_add_asked(self, _: Message) -> None:
        self.changing.granting.ask_role()

    def on_matrix_panel_preset_asked(self, _: Message) -> None:
        self.changing.granting.ask_preset()

    def on_matrix_panel_container_asked(self, _: Message) -> None:
        self.changing.granting.look_above()

    def on_question_answered(self, event: Question.Answered) -> None:
        self.panels.answered(event.key)

    def on_list_panel_pressed(self, event: ListPanel.Pressed) -> None:
        self.panels.pressed(event.key, event.number)

    def on_clash_panel_decided(self, _: Message) -> None:
        self.panels.clash_decided()

    def on_clash_panel_edit_asked(self, _: Message) -> None:
        self.panels.clash_edit()

    def on_clash_panel_left(self, _: Message) -> None:
        self.panels.clash_left()

    def on_mapping_panel_turned(self, _: Message) -> None:
        self.changing.importing.look()

    def on_mapping_panel_column_asked(self, _: Message) -> None:
        self.changing.importing.ask_column()

    def on_mapping_panel_rejects_asked(self, _: Message) -> None:
        self.changing.importing.ask_rejects()

    def on_mapping_panel_tried(self, _: Message) -> None:
        self.changing.importing.try_out()

    def on_mapping_panel_jobs_asked(self, _: Message) -> None:
        self.changing.importing.show_jobs()

    def on_mapping_panel_started(self, _: Message) -> None:
        self.changing.importing.propose()

    def on_mapping_panel_left(self, _: Message) -> None:
        self.changing.importing.leave()
