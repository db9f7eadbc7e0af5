"""The collections of the embedded Appwrite, one file a resource.

To add one: write `model/<resource>.py` with its `Collection` and name it in `COLLECTIONS`.
"""

from __future__ import annotations

from tui.demo.model.tables import COLUMNS, DATABASES, INDEXES, TABLES, TRANSACTIONS
from tui.demo.store.collection import Collection
from tui.demo.store.database import Store

COLLECTIONS: tuple[Collection, ...] = (DATABASES, TABLES, COLUMNS, INDEXES, TRANSACTIONS)


def create_collections(store: Store) -> None:
    """Make what is missing in a store; harmless on one that has everything."""
    with store.write() as connection:
        for collection in COLLECTIONS:
            collection.create(connection)
