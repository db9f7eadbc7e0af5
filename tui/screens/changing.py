"""Everything that changes something, behind the keys of the action table's change group."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from tui.api.door import State
from tui.api.workers import Result
from tui.core.cell import Tone
from tui.core.pasted import PasteError, object_in
from tui.core.spec import Shape
from tui.screens import marking
from tui.screens.bulk import Bulk
from tui.screens.deeds import delete_each
from tui.screens.editing import Editing
from tui.screens.external import External
from tui.screens.features import FEATURES, start
from tui.screens.granting import Granting
from tui.screens.host import Explorer
from tui.screens.panels import Panels
from tui.screens.picking import Picking
from tui.screens.remembering import Remembering
from tui.screens.task import problem_in
from tui.screens.undoing import Undoing

if TYPE_CHECKING:
    from tui.screens.importing import Importing


class Changing:
    """The parts that change things, put together for one screen."""

    def __init__(self, screen: Explorer) -> None:
        self._screen = screen
        self.panels = Panels(screen.mount_panel)
        self.editing = Editing(screen)
        self._unmark: Callable[[], object] = lambda: None
        self.panels.on_edited = self.editing.drafting.edited
        self.panels.on_put_away = self._put_away
        self.bulk = Bulk(screen, self.editing)
        self.granting = Granting(screen, screen.asking, self.editing, self.bulk, screen.mount_panel)
        self.panels.others.append(lambda: self.granting.panel)
        self.undoing = Undoing(screen, self.editing, self.bulk)
        self.external = External(screen, self.editing, screen.suspend)
        self.picking = Picking(screen, screen.asking)
        self._known_importing: Importing | None = None
        self._do = self._handlers()

    @property
    def importing(self) -> Importing:
        """What imports files; few sessions do."""
        if self._known_importing is None:
            from tui.screens.importing import Importing

            made = self._known_importing = Importing(self._screen)
            self.panels.others.append(lambda: made.panel)
        return self._known_importing

    def act(self, action_id: str) -> None:
        """Do one action of the change group."""
        if action_id in FEATURES:
            start(action_id, self._screen)
        else:
            self._do[action_id]()

    def paste(self, text: str) -> None:
        """Take pasted text: into the form; JSON on a list is something new."""
        panel = self.panels.form
        try:
            values, complaint = object_in(text), ""
        except PasteError as error:
            values, complaint = None, str(error)
        if self.panels.top is not None:
            is_new = panel is not None and panel.form.drafts[0].spec.shape is Shape.ID
            if values is not None and is_new and panel is not None:
                panel.take(panel.form.pasted(values))
            else:
                self.panels.paste(text)
        elif values is not None:
            self.editing.add(values)
        elif text.strip():
            said = complaint or "What was pasted is no JSON object."
            self._screen.say(f"{said} Nothing was made of it.")

    def tell_lost(self) -> None:
        """Find out what became of changes whose answers were lost, and say it."""
        writing = self._screen.session.writing

        def arrived(result: Result) -> None:
            if result.error is not None:
                self._screen.say(problem_in(result.error).line, Tone.WARN)
                return
            told = [f"{_BECAME[one.state]}: {one.change.headline}" for one in result.value]
            if told:
                more = f" And {len(told) - 1} more; H shows them." if told[1:] else ""
                self._screen.say(f"{told[0]}.{more}", Tone.WARN)

        self._screen.session.do(writing.settle_lost, arrived)

    def _turn_read_only(self) -> None:
        session = self._screen.session
        client, settings = session.connection.client, session.settings
        if client.read_only and settings.read_only:
            by = settings.locked_by or "the way it was opened"
            self._screen.say(f"It is locked by {by}; that stays while the program runs.", Tone.WARN)
            return
        client.read_only = not client.read_only
        said = "Nothing can be changed now." if client.read_only else "Changes are possible again."
        self._screen.say(said)
        self._screen.draw_header()

    def _handlers(self) -> dict[str, Callable[[], object]]:
        editing, bulk = self.editing, self.bulk
        return {
            "edit": lambda: bulk.edit() if bulk.is_due else editing.edit(),
            "edit_cell": lambda: bulk.edit_cell() if bulk.is_due else editing.edit_cell(),
            "edit_outside": self.external.edit,
            "add": self._add,
            "duplicate": editing.duplicate,
            "execute": lambda: editing.running.ask(self._screen, editing),
            "delete": self._delete,
            "replace_text": lambda: self._on_marks(bulk.replace_text),
            "increment": lambda: self._on_marks(bulk.increment),
            "readonly": self._turn_read_only,
            "permissions": self.granting.edit,
            "undo": self.undoing.undo,
            "redo": self.undoing.redo,
            "journal": Remembering(self._screen, editing, self.undoing).show,
            "import": lambda: self.importing.ask(),
            "mark": lambda: marking.toggle(self._screen.view, self._screen.grid),
            "mark_range": lambda: self._tell(marking.extend),
            "mark_invert": lambda: self._tell(marking.invert),
            "mark_all": lambda: marking.mark_all(self._screen.view, self._screen.grid),
        }

    def _add(self) -> None:
        """Add something to the list; files are uploaded."""
        if self._screen.view.kind.name == "file":
            start("upload", self._screen)
        else:
            self.editing.add()

    def _delete(self) -> None:
        """Delete the marked, or what is under the cursor."""
        if not self.bulk.is_due:
            self.editing.delete()
        elif self._screen.view.kind.name == "row":
            self.bulk.delete()
        else:
            delete_each(self._screen, self.editing)

    def _on_marks(self, do: Callable[[], object]) -> None:
        """Do something to what is marked; without marks, to what is under the cursor."""
        view, grid = self._screen.view, self._screen.grid
        resource = grid.current
        if not self.bulk.is_due and resource is not None:
            row_id = view.kind.identify(resource)
            view.marks[row_id] = resource
            marking.show(view, grid)

            def unmark() -> None:
                view.marks.pop(row_id, None)
                if view is self._screen.view:
                    marking.show(view, grid)
                    self._screen.watched(view)

            self._unmark = unmark
        do()
        if self.panels.top is None:
            self._put_away()

    def _put_away(self) -> None:
        """What was being edited is done with, and so is a mark that was set only for that."""
        self.editing.drafting.over()
        unmark, self._unmark = self._unmark, lambda: None
        unmark()

    def _tell(self, mark: Callable[..., str]) -> None:
        said = mark(self._screen.view, self._screen.grid)
        if said:
            self._screen.say(said, Tone.DIM)


_BECAME = {
    State.APPLIED: "A change whose answer was lost was made after all",
    State.REFUSED: "A change whose answer was lost was not made",
    State.CONFLICT: "A change whose answer was lost was not made, or was changed again since",
    State.UNKNOWN: "It is still not known whether this change was made",
}
