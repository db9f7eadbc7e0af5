"""The go-to line: what it offers while somebody types, and where it leads.

Nothing that is typed waits for the network: lists and finds are asked for beside, and offered as
they come. What was typed stays until it leads somewhere.
"""

from __future__ import annotations

import difflib
from collections.abc import Callable, Sequence
from datetime import datetime

from tui.config.bookmarks import Bookmarks
from tui.core.actions import Action
from tui.core.filter_field import FilterField
from tui.core.local_fields import with_local
from tui.core.nearness import START
from tui.core.place import Place
from tui.core.text import safe
from tui.resources import KINDS
from tui.resources.directions import Wanted, is_word, read, said, split
from tui.resources.links import read_link
from tui.resources.lookups import Find
from tui.resources.places import PlaceError, is_id, looks_like_link, text_of
from tui.screens import completion
from tui.screens.asking import Asking
from tui.screens.catalogue import Catalogue
from tui.screens.completion import VIEW, Candidate
from tui.screens.finder import Finder, Search
from tui.screens.session import ProfileName, Session
from tui.screens.typing import Typing, Wait
from tui.widgets.prompt import Choice, Prompt

HINT = "a name, an id, databases/shop/orders, rows shop/orders status = paid, an address, @profile"
REST_SECONDS = 0.2
"""How long nothing must be typed before the server is searched."""
SHORTEST = 2
ALIASES = {"q": "quit", "q!": "quit", "quit": "quit", "exit": "quit", "h": "help"}
"""What fingers type by habit."""


