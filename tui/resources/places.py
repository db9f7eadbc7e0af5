"""Places as text: `databases/shop/orders`, `users/alice:memberships`.

The first word names a pane; each id after it goes one level down, into the first of the lists that
an opened resource has. `:name` picks another of those lists, `:name/ID` one in it; where nothing is
below them, `/name` and `/name/ID` do, too. A last id without lists below it is the resource in
focus.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from tui.core.kind import Kind
from tui.core.place import Place
from tui.core.text import safe
from tui.resources import KINDS, PANES

_ID = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._-]*\Z")
BY_ID = "$id = "
"""How the filter begins that finds one resource by its id: a column may be called id."""

_ROOTS = {
    **{pane.title.lower(): KINDS[pane.kind] for pane in PANES},
    **{kind.title.lower(): kind for kind in KINDS.values() if kind.gathered is not None},
}


class PlaceError(ValueError):
    """A text that names no place; the message says why, and what would."""


def is_id(text: str) -> bool:
    """Whether something of Appwrite may be called so."""
    return _ID.match(text) is not None


def looks_like_link(text: str) -> bool:
    """Whether a text is an address."""
    return text.strip().lower().startswith(("https://", "http://"))


def ancestors(kind: Kind) -> tuple[Kind, ...]:
    """The kinds whose ids a list of this kind needs, outermost first."""
    found: list[Kind] = []
    while kind.parent is not None:
        kind = KINDS[kind.parent]
        found.insert(0, kind)
    return tuple(found)


def word_of(kind: Kind) -> str:
    """How a list is called after the colon: `memberships`."""
    return kind.title.lower()


def parse(text: str) -> Place:
    """The place that a text names. Raises PlaceError with a sentence."""
    path, colon, picked = text.strip().strip("/").partition(":")
    picked, slash, focus = picked.partition("/")
    root, *ids = path.split("/")
    kind = _root(root)
    opened: Kind | None = None
    for name in (*ids, focus) if slash else ids:
        if not name:
            raise PlaceError(f"An id is missing: {safe(path)}")
        if not is_id(name):
            raise PlaceError(f"{safe(name)!r} is no id: letters, digits, '.', '_', '-' only.")
    parents: list[str] = []
    while ids and kind.children:
        parents.append(ids.pop(0))
        opened = kind
        kind = _child(kind, picked if colon and not ids else "")
    if not colon and opened is not None and ids and _names_list(opened, ids[0]):
        kind = _child(opened, ids.pop(0))
    if colon and picked and len(ids) == 1:
        parents.append(ids.pop())
        kind = _child(kind, picked)
    if colon and not parents:
        raise PlaceError(f"A list is picked of an opened thing: {root}/ID:{safe(picked)}")
    ids += [focus] if slash else []
    if len(ids) > 1:
        raise PlaceError(f"There is nothing below a {kind.noun.lower()}: …/{safe(ids[1])}")
    return Place(kind.name, tuple(parents), ids[0] if ids else None)


def text_of(place: Place) -> str:
    """The text that names a place; `parse` reads it back."""
    kind = KINDS[place.kind]
    above = ancestors(kind)
    root = next(word for word, one in _ROOTS.items() if one is (above[0] if above else kind))
    text = "/".join((root, *place.parents))
    focus = "" if kind.children else place.focus or ""
    if above and (kind.name not in above[-1].children[:1] or _names_list(above[-1], focus)):
        text += f":{word_of(kind)}"
    return f"{text}/{focus}" if focus else text


def by_its_id(place: Place) -> Place:
    """A place whose list is narrowed to what is in focus, however far down it is.

    The place itself where nothing is in focus, or where the server cannot narrow that list.
    """
    kind = KINDS[place.kind]
    if place.focus is None or kind.filters is None or not kind.pages:
        return place
    from tui.core.query import Value, written

    return place.narrowed(f"{BY_ID}{written(Value(place.focus))}")


def is_by_its_id(place: Place) -> bool:
    """Whether a place is one of `by_its_id`."""
    return place.focus is not None and (place.filter or "").startswith(BY_ID)


def words(place: Place) -> Iterator[str]:
    """The steps to a place, for people: `Databases`, `shop`, `orders`."""
    kind = KINDS[place.kind]
    above = ancestors(kind)
    root = above[0] if above else kind
    shown_in = root.gathered.of if root.gathered is not None else root.name
    yield next(pane.title for pane in PANES if pane.kind == shown_in)
    if root.gathered is not None:
        yield root.title.lower()
    yield from place.parents


def _root(word: str) -> Kind:
    found = _ROOTS.get(word.strip().lower())
    if found is not None:
        return found
    from difflib import get_close_matches

    near = get_close_matches(word.lower(), _ROOTS, 1, 0.4)
    hint = f"Did you mean {near[0]}?" if near else f"There are: {', '.join(_ROOTS)}."
    raise PlaceError(f"{safe(word)!r} is no pane. {hint}")


def _names_list(kind: Kind, name: str) -> bool:
    """Whether a word behind an opened resource is one of its lists, and no id in the first one."""
    return any(
        word_of(child) == name.lower() and not child.children
        for child in map(KINDS.__getitem__, kind.children)
    )


def _child(kind: Kind, name: str) -> Kind:
    lists = [KINDS[child] for child in kind.lists]
    if not name:
        return lists[0]
    for child in lists:
        if word_of(child) == name.lower():
            return child
    there = ", ".join(map(word_of, lists)) or "none"
    raise PlaceError(f"A {kind.noun.lower()} has no list {safe(name)!r}. There are: {there}.")
