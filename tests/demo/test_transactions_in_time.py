"""Transactions end by themselves: after the time that they were given nothing is taken any more."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tui.demo.errors import ApiError
from tui.demo.model.tables import TRANSACTIONS
from tui.demo.store.clock import written
from tui.demo.store.database import Store
from tui.demo.tables.access import SERVER
from tui.demo.tables.authors import Author, find_transaction, open_transaction
from tui.demo.versions import VERSIONS

AUTHOR = Author(SERVER, VERSIONS["1.9.6"])


@pytest.fixture
def store(tmp_path: Path) -> Store:
    made = Store(tmp_path / "store.db")
    with made.write() as connection:
        TRANSACTIONS.create(connection)
    return made


def add(store: Store, seconds: int) -> None:
    """A pending transaction that ends in so many seconds."""
    moment = datetime.now(UTC)
    about = {
        "$id": "tx",
        "$createdAt": written(moment),
        "$updatedAt": written(moment),
        "status": "pending",
        "expiresAt": written(moment + timedelta(seconds=seconds)),
        "_staged": [],
    }
    TRANSACTIONS.add(store, about)


@pytest.mark.parametrize("blunt", [True, False])
def test_an_expired_transaction_is_seen_and_takes_nothing(store: Store, blunt: bool) -> None:
    add(store, -1)
    found = find_transaction(store, "tx", AUTHOR)
    assert found is not None
    assert found["status"] == "pending"
    with pytest.raises(ApiError) as refused:
        open_transaction(store, "tx", AUTHOR, blunt)
    assert (refused.value.status, refused.value.kind) == (410, "transaction_expired")


def test_a_transaction_in_its_time_is_open(store: Store) -> None:
    add(store, 60)
    assert open_transaction(store, "tx", AUTHOR)["$id"] == "tx"
