"""Editing permissions: the matrix over the screen, roles found by name, what is saved."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from tui.core.change import PERMISSIONS
from tui.core.draft import Draft
from tui.core.kind import Resource
from tui.core.matrix import Matrix, Preset, private_columns
from tui.resources.row_reading import columns_of
from tui.screens.asking import Asking
from tui.screens.bulk import Bulk
from tui.screens.editing import Editing
from tui.screens.host import Host
from tui.screens.role_search import RoleSearch
from tui.screens.task import Task
from tui.widgets.matrix import MatrixPanel
from tui.widgets.panel import Panel
from tui.widgets.prompt import Choice, Prompt


class Granting:
    """Opens the matrix of what is under the cursor, or of all marked rows."""

    def __init__(
        self,
        host: Host,
        asking: Asking,
        editing: Editing,
        bulk: Bulk,
        mount: Callable[[Panel], object],
    ) -> None:
        self._host = host
        self._asking = asking
        self._editing = editing
        self._bulk = bulk
        self._mount = mount
        self._panel: MatrixPanel | None = None
        self._task: Task | None = None
        self._roles = RoleSearch(host, asking, self._learned)

    @property
    def panel(self) -> MatrixPanel | None:
        """The matrix, while it is open."""
        return self._panel if self._panel is not None and self._panel.visible else None

    def edit(self) -> None:
        """Edit the permissions of what is under the cursor."""
        if self._host.view.kind.grants is None:
            self._host.say(f"{self._host.view.kind.title} carry no permissions.")
            return
        task = self._editing.task_here()
        if task is not None:
            self._open(task)

    def save(self) -> None:
        """Send what was changed, after a yes."""
        panel, task = self.panel, self._task
        if panel is None or task is None:
            return
        permissions = panel.matrix.permissions()
        if self._bulk.is_due:
            self._bulk.set_permissions(panel.matrix.start, permissions)
            return
        task = replace(task, edit_on=self._edit_on)
        change = task.change({PERMISSIONS: permissions})
        if change is None:
            panel.close()
            self._host.say("Nothing was changed.")
        else:
            self._editing.propose(task, change)

    def _edit_on(self, task: Task, values: Mapping[str, Any]) -> None:
        """Go on in the matrix over what somebody else made of the list, our changes on top."""
        self._open(task)
        panel, wanted = self.panel, values.get(PERMISSIONS)
        if panel is not None and wanted is not None:
            panel.take(panel.matrix.wanting(wanted))

    def leave(self) -> None:
        """Close the matrix."""
        if self._panel is not None:
            self._panel.close()

    def ask_role(self) -> None:
        """Search a role to be added."""
        self._roles.ask(self._role_chosen)

    def pick(self, draft: Draft) -> None:
        """Search a role for a field of the form that is open (who may run a function)."""

        def chosen(said: Prompt.Submitted) -> None:
            role = self._roles.role_of(said)
            form = self._host.panels.form
            if role and form is not None:
                self._asking.close()
                form.take(form.form.with_draft(draft.put(role)))

        self._roles.ask(chosen)

    def ask_preset(self) -> None:
        """Choose one of the presets."""
        offered = [Choice(one.value, _PRESETS[one]) for one in Preset]
        self._asking.ask("preset", "", lambda text: offered, self._preset_chosen)

    def look_above(self) -> None:
        """Open the list of the table or bucket instead, which counts where this one does not."""
        task, panel = self._task, self.panel
        if panel is None or task is None or task.view is None or not task.view.parents:
            return
        kind, holder = task.view.parents[-1], task.parent
        if panel.matrix.changes:
            panel.take(panel.matrix, "Save these changes first, or give them up with esc.")
        elif kind.writes is None or kind.grants is None or holder is None or self._bulk.is_due:
            panel.take(panel.matrix, f"The {kind.noun.lower()}'s list cannot be opened from here.")
        else:
            above = Task(task.view, kind, kind.writes, dict(task.view.ids), holder)
            self._editing.with_whole(above, self._open)

    def _open(self, task: Task) -> None:
        grants = task.kind.grants
        if grants is None or task.base is None:
            return
        holder: Resource = (task.parent or {}) if grants.inherits else task.base
        above = holder.get(PERMISSIONS) if grants.inherits else None
        is_on = holder.get(grants.security) is True
        counts, singles = is_on or not grants.inherits, is_on and not grants.inherits
        own = task.base.get(PERMISSIONS) or ()
        matrix = Matrix.of(grants.thing, list(own), above, counts, singles)
        self._task = task
        panel = self._panel
        if panel is None:
            panel = self._panel = MatrixPanel()
            self._mount(panel)
        state = "on" if is_on else "off"
        security = "row security" if grants.security == "rowSecurity" else "file security"
        name = f"{task.kind.noun.lower()} {task.kind.identify(task.base)}"
        if self._bulk.is_due:
            name = f"all marked {task.kind.title.lower()}, beginning with those of {name}"
        private = private_columns(columns_of(holder)) if grants.thing in ("row", "table") else []
        panel.open(
            f"Permissions · {name} · {security} is {state}", matrix, self._roles.name_of, private
        )
        for role in (*matrix.roles, *matrix.above_roles):
            self._roles.learn(role)

    def _learned(self) -> None:
        if self.panel is not None:
            self.panel.changed()

    def _role_chosen(self, said: Prompt.Submitted) -> None:
        panel, role = self.panel, self._roles.role_of(said)
        if panel is None or not role:
            return
        self._asking.close()
        self._roles.learn(role)
        panel.take(panel.matrix.add(role))

    def _preset_chosen(self, said: Prompt.Submitted) -> None:
        panel = self.panel
        self._asking.close()
        preset = next((one for one in Preset if one.value == said.choice), None)
        if panel is None or preset is None:
            return
        wanted = "team" if preset is Preset.TEAM else "user"
        role = panel.matrix.role
        if preset is not Preset.NOBODY and not role.startswith(f"{wanted}:"):
            panel.take(panel.matrix, f"Put the cursor on a {wanted} first; a adds one.")
            return
        panel.take(panel.matrix.preset(preset, role))


_PRESETS = {
    Preset.OWNER: "the user under the cursor, nobody else",
    Preset.PUBLIC: "everybody reads, the user under the cursor changes",
    Preset.TEAM: "the team under the cursor reads and changes",
    Preset.NOBODY: "nobody but API keys",
}
