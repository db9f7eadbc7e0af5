"""The go-to line: what is made of what somebody types there, and where it leads.

Nothing that is typed waits for the network: lists and finds are asked for beside, and offered as
they come. What was typed stays until it leads somewhere.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from tui.core.actions import Action
from tui.core.nearness import START
from tui.core.place import Place
from tui.core.text import safe
from tui.resources import KINDS
from tui.resources.directions import Wanted, is_word, read, said, split
from tui.resources.links import read_link
from tui.resources.lookups import Find
from tui.resources.places import PlaceError, is_id, looks_like_link
from tui.screens import completion
from tui.screens.asking import Asking
from tui.screens.catalogue import Catalogue
from tui.screens.completion import VIEW, Candidate
from tui.screens.finder import Finder, Search
from tui.screens.offering import Offering, wanted_by
from tui.screens.session import Session
from tui.screens.typing import Typing, Wait
from tui.widgets.prompt import Choice, Prompt

HINT = "a name, an id, databases/shop/orders, rows shop/orders status = paid, an address, @profile"
REST_SECONDS = 0.2
"""How long nothing must be typed before the server is searched."""
SHORTEST = 2
LEAVES = ("q", "q!", "quit", "exit")
ALIASES = {"h": "help"}
"""What fingers type by habit."""
BEGINS = (" ", "/")
"""How a choice ends that only begins something."""


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
        leave: Callable[[], object],
    ) -> None:
        """`open_view` takes the name of a saved one; `later` calls something after some seconds,
        in the screen's thread. `typing` keeps what is typed ahead of what is looked for. `leave`
        ends the program."""
        self._asking = asking
        self._session = session
        self._actions = {name: one.id for one in actions for name in (one.label, one.id)}
        self._go = go
        self._act = act
        self._switch = switch
        self._open_view = open_view
        self._later = later
        self._typing = typing
        self._leave = leave
        self._wait: Wait | None = None
        self.catalogue = Catalogue(session, self._told)
        self._finder = Finder(session, self.catalogue, self._told)
        self._offering = Offering(session, actions, self.catalogue, self._finder)
        self._typed = ""
        self._awaited: Search | None = None
        self._settled_text: str | None = None
        self._doubted: Place | None = None
        self._nearest: Sequence[Candidate] = ()
        self._refusal = self._notice = ""

    def ask(self, text: str = "") -> None:
        """Ask where to go."""
        self._offering.begin()
        self.catalogue.ask()
        self._forget()
        self._asking.ask(":", HINT, self._offer, self._entered, text, self._left)

    # While somebody types.

    def _offer(self, text: str) -> Sequence[Choice]:
        """What may be meant; called again whenever more is known."""
        if text != self._typed:
            self._typed = text
            self._forget()
            self._later(REST_SECONDS, lambda: self._rested(text))
        if self._awaited is not None or self._doubted is not None:
            self._asking.note(f"Looking for {safe(text.strip())!r} …")
        elif self._refusal:
            self._asking.complain(self._refusal)
        elif self._notice:
            self._asking.note(self._notice)
        return self._offering.choices(text, self._nearest, self._asking.complain)

    def _rested(self, text: str) -> None:
        """Nothing was typed for a moment: search the server for it."""
        if not self._asking.asks_for(self._offer) or text != self._typed:
            return
        wanted = wanted_by(text)
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
            if answer.choice.endswith(BEGINS):
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
            nearest = answer.choice.removeprefix(VIEW) if answer.choice.startswith(VIEW) else ""
            self._open_view(nearest or text.removeprefix(VIEW))
        elif looks_like_link(text):
            self._follow(text)
        elif text in LEAVES:
            self._asking.close()
            self._leave()
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
                self._offering.check(found)
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
        elif self._offering.missing(found)[0]:
            # It may have been made meanwhile.
            self._doubted = found
            self.catalogue.ask(anew=True)
            self._wait = self._typing.begin(lax=True)
            self._asking.offer_again()
            self._decide()
        else:
            self._asking.close()
            self._go(found)

    def _meant(
        self, text: str, answer: Prompt.Submitted, error: PlaceError
    ) -> Place | Wanted | None:
        """What was meant by a text that names no place: the nearest, or something to look for."""
        ranked = self._offering.ranked(answer.text)
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
        place, search = self._doubted, self._awaited
        if place is not None and self.catalogue.settled:
            self._doubted, self._settled_text = None, self._typed
            leads = self._lead_to(place)
        elif search is not None and self._finder.settled(search):
            self._awaited, self._settled_text = None, self._typed
            leads = self._lead(search)
        else:
            return
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
        if len(exact) == 1 or (len(served) == 1 and _is_within(text, search.finds)):
            self._asking.close()
            self._go(exact[0] if len(exact) == 1 else served[0])
            return True
        if not exact and not served:
            self._refuse_all(search)
        else:
            count = len({*exact, *served})
            more = " or more" if search.cut else ""
            come = "comes" if count == 1 else "come"
            named = exact or _is_within(text, search.finds)
            told = "are called so" if named else f"{come} near {safe(wanted.text)!r}"
            self._notice = f"{count}{more} {told}: ↑ ↓ choose one, enter goes there."
        self._asking.offer_again()
        return False

    def _lead_to(self, place: Place) -> bool:
        """Go there, unless it is known now that there is no such place: then False."""
        missing, self._nearest = self._offering.missing(place)
        if missing:
            near = f" Did you mean {self._nearest[0].text}?" if self._nearest else ""
            self._refuse(missing + near)
            return False
        self._asking.close()
        self._go(place)
        return True

    def _refuse_all(self, search: Search) -> None:
        """Nothing was found: say so, say what could not be asked, offer the nearest."""
        wanted = search.wanted
        noun = KINDS[wanted.kind].noun.lower() if wanted.kind else "Nothing"
        said_so = f"is called {safe(wanted.text)!r}."
        self._refusal = f"No {noun} {said_so}" if wanted.kind else f"{noun} {said_so}"
        self._nearest = self._offering.nearest(wanted)
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
            one
            for one in self._offering.profiles
            if link.is_of(one.project) and link.is_at(one.endpoint)
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
        names = [one.name for one in self._offering.profiles]
        if name not in names and choice.startswith("@"):
            name, _, rest = choice[1:].partition(" ")
        if names and name not in names:
            nearest = self._offering.nearest_profiles(name)
            near = (
                f"Did you mean {nearest[0].text}?" if nearest else f"There are: {_listed(names)}."
            )
            self._refuse(f"There is no profile {safe(name)!r}. {near}")
            return
        try:
            place = read(rest) if rest.strip() else None
        except PlaceError as error:
            self._refuse(str(error))
            return
        self._asking.close()
        self._switch(name, place if isinstance(place, Place) else None)

    def _forget(self) -> None:
        """Something else is typed: nothing is awaited, nothing refused."""
        self._awaited = self._settled_text = None
        self._nearest, self._refusal, self._notice, self._doubted = (), "", "", None

    def _left(self) -> None:
        self._finder.drop()
        self._typed = ""
        self._forget()


def _is_made_id(text: str) -> bool:
    """Whether it looks like an id that the server made: 20 hexadecimal digits."""
    return len(text) == 20 and is_id(text) and all(one in "0123456789abcdef" for one in text)


def _is_within(text: str, finds: Sequence[Find]) -> bool:
    """Whether it stands so in a name of all that was found: a search finds any of its words."""
    return all(any(text in name.lower() for name in one.names) for one in finds)


def _listed(names: Sequence[str]) -> str:
    return ", ".join(map(safe, names))


def _is_place(text: str) -> bool:
    try:
        return isinstance(read(text), Place)
    except PlaceError:
        return False
