"""What the go-to line offers for what stands in it: data that is known by now, in choices.

Nothing here waits for the network, and nothing leads anywhere: `going` decides.
"""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime

from tui.config.bookmarks import Bookmarks
from tui.core.actions import Action
from tui.core.filter_field import FilterField
from tui.core.local_fields import with_local
from tui.core.place import Place
from tui.core.text import safe
from tui.resources import KINDS
from tui.resources.directions import Wanted, read, said, split
from tui.resources.lookups import Find
from tui.resources.places import PlaceError, ancestors, looks_like_link, text_of
from tui.screens import completion
from tui.screens.catalogue import Catalogue
from tui.screens.completion import Candidate
from tui.screens.finder import Finder
from tui.screens.session import ProfileName, Session
from tui.widgets.prompt import Choice

Complain = Callable[[str, int, int], object]
"""Says what is wrong with what stands there, and where."""
NEAR = 0.6
"""How alike names must be for one to be meant by the other."""
NEAREST = 5


class Offering:
    """Knows what may be meant by a text."""

    def __init__(
        self, session: Session, actions: Sequence[Action], catalogue: Catalogue, finder: Finder
    ) -> None:
        self._session = session
        self._words = tuple(completion.of_words(actions))
        self._catalogue = catalogue
        self._finder = finder
        self._saved: Sequence[Candidate] = ()
        self._seen = completion.Seen()
        self._made: tuple[Sequence[Find], list[Candidate]] = ((), [])

    def begin(self) -> None:
        """Somebody is about to type."""
        self._seen = completion.Seen()
        self._saved = completion.of_saved(self._session)

    @property
    def profiles(self) -> Sequence[ProfileName]:
        """The profiles that are known."""
        return self._session.profiles

    def choices(
        self, text: str, nearest: Sequence[Candidate], complain: Complain
    ) -> Sequence[Choice]:
        """What may be meant, the likeliest first; `nearest` come before all."""
        if text.startswith("@"):
            return self._profiles(text[1:])
        if nearest:
            more = [] if looks_like_link(text) else self.ranked(text)
            return completion.choices([*((0.0, one) for one in nearest), *more])
        base, words = split(text)
        if words is not None and base.strip():
            filters = self._filters(base, words, complain)
            if filters is not None:
                return filters
        if not text.strip():
            return self._often()
        return [] if looks_like_link(text) else completion.choices(self.ranked(text))

    def ranked(self, text: str) -> list[tuple[float, Candidate]]:
        """What comes near to a text, the nearest first, each with how near it is."""
        path = completion.of_path(text, self._catalogue.finds())
        if path is not None:
            typed = text.lstrip().partition(" ")[2].strip()
            return completion.ranked(path, typed, ()) if typed else [(0.0, one) for one in path]
        wanted = wanted_by(text)
        offered = [*self._words, *self._saved] if not wanted.kind else []
        offered += self._known(wanted.kind)
        if not wanted.kind:
            offered += self._seen.of(reversed(self._session.views))
            offered += [Candidate(place, "") for place in self._often_texts()]
        search = self._finder.known(wanted)
        if search is not None:
            offered += [completion.of_find(one, True) for one in search.finds]
        begun, typed = completion.of_one(text, self._catalogue.finds())
        ranked = completion.ranked(begun, typed, ()) if typed else [(0.0, one) for one in begun]
        return [*ranked, *completion.ranked(offered, wanted.text, self._often_texts())]

    def nearest(self, wanted: Wanted) -> list[Candidate]:
        """What is called nearly as something that was not found."""
        offered = [*([] if wanted.kind else self._words), *self._known(wanted.kind)]
        return _near(wanted.text, ((name, one) for one in offered for name in names_of(one)))

    def missing(self, place: Place) -> tuple[str, list[Candidate]]:
        """What of a place is known not to be there, in a sentence, and what may be meant; "" else.

        Only lists that are known whole tell; what was made just now may not be in them.
        """
        above = ancestors(KINDS[place.kind])
        for depth, (kind, name) in enumerate(zip(above, place.parents, strict=True)):
            found = self._catalogue.whole(kind.name, place.parents[:depth])
            if found is None:
                return "", []
            ids = [kind.identify(one) for one in found]
            if name not in ids:
                of = f" of {safe(place.parents[depth - 1])}" if depth else ""
                sentence = f"No {kind.noun.lower()}{of} is called {safe(name)!r}."
                return sentence, self._instead(place, depth, ids)
        return "", []

    def _instead(self, place: Place, depth: int, ids: Sequence[str]) -> list[Candidate]:
        """The same place with another id that is nearly the one that is missing."""
        before, after = place.parents[:depth], place.parents[depth + 1 :]
        near = difflib.get_close_matches(place.parents[depth], ids, NEAREST, NEAR)
        places = [Place(place.kind, (*before, one, *after), place.focus) for one in near]
        about = KINDS[place.kind].title.lower()
        return [Candidate(said(one.narrowed(place.filter)), about) for one in places]

    def nearest_profiles(self, name: str) -> list[Candidate]:
        """The profiles that are called nearly so."""
        known = [Candidate(f"@{one.name}", one.about, (one.name,)) for one in self.profiles]
        return _near(name, ((one.names[0], one) for one in known))

    def check(self, place: Place) -> None:
        """Raises FilterError where a place's filter is known to be wrong."""
        from tui.core.filtering import compile_filter
        from tui.core.query import parse

        fields = self._fields(place) if place.filter else None
        if fields is not None and place.filter:
            now = datetime.now().astimezone()
            compile_filter(parse(place.filter), fields, KINDS[place.kind].search, now)

    # Steps.

    def _known(self, kind: str) -> Iterator[Candidate]:
        """What the project consists of, of one kind or all; made again when more is known."""
        finds = self._catalogue.finds()
        if self._made[0] is not finds:
            self._made = (finds, [completion.of_find(one) for one in finds])
        for find, made in zip(finds, self._made[1], strict=True):
            if kind in ("", find.kind.name):
                yield made

    def _often(self) -> list[Choice]:
        often = completion.often_first(self._often_texts(), [*self._words, *self._known("")])
        return [*often, *(Choice(one.text, one.about) for one in self._saved)]

    def _often_texts(self) -> list[str]:
        """What one has kept, and where one often is, but for where one is now."""
        here = self._session.history.here
        at = text_of(here.bare) if here is not None else ""
        kept = [one.text for one in reversed(Bookmarks(self._session.memory).all)]
        return [text for text in (*kept, *self._session.often.places) if text != at]

    def _profiles(self, typed: str) -> list[Choice]:
        offered = [Candidate(f"@{one.name}", one.about, (one.name,)) for one in self.profiles]
        return completion.choices(completion.ranked(offered, typed, ()))

    def _filters(self, base: str, words: str, complain: Complain) -> list[Choice] | None:
        """What goes on with the filter behind a place, and what is wrong with it."""
        from tui.core.completing import complete
        from tui.core.query import FilterError

        try:
            place = read(base)
        except PlaceError:
            return None
        if isinstance(place, Wanted):
            return None
        fields = self._fields(place)
        if fields is None:
            return []
        try:
            self.check(place.narrowed(words))
        except FilterError as error:
            if error.stop < len(words) and not error.unfinished:
                complain(str(error), error.start + len(base), error.stop + len(base))
        found = complete(words, fields)[: completion.MOST]
        return [Choice(base + one.text, one.about, one.shown) for one in found]

    def _fields(self, place: Place) -> Sequence[FilterField] | None:
        """What the list of a place can be filtered by; None while that is not known."""
        kind = KINDS[place.kind]
        view = self._session.known_view(place)
        parent = view.parent if view is not None else None
        if kind.own_columns and parent is None and place.parents:
            parent = self._catalogue.resource(kind.parent or "", place.parents)
            if parent is None:
                return None
        if view is not None and not kind.own_columns:
            return view.filter_fields
        known = kind.filters(parent) if kind.filters is not None else ()
        return with_local(known, kind.fields(parent), (), not kind.own_columns)


def wanted_by(text: str) -> Wanted:
    """What is to be looked for where a text names no place."""
    try:
        found = read(text)
    except PlaceError:
        found = None
    return found if isinstance(found, Wanted) else Wanted("", text.strip())


def names_of(one: Candidate) -> tuple[str, ...]:
    """All that a candidate is called."""
    return (one.text, *one.names)


def _near(text: str, named: Iterator[tuple[str, Candidate]]) -> list[Candidate]:
    """What is called nearly so, the nearest first."""
    names = {name.lower(): one for name, one in named}
    near = difflib.get_close_matches(text.lower(), names, NEAREST, NEAR)
    return list(dict.fromkeys(names[name] for name in near))
