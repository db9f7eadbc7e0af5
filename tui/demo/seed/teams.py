"""Owns the teams of the shop and who is in them."""

from __future__ import annotations

import hashlib
import random
from typing import Any

from tui.demo.model.users import MEMBERSHIPS, TEAMS
from tui.demo.seed.moments import ago
from tui.demo.seed.users import user_id
from tui.demo.store.database import Store

_TEAMS: tuple[tuple[str, str, int, dict[str, Any]], ...] = (
    ("support", "Support", 24, {"color": "blue", "hours": "9-17"}),
    ("editors", "Editors", 9, {"color": "red"}),
    ("warehouse", "Warehouse", 60, {}),
    ("finance", "Finance & Tax", 6, {"locked": True}),
    ("ops", "Ops 🛠", 4, {}),
    ("marketing", "تسويق", 12, {}),
    ("partners", "Partners (external)", 31, {}),
    ("alumni", "Alumni", 0, {}),
)
_ROLES: tuple[list[str], ...] = (["owner"], ["member"], ["member", "billing"], ["developer"], [])


def seed(store: Store) -> None:
    """Eight teams; every eleventh membership waits for its invitation to be accepted."""
    dice = random.Random(22)
    for order, (id_, name, size, prefs) in enumerate(_TEAMS):
        created = ago(390 - order * 20)
        members = _members(id_, size, dice)
        confirmed = 0
        for place, member in enumerate(members):
            joined = place % 11 != 10
            confirmed += joined
            _membership(store, id_, member, _ROLES[place % len(_ROLES)], joined, order, place)
        team = {
            "$id": id_,
            "$createdAt": created,
            "$updatedAt": created,
            "name": name,
            "total": confirmed,
            "prefs": prefs,
        }
        TEAMS.add(store, team)


def _members(team: str, size: int, dice: random.Random) -> list[str]:
    """Alice leads support, Bob leads editors; Carol is in both, and the rest are anybody."""
    first = {"support": ["alice", "carol"], "editors": ["bob", "carol", "alice"]}.get(team, [])
    others = [user_id(number) for number in dice.sample(range(5, 500), size)]
    return (first + others)[:size]


def _membership(
    store: Store, team: str, user: str, roles: list[str], joined: bool, order: int, place: int
) -> None:
    invited = ago(380 - order * 20 - place)
    MEMBERSHIPS.add(
        store,
        {
            "$id": hashlib.md5(f"{team} {user}".encode()).hexdigest()[:20],
            "$createdAt": invited,
            "$updatedAt": invited,
            "userId": user,
            "teamId": team,
            "invited": invited,
            "joined": invited if joined else None,
            "confirm": joined,
            "roles": roles,
        },
        team,
    )
