"""Texts that a server runs instead of storing them.

Appwrite takes a text of the form `{"method": "stringConcat", "values": […]}` for an operator where
a row is changed (PATCH, PUT, bulk), though not where it is created.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

METHODS = frozenset(
    {
        "increment", "decrement", "multiply", "divide", "modulo", "power", "stringConcat",
        "stringReplace", "toggle", "arrayAppend", "arrayPrepend", "arrayInsert", "arrayRemove",
        "arrayUnique", "arrayIntersect", "arrayDiff", "arrayFilter", "dateAddDays",
        "dateSubDays", "dateSetNow",
    }
)  # fmt: skip


def operator_of(value: Any) -> str | None:
    """The name of the operator that a value would be taken for, None where it is just a value."""
    found = value
    if isinstance(value, str):
        if not value.lstrip().startswith("{"):
            return None
        try:
            found = json.loads(value)
        except (ValueError, RecursionError):
            return None
    if not isinstance(found, Mapping):
        return None
    method = found.get("method")
    return method if isinstance(method, str) and method in METHODS else None


def result_of(operator: str, value: Any) -> Any:
    """What the server makes of a value by an operator that adds, subtracts or replaces text.

    Others are given as they are: what they make is not known before the server has answered.
    """
    told = json.loads(operator)
    method, values = told["method"], told.get("values") or [1]
    if method == "increment" and len(values) == 1:
        return (value or 0) + values[0]
    if method == "decrement" and len(values) == 1:
        return (value or 0) - values[0]
    if method == "stringReplace":
        return (value or "").replace(*values)
    return operator


def operators_in(body: Any, path: str = "") -> Iterator[tuple[str, str]]:
    """Where in a request's body operators stand: the name of the value, the operator."""
    method = operator_of(body)
    if method is not None:
        yield path, method
    elif isinstance(body, Mapping):
        for name, value in body.items():
            # The nearest name tells a person which value it is; `data` and numbers do not.
            yield from operators_in(value, path if name == "data" else str(name))
    elif isinstance(body, list):
        for value in body:
            yield from operators_in(value, path)
