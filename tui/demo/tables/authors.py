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

NOT_PENDING = "Invalid or non‑pending transaction"

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


def find_transaction(store: Store, id_: str, author: Author) -> Document | None:
    """A transaction, None when there is none that this caller may see."""
    found = TRANSACTIONS.get(store, id_)
    if found is None or author.identity.is_key:
        return found
    owner = found.get("_owner")
    return found if owner and owner == author.identity.user_id else None


def the_transaction(store: Store, id_: str, author: Author) -> Document:
    """A transaction of this caller."""
    found = find_transaction(store, id_, author)
    if found is None:
        raise ApiError.of("transaction_not_found")
    return found


def open_transaction(store: Store, id_: str, author: Author, blunt: bool = False) -> Document:
    """A transaction of this caller that still takes operations.

    `blunt` is for endpoints that say no more than that it is none.
    """
    found = find_transaction(store, id_, author)
    if blunt and (found is None or found["status"] != "pending"):
        raise ApiError.of("general_bad_request", reason=NOT_PENDING)
    if found is None:
        raise ApiError.of("transaction_not_found")
    if found["status"] != "pending":
        raise ApiError.of("transaction_not_ready")
    if found["expiresAt"] < written(datetime.now(UTC)):
        raise ApiError.of("transaction_expired")
    return found


def visible_to(identity: Identity) -> Where | None:
    """Which transactions a list shows, None for all."""
    if identity.is_key:
        return None
    if not identity.user_id:
        return Where("0")
    return Where("json_extract(_doc, '$._owner') = ?", (identity.user_id,))
