"""Which indexes a table has, and which one would help where its rows are listed too slowly."""

from __future__ import annotations

from collections.abc import Sequence

from tui.core.kind import Resource

MOST = 4
"""Columns of an index that is proposed."""
NONE_HELPS = (
    'No index helps {name} ~ …: begin the text ("abc*"), or make a fulltext index and use search.'
)
ALL_ARE_INDEXED = "Its columns have an index already: ask for less at once, like a shorter time."


def has_index(table: Resource | None, columns: Sequence[str]) -> bool:
    """Whether an index begins with these columns. What Appwrite adds has one of its own."""
    if len(columns) == 1 and columns[0].startswith("$"):
        return True
    indexes = table.get("indexes") if table is not None else None
    return any(
        index.get("status") == "available"
        and index.get("type") in ("key", "unique")
        and list(index.get("columns") or [])[: len(columns)] == list(columns)
        for index in (indexes if isinstance(indexes, list) else ())
    )


def advice(
    table: Resource | None,
    compared: Sequence[str],
    scanned: Sequence[str],
    sorted_by: Sequence[str],
) -> str:
    """What would help a list that the database gave up on.

    `compared` are the columns of the filter, those that are equal to something first; among them
    the `scanned` are looked for anywhere in a text.
    """
    useful = [name for name in compared if name not in scanned]
    columns = list(dict.fromkeys([*useful, *(one for one in sorted_by if one != "$sequence")]))
    if not columns:
        return NONE_HELPS.format(name=scanned[0]) if scanned else ALL_ARE_INDEXED
    columns = columns[:MOST]
    if has_index(table, columns):
        return NONE_HELPS.format(name=scanned[0]) if scanned else ALL_ARE_INDEXED
    told = columns[0] if len(columns) == 1 else f"{', '.join(columns)} (one, in this order)"
    return f"An index on {told} would help."
