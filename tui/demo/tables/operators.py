"""Owns operators: values that say how to change a column instead of what to put there.

They come as objects or as text that looks like one: `{"method": "increment", "values": [5]}`. What
they may be used on is in `operator_rules`; here is what MariaDB makes of them.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from tui.demo.errors import ApiError
from tui.demo.store.clock import now, written
from tui.demo.store.schema import Type
from tui.demo.tables.column import Column
from tui.demo.tables.operator_rules import CONDITIONS, KINDS, problem_of

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
        except (ValueError, RecursionError):
            return None
    if not isinstance(raw, dict) or raw.get("method") not in KINDS:
        return None
    values = raw.get("values", [])
    return Operator(raw["method"], values if isinstance(values, list) else [])


def apply(column: Column, operator: Operator, current: Any) -> Any:
    """The new value of a column; raises `row_invalid_structure`.

    Bounds and forms of the column are not looked at: the database does the changing.
    """
    problem = problem_of(column, operator.method, operator.values, current)
    if problem:
        raise _refused(problem)
    try:
        result = _FUNCTIONS[operator.method](current, operator.values)
    except (ValueError, TypeError, OverflowError, ZeroDivisionError) as error:
        raise _refused(f"Cannot apply {operator.method} operator: out of range") from error
    if column.type is Type.INTEGER and isinstance(result, float):
        result = rounded(result)
    if column.type is Type.INTEGER and isinstance(result, int) and abs(result) >= 2**63:
        raise _refused(f"Cannot apply {operator.method} operator: out of range")
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
    return ApiError.of("row_invalid_structure", reason=reason)


def rounded(number: float) -> int:
    """A whole number as MariaDB keeps a fraction: halves go away from zero."""
    if isinstance(number, int):
        return number
    return int(math.copysign(math.floor(abs(number) + 0.5), number))


def _number(value: Any) -> Any:
    """A number, also one that came as text."""
    return value if not isinstance(value, str) else float(value) if "." in value else int(value)


def _arithmetic(function: Callable[[Any, Any], Any], sign: int = 0) -> Apply:
    """An operation with one number; a second one bounds the result from `sign`'s side."""

    def run(current: Any, values: list[Any]) -> Any:
        result = function(current or 0, _number(values[0]))
        if len(values) > 1 and values[1] is not None and sign:
            bound = _number(values[1])
            return max(result, bound) if sign < 0 else min(result, bound)
        return result

    return run


def _remainder(one: Any, two: Any) -> Any:
    """The sign is that of the dividend."""
    rest = math.fmod(one, two)
    return int(rest) if isinstance(one, int) and isinstance(two, int) else rest


def _unique(values: list[Any]) -> list[Any]:
    kept: list[Any] = []
    for value in values:
        if value not in kept:
            kept.append(value)
    return kept


def _insert(current: Any, values: list[Any]) -> Any:
    held = list(current or [])
    held.insert(values[0], values[1])
    return held


def _filter(current: Any, values: list[Any]) -> Any:
    wanted = values[1] if len(values) > 1 else None
    return [each for each in current or [] if CONDITIONS[values[0]](each, wanted)]


def _days(sign: int) -> Apply:
    def run(current: Any, values: list[Any]) -> Any:
        if current is None:
            return None
        return written(datetime.fromisoformat(current) + timedelta(days=sign * values[0]))

    return run


def _replaced(current: Any, values: list[Any]) -> Any:
    return None if current is None else current.replace(values[0], values[1])


_FUNCTIONS: Mapping[str, Apply] = {
    "increment": _arithmetic(lambda a, b: a + b, 1),
    "decrement": _arithmetic(lambda a, b: a - b, -1),
    "multiply": _arithmetic(lambda a, b: a * b, 1),
    "divide": _arithmetic(lambda a, b: a / b, -1),
    "modulo": _arithmetic(_remainder),
    "power": _arithmetic(lambda a, b: a**b, 1),
    "arrayAppend": lambda current, values: [*(current or []), *values],
    "arrayPrepend": lambda current, values: [*values, *(current or [])],
    "arrayInsert": _insert,
    "arrayRemove": lambda current, values: [
        each for each in current or [] if each not in values[:1]
    ],
    "arrayUnique": lambda current, _: _unique(current or []),
    "arrayIntersect": lambda current, values: [each for each in current or [] if each in values],
    "arrayDiff": lambda current, values: [each for each in current or [] if each not in values],
    "arrayFilter": _filter,
    "stringConcat": lambda current, values: (current or "") + values[0],
    "stringReplace": _replaced,
    "toggle": lambda current, _: not current,
    "dateAddDays": _days(1),
    "dateSubDays": _days(-1),
    "dateSetNow": lambda _, __: now(),
}
