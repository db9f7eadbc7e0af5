"""Owns the smaller tables of the shop: reviews, events, notes of users, and the odd ones.

The odd ones are what an explorer must survive: 200 columns, columns called `data` and `id`, a text
of a megabyte, every column type, no columns, no rows, a disabled table, columns that failed.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Any

from tui.demo.seed.customers import product_id
from tui.demo.seed.moments import ago
from tui.demo.seed.tables import TablePlan, column, fill, finish, index, make_table, related
from tui.demo.seed.words import EVENTS, SENTENCES, SPECIAL_NAMES
from tui.demo.store.collection import Document
from tui.demo.store.database import Store
from tui.demo.tables.storage import NewRow

Rows = Iterator[NewRow]


def seed(store: Store) -> None:
    """All of them."""
    for plan, rows in (
        (_REVIEWS, _reviews()),
        (_EVENTS, _events()),
        (_NOTES, _notes()),
        (_WIDE, _wide()),
        (_ODD, _odd()),
        (TablePlan("no-columns", "Without columns"), iter(())),
        (TablePlan("empty", "Empty", (column("varchar", "name"),), permissions=ANY), iter(())),
        (TablePlan("closed", "Closed", (column("varchar", "name"),), enabled=False), _closed()),
    ):
        fill(store, make_table(store, "shop", plan), rows)
        finish(store, "shop", plan)


ANY = ('read("any")',)


def _failed(about: Document, status: str, error: str = "") -> Document:
    return {**about, "status": status, "error": error}


_REVIEWS = TablePlan(
    "reviews",
    "Reviews",
    (
        column("integer", "stars", required=True, min=1, max=5),
        column("longtext", "text"),
        column("varchar", "author", size=128),
        column("boolean", "published", default=True),
        related("product", "products", "manyToOne", "reviews", "cascade"),
        _failed(column("varchar", "language", size=8), "processing"),
        _failed(
            column("integer", "helpful"),
            "failed",
            "Column size limit exceeded: the row would be larger than 65535 bytes.",
        ),
    ),
    (index("ft_text", "fulltext", ["text"]), index("by_stars", "key", ["stars"], "DESC")),
    permissions=(*ANY, 'create("users/verified")', 'delete("team:support")'),
)
_EVENTS = TablePlan(
    "events",
    "Events",
    (
        column("varchar", "kind", size=20, required=True),
        column("integer", "seq", required=True),
        column("float", "value"),
        column("datetime", "at"),
        column("varchar", "message", size=200),
        column("boolean", "ok"),
        column("enum", "level", elements=("debug", "info", "warn", "error")),
        column("varchar", "labels", size=10, array=True),
    ),
    (
        index("idx_seq", "key", ["seq"], "DESC"),
        index("idx_kind_seq", "key", ["kind", "seq"], "ASC", "ASC"),
        index("ft_message", "fulltext", ["message"]),
    ),
    permissions=(*ANY, 'create("users")'),
)
_NOTES = TablePlan(
    "notes",
    "Notes",
    (
        column("varchar", "title", size=120, required=True),
        column("text", "body"),
        column("varchar", "owner", size=36),
    ),
    permissions=('create("users")',),
    row_security=True,
)
_ROW_PERMISSIONS: tuple[list[str], ...] = (
    ['read("user:alice")', 'update("user:alice")', 'delete("user:alice")'],
    ['read("any")'],
    ['read("users")', 'update("team:support/owner")'],
    [],
    ['read("label:vip")', 'update("users/verified")', 'delete("users/verified")'],
    ['read("team:editors")', 'update("team:editors/owner")'],
    ['read("guests")'],
    ['read("user:bob/verified")'],
)
_WIDE = TablePlan(
    "wide",
    "Two hundred columns",
    tuple(
        column(("varchar", "integer", "float", "boolean")[each % 4], f"column{each:03}")
        for each in range(200)
    ),
    permissions=ANY,
)
_ODD = TablePlan(
    "odd",
    "Odd \x1b[7mones\x1b[0m ‮",
    (
        column("varchar", "id", size=64),
        column("text", "data"),
        column("longtext", "blob"),
        column("string", "old", size=64, default="hello"),
        column("line", "path"),
        column("polygon", "area"),
        column("point", "home"),
        column("boolean", "flags", array=True),
        column("datetime", "moments", array=True),
        column("string", "secret", size=256, encrypt=True),
    ),
    permissions=ANY,
)


def _reviews() -> Rows:
    dice = random.Random(21)
    for number in range(3000):
        moment = ago(minutes=(3000 - number) * 150)
        values = {
            "stars": dice.choice((1, 2, 3, 4, 4, 5, 5, 5)),
            "text": " ".join(dice.sample(SENTENCES, 1 + number % 4)) if number % 6 else None,
            "author": f"customer{number % 600}",
            "published": number % 19 != 0,
            "product": product_id(number * 11 % 240) if number % 14 else None,
        }
        yield NewRow(f"review{number:04}", moment, moment, values)


def _events() -> Rows:
    dice = random.Random(22)
    for number in range(8000):
        moment = ago(minutes=(8000 - number) * 7)
        words = " ".join(dice.sample(("alpha", "bravo", "delta", "echo"), 2))
        values = {
            "kind": EVENTS[number % len(EVENTS)],
            "seq": number,
            "value": None if number % 9 == 0 else round(dice.uniform(0, 100), 1),
            "at": moment,
            "message": f"event {number} {words} {'needle' if number % 800 == 0 else 'hay'}",
            "ok": number % 3 != 0,
            "level": ("debug", "info", "warn", "error")[number % 4],
            "labels": [f"l{each}" for each in range(number % 5)],
        }
        yield NewRow(f"ev{number:06}", moment, moment, values)


def _notes() -> Rows:
    for number in range(160):
        moment = ago(minutes=(160 - number) * 300)
        values = {
            "title": f"Note {number}",
            "body": "b" * number,
            "owner": ("alice", "bob", "carol", "dave")[number % 4],
        }
        permissions = _ROW_PERMISSIONS[number % len(_ROW_PERMISSIONS)]
        yield NewRow(f"note{number:03}", moment, moment, values, permissions)


def _wide() -> Rows:
    for number in range(120):
        values: dict[str, Any] = {}
        for each in range(200):
            kinds: tuple[Any, ...] = (
                f"cell {number}/{each}",
                number * each,
                each / 7,
                each % 3 == 0,
            )
            values[f"column{each:03}"] = kinds[each % 4] if (number + each) % 5 else None
        yield NewRow(f"wide{number:03}", ago(200), ago(200), values)


def _odd() -> Rows:
    for number, name in enumerate(SPECIAL_NAMES):
        values = {
            "id": f"id-{number}",
            "data": name,
            "blob": None,
            "old": "hello",
            "path": [[number, 0], [number + 1, 1], [number + 2, 0]],
            "area": [[[0, 0], [0, number + 1], [number + 1, number + 1], [number + 1, 0], [0, 0]]],
            "home": [number, -number],
            "flags": [True, False] * (number % 3),
            "moments": [ago(number)],
            "secret": f"whisper {number}",
        }
        yield NewRow(f"odd.{number}-_", ago(150), ago(150), values)
    megabyte = "".join(f"line {number} of a long text\n" for number in range(45_000))[: 2**20]
    yield NewRow("megabyte", ago(149), ago(149), {"id": "big", "data": "1 MB", "blob": megabyte})
    longest = "Az09._-" * 5 + "z"
    yield NewRow(longest, ago(148), ago(148), {"id": "every permitted character"})


def _closed() -> Rows:
    for number in range(5):
        yield NewRow(f"closed{number}", ago(100), ago(100), {"name": f"Closed {number}"})
