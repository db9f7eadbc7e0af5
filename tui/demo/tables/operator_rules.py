"""Owns what operators may be used on and with which values, with the server's sentences."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from tui.demo.store.schema import Type
from tui.demo.tables.column import Column
from tui.demo.tables.size import characters

_INT = 2**31 - 1
"""The end of numbers for operators, also of columns that hold more."""

KINDS: Mapping[str, str] = {
    **dict.fromkeys(("increment", "decrement", "multiply", "divide", "modulo", "power"), "numeric"),
    **dict.fromkeys(
        (
            *("arrayAppend", "arrayPrepend", "arrayInsert", "arrayRemove", "arrayUnique"),
            *("arrayIntersect", "arrayDiff", "arrayFilter"),
        ),
        "array",
    ),
    **dict.fromkeys(("stringConcat", "stringReplace"), "string"),
    "toggle": "boolean",
    **dict.fromkeys(("dateAddDays", "dateSubDays", "dateSetNow"), "datetime"),
}
"""Method to the kind of column that it works on."""

_TYPES: Mapping[str, tuple[Type, ...]] = {
    "numeric": (Type.INTEGER, Type.FLOAT),
    "string": (Type.TEXT,),
    "boolean": (Type.BOOLEAN,),
    "datetime": (Type.DATETIME,),
}

CONDITIONS: Mapping[str, Callable[[Any, Any], bool]] = {
    "equal": lambda one, two: one == two,
    "notEqual": lambda one, two: one != two,
    "greaterThan": lambda one, two: one > two,
    "greaterThanEqual": lambda one, two: one >= two,
    "lessThan": lambda one, two: one < two,
    "lessThanEqual": lambda one, two: one <= two,
    "isNull": lambda one, _: one is None,
    "isNotNull": lambda one, _: one is not None,
}
"""What `arrayFilter` keeps."""


def problem_of(column: Column, method: str, values: list[Any], current: Any) -> str:
    """Why an operator cannot be applied to the current value of a column; empty when it can."""
    kind = KINDS[method]
    fits = column.array if kind == "array" else not column.array and column.type in _TYPES[kind]
    if not fits:
        return f"Cannot apply {method} operator to non-{kind} field '{column.key}'"
    problem = _CHECKS[kind](column, method, values, current)
    return problem and f"Cannot apply {method} operator: {problem}"


def _of_numbers(column: Column, method: str, values: list[Any], current: Any) -> str:
    if not values or not _is_numeric(values[0]):
        return "value must be numeric, got text"
    if method in ("divide", "modulo") and float(values[0]) == 0:
        return f"{'division' if method == 'divide' else 'modulo'} by zero"
    bounded = len(values) > 1 and values[1] is not None
    if bounded and not _is_numeric(values[1]):
        return "max/min limit must be numeric"
    if bounded or column.about["type"] != "integer":
        return ""
    return _problem_of_result(method, current or 0, float(values[0]))


def _problem_of_result(method: str, current: float, value: float) -> str:
    try:
        results: Mapping[str, Callable[[], float]] = {
            "increment": lambda: current + value,
            "decrement": lambda: current - value,
            "multiply": lambda: current * value,
            "power": lambda: current**value,
        }
        result = results.get(method, lambda: 0.0)()
    except (OverflowError, ZeroDivisionError):
        return f"would overflow maximum value of {_INT}"
    if isinstance(result, complex) or result > _INT:
        return f"would overflow maximum value of {_INT}"
    return f"would underflow minimum value of {-_INT - 1}" if result < -_INT - 1 else ""


def _of_arrays(column: Column, method: str, values: list[Any], current: Any) -> str:
    match method:
        case "arrayInsert":
            return _problem_of_insert(values, current)
        case "arrayRemove" if not values:
            return "requires a value to remove"
        case "arrayIntersect" if not values:
            return "requires a non-empty array value"
        case "arrayFilter" if len(values) not in (1, 2):
            return "requires 1 or 2 values (condition and optional comparison value)"
        case "arrayFilter" if values[0] not in CONDITIONS:
            return f"condition must be one of: {', '.join(CONDITIONS)}"
    return ""


def _problem_of_insert(values: list[Any], current: Any) -> str:
    if len(values) != 2:
        return "requires exactly 2 values (index and value)"
    index = values[0]
    if isinstance(index, bool) or not isinstance(index, int) or index < 0:
        return "index must be a non-negative integer"
    length = len(current or [])
    outside = f"index {index} is out of bounds for array of length {length}"
    return outside if index > length else ""


def _of_texts(column: Column, method: str, values: list[Any], current: Any) -> str:
    """The longer text of a replacement is refused by the database; it is 400 here, too."""
    text = current or ""
    if method == "stringReplace":
        if len(values) != 2 or not all(isinstance(each, str) for each in values):
            return "requires exactly 2 string values (search and replace)"
        length = len(text.replace(values[0], values[1]))
    elif not values or not isinstance(values[0], str):
        return "requires a string value"
    else:
        length = len(f"{text}{values[0]}".encode())
    most = characters(column.about)
    return f"result would exceed maximum length of {most} characters" if length > most else ""


def _of_days(column: Column, method: str, values: list[Any], current: Any) -> str:
    if method == "dateSetNow":
        return ""
    whole = bool(values) and isinstance(values[0], int) and not isinstance(values[0], bool)
    return "" if whole else "requires an integer number of days"


def _of_nothing(column: Column, method: str, values: list[Any], current: Any) -> str:
    return ""


_CHECKS: Mapping[str, Callable[[Column, str, list[Any], Any], str]] = {
    "numeric": _of_numbers,
    "array": _of_arrays,
    "string": _of_texts,
    "boolean": _of_nothing,
    "datetime": _of_days,
}


def _is_numeric(value: Any) -> bool:
    if isinstance(value, str):
        try:
            float(value)
        except ValueError:
            return False
        return value.strip().lower() not in ("nan", "inf", "infinity", "-inf", "-infinity")
    return isinstance(value, int | float) and not isinstance(value, bool)
