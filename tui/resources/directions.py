"""What is typed after the colon: a place and what to list there, or something to be looked for.

databases/shop/orders status = paid     a place and a filter of its list
rows shop/orders status = paid          the same, said by what is listed
users alice                             the users that a search for alice finds
file invoices/2026-01.pdf               one file, by its name or its id
execution 66f01c9d2e0f83ab1c2d          one execution, of whichever function
"""

from __future__ import annotations

from dataclasses import dataclass

from tui.core.kind import Kind
from tui.core.place import Place
from tui.core.text import safe
from tui.resources import KINDS, PANES
from tui.resources.places import PlaceError, ancestors, is_id, parse, text_of, word_of

_PLURALS = {word_of(kind): kind for kind in reversed(tuple(KINDS.values()))}
"""Where two lists are called the same, the word means the one that is registered first."""
_ROOT_OF = {
    **{kind.name: word_of(kind) for kind in KINDS.values() if kind.parent is None},
    **{KINDS[pane.kind].name: pane.title.lower() for pane in PANES},
}
SOUGHT = (
    "user", "team", "database", "table", "row", "bucket", "file", "function", "execution",
    "deployment", "file_token",
)  # fmt: skip
"""The kinds of which one can be looked for, in the order in which finds are offered."""
_SINGULARS = {KINDS[name].noun.lower(): KINDS[name] for name in SOUGHT}


@dataclass(frozen=True, slots=True)
class Wanted:
    """Something to be looked for by its id or name: of a kind, under these parents or any."""

    kind: str
    text: str
    parents: tuple[str, ...] = ()


def read(text: str) -> Place | Wanted:
    """What was said. Raises PlaceError with a sentence."""
    head, _, rest = text.strip().partition(" ")
    rest = rest.strip()
    word = head.lower()
    if word in _SINGULARS:
        return _one(_SINGULARS[word], rest)
    kind = _PLURALS.get(word)
    if kind is not None and kind.name not in _ROOT_OF:
        return _listed(kind, rest)
    place = parse(_ROOT_OF[kind.name] if kind is not None else head)
    return _filtered(place, rest)


def said(place: Place) -> str:
    """A place as one would type it, its filter included; `read` reads it back."""
    return f"{text_of(place)} {place.filter}" if place.filter else text_of(place)


def split(text: str) -> tuple[str, str | None]:
    """What of a text names the place, the space behind it included, and the filter after that.

    The filter is None while the place is still being typed.
    """
    head, space, rest = text.partition(" ")
    kind = _PLURALS.get(head.lower())
    if not space or head.lower() in _SINGULARS:
        return text, None
    if kind is not None and kind.name not in _ROOT_OF:
        _, space, rest = rest.lstrip().partition(" ")
        if not space:
            return text, None
    return text[: len(text) - len(rest)], rest


def is_word(text: str) -> bool:
    """Whether a text is a word that something has to follow: `rows`, `file`."""
    word = text.strip().lower()
    return word in _SINGULARS or word in _PLURALS


def begun_list(text: str) -> tuple[Kind, str] | None:
    """The kind that `rows sho` begins to list, and what is typed of the path to it."""
    head, space, path = text.lstrip().partition(" ")
    kind = _PLURALS.get(head.lower())
    if kind is None or not space or kind.name in _ROOT_OF:
        return None
    return kind, path


def begun_one(text: str) -> tuple[Kind, str] | None:
    """The kind of which `file inv` begins to name one, and what is typed of where it lies."""
    head, space, path = text.lstrip().partition(" ")
    kind = _SINGULARS.get(head.lower())
    return (kind, path) if kind is not None and space and kind.parent is not None else None


def usage(kind: Kind) -> str:
    """What stands behind a word for many of a kind: `rows DATABASE/TABLE`."""
    names = "/".join(one.noun.upper() for one in ancestors(kind))
    return f"{word_of(kind)} {names}".strip()


def usages() -> list[tuple[str, str]]:
    """Every word that begins with what is meant, and what stands behind it."""
    lists = [(word, usage(kind)) for word, kind in _PLURALS.items() if kind.name not in _ROOT_OF]
    return lists + [(word, f"{word} ID, or its name") for word in _SINGULARS]


def _listed(kind: Kind, rest: str) -> Place:
    """`rows shop/orders status = paid`."""
    above = ancestors(kind)
    path, _, words = rest.partition(" ")
    ids = tuple(path.strip("/").split("/")) if path else ()
    if len(ids) not in (len(above), len(above) + 1):
        of = " and ".join(one.noun.lower() for one in above)
        raise PlaceError(f"Which {of}? {usage(kind)}")
    _check(ids)
    focus = ids[len(above)] if len(ids) > len(above) else None
    return _filtered(Place(kind.name, ids[: len(above)], focus), words.strip())


def _one(kind: Kind, rest: str) -> Place | Wanted:
    """`file invoices/2026-01.pdf`, `execution 66f…`."""
    above = ancestors(kind)
    if not rest:
        path = "/".join(["", *(one.noun.upper() for one in above), "ID"]).strip("/")
        ways = f"{kind.noun.lower()} ID" + (f", or {kind.noun.lower()} {path}" if above else "")
        raise PlaceError(f"Which {kind.noun.lower()}? {ways}")
    parts = rest.split("/", len(above))
    if len(parts) == 1 or not above:
        return Wanted(kind.name, rest)
    if len(parts) != len(above) + 1 or not parts[-1]:
        raise PlaceError(f"Which {kind.noun.lower()} in {safe(rest)}?")
    _check(parts[:-1])
    if kind.name == "row":
        _check(parts[-1:])
        return Place(kind.name, tuple(parts[:-1]), parts[-1])
    return Wanted(kind.name, parts[-1], tuple(parts[:-1]))


def _filtered(place: Place, words: str) -> Place:
    if not words:
        return place
    if place.focus is not None:
        raise PlaceError(f"There is nothing to filter in one {KINDS[place.kind].noun.lower()}.")
    return place.narrowed(words)


def _check(ids: tuple[str, ...] | list[str]) -> None:
    for name in ids:
        if not is_id(name):
            raise PlaceError(f"{safe(name)!r} is no id: letters, digits, '.', '_', '-' only.")
