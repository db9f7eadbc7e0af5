"""Editing permissions: the matrix over the screen, roles found by name, what is saved."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from tui.api.workers import Result
from tui.core.change import PERMISSIONS
from tui.core.draft import Draft
from tui.core.kind import Resource
from tui.core.matrix import Matrix, Preset, names_of
from tui.core.roles import RoleError, checked, named, suggest
from tui.resources import KINDS
from tui.screens.asking import Asking
from tui.screens.bulk import Bulk
from tui.screens.editing import Editing
from tui.screens.host import Host
from tui.screens.task import Task
from tui.widgets.matrix import MatrixPanel
from tui.widgets.panel import Panel
from tui.widgets.prompt import Choice, Prompt

MOST = 20


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
        self._known: dict[str, Mapping[str, Any]] = {}
        self._searched: set[str] = set()

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
            self._bulk.set_permissions(permissions)
            return
        change = task.change({PERMISSIONS: permissions})
        if change is None:
            panel.close()
            self._host.say("Nothing was changed.")
        else:
            self._editing.propose(task, change)

    def leave(self) -> None:
        """Close the matrix."""
        if self._panel is not None:
            self._panel.close()

    def ask_role(self) -> None:
        """Search a role to be added."""
        hint = "any, users, a name or e-mail, a team, label:vip, member:ID"
        self._asking.ask("role", hint, self._offer, self._role_chosen)

    def pick(self, draft: Draft) -> None:
        """Search a role for a field of the form that is open (who may run a function)."""

        def chosen(said: Prompt.Submitted) -> None:
            role = self._role_of(said)
            form = self._host.panels.form
            if role and form is not None:
                self._asking.close()
                form.take(form.form.with_draft(draft.put(role)))

        hint = "any, users, a name or e-mail, a team, label:vip, member:ID"
        self._asking.ask("role", hint, self._offer, chosen)

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
        counts = holder.get(grants.security) is True if grants.inherits else True
        own = task.base.get(PERMISSIONS) or ()
        matrix = Matrix.of(grants.thing, list(own), above, counts)
        self._task = task
        panel = self._panel
        if panel is None:
            panel = self._panel = MatrixPanel()
            self._mount(panel)
        state = "on" if holder.get(grants.security) is True else "off"
        security = "row security" if grants.security == "rowSecurity" else "file security"
        name = f"{task.kind.noun.lower()} {task.kind.identify(task.base)}"
        if self._bulk.is_due:
            name = "all marked rows, beginning with those of " + name
        columns = [key for key in task.base if key[0] != "$"] if grants.thing == "row" else []
        panel.open(f"Permissions · {name} · {security} is {state}", matrix, self._name_of, columns)
        for role in (*matrix.roles, *matrix.above_roles):
            self._learn(role)

    def _name_of(self, role: str) -> str:
        return names_of(self._known, role)

    def _learn(self, role: str) -> None:
        """Ask for the name of the user or team that a role names."""
        found = named(role)
        key = role.partition("/")[0]
        get = KINDS[found[0]].get if found is not None else None
        if found is None or get is None or key in self._known or key in self._searched:
            return
        self._searched.add(key)
        ids = {KINDS[found[0]].id_name: found[1]}
        connection = self._host.session.connection

        def arrived(result: Result) -> None:
            # A user that is gone, or that the key may not see, stands there by its id.
            if isinstance(result.value, Mapping):
                self._known[key] = result.value
                if self.panel is not None:
                    self.panel.changed()

        self._host.session.do(lambda: connection.fetch(get, ids), arrived)

    def _offer(self, text: str) -> list[Choice]:
        if text not in self._searched:
            self._searched.add(text)
            self._search(text)
        users = [one for key, one in self._known.items() if key.startswith("user:")]
        teams = [one for key, one in self._known.items() if key.startswith("team:")]
        return [Choice(one.role, one.about) for one in suggest(text, users, teams)][:MOST]

    def _search(self, text: str) -> None:
        """Ask the server for users and teams; what comes is offered as soon as it is there."""
        connection = self._host.session.connection
        params: dict[str, Any] = {"total": False}
        if text.strip():
            params["search"] = text.strip()
        for kind in ("user", "team"):
            listing, items = KINDS[kind].listing, KINDS[kind].items

            def arrived(result: Result, kind: str = kind, items: str = items) -> None:
                found = result.value.get(items) if isinstance(result.value, Mapping) else None
                for one in found if isinstance(found, list) else ():
                    self._known[f"{kind}:{one.get('$id')}"] = one
                self._asking.offer_again()

            self._host.session.do(partial(connection.fetch, listing, {}, params), arrived)

    def _role_chosen(self, said: Prompt.Submitted) -> None:
        panel, role = self.panel, self._role_of(said)
        if panel is None or not role:
            return
        self._asking.close()
        self._learn(role)
        panel.take(panel.matrix.add(role))

    def _role_of(self, said: Prompt.Submitted) -> str:
        """The role that was typed or chosen; empty, and it is said why, where it is none."""
        try:
            return checked(said.text)
        except RoleError as error:
            if not said.choice:
                self._asking.refuse(str(error))
            return said.choice

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
