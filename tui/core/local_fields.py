"""What a list shows and its server cannot compare: filtered here, by the same language."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from tui.core.cell import NOTHING
from tui.core.filter_field import FilterField
from tui.core.kind import Field, Resource
from tui.core.spec import Shape
from tui.core.times import parse
from tui.core.units import Unit

SAMPLE = 100
"""Resources that are looked at to tell what a field holds."""
EXAMPLES = 8


def with_local(
    known: Sequence[FilterField], fields: Sequence[Field], loaded: Sequence[Resource], local: bool
) -> tuple[FilterField, ...]:
    """What the server compares, also by the names in the list's header; then what only we can.

    Of what each holds `loaded` tells. Without `local` there is only what the server compares.
    """
    shown = {field.source: field for field in reversed(fields) if field.source}
    found = [_as_shown(one, shown.get(one.source)) for one in known]
    for field in fields if local else ():
        name = field.source.removeprefix("$") or _word(field.label)
        taken = any(one.is_called(name) or one.is_called(_word(field.label)) for one in found)
        if not taken and not any(one.source == field.source for one in found if field.source):
            found.append(_local(name, field, loaded[:SAMPLE]))
    return tuple(found)


def _as_shown(known: FilterField, shown: Field | None) -> FilterField:
    """What the server compares, also by the words of the list: its header's, and its values'."""
    if shown is None:
        return known
    return replace(known, also=known.also or _word(shown.label), means=known.means or _means(shown))


def _means(field: Field) -> tuple[tuple[str, Any], ...]:
    # What is no word (`—`) can be typed by nobody.
    return tuple((word, value) for word, value in field.means if word.replace("-", "").isalnum())


def _local(name: str, field: Field, loaded: Sequence[Resource]) -> FilterField:
    values = [value for one in loaded if (value := value_of(field)(one)) not in (None, "", [])]
    shape, array = _shape(values[0]) if values else (Shape.TEXT, False)
    texts = [str(one) for one in values] if shape is Shape.TEXT and not array else []
    distinct = list(dict.fromkeys(texts))
    return FilterField(
        name,
        field.source or field.label,
        shape,
        array,
        local=True,
        value=value_of(field),
        unit=Unit(field.unit),
        examples=tuple(distinct) if len(distinct) <= EXAMPLES else (),
        also=_word(field.label),
        means=_means(field),
    )


def value_of(field: Field) -> Callable[[Resource], object]:
    """What is compared: the server's value, or what a person sees where it is made of several."""
    if field.source:
        return lambda resource: resource.get(field.source)

    def shown(resource: Resource) -> object:
        cell = field.show(resource)
        if cell == NOTHING:
            return None
        # A sign before the words (`● active`) is typed by nobody.
        sign, _, words = cell.text.partition(" ")
        text = words if words and not sign.isalnum() and len(sign) == 1 else cell.text
        # What stands on the right is a number: 19 is more than 5.
        return int(text) if field.right and text.isdecimal() else text

    return shown


def _shape(value: object) -> tuple[Shape, bool]:
    if isinstance(value, bool):
        return Shape.BOOLEAN, False
    if isinstance(value, int | float):
        return Shape.FLOAT, False
    if isinstance(value, list):
        return Shape.TEXT, True
    is_time = isinstance(value, str) and "T" in value and parse(value) is not None
    return (Shape.DATETIME if is_time else Shape.TEXT), False


def _word(label: str) -> str:
    """A label as one can type it: `last access` is `lastAccess`."""
    first, *rest = label.split() or [""]
    return first.removeprefix("$") + "".join(one.capitalize() for one in rest)
