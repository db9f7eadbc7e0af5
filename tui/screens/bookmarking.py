"""Bookmarks: `b` keeps where one is, or no longer; `B` lists them, to go there or remove them."""

from __future__ import annotations

from collections.abc import Sequence

from tui.config.bookmarks import Bookmark, Bookmarks
from tui.core.cell import Tone
from tui.core.nearness import nearness
from tui.core.order import Order
from tui.core.place import Place
from tui.core.text import safe
from tui.resources import KINDS
from tui.resources.directions import Wanted, read, said
from tui.resources.places import PlaceError
from tui.screens.host import Explorer
from tui.widgets.prompt import Choice, Prompt

HINT = "part of its name; enter goes there, ctrl+x removes it"


def toggle(screen: Explorer) -> None:
    """Keep a bookmark of the list, its filter and order included, or of the row that is read."""
    view = screen.view
    place = view.place.narrowed(view.filter_text or None)
    order = None if view.order == view.kind.order else view.order
    if screen.inspecting.reading and screen.current is not None and not view.kind.children:
        place, order = view.place.at(view.kind.identify(screen.current)), None
    bookmark = Bookmark(said(place), order)
    try:
        kept = Bookmarks(screen.session.memory).toggle(bookmark)
    except OSError as error:
        screen.say(_unkept(error), Tone.WARN)
        return
    name = _name(bookmark)
    screen.say(f"Bookmarked: {name}  (B lists all)" if kept else f"No bookmark any more: {name}")


def show(screen: Explorer) -> None:
    """List all bookmarks of the project."""
    bookmarks = Bookmarks(screen.session.memory)
    if not bookmarks.all:
        screen.say("There are no bookmarks in this project yet; b makes one of where you are.")
        return

    removed = ""

    def offer(text: str) -> Sequence[Choice]:
        if removed:
            screen.asking.note(f"Removed: {removed}")
        named = [(one, _name(one)) for one in reversed(bookmarks.all)]
        near = [one for one in named if nearness(text, (one[1], _about(one[0]))) is not None]
        return [Choice(name, _about(one)) for one, name in near]

    def chosen(name: str) -> Bookmark | None:
        return next((one for one in bookmarks.all if _name(one) == name), None)

    def entered(answer: Prompt.Submitted) -> None:
        bookmark = chosen(answer.choice)
        if bookmark is None:
            screen.asking.refuse(f"There is no bookmark {safe(answer.text)!r}.")
            return
        screen.asking.close()
        _open(screen, bookmark)

    def remove(name: str) -> None:
        nonlocal removed
        bookmark = chosen(name)
        if bookmark is None:
            return
        try:
            bookmarks.remove(bookmark)
        except OSError as error:
            screen.say(_unkept(error), Tone.WARN)
        removed = name
        screen.asking.offer_again()

    screen.asking.ask("bookmark", HINT, offer, entered, keys={"ctrl+x": remove})


def _open(screen: Explorer, bookmark: Bookmark) -> None:
    try:
        place = read(bookmark.text)
    except PlaceError as error:
        screen.say(str(error), Tone.WARN)
        return
    if isinstance(place, Wanted):
        return
    if place.focus is None:
        # All of the list where nothing else was kept, whatever it was left at.
        place = place.narrowed(place.filter or "")
    screen.go(place, bookmark.order or KINDS[place.kind].order)


def _about(bookmark: Bookmark) -> str:
    try:
        place = read(bookmark.text)
    except PlaceError:
        return "no longer a place"
    kind = KINDS[place.kind]
    return (kind.noun if isinstance(place, Place) and place.focus else kind.title).lower()


def _name(bookmark: Bookmark) -> str:
    return safe(f"{bookmark.text}{_sorted_by(bookmark.order)}")


def _sorted_by(order: Order | None) -> str:
    each = () if order is None else order.each
    return "".join(f"  {'↓' if one.descending else '↑'}{one.field}" for one in each)


def _unkept(error: OSError) -> str:
    return f"The bookmarks could not be written ({error.strerror}); it counts till you leave."
