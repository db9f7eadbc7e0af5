"""Finding roles by name: users, teams with their roles and members, as the server knows them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from appwrite.query import Query

from tui.api.errors import ApiError
from tui.api.workers import Result
from tui.core.matrix import names_of
from tui.core.roles import RoleError, checked, named, suggest
from tui.resources import KINDS
from tui.screens.asking import Asking
from tui.screens.host import Host
from tui.widgets.prompt import Choice, Prompt

HINT = "any, users, a name or e-mail, a team, label:vip, member:ID"
MOST = 20
MEMBERS = 100
"""Members of a team that are looked at for the roles they have there."""
TEAMS = 3
"""Teams among what is offered whose members are asked for."""


class RoleSearch:
    """Offers roles for what is typed, and knows the names behind those that were met."""

    def __init__(self, host: Host, asking: Asking, learned: Callable[[], object]) -> None:
        """`learned` is called when another name is known."""
        self._host = host
        self._asking = asking
        self._learned = learned
        self._known: dict[str, Mapping[str, Any]] = {}
        self._searched: set[str] = set()
        self._searches = 0

    def ask(self, chosen: Callable[[Prompt.Submitted], None]) -> None:
        """Let somebody search a role."""
        self._asking.ask("role", HINT, self._offer, chosen, settled=self._is_settled)

    def name_of(self, role: str) -> str:
        """The name behind a role, empty where it is not known."""
        return names_of(self._known, role)

    def learn(self, role: str) -> None:
        """Ask for the name of the user or team that a role names."""
        found = named(role)
        key = role.partition("/")[0]
        get = KINDS[found[0]].get if found is not None else None
        if found is None or get is None or key in self._known or self._is_asked(key):
            return
        ids = {KINDS[found[0]].id_name: found[1]}
        connection = self._host.session.connection

        def arrived(result: Result) -> None:
            # One that the key may not see stands there by its id.
            if isinstance(result.value, Mapping):
                self._known[key] = result.value
            elif isinstance(result.error, ApiError) and result.error.problem.status == 404:
                self._known[key] = {"name": f"✗ no such {found[0]}"}
            self._learned()

        self._host.session.do(lambda: connection.fetch(get, ids), arrived)

    def role_of(self, said: Prompt.Submitted) -> str:
        """The role that was typed or chosen; empty, and it is said why, where it is none."""
        try:
            return checked(said.text)
        except RoleError as error:
            if not said.choice:
                self._asking.refuse(str(error))
            return said.choice

    def _is_settled(self, text: str) -> bool:
        """Whether all is offered that the server knows for a text, or it is a role itself."""
        try:
            return not self._searches or bool(checked(text))
        except RoleError:
            return False

    def _offer(self, text: str) -> list[Choice]:
        if not self._is_asked(f"text {text}"):
            self._search(text)
        found = suggest(text, self._all("user"), self._all("team"), self._all("member"))
        teams = [one.role[5:] for one in found if one.role[:5] == "team:" and "/" not in one.role]
        wanted, _, rest = text.strip().partition(":")
        if wanted == "team" and rest:
            teams.insert(0, rest.partition("/")[0])
        elif wanted == "member":
            teams += [str(one.get("$id")) for one in self._all("team")]
        for team_id in teams[:TEAMS]:
            self._learn_members(team_id)
        return [Choice(one.role, one.about) for one in found][:MOST]

    def _all(self, kind: str) -> list[Mapping[str, Any]]:
        return [one for key, one in self._known.items() if key.startswith(f"{kind}:")]

    def _search(self, text: str) -> None:
        """Ask the server for users and teams; what comes is offered as soon as it is there."""
        params: dict[str, Any] = {"total": False}
        if text.strip():
            params["search"] = text.strip()
        for kind in ("user", "team"):
            self._ask_for(kind, KINDS[kind].name, {}, params)

    def _learn_members(self, team_id: str) -> None:
        """Ask once for the members of a team: they show which roles it has."""
        if f"team:{team_id}" in self._known and not self._is_asked(f"members of {team_id}"):
            params = {"queries": [Query.limit(MEMBERS)], "total": False}
            self._ask_for("membership", "member", {"teamId": team_id}, params)

    def _ask_for(self, kind: str, prefix: str, ids: Mapping[str, str], params: Any) -> None:
        connection, items = self._host.session.connection, KINDS[kind].items
        self._searches += 1

        def arrived(result: Result) -> None:
            self._searches -= 1
            found = result.value.get(items) if isinstance(result.value, Mapping) else None
            for one in found if isinstance(found, list) else ():
                self._known[f"{prefix}:{one.get('$id')}"] = one
            self._asking.offer_again()
            self._learned()

        self._host.session.do(partial(connection.fetch, KINDS[kind].listing, ids, params), arrived)

    def _is_asked(self, question: str) -> bool:
        """Whether something was asked before; from now on it was."""
        asked = question in self._searched
        self._searched.add(question)
        return asked
