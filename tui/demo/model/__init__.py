"""The collections of the embedded Appwrite, one file a resource.

To add one: write `model/<resource>.py` with its `Collection`, listed in its `COLLECTIONS`, and name
the file in `MODULES`.
"""

from __future__ import annotations

import importlib
from collections.abc import Iterator

from tui.demo.store.blobs import BLOBS
from tui.demo.store.collection import Collection
from tui.demo.store.database import Store

MODULES = ("tables", "users", "storage", "functions", "messaging")


def create_collections(store: Store) -> None:
    """Make what is missing in a store; harmless on one that has everything."""
    with store.write() as connection:
        for collection in _collections():
            collection.create(connection)
        BLOBS.create(connection)


def _collections() -> Iterator[Collection]:
    """Those of every module, imported now: most starts only need those they are asked for."""
    for name in MODULES:
        yield from importlib.import_module(f"{__name__}.{name}").COLLECTIONS
