"""Which operators the values of a field have: for what is typed, and for what is offered."""

from __future__ import annotations

from tui.core.filter_field import FilterField
from tui.core.query import Op
from tui.core.spec import Shape

ORDERS = (Op.LESS, Op.LESS_EQUAL, Op.GREATER, Op.GREATER_EQUAL, Op.BETWEEN)
_NULLS = (Op.IS_NULL, Op.IS_NOT_NULL)
_HAS = (Op.HAS, Op.HAS_NOT)
PATTERNS = (Op.LIKE, Op.NOT_LIKE, Op.SEARCH)
_TEXTS = frozenset({Shape.TEXT, Shape.EMAIL, Shape.URL, Shape.IP, Shape.ID, Shape.ENUM})
_SPATIAL = frozenset({Shape.POINT, Shape.LINE, Shape.POLYGON})
_NO_ORDER = frozenset({Shape.BOOLEAN, Shape.ENUM})


def refusal(field: FilterField, op: Op) -> str:
    """Why values of a field cannot be compared so; empty where they can."""
    name, shape = field.name, field.shape
    if op in _NULLS:
        return ""
    if shape in _SPATIAL:
        return f"{name} is a {shape.value}: only is null and is not null work."
    if field.array:
        return "" if op in _HAS else f"{name} is a list: {name} has VALUE."
    if op in _HAS:
        return f"{name} is no list; use = or ~."
    is_text = shape in _TEXTS and all(isinstance(meant, str) for _, meant in field.means)
    if op in PATTERNS and not is_text and shape in _NO_ORDER:
        return f"{name} is no text; use = or !=."
    if op in PATTERNS and not is_text:
        return f"{name} is no text; use = < > instead."
    if op is Op.SEARCH and not field.fulltext:
        return f"{name} has no fulltext index; use ~ instead."
    if shape in _NO_ORDER and op in ORDERS:
        return f"{name} knows no order; use = or !=."
    return ""
