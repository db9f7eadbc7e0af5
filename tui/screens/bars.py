"""What the lines around the grid say: header, panes, path, status. Pure: data in, pieces out."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from tui.api.listing import TOTAL_CAP, Anchor
from tui.core.actions import Action
from tui.core.cell import Cell, Tone
from tui.core.keymap import key_label
from tui.core.order import Order
from tui.core.text import middle, safe
from tui.resources import PANES
from tui.resources.places import BY_ID, words
from tui.screens import marking
from tui.screens.session import Session
from tui.screens.view import View
from tui.widgets.pieces import Piece

SHORT_BELOW = 100
"""Columns below which the panes are named shortly."""


def header(session: Session) -> list[Piece]:
    """Who is looking at what: what must never be overlooked stands first and is dropped last."""
    connection, settings = session.connection, session.settings
    pieces = []
    if connection.client.read_only:
        pieces.append(Piece("READ-ONLY", Tone.WARN, keep=True))
    name = safe(settings.profile or settings.project)
    if settings.colour:
        pieces.append(Piece(f" {name} ", keep=True, colour=settings.colour))
    else:
        pieces.append(Piece(name, Tone.ACCENT, keep=True))
    pieces.append(Piece(safe(urlsplit(settings.endpoint).netloc)))
    pieces.append(Piece(connection.identity))
    if connection.version:
        pieces.append(Piece(safe(connection.version), Tone.DIM))
    if connection.latency_ms is not None:
        pieces.append(Piece(_latency(connection.latency_ms), Tone.DIM))
    return pieces


def _latency(ms: float) -> str:
    """Rounded so coarsely that it seldom changes: each change travels to the terminal."""
    step = 5 if ms < 50 else 20 if ms < 200 else 100
    return f"{max(step, round(ms / step) * step)} ms"


def panes(view: View, width: int) -> list[Piece]:
    """The panes with their keys, the present one marked."""
    root = view.parents[0].name if view.parents else view.kind.name
    if view.kind.gathered is not None:
        root = view.kind.gathered.of
    pieces = []
    for pane in PANES:
        title = pane.short if width < SHORT_BELOW else pane.title
        active = pane.kind == root
        tone = Tone.ACCENT if active else Tone.PLAIN
        pieces.append(
            Piece(f"{pane.key} {title}", tone, keep=True, name=f"pane_{pane.key}", strong=active)
        )
    return pieces


def path(view: View, siblings: Sequence[str]) -> list[Piece]:
    """Where one is, and which lists lie beside this one."""
    pieces = [Piece(" › ".join(safe(word) for word in words(view.place)), keep=True, strong=True)]
    pieces += [
        # Where one is stays in sight, however narrow the terminal is; a filter matters more.
        Piece(title, Tone.ACCENT, name=title, keep=not view.filter_text)
        if title == view.kind.title
        else Piece(title, Tone.DIM, name=title)
        for title in siblings
    ]
    if view.filter_text:
        pieces.append(Piece(f"/ {safe(view.filter_text)}", Tone.ACCENT, keep=True))
    if view.kind.gathered is not None:
        pieces.append(Piece(view.kind.gathered.bound, Tone.DIM))
    if view.watch is not None:
        pieces.append(Piece(view.watch.words, Tone.ACCENT, keep=True))
    if view.compiled is not None and view.compiled.keep is not None:
        pieces.append(Piece("filtered here", Tone.WARN))
    if view.order is not None:
        default = view.order is view.kind.order
        labels = {field.source: field.label for field in reversed(view.fields) if field.source}
        if not default:
            # Most starts sort by nothing, and need no filter fields.
            labels = {one.source: one.name for one in reversed(view.filter_fields)} | labels
        told = [_order(one, labels) for one in view.order.each]
        tone = Tone.DIM if default else Tone.ACCENT
        pieces.append(Piece("  ".join(told), tone, keep=not default, right=True))
    return pieces


def _order(one: Order, labels: Mapping[str, str]) -> str:
    """One of the orders in a few words; the server counts what it makes in `$sequence`."""
    if one.field == "$sequence":
        return "newest first" if one.descending else "oldest first"
    return f"{'↓' if one.descending else '↑'} {safe(labels.get(one.field, one.field))}"


Labels = Mapping[str, str]
"""By the ids of actions, in the order of the footer: what they are called just now."""
TEXT: Labels = {
    "back": "back",
    "filter": "search",
    "find_next": "next",
    "fold": "wrap",
    "next_tab": "next tab",
    "help": "help",
}
"""Where a text is read."""
RESOURCE: Labels = {
    "back": "back",
    "filter": "search",
    "edit": "edit",
    "copy": "copy",
    "next_tab": "next tab",
    "help": "help",
}
"""Where the fields of one thing are read."""
CARD: Labels = {
    "next_list": "its lists",
    "back": "back",
    "down": "scroll",
    "next_tab": "next tab",
    "goto": "go to",
    "help": "help",
}
"""On a card that lies over the list."""
COVERED: Labels = {}
"""Under what names its keys itself."""


def footer(
    actions: Sequence[Action],
    hindered: Callable[[str], str],
    labels: Labels | None = None,
) -> list[Piece]:
    """What one can do next; the way to all the rest is the last to go.

    `hindered` says by the id of an action why it is not to be had, if it isn't. Without `labels`
    it is what the table of actions has for lists.
    """
    if labels is not None:
        by_id = {action.id: action for action in actions}
        shown = [(by_id[name], label) for name, label in labels.items()]
    else:
        offered = (action for action in actions if action.footer is not None)
        shown = [(one, one.label) for one in sorted(offered, key=lambda one: one.footer or 0)]
    return [
        Piece(
            f"{key_label(action.keys[0])} {label}{f' ({why})' if why else ''}",
            Tone.DIM,
            firm=action.id == "help",
            name=action.id,
        )
        for action, label in shown
        for why in [hindered(action.id)]
    ]


def count(view: View, height: int) -> str:
    """Which lines are on the screen, of how many: `1–38 of 5000+`, `last 38`."""
    listing, top = view.listing, view.state.top
    if not height:
        top, height = view.state.cursor, 1
    if not listing.arrived_once:
        return "loading…" if listing.loading else ""
    shown = range(max(top, listing.first), min(top + height, listing.stop))
    if listing.source.keep is not None and not listing.complete:
        found = f"{shown.start + 1:,}–{shown.stop:,}" if shown else "none"
        on = "; G looks on" if listing.rests else "…"
        return f"{found} in {listing.looked:,} looked at{on}"
    if not shown:
        return "0"
    known = listing.count
    if listing.anchor is Anchor.START:
        numbers = f"{shown.start + 1:,}" + (f"–{shown.stop:,}" if height > 1 else "")
    elif known is not None:
        numbers = f"{known + shown.start + 1:,}–{known + shown.stop:,}"
    else:
        return f"last {-shown.start:,}" if shown.stop == 0 else f"{-shown.start:,} before the end"
    return f"{numbers} of {f'{TOTAL_CAP}+' if known is None else f'{known:,}'}"


def empty(view: View) -> tuple[Cell, ...]:
    """What a list without lines says instead: why there are none."""
    listing = view.listing
    if listing.problem is not None:
        problem = listing.problem
        return (Cell(problem.sentence, Tone.BAD), Cell(problem.remedy, Tone.DIM))
    if not listing.arrived_once:
        return (Cell("Loading…", Tone.DIM),)
    if listing.source.keep is not None and not listing.complete:
        return (Cell("None so far.", Tone.DIM),)
    if view.filter_text.startswith(BY_ID):
        said = f"No {view.kind.noun.lower()} here has this id; esc lists all."
        return (Cell(said, Tone.DIM),)
    if view.filter_text:
        said = f"No {view.kind.title.lower()} match this; esc lists all again."
        return (Cell(said, Tone.DIM),)
    return (Cell(f"No {view.kind.title.lower()} here.", Tone.DIM),)


LONGEST_JOB = 48


@dataclass(frozen=True, slots=True)
class Status:
    """What the last line says besides the count."""

    message: str = ""
    tone: Tone = Tone.PLAIN
    job: str = ""
    ahead: str = ""
    """What became of keys that were typed ahead."""
    late: str = ""
    """That an answer is long awaited."""


def status(
    view: View,
    height: int,
    said: Status,
    keys: Sequence[Piece],
    is_seen: bool = True,
) -> list[Piece]:
    """The last line: the count, what there is to say, what runs, what one can do next.

    Of a list that is not `is_seen`, nothing is counted.
    """
    pieces = [Piece(count(view, height), keep=True)] if is_seen else []
    if said.ahead:
        pieces.append(Piece(said.ahead, Tone.WARN, keep=True))
    marked = marking.words(view)
    if marked:
        pieces.append(Piece(marked, Tone.WARN, keep=True))
    listing = view.listing
    # A list without lines says in their place what is wrong with it, if it is on the screen.
    is_told = height and listing.first == listing.stop
    if said.message:
        pieces.append(Piece(said.message, said.tone, keep=True))
    elif listing.problem is not None and not is_told:
        pieces.append(Piece(listing.problem.line, Tone.BAD, keep=True))
    elif said.late:
        pieces.append(Piece(said.late, Tone.WARN, keep=True))
    elif view.note:
        pieces.append(Piece(view.note, Tone.WARN, keep=True))
    elif listing.stale:
        pieces.append(Piece("refreshing…", Tone.DIM))
    if said.job:
        pieces.append(Piece(middle(said.job, LONGEST_JOB), Tone.ACCENT, name="jobs"))
    return [*pieces, *keys]
