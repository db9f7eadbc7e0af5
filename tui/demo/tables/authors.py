"""Owns whose transaction is whose: keys see all of them, users their own."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from tui.demo.errors import ApiError, declare
from tui.demo.identity import Identity
from tui.demo.model.tables import TRANSACTIONS
from tui.demo.query.where import Where
from tui.demo.store.clock import written
from tui.demo.store.collection import Document
from tui.demo.store.database import Store
from tui.demo.versions import Version

declare(
    {
        "transaction_not_found": (404, "Transaction with the requested ID could not be found."),
        "transaction_not_ready": (
            400,
            "The transaction is not ready yet. Please try again later.",
        ),
        "transaction_expired": (
            410,
            "The transaction has expired. Please create a new transaction and try again.",
        ),
    }
)


@dataclass(frozen=True)
class Author:
    """Who writes, and in which version's words."""

    identity: Identity
    version: Version


def the_transaction(store: Store, id_: str, author: Author, open_only: bool = False) -> Document:
    """A transaction of this caller; with `open_only` one that still takes operations."""
    found = TRANSACTIONS.get(store, id_)
    theirs = author.identity.is_key or (found or {}).get("_owner") == author.identity.user_id
    if found is None or not theirs:
        raise ApiError.of("transaction_not_found")
    if open_only and found["status"] != "pending":
        raise ApiError.of("transaction_not_ready")
    if open_only and found["expiresAt"] < written(datetime.now(UTC)):
        raise ApiError.of("transaction_expired")
    return found


def visible_to(identity: Identity) -> Where | None:
    """Which transactions a list shows, None for all."""
    if identity.is_key:
        return None
    return Where("json_extract(_doc, '$._owner') = ?", (identity.user_id,))
