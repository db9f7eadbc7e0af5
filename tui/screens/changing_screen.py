"""The part of the main screen that the panels of changing speak to."""

from __future__ import annotations

from contextlib import AbstractContextManager
from typing import TYPE_CHECKING

from textual.message import Message
from textual.screen import Screen

from tui.core.spec import Shape

if TYPE_CHECKING:
    from tui.screens.changing import Changing
    from tui.screens.panels import Panels
    from tui.widgets.list_panel import ListPanel
    from tui.widgets.panel import Panel
    from tui.widgets.question import Question


class ChangingScreen(Screen[None]):
    """Mounts panels when they are first needed and passes on what they say."""

    _known_changing: Changing | None = None

    def new_changing(self) -> Changing:
        """What changes things on this screen."""
        raise NotImplementedError

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

    def suspend(self) -> AbstractContextManager[None]:
        """Give the terminal to another program while the block lasts."""
        return self.app.suspend()

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