class Going:
    """Asks where to go, and sees to it."""

    def __init__(
        self,
        asking: Asking,
        session: Session,
        actions: Sequence[Action],
        *,
        go: Callable[[Place], object],
        act: Callable[[str], object],
        switch: Callable[[str, Place | None], object],
        open_view: Callable[[str], object],
        later: Callable[[float, Callable[[], None]], object],
        typing: Typing,
    ) -> None:
        """`open_view` takes the name of a saved one; `later` calls something after some seconds,
        in the screen's thread. `typing` keeps what is typed ahead of what is looked for."""
        self._asking = asking
        self._session = session
        self._actions = {name: one.id for one in actions for name in (one.label, one.id)}
        self._words = tuple(completion.of_words(actions))
        self._saved: Sequence[Candidate] = ()
        self._go = go
        self._act = act
        self._switch = switch
        self._open_view = open_view
        self._later = later
        self._typing = typing
        self._wait: Wait | None = None
        self.catalogue = Catalogue(session, self._told)
        self._finder = Finder(session, self.catalogue, self._told)
        self._made: tuple[Sequence[Find], list[Candidate]] = ((), [])
        self._seen = completion.Seen()
        self._typed = ""
        self._awaited: Search | None = None
        self._settled_text: str | None = None
        self._nearest: Sequence[Candidate] = ()
        self._refusal = self._notice = ""

    def ask(self, text: str = "") -> None:
        """Ask where to go."""
        self._seen = completion.Seen()
        self.catalogue.ask()
        self._saved = completion.of_saved(self._session)
        self._forget()
        self._asking.ask(":", HINT, self._offer, self._entered, text, self._left)

    # While somebody types.

    def _offer(self, text: str) -> Sequence[Choice]:
        """What may be meant; called again whenever more is known."""
        if text != self._typed:
            self._typed = text
            self._forget()
            self._later(REST_SECONDS, lambda: self._rested(text))
        if self._awaited is not None:
            self._asking.note(f"Looking for {safe(text.strip())!r} …")
        elif self._refusal:
            self._asking.complain(self._refusal)
        elif self._notice:
            self._asking.note(self._notice)
        if text.startswith("@"):
            return self._profiles(text[1:])
        base, words = split(text)
        if words is not None and base.strip():
            filters = self._filters(base, words)
            if filters is not None:
                return filters
        if not text.strip():
            return self._often()
        if looks_like_link(text):
            return completion.choices((0.0, one) for one in self._nearest)
        return completion.choices(self._ranked(text))

    def _ranked(self, text: str) -> list[tuple[float, Candidate]]:
        path = completion.of_path(text, self.catalogue.finds())
        if path is not None:
            typed = text.lstrip().partition(" ")[2].strip()
            return completion.ranked(path, typed, ()) if typed else [(0.0, one) for one in path]
        wanted = self._wanted(text)
        offered = [*self._words, *self._saved] if not wanted.kind else []
        known = zip(self.catalogue.finds(), self._known_candidates(), strict=True)
        offered += [made for one, made in known if wanted.kind in ("", one.kind.name)]
        if not wanted.kind:
            offered += self._seen.of(reversed(self._session.views))
            offered += [Candidate(place, "") for place in self._often_texts()]
        search = self._finder.known(wanted)
        if search is not None:
            offered += [completion.of_find(one, True) for one in search.finds]
        ranked = completion.ranked(offered, wanted.text, self._often_texts())
        return [(0.0, one) for one in self._nearest] + ranked

    def _known_candidates(self) -> list[Candidate]:
        """What the project consists of; made again only when more of it is known."""
        finds = self.catalogue.finds()
        if self._made[0] is not finds:
            self._made = (finds, [completion.of_find(one) for one in finds])
        return self._made[1]

    def _often(self) -> list[Choice]:
        known = self._known_candidates()
        often = completion.often_first(self._often_texts(), [*self._words, *known])
        return [*often, *(Choice(one.text, one.about) for one in self._saved)]

    def _often_texts(self) -> list[str]:
        """What one has kept, and where one often is, but for where one is now."""
        here = self._session.history.here
        at = text_of(here.bare) if here is not None else ""
        kept = [one.text for one in reversed(Bookmarks(self._session.memory).all)]
        return [text for text in (*kept, *self._session.often.places) if text != at]

    def _profiles(self, typed: str) -> list[Choice]:
        offered = [Candidate(f"@{one.name}", one.about, (one.name,)) for one in self._known()]
        return completion.choices(completion.ranked(offered, typed, ()))

    def _filters(self, base: str, words: str) -> list[Choice] | None:
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
            self._check(place.narrowed(words))
        except FilterError as error:
            if error.stop < len(words) and not error.unfinished:
                start, stop = error.start + len(base), error.stop + len(base)
                self._asking.complain(str(error), start, stop)
        found = complete(words, fields)[: completion.MOST]
        return [Choice(base + one.text, one.about, one.shown) for one in found]

    def _rested(self, text: str) -> None:
        """Nothing was typed for a moment: search the server for it."""
        if not self._asking.asks_for(self._offer) or text != self._typed:
            return
        wanted = self._wanted(text)
        if len(wanted.text) < SHORTEST or not self._is_searchable(text):
            return
        # Ids that the server made are pasted, not typed: they are looked for everywhere at once.
        self._finder.look(wanted, deep=_is_made_id(wanted.text))
        self._asking.offer_again()

    def _is_searchable(self, text: str) -> bool:
        if text.startswith("@") or looks_like_link(text):
            return False
        return split(text)[1] is None and completion.of_path(text, ()) is None

    # When it is entered.

    def _entered(self, answer: Prompt.Submitted) -> None:
        """Go where the line says; what names nothing itself is looked for."""
        text = answer.text.strip()
        if answer.picked or not text or (self._settled_text == answer.text and answer.choice):
            if answer.choice.endswith(" "):
                # It only begins something: let it be gone on with.
                self._asking.take(answer.choice)
                return
            text = answer.choice
        if not text:
            return
        if text.startswith("@"):
            self._change_project(text[1:], answer.choice)
        elif text.startswith(VIEW):
            self._asking.close()
            self._open_view(text.removeprefix(VIEW))
        elif looks_like_link(text):
            self._follow(text)
        elif (action := self._actions.get(text) or ALIASES.get(text)) and not _is_place(text):
            self._asking.close()
            self._act(action)
        else:
            self._go_to(text, answer)

    def _go_to(self, text: str, answer: Prompt.Submitted) -> None:
        from tui.core.query import FilterError

        found: Place | Wanted | None
        try:
            found = read(text)
            if isinstance(found, Place):
                self._check(found)
        except FilterError as error:
            base = len(answer.text) - len(split(answer.text)[1] or "")
            self._asking.complain(str(error), error.start + base, error.stop + base)
            return
        except PlaceError as error:
            found = self._meant(text, answer, error)
            if found is None:
                return
        if isinstance(found, Wanted):
            self._look(found)
        else:
            self._asking.close()
            self._go(found)

    def _meant(
        self, text: str, answer: Prompt.Submitted, error: PlaceError
    ) -> Place | Wanted | None:
        """What was meant by a text that names no place: the nearest, or something to look for."""
        ranked = self._ranked(answer.text)
        if ranked and (ranked[0][0] >= START - 2 or "/" in text):
            try:
                return read(ranked[0][1].text)
            except PlaceError:
                # A word that only begins something.
                pass
        if not self._is_searchable(text) or "/" in text or is_word(text):
            self._refuse(str(error))
            return None
        return Wanted("", text)

    def _look(self, wanted: Wanted) -> None:
        self._awaited = self._finder.look(wanted, deep=True)
        self._wait = self._typing.begin(lax=True)
        self._asking.offer_again()
        self._decide()

    def _refuse(self, sentence: str) -> None:
        """Say why it leads nowhere, until something else is typed."""
        self._refusal = sentence
        self._asking.offer_again()

    def _told(self) -> None:
        """More is known: look further, and see whether that is all."""
        self._finder.go_on()
        self._decide()

    def _decide(self) -> None:
        """Go to what was found if it is the only thing; else let somebody choose."""
        search = self._awaited
        if search is None or not self._finder.settled(search):
            return
        self._awaited, self._settled_text = None, self._typed
        leads = self._lead(search)
        if self._wait is not None:
            wait, self._wait = self._wait, None
            self._typing.end(wait, as_meant=leads)

    def _lead(self, search: Search) -> bool:
        """Go to the only thing that was found; False where there is none, or several."""
        wanted = search.wanted
        known = [one for one in self.catalogue.finds() if wanted.kind in ("", one.kind.name)]
        finds = {one.place: one for one in (*known, *search.finds)}
        text = wanted.text.lower()
        exact = [p for p, one in finds.items() if text in (name.lower() for name in one.names)]
        served = list({one.place for one in search.finds})
        for places in (exact, served):
            if len(places) == 1:
                self._asking.close()
                self._go(places[0])
                return True
        if not exact and not served:
            self._refuse_all(search)
        else:
            count = len({*exact, *served})
            more = " or more" if search.cut else ""
            self._notice = f"{count}{more} are called so: ↑ ↓ choose one, enter goes there."
        self._asking.offer_again()
        return False

    def _refuse_all(self, search: Search) -> None:
        """Nothing was found: say so, say what could not be asked, offer the nearest."""
        wanted = search.wanted
        noun = KINDS[wanted.kind].noun.lower() if wanted.kind else "Nothing"
        said_so = f"is called {safe(wanted.text)!r}."
        self._refusal = f"No {noun} {said_so}" if wanted.kind else f"{noun} {said_so}"
        candidates = self._known_candidates()
        offered = [*self._words, *candidates] if not wanted.kind else candidates
        names = {name.lower(): one for one in offered for name in (one.text, *one.names)}
        near = difflib.get_close_matches(wanted.text.lower(), names, 5, 0.6)
        self._nearest = list(dict.fromkeys(names[name] for name in near))
        if self._nearest:
            self._refusal += f" Did you mean {self._nearest[0].text.strip()}?"
        problems = {**self.catalogue.problems, **search.problems}
        if problems:
            unread = ", ".join(title.lower() for title in problems)
            why = next(iter(problems.values())).sentence
            self._refusal += f" Could not look into {unread}: {why}"

    # Other projects.

    def _follow(self, address: str) -> None:
        """Go where an address leads, or offer the profile whose project it is of."""
        try:
            link = read_link(address)
        except PlaceError as error:
            self._refuse(str(error))
            return
        settings = self._session.settings
        here = link.is_of(settings.project) and link.is_at(settings.endpoint)
        others = [
            one for one in self._known() if link.is_of(one.project) and link.is_at(one.endpoint)
        ]
        if here or (link.is_of(settings.project) and not others):
            self._asking.close()
            self._go(link.place)
            return
        project = safe(link.projects[-1] if link.projects else "?")
        told = f"This address is of project {project} at {safe(link.host)}, not of this one."
        if not others:
            self._refuse(f"{told} No profile has it.")
            return
        self._refusal = f"{told} enter opens it with @{others[0].name}."
        self._settled_text = self._typed
        self._nearest = [Candidate(f"@{one.name} {said(link.place)}", one.about) for one in others]
        self._asking.offer_again()

    def _change_project(self, text: str, choice: str) -> None:
        name, _, rest = text.partition(" ")
        names = [one.name for one in self._known()]
        if name not in names and choice.startswith("@"):
            name, _, rest = choice[1:].partition(" ")
        try:
            place = read(rest) if rest.strip() else None
        except PlaceError as error:
            self._refuse(str(error))
            return
        self._asking.close()
        self._switch(name, place if isinstance(place, Place) else None)

    # What is known.

    def _known(self) -> Sequence[ProfileName]:
        return self._session.profiles

    def _wanted(self, text: str) -> Wanted:
        try:
            found = read(text)
        except PlaceError:
            found = None
        return found if isinstance(found, Wanted) else Wanted("", text.strip())

    def _fields(self, place: Place) -> Sequence[FilterField] | None:
        """What the list of a place can be filtered by; None while that is not known."""
        kind = KINDS[place.kind]
        view = self._session.known_view(place)
        parent = view.parent if view is not None else None
        if kind.own_columns and parent is None and place.parents:
            parent = self.catalogue.resource(kind.parent or "", place.parents)
            if parent is None:
                return None
        if view is not None and not kind.own_columns:
            return view.filter_fields
        known = kind.filters(parent) if kind.filters is not None else ()
        return with_local(known, kind.fields(parent), (), not kind.own_columns)

    def _check(self, place: Place) -> None:
        """Raises FilterError where a place's filter is known to be wrong."""
        from tui.core.filtering import compile_filter
        from tui.core.query import parse

        fields = self._fields(place) if place.filter else None
        if fields is not None and place.filter:
            now = datetime.now().astimezone()
            compile_filter(parse(place.filter), fields, KINDS[place.kind].search, now)

    def _forget(self) -> None:
        """Something else is typed: nothing is awaited, nothing refused."""
        self._awaited = self._settled_text = None
        self._nearest, self._refusal, self._notice = (), "", ""

    def _left(self) -> None:
        self._finder.drop()
        self._typed = ""
        self._forget()


def _is_made_id(text: str) -> bool:
    """Whether it looks like an id that the server made: 20 hexadecimal digits."""
    return len(text) == 20 and is_id(text) and all(one in "0123456789abcdef" for one in text)


def _is_place(text: str) -> bool:
    try:
        return isinstance(read(text), Place)
    except PlaceError:
        return False
