"""A row's values: how each looks in a list, and exactly. Null is not empty is not missing."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from itertools import takewhile
from typing import Any

from tui.core.cell import NOTHING, NULL, Cell, Tone
from tui.core.nesting import shallow
from tui.core.text import LONGEST_CELL, brief, safe, safe_lines
from tui.core.times import exact, parse, relative

EMPTY = Cell('""', Tone.DIM)
NOT_LOADED = Cell("→ not loaded", Tone.DIM)
_MIRRORED = {"oneToMany": "manyToOne", "manyToOne": "oneToMany"}
CONTEXT = 16
"""Characters that are shown of what two long texts have in common, before they differ."""
NUMBERS = frozenset({"integer", "bigint", "double", "float"})


def short(row: Mapping[str, Any], column: Mapping[str, Any]) -> Cell:
    """A row's value of a column in one short line. `column` is the table's JSON for it."""
    key = str(column.get("key", ""))
    if key not in row:
        return NOT_LOADED if column.get("type") == "relationship" else NOTHING
    value = row[key]
    if column.get("type") == "relationship":
        return _related(value)
    if column.get("type") == "datetime" and parse(value) is not None:
        return Cell(relative(value))
    return of(value)


def of(value: Any) -> Cell:
    """Any JSON value in one short line."""
    if value is None:
        return NULL
    if isinstance(value, bool):
        return Cell("true" if value else "false")
    if isinstance(value, str):
        return Cell(brief(value)) if value else EMPTY
    if isinstance(value, list):
        return _array(value)
    if isinstance(value, Mapping):
        return Cell(brief(json.dumps(shallow(value), ensure_ascii=False)))
    return Cell(brief(str(value)))


def apart(*values: Any, context: int = CONTEXT) -> list[Cell]:
    """Values to be compared, each in one short line: of long ones, from where they differ on.

    `context` characters are shown of what they have in common before.
    """
    texts = [
        value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
        for value in values
        if isinstance(value, str | list | Mapping)
    ]
    start = -context
    if len(texts) == len(values):
        start += sum(1 for _ in takewhile(_is_one, zip(*texts, strict=False)))
    if start <= context:
        return [of(value) for value in values]
    return [Cell("…" + brief(text[start:])) for text in texts]


def _is_one(characters: Sequence[str]) -> bool:
    return len(set(characters)) == 1


def long(row: Mapping[str, Any], column: Mapping[str, Any]) -> list[Cell]:
    """A row's value of a column, whole and exact."""
    key = str(column.get("key", ""))
    value = row.get(key)
    if key not in row or value is None or value == "":
        return [short(row, column)]
    if column.get("type") == "datetime" and parse(value) is not None:
        return [Cell(exact(value)), Cell(relative(value), Tone.DIM)]
    if column.get("type") == "relationship":
        return _related_lines(value)
    return whole(value)


def whole(value: Any) -> list[Cell]:
    """Any JSON value, whole: texts by their lines, lists by their elements, objects indented."""
    if isinstance(value, str) and value:
        return [Cell(line) for line in safe_lines(value)]
    if isinstance(value, list) and value and not _nested(value):
        return [Cell(f"[{len(value)}]", Tone.DIM), *(_element(one) for one in value)]
    if isinstance(value, Mapping | list) and value:
        text = json.dumps(shallow(value), indent=2, ensure_ascii=False)
        return [Cell(line) for line in safe_lines(text)]
    return [of(value)]


def gist(row: Mapping[str, Any]) -> str:
    """A few values by which one knows a row."""
    values = [of(value).text for name, value in row.items() if name[:1] != "$" and value]
    return brief("  ".join(values[:4]))


def describe(column: Mapping[str, Any]) -> str:
    """A column's type as people say it: `varchar(80)`, `enum[]`, `integer 0–100`, `→ customers`."""
    kind = str(column.get("format") or column.get("type") or "?")
    if column.get("type") == "relationship":
        arrow = "↔" if column.get("twoWay") else "→"
        relation = str(column.get("relationType"))
        if column.get("side") == "child":
            # Both ends say what the parent's end is: seen from here it is the other way round.
            relation = _MIRRORED.get(relation, relation)
        return brief(f"{arrow} {column.get('relatedTable')} ({relation})")
    kind = {"double": "float"}.get(kind, kind)
    if column.get("size") and not column.get("format"):
        kind += f"({column['size']})"
    if column.get("array"):
        kind += "[]"
    return brief(kind)


def _array(values: Sequence[Any]) -> Cell:
    if not values:
        return Cell("[]", Tone.DIM)
    if _nested(values):
        text = json.dumps(shallow(values), ensure_ascii=False, separators=(",", ": "))
        return Cell(brief(text))
    return Cell(", ".join(of(value).text for value in values[:20])[:LONGEST_CELL])


def _nested(values: Sequence[Any]) -> bool:
    return any(isinstance(value, list | Mapping) for value in values)


def _element(value: Any) -> Cell:
    if isinstance(value, str) and value:
        return Cell(f"· {safe(value)}")
    cell = of(value)
    return Cell(f"· {cell.text}", cell.tone)


def _related(value: Any) -> Cell:
    if value is None:
        return NULL
    if isinstance(value, list):
        return Cell(f"→ {len(value)}")
    return Cell(f"→ {_name(value)}"[:LONGEST_CELL])


def _related_lines(value: Any) -> list[Cell]:
    if not isinstance(value, list):
        return [_related(value)]
    if not value:
        return [Cell("[]", Tone.DIM)]
    return [Cell(f"[{len(value)}]", Tone.DIM), *(Cell(f"→ {_name(one)}") for one in value)]


def _name(value: Any) -> str:
    return brief(str(value.get("$id", "?") if isinstance(value, Mapping) else value))
