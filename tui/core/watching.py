"""What a watched list is asked for, and what its answer says is new, changed or gone. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from appwrite.query import Query

from tui.core.kind import Resource

NEW, CHANGED, GONE = "+", "~", "−"

CREATED, UPDATED = "$createdAt", "$updatedAt"
EVER = "1970-01-01T00:00:00.000+00:00"
"""Before everything that a server holds."""

ROOM = 3800
"""Characters of ids in one query; servers take 4096 for the whole of it."""

MORE = 100
"""So many new ones are told of by one answer; the next tells of the others."""


@dataclass(frozen=True, slots=True)
class Pace:
    """How many seconds lie between two looks: the first, the most in peace, the most in trouble."""

    first: float = 2.0
    idle: float = 30.0
    failing: float = 60.0

    def after(self, before: float, news: bool) -> float:
        """Until the next look, after an answer."""
        return self.first if news else max(self.first, min(before * 2, self.idle))

    def after_failure(self, before: float) -> float:
        """Until the next look, where there was no answer."""
        return min(before * 2, self.failing)


@dataclass(frozen=True, slots=True)
class News:
    """What an answer says: the new by id, the changed by id, the ids of what is gone."""

    new: Mapping[str, Resource]
    changed: Mapping[str, Resource]
    gone: frozenset[str]

    def __bool__(self) -> bool:
        return bool(self.new or self.changed or self.gone)


def newest_queries() -> list[str]:
    """What tells when the newest of a list was created."""
    return [str(Query.order_desc(CREATED)), str(Query.limit(1))]


def news_queries(ids: Sequence[str], since: str) -> list[str]:
    """What tells of these ids and of what was created since; the oldest come first."""
    created = str(Query.greater_than(CREATED, since))
    asked = Query.or_queries([Query.equal("$id", list(ids)), created]) if ids else created
    return [str(asked), str(Query.order_asc(CREATED)), str(Query.limit(len(ids) + MORE))]


def brief_query() -> str:
    """What leaves out all but what tells that something changed."""
    return str(Query.select(["$id", CREATED, UPDATED]))


def id_queries(ids: Sequence[str]) -> list[str]:
    """What brings these."""
    return [str(Query.equal("$id", list(ids))), str(Query.limit(len(ids)))]


def portions(ids: Iterable[str]) -> list[list[str]]:
    """The ids in portions of as many as one query takes; a tall terminal shows more than that."""
    found: list[list[str]] = []
    room = 0
    for one in ids:
        room -= len(one) + 3
        if room < 0:
            found.append([])
            room = ROOM - len(one) - 3
        found[-1].append(one)
    return found


def newest(resources: Iterable[Resource], since: str = EVER) -> str:
    """When the newest of these was created; `since` where none is newer."""
    return max((str(one.get(CREATED) or since) for one in resources), default=since)


def compare(
    shown: Mapping[str, Resource],
    answer: Sequence[Resource],
    identify: Callable[[Resource], str],
    whole: bool = True,
) -> News:
    """What differs between what is shown, by id, and the answer to `news_queries`.

    An answer that is not `whole` may have left something out: nothing is gone then. One that is
    older than what is shown says nothing.
    """
    found = {identify(one): one for one in answer}
    return News(
        {one: found[one] for one in found if one not in shown},
        {one: found[one] for one in found if one in shown and _differs(shown[one], found[one])},
        frozenset(one for one in shown if one not in found) if whole else frozenset(),
    )


def _differs(shown: Resource, found: Resource) -> bool:
    before, after = str(shown.get(UPDATED) or ""), str(found.get(UPDATED) or "")
    return after > before
