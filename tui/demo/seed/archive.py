"""Owns the second database, a disabled third, and the big table of `--rows`."""

from __future__ import annotations

from tui.demo.model.tables import DATABASES
from tui.demo.seed.moments import ago
from tui.demo.seed.tables import TablePlan, column, fill, finish, index, make_table
from tui.demo.store.database import Store
from tui.demo.tables.storage import NewRow

_OLD = TablePlan(
    "orders-2019",
    "Orders of 2019",
    (
        column("string", "reference", size=64, required=True),
        column("float", "total"),
        column("datetime", "placedAt"),
    ),
    (index("by_reference", "key", ["reference"], "ASC"),),
)
_BIG = TablePlan(
    "rows",
    "Rows",
    (
        column("varchar", "title", size=80, required=True),
        column("integer", "number"),
        column("float", "amount"),
        column("enum", "state", elements=("new", "open", "done", "lost"), default="new"),
        column("boolean", "flag"),
        column("datetime", "due"),
        column("varchar", "owner", size=36),
        column("integer", "score"),
        column("varchar", "tags", size=20, array=True),
        column("email", "contact"),
    ),
    (
        index("by_number", "key", ["number"], "ASC"),
        index("by_state", "key", ["state", "number"], "ASC", "DESC"),
    ),
    permissions=('read("users")',),
)


def seed(store: Store) -> None:
    """`archive` with one table, `legacy` disabled with another."""
    for database, size in (("archive", 1200), ("legacy", 10)):
        table = make_table(store, database, _OLD)
        fill(
            store,
            table,
            (
                NewRow(
                    f"old{number:04}",
                    ago(2000 - number),
                    ago(2000 - number),
                    {
                        "reference": f"R-{number}",
                        "total": number / 4,
                        "placedAt": ago(2000 - number),
                    },
                )
                for number in range(size)
            ),
        )
        finish(store, database, _OLD)


def seed_big(store: Store, rows: int) -> None:
    """A database `big` with one table of `rows` rows, made by SQL because a million are many."""
    moment = ago(30)
    DATABASES.add(
        store,
        {
            "$id": "big",
            "name": "Big",
            "$createdAt": moment,
            "$updatedAt": moment,
            "enabled": True,
            "type": "tablesdb",
        },
    )
    table = make_table(store, "big", _BIG)
    with store.write() as connection:
        connection.execute(
            f"""
            WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i + 1 < ?)
            INSERT INTO {table.sql} (_id, _created, _updated, _perms,
                "c:title", "f:title", "c:number", "c:amount", "c:state", "f:state", "c:flag",
                "c:due", "c:owner", "f:owner", "c:score", "c:tags", "c:contact", "f:contact")
            SELECT printf('row%07d', i), moment, moment, '[]',
                'Row ' || i, 'row ' || i, i * 7919 % 1000003,
                CASE WHEN i % 11 = 0 THEN NULL ELSE (i * 37 % 100000) / 100.0 END,
                state, state, i % 3 = 0,
                CASE WHEN i % 4 = 0 THEN NULL ELSE moment END,
                owner, owner, CASE WHEN i % 5 = 0 THEN NULL ELSE i % 1000 END,
                CASE i % 3 WHEN 0 THEN '[]' WHEN 1 THEN '["a"]' ELSE '["a","b"]' END,
                contact, contact
            FROM (
                SELECT i,
                    strftime('%Y-%m-%dT%H:%M:%S', ?, (i * 60) || ' seconds')
                        || '.000+00:00' AS moment,
                    CASE i % 4 WHEN 0 THEN 'new' WHEN 1 THEN 'open' WHEN 2 THEN 'done'
                        ELSE 'lost' END AS state,
                    CASE WHEN i % 6 = 0 THEN NULL ELSE 'user' || i % 500 END AS owner,
                    CASE WHEN i % 7 = 0 THEN NULL ELSE 'row' || i || '@example.test' END AS contact
                FROM n
            )
            """,
            (rows, ago(minutes=rows)),
        )
    finish(store, "big", _BIG)
