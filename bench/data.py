"""The rows that the rivals show: the 20,000 orders of the embedded Appwrite, as CSV and SQLite."""

from __future__ import annotations

import csv
import json
import sqlite3
import urllib.parse
import urllib.request
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

PAGE = 100
Row = Mapping[str, Any]


def orders_files(folder: Path, environment: Mapping[str, str]) -> tuple[Path, Path]:
    """The CSV and the SQLite file, written on first use from what the server answers."""
    table, database = folder / "orders.csv", folder / "orders.sqlite"
    if not (table.exists() and database.exists()):
        rows = [_flat(row) for row in _orders(environment)]
        names = list(rows[0])
        # The database is written last and renamed, so that half a set is never taken for one.
        with table.open("w", newline="") as file:
            writer = csv.DictWriter(file, names)
            writer.writeheader()
            writer.writerows(rows)
        _write_database(database.with_suffix(".new"), names, rows)
        database.with_suffix(".new").rename(database)
    return table, database


def _write_database(path: Path, names: list[str], rows: list[dict[str, Any]]) -> None:
    path.unlink(missing_ok=True)
    columns = ", ".join(f'"{name}"' for name in names)
    marks = ", ".join("?" for _ in names)
    with sqlite3.connect(path) as connection:
        connection.execute(f"CREATE TABLE orders ({columns})")
        connection.executemany(
            f"INSERT INTO orders VALUES ({marks})", [tuple(row.values()) for row in rows]
        )
    connection.close()


def _orders(environment: Mapping[str, str]) -> Iterator[Row]:
    """Every order, page by page, in the order that the explorer lists them."""
    queries = [
        {"method": "limit", "values": [PAGE]},
        {"method": "orderDesc", "attribute": "$sequence", "values": []},
    ]
    page: list[Row] = _page(environment, queries)
    while page:
        yield from page
        cursor = {"method": "cursorAfter", "values": [page[-1]["$id"]]}
        page = _page(environment, [*queries, cursor])


def _page(environment: Mapping[str, str], queries: list[dict[str, Any]]) -> list[Row]:
    pairs = [(f"queries[{n}]", json.dumps(query)) for n, query in enumerate(queries)]
    path = "/tablesdb/shop/tables/orders/rows?" + urllib.parse.urlencode([*pairs, ("total", "0")])
    request = urllib.request.Request(environment["APPWRITE_ENDPOINT"] + path)
    request.add_header("x-appwrite-project", environment["APPWRITE_PROJECT_ID"])
    request.add_header("x-appwrite-key", environment["APPWRITE_API_KEY"])
    with urllib.request.urlopen(request, timeout=60) as response:
        rows: list[Row] = json.load(response)["rows"]
    return rows


def _flat(row: Row) -> dict[str, Any]:
    """One line of a table: what is no number or text becomes JSON."""
    return {
        name: value
        if value is None or isinstance(value, str | int | float)
        else json.dumps(value, ensure_ascii=False)
        for name, value in row.items()
    }
