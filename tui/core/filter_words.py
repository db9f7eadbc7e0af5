"""What bare words in a filter mean: an address, a number to call, an id, or words to be searched.

The server's own search finds everything with any of the words, by their beginnings. So an address
or an id is compared as such, and of several words each must occur.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from appwrite.query import Query

from tui.core.filter_field import FilterField
from tui.core.query import Value
from tui.core.spec import Shape

_ID = re.compile(r"[0-9a-f]{20}")
"""What Appwrite makes as an id."""
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_PHONE = re.compile(r"\+\d{2,15}")
_TEXTS = frozenset({Shape.TEXT, Shape.EMAIL, Shape.URL, Shape.IP, Shape.ID})
SEARCHED = 4
"""Text columns that bare words are looked for in, where the server has no search of its own."""


def meant(value: Value, fields: Sequence[FilterField]) -> list[str]:
    """The queries for a word that is an address, a phone number or an id; none for other words."""
    text = value.text
    if "@" in text.strip("@"):
        addresses = [one.source for one in fields if _holds_addresses(one)]
        if _EMAIL.fullmatch(text):
            return any_of([Query.equal(name, [text]) for name in addresses])
        return any_of([Query.starts_with(name, text) for name in addresses])
    if _PHONE.fullmatch(text):
        phones = [one.source for one in fields if one.source == "phone" and not one.local]
        return any_of([Query.starts_with(name, text) for name in phones])
    if _ID.fullmatch(text) and not value.quoted:
        return [Query.equal("$id", [text])]
    return []


def within(value: Value, fields: Sequence[FilterField]) -> list[str]:
    """The queries for a word that stands somewhere in an id or a text; none where there is none."""
    names = [
        one.source
        for one in fields
        if one.shape in _TEXTS and not (one.array or one.refused or one.local)
    ]
    texts = [name for name in names if not name.startswith("$")][:SEARCHED]
    if not names:
        return []
    sides = [Query.starts_with("$id", value.text)]
    return any_of(sides + [Query.contains(name, [value.text]) for name in texts])


def any_of(sides: list[str]) -> list[str]:
    """The query for what one of these finds: a list of one, or of none."""
    return [str(Query.or_queries(sides))] if len(sides) > 1 else sides


def _holds_addresses(field: FilterField) -> bool:
    named = field.source == "email" or field.shape is Shape.EMAIL
    return named and not (field.array or field.refused or field.local)
