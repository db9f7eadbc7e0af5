"""The bookmarks of a project: places as one types them, with the order of their lists."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from tui.config.memory import Memory
from tui.core.order import Order, joined

SECTION = "bookmarks"


@dataclass(frozen=True, slots=True)
class Bookmark:
    """A place, its filter included (`databases/shop/orders status = paid`), and its order.

    `order` is None where the list comes as it does by itself.
    """

    text: str
    order: Order | None = None


class Bookmarks:
    """Keeps them, in the order in which they were made."""

    def __init__(self, memory: Memory) -> None:
        self._memory = memory

    @property
    def all(self) -> list[Bookmark]:
        """Every one; what cannot be read is left out."""
        return _read(self._memory.recall(SECTION))

    def toggle(self, bookmark: Bookmark) -> bool:
        """Keep it, or no longer. Whether it is kept now. Raises OSError where it can't be."""
        kept = bookmark not in self.all
        self._memory.change(SECTION, lambda before: _with(_read(before), bookmark, kept))
        return kept

    def remove(self, bookmark: Bookmark) -> None:
        """Keep it no longer. Raises OSError."""
        self._memory.change(SECTION, lambda before: _with(_read(before), bookmark, False))


def _with(before: list[Bookmark], bookmark: Bookmark, kept: bool) -> list[dict[str, Any]]:
    others = [one for one in before if one != bookmark]
    return [_written(one) for one in (*others, *((bookmark,) if kept else ()))]


def _written(bookmark: Bookmark) -> dict[str, Any]:
    if bookmark.order is None:
        return {"place": bookmark.text}
    orders = [[one.field, one.descending, one.blank_is_null] for one in bookmark.order.each]
    return {"place": bookmark.text, "order": orders}


def _read(kept: Any) -> list[Bookmark]:
    found: list[Bookmark] = []
    for one in kept if isinstance(kept, list) else ():
        text = one.get("place") if isinstance(one, dict) else None
        if isinstance(text, str) and text:
            found.append(Bookmark(text, _order(one.get("order"))))
    return found


def _order(kept: Any) -> Order | None:
    orders: list[Order] = []
    for one in kept if isinstance(kept, list) else ():
        match one:
            case [str(field), bool(descending), bool(blank)]:
                orders.append(Order(field, descending, blank_is_null=blank))
    return joined(tuple(orders))
