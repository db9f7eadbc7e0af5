"""Owns operators: values that say how to change a column instead of what to put there.

They come as objects or as text that looks like one: `{"method": "increment", "values": [5]}`.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from tui.demo.errors import ApiError
from tui.demo.store.clock import now, written
from tui.demo.store.schema import Type
from tui.demo.tables.column import Column

Apply = Callable[[Any, list[Any]], Any]


@dataclass(frozen=True)
class Operator:
    """One operator of a change."""

    method: str
    values: list[Any]


def operator_in(value: Any) -> Operator | None:
    """The operator that a value is, None for any other value (also for an unknown method)."""
    raw = value
    if isinstance(value, str) and value.lstrip().startswith("{"):
        try:
            raw = json.loads(value)
        except ValueError:
            return None
    if not isinstance(raw, dict) or raw.get("method") not in METHODS:
        return None
    values = raw.get("values", [])
    return Operator(raw["method"], values if isinstance(values, list) else [])


def apply(column: Column, operator: Operator, current: Any) -> Any:
    """The new value of a column; raises `row_invalid_structure`."""
    needs, function = METHODS[operator.method]
    method = operator.method
    if needs == "array" and not column.array:
        raise _refused(f"{method} operator to non-array field '{column.key}'")
    if needs != "array" and (column.array or column.type not in _FITTING[needs]):
        raise _refused(f"{method} operator to non-{_NAMES[needs]} field '{column.key}'")
    if needs == "text" and not all(isinstance(each, str) for each in operator.values or [0]):
        raise _refused(f"{method} operator: requires a string value")
    if needs == "number" and not all(_is_number(each) for each in operator.values[:1]):
        raise _refused(f"{method} operator: value must be numeric, got text")
    if method in ("divide", "modulo") and not (operator.values or [1])[0]:
        raise _refused(f"{method} operator: division by zero")
    try:
        result = function(current, operator.values)
    except (IndexError, ValueError, TypeError) as error:
        raise _refused(f"{method} operator: its values are not what it takes") from error
    if needs == "number" and column.type is Type.INTEGER and isinstance(result, float):
        result = int(result)
    return result


def breaks_answer(columns: Mapping[str, Column], data: Mapping[str, Any]) -> bool:
    """Whether a change has an operator on an encrypted column.

    The real server applies it and then fails to answer.
    """
    return any(
        key in columns and columns[key].encrypted and operator_in(value) is not None
        for key, value in data.items()
    )


def _refused(reason: str) -> ApiError:
    return ApiError.of("row_invalid_structure", reason=f"Cannot apply {reason}")


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _arithmetic(function: Callable[[Any, Any], Any], sign: int = 0) -> Apply:
    """An operation with one number; a second one bounds the result from `sign`'s side."""

    def run(current: Any, values: list[Any]) -> Any:
        result = function(current or 0, values[0] if values else 1)
        if len(values) > 1 and values[1] is not None:
            return max(result, values[1]) if sign < 0 else min(result, values[1])
        return result

    return run


def _unique(values: list[Any]) -> list[Any]:
    kept: list[Any] = []
    for value in values:
        if value not in kept:
            kept.append(value)
    return kept


def _insert(current: Any, values: list[Any]) -> Any:
    held = list(current or [])
    held.insert(int(values[0]), values[1])
    return held


_TESTS: Mapping[str, Callable[[Any, Any], bool]] = {
    "equal": lambda one, two: one == two,
    "notEqual": lambda one, two: one != two,
    "greaterThan": lambda one, two: one > two,
    "greaterThanEqual": lambda one, two: one >= two,
    "lessThan": lambda one, two: one < two,
    "lessThanEqual": lambda one, two: one <= two,
    "isNull": lambda one, _: one is None,
    "isNotNull": lambda one, _: one is not None,
}


def _filter(current: Any, values: list[Any]) -> Any:
    test = _TESTS[values[0]] if values and values[0] in _TESTS else None
    if test is None:
        raise ValueError("unknown condition")
    wanted = values[1] if len(values) > 1 else None
    return [each for each in current or [] if test(each, wanted)]


def _days(sign: int) -> Apply:
    def run(current: Any, values: list[Any]) -> Any:
        if current is None:
            return None
        return written(datetime.fromisoformat(current) + timedelta(days=sign * int(values[0])))

    return run


METHODS: Mapping[str, tuple[str, Apply]] = {
    "increment": ("number", _arithmetic(lambda a, b: a + b, 1)),
    "decrement": ("number", _arithmetic(lambda a, b: a - b, -1)),
    "multiply": ("number", _arithmetic(lambda a, b: a * b, 1)),
    "divide": ("number", _arithmetic(lambda a, b: a / b, -1)),
    "modulo": ("number", _arithmetic(lambda a, b: a % b)),
    "power": ("number", _arithmetic(lambda a, b: a**b, 1)),
    "arrayAppend": ("array", lambda current, values: [*(current or []), *values]),
    "arrayPrepend": ("array", lambda current, values: [*values, *(current or [])]),
    "arrayInsert": ("array", _insert),
    "arrayRemove": (
        "array",
        lambda current, values: [each for each in current or [] if each != values[0]],
    ),
    "arrayUnique": ("array", lambda current, _: _unique(current or [])),
    "arrayIntersect": (
        "array",
        lambda current, values: [each for each in current or [] if each in values],
    ),
    "arrayDiff": (
        "array",
        lambda current, values: [each for each in current or [] if each not in values],
    ),
    "arrayFilter": ("array", _filter),
    "stringConcat": ("text", lambda current, values: (current or "") + values[0]),
    "stringReplace": (
        "text",
        lambda current, values: (current or "").replace(values[0], values[1]),
    ),
    "toggle": ("boolean", lambda current, _: not current),
    "dateAddDays": ("datetime", _days(1)),
    "dateSubDays": ("datetime", _days(-1)),
    "dateSetNow": ("datetime", lambda _, __: now()),
}
"""Method to the kind of column it works on and what it does with the current value."""

_FITTING: Mapping[str, tuple[Type, ...]] = {
    "number": (Type.INTEGER, Type.FLOAT),
    "text": (Type.TEXT,),
    "boolean": (Type.BOOLEAN,),
    "datetime": (Type.DATETIME,),
}
_NAMES = {"number": "numeric", "text": "string", "boolean": "boolean", "datetime": "datetime"}
