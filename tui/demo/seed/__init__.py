"""The shop that the embedded Appwrite starts with, one file a resource.

Each seeder is `seed(store)`: it fills an empty store, always with the same data (take a
`random.Random` with a fixed seed, ids from the index, times from `moments.ago`). `SEEDERS` run in
this order in one transaction; the result is a file that later starts copy, see `tui.demo.cache`.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from tui.demo.model import create_collections
from tui.demo.seed import (
    archive,
    customers,
    databases,
    functions,
    moments,
    more_tables,
    orders,
    storage,
    teams,
    users,
)
from tui.demo.store.database import Store

SEEDERS: tuple[Callable[[Store], None], ...] = (
    databases.seed,
    customers.seed,
    orders.seed,
    more_tables.seed,
    archive.seed,
    users.seed,
    teams.seed,
    storage.seed,
    functions.seed,
)


def build(store: Store, empty: bool, rows: int, end: datetime) -> None:
    """Fill a new store with data that ends at a moment."""
    moments.end_at(end)
    create_collections(store)
    with store.write():
        if not empty:
            for seed in SEEDERS:
                seed(store)
        if rows:
            archive.seed_big(store, rows)
