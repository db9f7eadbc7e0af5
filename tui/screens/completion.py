"""What can complete the go-to line, the nearest first: data in, choices out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice

from tui.core.actions import Action, Group
from tui.core.nearness import EXACT, START, WITHIN, Typed
from tui.core.text import brief
from tui.resources import KINDS, PANES
from tui.resources.directions import begun_list, begun_one, usages
from tui.resources.lookups import Find, found
from tui.resources.places import text_of
from tui.screens.session import Session
from tui.screens.view import View
from tui.widgets.prompt import Choice

VIEW = "view "
"""What a saved view begins with."""
MOST = 60
SEEN = 200
"""Resources of one list that is open which are offered."""
LISTS = 5
"""Lists of those that are open, the latest first, whose resources are offered."""


@dataclass(frozen=True)
class Candidate:
    """Something that may be meant: what is typed for it, what it is, what else it is called."""

    text: str
    about: str
    names: tuple[str, ...] = ()
    found: bool = False
    """Whether the server says that it matches, however it looks."""

    @cached_property
    def lowered(self) -> tuple[str, ...]:
        """All that it is called, in lower case."""
        return tuple(name.lower() for name in (self.text, *self.names) if name)


def of_find(find: Find, by_server: bool = False) -> Candidate:
    """Something of the project as a candidate."""
    told = "  ".join(name for name in find.names[1:] if name != find.id)
    about = f"{find.kind.noun.lower()} {brief(told)}".strip()
    return Candidate(text_of(find.place), about, find.names, by_server)


def of_words(actions: Sequence[Action]) -> Iterator[Candidate]:
    """The panes, everything one can do, and the words that a place can begin with."""
    for pane in PANES:
        yield Candidate(pane.title.lower(), "pane")
    panes = {pane.title.lower() for pane in PANES}
    for action in actions:
        if action.group is not Group.MOVE and action.label not in panes:
            yield Candidate(action.label, action.help, (action.label, action.id))
    for word, about in usages():
        yield Candidate(f"{word} ", about, (word,))


def of_saved(session: Session) -> tuple[Candidate, ...]:
    """The saved views; what is wrong with their file is said where one of them is wanted."""
    from tui.config.problem import ConfigError

    try:
        found = session.saved_views.all()
    except ConfigError as error:
        where = error.where.rpartition("/")[2]
        return (Candidate(VIEW, f"{where}: {error.sentence}", (VIEW,)),)
    return tuple(
        Candidate(f"{VIEW}{name}", brief(one.about), (name,)) for name, one in found.items()
    )


class Seen:
    """What is in the lists that are open, as candidates; made again only where more arrived."""

    def __init__(self) -> None:
        self._made: dict[View, tuple[tuple[object, ...], list[Candidate]]] = {}

    def of(self, views: Iterable[View]) -> Iterator[Candidate]:
        """The candidates of these lists."""
        for view in islice(views, LISTS):
            listing = view.listing
            state = (listing, listing.first, listing.stop, listing.looked)
            made = self._made.get(view)
            if made is None or made[0] != state:
                offered = [
                    of_find(found(view.kind, view.place.parents, resource))
                    for resource in view.loaded[:SEEN]
                ]
                made = self._made[view] = (state, offered)
            yield from made[1]


def of_path(text: str, finds: Iterable[Find]) -> list[Candidate] | None:
    """What completes `rows sho`, `sessions ali`; None where nothing of that sort is begun."""
    begun = begun_list(text)
    if begun is None or KINDS[begun[0].name].parent is None:
        return None
    kind, word = begun[0], text.lstrip().partition(" ")[0]
    offered = []
    for find in finds:
        if find.kind.name == kind.parent:
            path = "/".join(find.place.parents)
            about = of_find(find).about
            offered.append(Candidate(f"{word} {path} ", about, (path, *find.names)))
    return offered


def of_one(text: str, finds: Iterable[Find]) -> tuple[list[Candidate], str]:
    """Where what `file inv` or `row shop/or` names may lie, and what is typed of that.

    Behind a whole path (`file invoices/`) it is the list itself.
    """
    begun = begun_one(text)
    if begun is None:
        return [], ""
    kind, typed = begun
    word, offered = text.lstrip().partition(" ")[0], []
    for find in finds:
        if find.kind.name == kind.parent:
            path = "/".join(find.place.parents)
            if typed == f"{path}/":
                whole = Candidate(text_of(find.place), f"all {kind.title.lower()}", (typed,))
                return [whole], typed
            about = of_find(find).about
            offered.append(Candidate(f"{word} {path}/", about, (path, *find.names)))
    return offered, typed


def ranked(
    candidates: Iterable[Candidate], typed: str, often: Sequence[str]
) -> list[tuple[float, Candidate]]:
    """Those that come near to what was typed, the nearest first; of each text only one.

    Among equals, what is gone to `often` comes first.
    """
    rank = {text: number for number, text in enumerate(often)}
    words = Typed(typed)
    best: dict[str, tuple[float, Candidate]] = {}
    for one in candidates:
        near = _near(typed, words, one)
        if near is None:
            continue
        at = rank.get(one.text)
        score = near + (5.0 - at * 5.0 / len(rank) if at is not None else 0.0)
        if one.text not in best or best[one.text][0] < score:
            best[one.text] = (score, one)
    return sorted(best.values(), key=lambda pair: (-pair[0], len(pair[1].text), pair[1].text))


def choices(candidates: Iterable[tuple[float, Candidate]]) -> list[Choice]:
    """Candidates as the prompt shows them."""
    return [Choice(one.text, one.about) for _, one in candidates][:MOST]


def often_first(often: Sequence[str], candidates: Sequence[Candidate]) -> list[Choice]:
    """Before anything is typed: where one often is, then the panes."""
    by_text = {one.text: one for one in candidates}
    panes = [pane.title.lower() for pane in PANES]
    texts = dict.fromkeys((*often, *panes))
    return [Choice(text, by_text[text].about if text in by_text else "") for text in texts][:MOST]


def _near(typed: str, words: Typed, one: Candidate) -> float | None:
    if one.text.startswith(typed):
        return EXACT if one.text == typed else START
    near = words.near(one.lowered)
    if near is None and one.found:
        return WITHIN
    return near
