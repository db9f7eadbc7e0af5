"""Owns the databases of the shop."""

from __future__ import annotations

from tui.demo.model.tables import DATABASES
from tui.demo.seed.moments import ago
from tui.demo.store.database import Store


def seed(store: Store) -> None:
    """`shop`, `archive` and a disabled one."""
    for days, (id_, name, enabled) in enumerate(
        (("shop", "Shop", True), ("archive", "Archive (2nd)", True), ("legacy", "Legacy", False))
    ):
        moment = ago(400 - days)
        DATABASES.add(
            store,
            {
                "$id": id_,
                "name": name,
                "$createdAt": moment,
                "$updatedAt": moment,
                "enabled": enabled,
                "type": "tablesdb",
            },
        )
