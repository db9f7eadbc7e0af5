"""Owns the customers and products of the shop: the tables that orders lead to."""

from __future__ import annotations

import random
from collections.abc import Iterator

from tui.demo.seed.moments import ago
from tui.demo.seed.tables import TablePlan, column, fill, finish, index, make_table
from tui.demo.seed.words import CITIES, FIRST_NAMES, LAST_NAMES, LOOKS, SPECIAL_NAMES, TAGS, THINGS
from tui.demo.store.database import Store
from tui.demo.tables.storage import NewRow

CUSTOMERS = 600
PRODUCTS = 240

_CUSTOMERS = TablePlan(
    "customers",
    "Customers",
    (
        column("varchar", "name", size=128, required=True),
        column("email", "email"),
        column("varchar", "city", size=80),
        column("varchar", "country", size=2, default="DE"),
        column("point", "location"),
        column("datetime", "since"),
        column("ip", "lastIp"),
        column("boolean", "newsletter", default=False),
        column("varchar", "tags", size=40, array=True),
        column("string", "taxNumber", size=256, encrypt=True),
        column("text", "notes"),
    ),
    (index("by_name", "key", ["name"], "ASC"), index("u_email", "unique", ["email"])),
    permissions=('read("users")', 'update("team:support")'),
)
_PRODUCTS = TablePlan(
    "products",
    "Products",
    (
        column("varchar", "name", size=120, required=True),
        column("varchar", "sku", size=24, required=True),
        column("float", "price", min=0),
        column("integer", "stock", min=0, max=100000, default=0),
        column("enum", "category", elements=("home", "office", "travel", "kitchen")),
        column("varchar", "tags", size=40, array=True),
        column("url", "page"),
        column("mediumtext", "description"),
        column("float", "dimensions", array=True),
        column("datetime", "available"),
    ),
    (
        index("u_sku", "unique", ["sku"]),
        index("by_category", "key", ["category", "price"], "ASC", "DESC"),
        index("ft_name", "fulltext", ["name"]),
    ),
    permissions=('read("any")', 'create("team:editors")', 'update("team:editors/owner")'),
)


def seed(store: Store) -> None:
    """Both tables with their rows."""
    for plan, rows in ((_CUSTOMERS, _customers()), (_PRODUCTS, _products())):
        fill(store, make_table(store, "shop", plan), rows)
        finish(store, "shop", plan)


def customer_id(number: int) -> str:
    return f"customer{number:04}"


def product_id(number: int) -> str:
    return f"product{number:03}"


def _customers() -> Iterator[NewRow]:
    dice = random.Random(11)
    for number in range(CUSTOMERS):
        plain = f"{dice.choice(FIRST_NAMES)} {dice.choice(LAST_NAMES)}"
        odd = number % 37 == 5
        name = SPECIAL_NAMES[number // 37 % len(SPECIAL_NAMES)] if odd else plain
        city, country, longitude, latitude = dice.choice(CITIES)
        place = [round(longitude + dice.uniform(-0.2, 0.2), 4), round(latitude, 4)]
        moment = ago(370 - number * 0.6)
        values = {
            "name": name,
            "email": f"customer{number}@example.test" if number % 9 else None,
            "city": city,
            "country": country,
            "location": place if number % 4 else None,
            "since": moment,
            "lastIp": f"203.0.113.{number % 250}" if number % 3 else "2001:db8::1",
            "newsletter": number % 5 == 0,
            "tags": dice.sample(TAGS, number % 4) if number % 7 else None,
            "taxNumber": f"TAX-{number * 7919 % 100000:05}" if number % 2 else None,
            "notes": f"Prefers {dice.choice(THINGS).lower()}s." if number % 6 == 0 else None,
        }
        yield NewRow(customer_id(number), moment, moment, values)


def _products() -> Iterator[NewRow]:
    dice = random.Random(12)
    for number in range(PRODUCTS):
        look, thing = LOOKS[number % 20], THINGS[number // 12 % 20]
        moment = ago(375 - number * 0.3)
        values = {
            "name": f"{look} {thing} “{number}”" if number % 11 == 0 else f"{look} {thing}",
            "sku": f"SKU-{number:04}",
            "price": round(dice.uniform(2, 400), 2) if number % 13 else None,
            "stock": dice.randrange(0, 500),
            "category": ("home", "office", "travel", "kitchen")[number % 4],
            "tags": dice.sample(TAGS, number % 5),
            "page": f"https://shop.example.test/products/{number}",
            "description": f"A {look.lower()} {thing.lower()}. " * (1 + number % 30),
            "dimensions": [round(dice.uniform(1, 90), 1) for _ in range(3)],
            "available": ago(10 - number % 40) if number % 8 else None,
        }
        yield NewRow(product_id(number), moment, moment, values)
