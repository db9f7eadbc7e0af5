"""Owns the orders of the shop: 20,000 rows that lead to customers and products."""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Any

from tui.demo.seed.customers import CUSTOMERS, PRODUCTS, customer_id, product_id
from tui.demo.seed.moments import ago
from tui.demo.seed.tables import TablePlan, column, fill, finish, index, make_table, related
from tui.demo.seed.words import CITIES, STATUSES, TAGS
from tui.demo.store.database import Store
from tui.demo.tables.storage import NewRow

ORDERS = 20_000
_NOTES = (
    "Leave at the door.",
    "Ring twice.",
    "🎁 gift wrap",
    "اترك الطرد عند الجار",
    "line one\nline two",
    "\x1b[2Jclear?",
)

_PLAN = TablePlan(
    "orders",
    "Orders",
    (
        column("integer", "number", required=True, min=1, max=2_000_000),
        column("enum", "status", elements=STATUSES, default="pending"),
        column("float", "total", min=0),
        column("varchar", "currency", size=3, default="EUR"),
        column("integer", "items", min=0, max=1000, default=1),
        column("bigint", "trackingNumber"),
        column("boolean", "paid", default=False),
        column("datetime", "placedAt"),
        column("datetime", "shippedAt"),
        column("varchar", "city", size=80),
        column("point", "destination"),
        column("varchar", "tags", size=40, array=True),
        column("integer", "discounts", array=True),
        column("email", "contact"),
        column("url", "invoice"),
        column("ip", "ip"),
        column("text", "note"),
        related("customer", "customers", "manyToOne", "orders", "setNull"),
        related("products", "products", "manyToMany", "orders", "setNull"),
    ),
    (
        index("u_number", "unique", ["number"]),
        index("by_status", "key", ["status", "placedAt"], "ASC", "DESC"),
        index("by_total", "key", ["total"], "DESC"),
        index("ft_note", "fulltext", ["note"]),
    ),
    permissions=('read("users")', 'create("users")', 'update("team:support")'),
    row_security=True,
)


def seed(store: Store) -> None:
    """The table, its rows, and the products of every fourth order."""
    table = make_table(store, "shop", _PLAN)
    fill(store, table, _orders())
    finish(store, "shop", _PLAN)
    name, ours, theirs = table.junction(table.by_key["products"])
    with store.write() as connection:
        connection.executemany(
            f"INSERT OR IGNORE INTO {name} ({ours}, {theirs}) VALUES (?, ?)",
            (
                (order_id(number), product_id((number * step) % PRODUCTS))
                for number in range(0, ORDERS, 4)
                for step in range(1, 2 + number % 3)
            ),
        )


def order_id(number: int) -> str:
    return f"order{number:05}"


def _orders() -> Iterator[NewRow]:
    dice = random.Random(13)
    for number in range(ORDERS):
        moment = ago(minutes=(ORDERS - number) * 25)
        updated = ago(minutes=(ORDERS - number) * 25 - 20)
        permissions = [f'read("user:{dice.choice(("alice", "bob", "carol"))}")'] * (
            number % 10 == 0
        )
        values = _order(number, dice, moment)
        yield NewRow(order_id(number), moment, updated, values, permissions)


def _order(number: int, dice: random.Random, moment: str) -> dict[str, Any]:
    status = dice.choice(STATUSES)
    shipped = status in ("shipped", "delivered")
    city, _, longitude, latitude = CITIES[number % len(CITIES)]
    return {
        "number": 100_000 + number,
        "status": status,
        "total": round(dice.uniform(3, 900), 2) if number % 23 else None,
        "currency": ("EUR", "USD", "GBP", "JPY")[number % 4],
        "items": dice.randrange(1, 12),
        "trackingNumber": 10**15 + number * 7_919 if shipped else None,
        "paid": status not in ("pending", "cancelled"),
        "placedAt": moment,
        "shippedAt": ago(minutes=(ORDERS - number) * 25 - 15) if shipped else None,
        "city": city,
        "destination": [longitude, latitude] if number % 3 == 0 else None,
        "tags": dice.sample(TAGS, number % 4),
        "discounts": [dice.randrange(5, 50, 5) for _ in range(number % 3)],
        "contact": f"customer{number % CUSTOMERS}@example.test" if number % 5 else None,
        "invoice": f"https://shop.example.test/invoices/{100_000 + number}",
        "ip": f"198.51.100.{number % 255}",
        "note": _NOTES[number // 15 % len(_NOTES)] if number % 15 == 0 else None,
        "customer": customer_id(number * 7 % CUSTOMERS) if number % 17 else None,
    }
