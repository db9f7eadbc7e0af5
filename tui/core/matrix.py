"""Permissions as a matrix: roles against actions, what was there and what is wanted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from typing import Any

from tui.core.permissions import ACTIONS, Permission, parse, parse_all, warnings
from tui.core.roles import member_name

MOST = 100
"""Permissions that one resource may carry."""
CONTAINERS = frozenset({"table", "bucket"})
_SECRETS = ("mail", "phone", "token", "secret", "password", "address", "birth")


class Preset(Enum):
    """Sets of permissions that are asked for every day."""

    OWNER = "owner only"
    PUBLIC = "public read, owner write"
    TEAM = "team"
    NOBODY = "keys only"


@dataclass(frozen=True, slots=True)
class Matrix:
    """What one resource grants. `above` is what its table or bucket grants, where it has one.

    `own_counts` is whether row or file security is on: else the server ignores the own list.
    `singles` is the same, seen from the table or bucket: its rows or files may grant more.
    `start` is the list as it was read; what no permission can be read from stays as it is.
    """

    thing: str
    start: tuple[str, ...]
    roles: tuple[str, ...]
    granted: frozenset[Permission]
    above: tuple[Permission, ...] = ()
    own_counts: bool = True
    singles: bool = False
    row: int = 0
    column: int = 0

    @classmethod
    def of(
        cls,
        thing: str,
        own: Sequence[Any],
        above: Sequence[Any] | None,
        own_counts: bool,
        singles: bool = False,
    ) -> Matrix:
        """The matrix of a resource. `thing` is row, file, table or bucket."""
        creates = thing in CONTAINERS
        granted = parse_all(list(own), creates)
        roles = tuple(dict.fromkeys(one.role for one in granted))
        upper = parse_all(list(above), True) if above is not None else []
        texts = tuple(str(one) for one in own)
        return cls(thing, texts, roles, frozenset(granted), tuple(upper), own_counts, singles)

    @property
    def actions(self) -> tuple[str, ...]:
        """What can be granted: create only for what holds others."""
        return ACTIONS if self.thing in CONTAINERS else tuple(a for a in ACTIONS if a != "create")

    @property
    def above_roles(self) -> tuple[str, ...]:
        """The roles that the table or bucket grants something to which counts here."""
        counting = [one.role for one in self.above if one.action in self.actions]
        return tuple(dict.fromkeys(counting))

    @property
    def role(self) -> str:
        """The role under the cursor, empty where there is none."""
        return self.roles[self.row] if self.row < len(self.roles) else ""

    def was(self, role: str, action: str) -> bool:
        """Whether it was granted when the matrix was opened."""
        creates = self.thing in CONTAINERS
        return Permission(action, role) in parse_all(list(self.start), creates)

    def has(self, role: str, action: str) -> bool:
        """Whether it is granted now."""
        return Permission(action, role) in self.granted

    def wanting(self, permissions: Sequence[str]) -> Matrix:
        """With these permissions wanted instead of those that were read."""
        granted = parse_all(list(permissions), self.thing in CONTAINERS)
        roles = dict.fromkeys([*self.roles, *(one.role for one in granted)])
        return replace(self, granted=frozenset(granted), roles=tuple(roles))

    def move(self, rows: int, columns: int) -> Matrix:
        """With the cursor elsewhere."""
        return replace(
            self,
            row=max(0, min(len(self.roles) - 1, self.row + rows)),
            column=max(0, min(len(self.actions) - 1, self.column + columns)),
        )

    def toggle(self) -> Matrix:
        """With the permission under the cursor granted, or no longer."""
        if not self.role:
            return self
        one = Permission(self.actions[self.column], self.role)
        return replace(self, granted=self.granted ^ {one})

    def add(self, role: str, actions: Sequence[str] = ("read",)) -> Matrix:
        """With a role, under the cursor; one that was not there may read."""
        roles = self.roles if role in self.roles else (*self.roles, role)
        granted = self.granted
        if role not in self.roles:
            granted |= {Permission(action, role) for action in actions}
        return replace(self, roles=roles, granted=granted, row=roles.index(role))

    def clear(self) -> Matrix:
        """With nothing granted to the role under the cursor."""
        kept = frozenset(one for one in self.granted if one.role != self.role)
        return replace(self, granted=kept)

    def preset(self, preset: Preset, role: str) -> Matrix:
        """With what a preset grants and nothing else; `role` is the owner or the team."""
        wanted: set[Permission] = set()
        if preset is not Preset.NOBODY:
            wanted = {Permission(action, role) for action in self.actions}
        if preset is Preset.PUBLIC:
            wanted.add(Permission("read", "any"))
        roles = tuple(dict.fromkeys([*self.roles, *sorted(one.role for one in wanted)]))
        return replace(self, roles=roles, granted=frozenset(wanted), row=0)

    def permissions(self) -> list[str]:
        """The list to be saved; an untouched matrix gives the very list that was read."""
        creates = self.thing in CONTAINERS
        kept: list[str] = []
        covered: set[Permission] = set()
        for text in self.start:
            means = parse_all([text], creates)
            if parse(text) is None or all(one in self.granted for one in means):
                kept.append(text)
                covered |= set(means)
            else:
                rest = [one for one in means if one in self.granted]
                kept += [str(one) for one in rest]
                covered |= set(rest)
        order = {role: number for number, role in enumerate(self.roles)}
        added = sorted(
            self.granted - covered, key=lambda one: (order[one.role], ACTIONS.index(one.action))
        )
        return kept + [str(one) for one in added]

    @property
    def changes(self) -> int:
        """How many permissions were added or taken away."""
        return len(self.granted ^ frozenset(parse_all(list(self.start), self.thing in CONTAINERS)))

    def warnings(self, private: Sequence[str] = ()) -> list[str]:
        """What is easily overlooked, in words. `private` names columns that not all should read."""
        counting = [*self.above, *(self.granted if self.own_counts else ())]
        found = []
        if not self.own_counts and self.granted:
            holder = "table" if self.thing == "row" else "bucket"
            said = f"this list is ignored, only the {holder}'s counts; t opens it."
            found.append(f"! {self.thing} security is off: {said}")
        if not counting and self.singles:
            single = "row" if self.thing == "table" else "file"
            found.append(
                f"Nothing is granted to all of them: only what each {single} grants counts."
            )
        elif not counting:
            found.append("! Nothing is granted: only API keys get at it.")
        found += warnings(counting)
        readers = {one.role for one in counting if one.action == "read"}
        if private and ("any" in readers or {"guests", "users"} <= readers):
            found.append(f"! Everybody can read {', '.join(private[:3])}, signed in or not.")
        if len(self.permissions()) > MOST:
            found.append(f"! A {self.thing} can carry {MOST} permissions at most.")
        return found


def private_columns(columns: Sequence[Mapping[str, Any]]) -> list[str]:
    """The names of columns that seem to hold what not everybody should read: by their names, or as
    they are encrypted or hold e-mail addresses."""
    return [
        str(one.get("key"))
        for one in columns
        if one.get("encrypt") is True
        or one.get("format") == "email"
        or any(word in str(one.get("key")).lower() for word in _SECRETS)
    ]


def names_of(resources: Mapping[str, Mapping[str, Any]], role: str) -> str:
    """The name behind a role, where what it names is known by `user:ID`, `team:ID`, `member:ID`."""
    found = resources.get(role.partition("/")[0])
    if found is not None and role.startswith("member:"):
        return member_name(found)
    return str(found.get("name") or found.get("email") or "") if found is not None else ""
