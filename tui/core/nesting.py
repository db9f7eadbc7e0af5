"""How deep JSON may nest before the rest is left out: whoever may write can nest without end."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

DEEPEST = 50
LEFT_OUT = "… (nested deeper)"


def shallow(value: Any, levels: int = DEEPEST) -> Any:
    """The same JSON, with `LEFT_OUT` in place of what lies below so many levels."""
    if not isinstance(value, Mapping | list):
        return value
    if not levels:
        return LEFT_OUT
    if isinstance(value, Mapping):
        return {name: shallow(one, levels - 1) for name, one in value.items()}
    return [shallow(one, levels - 1) for one in value]
