"""Saved views: keeping how a list is looked at under a name, and coming back to it."""

from __future__ import annotations

from functools import partial

from tui.config.problem import ConfigError
from tui.config.saved_views import SavedView
from tui.core.cell import Tone
from tui.core.looks import Look, Looks
from tui.core.order import Order, joined
from tui.core.text import safe
from tui.resources.places import PlaceError, parse, text_of
from tui.screens.completion import VIEW
from tui.screens.host import Explorer
from tui.screens.view import View
from tui.widgets.prompt import Choice, Prompt

HINT = "a name for this filter, order and columns; -NAME forgets one"


def ask(screen: Explorer) -> None:
    """Save how the list is looked at now."""
    try:
        known = screen.session.saved_views.all()
    except ConfigError as error:
        screen.say(wrong(error), Tone.BAD)
        return
    here = text_of(screen.view.place)
    offered = [Choice(name, one.about) for name, one in known.items() if one.list == here]
    forgets = [Choice(f"-{one.text}", "forget it") for one in offered]

    def offer(text: str) -> list[Choice]:
        named = forgets if text.startswith("-") else offered
        return [one for one in named if text and one.text.lower().startswith(text.lower())]

    screen.asking.ask("save view", HINT, offer, partial(_entered, screen, frozenset(known)))


def wrong(error: ConfigError) -> str:
    """What is wrong with the file, and in which line; its name alone says where it is."""
    return f"{error.where.rpartition('/')[2]}: {error.sentence} {error.remedy}".strip()


def _entered(screen: Explorer, known: frozenset[str], said: Prompt.Submitted) -> None:
    name = said.text.strip()
    forget, name = name.startswith("-"), name.removeprefix("-").strip()
    if not name:
        screen.asking.refuse("A view needs a name.")
        return
    if forget and name not in known:
        screen.asking.refuse(f"There is no view {safe(name)!r}.")
        return
    views = screen.session.saved_views
    try:
        if forget:
            views.forget(name)
        else:
            views.save(saved(name, screen.view))
    except ConfigError as error:
        screen.asking.refuse(wrong(error))
        return
    except OSError as error:
        screen.asking.refuse(f"{safe(str(views.path))} cannot be written ({error.strerror}).")
        return
    screen.asking.close()
    done = "Forgotten" if forget else "Saved anew" if name in known else "Saved"
    screen.say(f"{done}: :{VIEW}{safe(name)} goes there. It is in {safe(str(views.path))}.")


def saved(name: str, view: View) -> SavedView:
    """How a list is looked at now."""
    orders = () if view.order is None or view.order is view.kind.order else view.order.each
    columns = view.fields if view.looks is not None and view.looks.each else ()
    return SavedView(
        name,
        text_of(view.place),
        view.filter_text,
        tuple(f"{'-' if one.descending else ''}{one.field}" for one in orders),
        tuple(field.label for field in columns),
    )


def open_view(screen: Explorer, name: str) -> None:
    """Go to a saved view."""
    try:
        one = screen.session.saved_views.all().get(name)
        if one is None:
            screen.say(f"There is no saved view {safe(name)!r}.", Tone.WARN)
            return
        place = parse(one.list).narrowed(one.filter)
    except ConfigError as error:
        screen.say(wrong(error), Tone.BAD)
        return
    except PlaceError as error:
        screen.say(str(error), Tone.BAD)
        return
    screen.visit(place)
    view = screen.view
    if one.columns:
        view.look(Looks(tuple(Look(label) for label in one.columns), closed=True))
    fields = {field.source or field.label: field for field in view.kind.fields(view.parent)}
    blank = {known.source: known.blank_is_null for known in view.filter_fields}
    orders = [
        Order(
            text.removeprefix("-"), text.startswith("-"), None, blank.get(text.lstrip("-"), False)
        )
        for text in one.sort
    ]
    unknown = [one.field for one in orders if one.field not in fields]
    if view.parent is not None and unknown:
        screen.say(f"There is no column {safe(unknown[0])!r} any more to sort by.", Tone.WARN)
        orders = [order for order in orders if order.field in fields]
    view.sort(joined(tuple(orders)) or view.kind.order)
    screen.list_changed(view)
