"""How rows are read: their routes, their columns, and what it takes to get relationships, too."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from appwrite.query import Query

from tui.core.endpoint import Endpoint
from tui.core.kind import Resource
from tui.core.problem import Problem

SCOPES = ("rows.read", "documents.read")
ROWS_PATH = "/tablesdb/{databaseId}/tables/{tableId}/rows"
ROW_PATH = f"{ROWS_PATH}/{{rowId}}"
LIST = Endpoint("GET", ROWS_PATH, "tables_db.list_rows", SCOPES)
GET = Endpoint("GET", ROW_PATH, "tables_db.get_row", SCOPES)

_TOO_MANY_VALUES = re.compile(r"greater than \d+ values")
"""What it says then."""


def whole_row(table: Resource | None) -> Mapping[str, Any]:
    """Parameters that read a row with its relationships; they come only when selected."""
    related = [
        f"{column.get('key')}.*"
        for column in columns_of(table)
        if column.get("type") == "relationship"
    ]
    return {"queries": [Query.select(["*", *related])]} if related else {}


def asks_too_much(problem: Problem) -> bool:
    """Whether the related rows of a page are more than a server looks up at once."""
    return _TOO_MANY_VALUES.search(problem.sentence) is not None


def columns_of(table: Resource | None) -> list[Mapping[str, Any]]:
    """The columns of a table, none where it is not known."""
    found = table.get("columns") if table is not None else None
    return [one for one in found if isinstance(one, Mapping)] if isinstance(found, list) else []
