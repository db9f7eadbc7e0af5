"""What can complete the go-to line: panes, profiles, and the ids that have been seen."""

from __future__ import annotations

from tui.core.text import safe
from tui.resources import KINDS, PANES
from tui.resources.places import PlaceError, parse, text_of
from tui.screens.session import Session
from tui.widgets.fuzzy import matching
from tui.widgets.prompt import Choice

MOST = 200


def completions(text: str, session: Session) -> list[Choice]:
    """The places that go on from what was typed, the nearest first.

    What lies directly below a typed path is asked for, so that `databases/shop/` offers tables.
    """
    if text.startswith("@"):
        profiles = [Choice(f"@{name}", about) for name, about in session.profiles]
        return matching(profiles, text[1:])
    _ask_below(text, session)
    seen = _seen(session)
    begun = [one for one in seen if one.text.startswith(text)]
    return (begun if begun or not text else matching(seen, text))[:MOST]


def _ask_below(text: str, session: Session) -> None:
    above, slash, _ = text.rpartition("/")
    if not slash:
        return
    try:
        place = parse(above)
    except PlaceError:
        # Still being typed.
        return
    if place.focus is None:
        session.view_of(place)


def _seen(session: Session) -> list[Choice]:
    """The panes, and everything in the lists that were opened so far."""
    found = {pane.title.lower(): Choice(pane.title.lower(), "pane") for pane in PANES}
    for view in session.views:
        for number in range(view.listing.first, view.listing.stop):
            resource = view.listing.at(number)
            if resource is None:
                continue
            place = view.place.at(view.kind.identify(resource))
            if view.kind.children:
                place = type(place)(view.kind.children[0], (*place.parents, place.focus or ""))
            name = text_of(place)
            label = safe(view.kind.label(resource))
            about = f"{KINDS[view.kind.name].noun.lower()} {label}".strip()
            found.setdefault(name, Choice(name, about))
    return list(found.values())
