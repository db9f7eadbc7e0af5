"""The only place that lets a write out.

A change is remembered before it is sent, guarded against what others changed meanwhile, and what
came of it is found out, also where the answer got lost. Read-only is refused here and in the
client.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from enum import Enum
from typing import TYPE_CHECKING, Any

from tui.api.errors import ApiError
from tui.api.gate import opened
from tui.core.change import Change, Guard, Verb, Write
from tui.core.endpoint import Endpoint
from tui.core.journal import Entry, Fate, Journal, JournalError, Stamp
from tui.core.operator_text import operators_in
from tui.core.problem import Cause, Problem
from tui.core.redact import without_secrets
from tui.core.text import brief

if TYPE_CHECKING:
    from tui.api.client import Client

TIMESTAMP = "x-appwrite-timestamp"
MOVED = ("row_update_conflict", "document_update_conflict")
GONE = Problem("It was deleted meanwhile.", "Nothing was changed.", Cause.NOT_FOUND, 404)
_STAMPS = ("$id", "$updatedAt")
UNDECIDED = (
    "Whether it was applied could not be found out.",
    "It is in :journal, and looked at again when the server answers.",
)
SO_FAR = (
    "It has not been applied so far, but the server may still be at it.",
    "It is in :journal, and looked at again in a while.",
)
LOOK_AGAIN = 10.0
"""Seconds after which a change without an answer is looked at again."""


Carry = Callable[[], Mapping[str, Any]]
"""Sends what a change takes, and gives the server's last answer. Raises ApiError."""


class State(Enum):
    """How sending a change ended."""

    APPLIED = "applied"
    REFUSED = "refused"
    CONFLICT = "conflict"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a change.

    `answer` is the resource after it, where known; `theirs` is what others made of it, for a
    conflict; `differs` names the fields that the server keeps otherwise than they were sent.
    """

    change: Change
    state: State
    entry_id: int = 0
    answer: Mapping[str, Any] | None = None
    theirs: Mapping[str, Any] | None = None
    problem: Problem | None = None
    differs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Batch:
    """Many changes of one list and their one request, in the journal as `entries`.

    There are none where a `problem` keeps it from being sent.
    """

    changes: Sequence[Change]
    write: Write
    entries: Sequence[int] = ()
    problem: Problem | None = None


def objection(change: Change, refusal: Problem | None) -> Problem | None:
    """Why a change must not be sent at all; None where it may. `refusal` is about all changes."""
    if refusal is not None:
        return refusal
    if change.write.runs_operators and not change.means_operators:
        for name, method in operators_in(change.write.body):
            return Problem(
                f'The text of "{brief(name)}" looks like the operator {method}: the server would '
                "run it instead of storing it.",
                "Nothing was sent. Such a text can only be stored with a new row.",
                Cause.INPUT,
            )
    return None


class Door:
    """Sends the changes of one connection. Any thread may use it."""

    def __init__(
        self,
        client: Client,
        journal: Journal,
        stamp: Stamp,
        carrier: Callable[[Change], Carry | None] = lambda change: None,
    ) -> None:
        """`carrier` gives how a change is sent that takes more than its one request."""
        self._client = client
        self._carrier = carrier
        self.journal = journal
        self.stamp = stamp
        self._look_again_at: float | None = None

    @property
    def is_look_due(self) -> bool:
        """Whether it is time to look again at changes of which it is not known what became."""
        return self._look_again_at is not None and time.monotonic() >= self._look_again_at

    def looks(self) -> None:
        """Somebody looks at all of them now."""
        self._look_again_at = None

    def send(
        self,
        change: Change,
        *,
        job: str = "",
        undoes: Entry | None = None,
        by: Carry | None = None,
    ) -> Outcome:
        """Send a change and find out what became of it. Whatever goes wrong is in the outcome.

        `by` sends what takes several requests of its own (the chunks of a file) and gives the
        answer; what it raises besides ApiError ends the change.
        """
        problem = objection(change, self._client.refusal)
        if problem is not None:
            return Outcome(change, State.REFUSED, problem=problem)
        if change.guard is Guard.READ:
            stale = self._stale(change)
            if stale is not None:
                return stale
        try:
            stamp = replace(self.stamp, job=job)
            reverses = {} if undoes is None else {0: undoes}
            [entry_id] = self.journal.begin([change], stamp, reverses)
        except JournalError as error:
            return Outcome(change, State.REFUSED, problem=not_written(error))
        try:
            outcome = replace(self._send(change, by or self._carrier(change)), entry_id=entry_id)
        except BaseException:
            if by is not None:
                self.journal.settle([entry_id], Fate.REFUSED, "It was stopped before its end.")
            raise
        return self._remember(outcome)

    def send_steps(
        self, changes: Sequence[Change], *, job: str = "", undoes: Sequence[Entry] = ()
    ) -> list[Outcome]:
        """Send changes of one resource one after the other, as far as they are applied.

        Only the first is guarded: after it, the resource was changed by ourselves. `undoes` are
        the entries that they take back, one for each.
        """
        outcomes: list[Outcome] = []
        for number, change in enumerate(changes):
            if number:
                seen = str((outcomes[-1].answer or {}).get("$updatedAt") or "")
                change = replace(change, seen=seen, guard=Guard.NONE)
            undone = undoes[number] if undoes else None
            outcomes.append(self.send(change, job=job, undoes=undone))
            if outcomes[-1].state is not State.APPLIED:
                break
        return outcomes

    def send_batch(
        self, changes: Sequence[Change], write: Write, job: str, undoes: Sequence[Entry] = ()
    ) -> list[Outcome]:
        """Send many changes of one list by one request, which leaves out what moved meanwhile.

        The answer names the resources that were changed; what it does not name has moved. `undoes`
        are the entries that they take back, one for each.
        """
        return self.remember(self.exchange(self.begin(changes, write, job, undoes)))

    # The three steps of a batch: long work takes one step with a batch while others take theirs.

    def begin(
        self, changes: Sequence[Change], write: Write, job: str, undoes: Sequence[Entry] = ()
    ) -> Batch:
        """Write the changes of a batch into the journal; nothing is sent yet."""
        whole = replace(changes[0], write=write)
        problem = objection(whole, self._client.refusal)
        entries: Sequence[int] = ()
        if problem is None:
            try:
                stamp = replace(self.stamp, job=job)
                entries = self.journal.begin(changes, stamp, dict(enumerate(undoes)))
            except JournalError as error:
                problem = not_written(error)
        return Batch(changes, write, entries, problem)

    def exchange(self, batch: Batch) -> list[Outcome]:
        """Send the request of a batch; what came of it is not in the journal yet."""
        changes, write = batch.changes, batch.write
        if batch.problem is not None:
            return [Outcome(one, State.REFUSED, problem=batch.problem) for one in changes]
        try:
            with opened():
                answer = self._client.fetch(write.endpoint, write.ids, write.body)
        except ApiError as error:
            told = zip(self._all_failed(changes, error.problem), batch.entries, strict=True)
            return [replace(one, entry_id=entry_id) for one, entry_id in told]
        return _named_by(answer, batch)

    def remember(self, outcomes: list[Outcome]) -> list[Outcome]:
        """Write into the journal what came of a batch."""
        if not any(one.entry_id for one in outcomes):
            return outcomes
        applied = {one.entry_id: _kept(one) for one in outcomes if one.state is State.APPLIED}
        try:
            self.journal.all_done(applied)
        except JournalError as error:
            said = Problem(f"What came of it is not in the journal: {error}.", "", Cause.SERVER)
            return [replace(one, problem=one.problem or said) for one in outcomes]
        return [one if one.entry_id in applied else self._remember(one) for one in outcomes]

    def drop(self, batch: Batch) -> None:
        """A batch is not going to be sent after all."""
        # Where even that cannot be written, they stay open, and the next start looks at them.
        with suppress(JournalError):
            self.journal.settle(batch.entries, Fate.REFUSED, "It was stopped before it was sent.")

    def fetch(
        self, endpoint: Endpoint, ids: Mapping[str, str], params: Mapping[str, Any]
    ) -> dict[str, Any]:
        """Read something on the way to a change. Raises ApiError."""
        return self._client.fetch(endpoint, ids, params)

    def settle(self, entry: Entry, change: Change) -> Outcome:
        """Find out what became of a change whose answer was lost, with the change made anew."""
        said = entry.problem or "The program ended before the answer came."
        for earlier, _ in (UNDECIDED, SO_FAR):
            said = said.removesuffix(earlier).strip()
        lost = Problem(said)
        return self._remember(replace(self._find_out(change, lost), entry_id=entry.id))

    def read(self, change: Change) -> Mapping[str, Any]:
        """The resource of a change as it is now. Raises ApiError."""
        if change.look is None:
            raise ApiError(Problem(*UNDECIDED, Cause.NOT_FOUND))
        return self._client.fetch(change.look.endpoint, change.ids, change.look.params)

    def _send(self, change: Change, by: Carry | None = None) -> Outcome:
        write = change.write
        headers = dict(write.headers)
        if change.guard is Guard.SERVER and change.seen:
            headers[TIMESTAMP] = change.seen
        try:
            with opened():
                answer = (
                    self._client.fetch(write.endpoint, write.ids, write.body, headers)
                    if by is None
                    else by()
                )
        except ApiError as error:
            return self._failed(change, error.problem)
        if change.verb is Verb.DELETE:
            return Outcome(change, State.APPLIED)
        differs = tuple(
            name
            for name, value in change.after.items()
            if not change.means_operators
            and name in answer
            and not replace(change, after={name: value}).is_in(answer)
        )
        return Outcome(change, State.APPLIED, answer=answer, differs=differs)

    def _failed(self, change: Change, problem: Problem) -> Outcome:
        if problem.type in MOVED:
            return self._conflict(change, problem)
        if problem.uncertain:
            return self._find_out(change, problem)
        gone = (f"{change.kind}_not_found", "document_not_found")
        if change.verb is not Verb.CREATE and problem.type in gone:
            return Outcome(change, State.REFUSED, problem=GONE)
        return Outcome(change, State.REFUSED, problem=problem)

    def _all_failed(self, changes: Sequence[Change], problem: Problem) -> list[Outcome]:
        """The request for all of these failed."""
        outcomes: list[Outcome] = []
        for change in changes:
            last = outcomes[-1] if outcomes else None
            if (
                last is not None
                and last.problem is not None
                and last.problem.remedy == UNDECIDED[1]
            ):
                # A server that does not even answer reads is not asked a hundred times more.
                outcomes.append(replace(last, change=change))
            else:
                outcomes.append(self._failed(change, problem))
        return outcomes

    def _stale(self, change: Change) -> Outcome | None:
        """What stands in the way because somebody else changed the resource since it was read."""
        try:
            now = self.read(change)
        except ApiError as error:
            problem = GONE if error.problem.status == 404 else error.problem
            return Outcome(change, State.REFUSED, problem=problem)
        if now.get("$updatedAt") == change.seen:
            return None
        return Outcome(change, State.CONFLICT, theirs=now, problem=moved())

    def _conflict(self, change: Change, problem: Problem) -> Outcome:
        try:
            now = self.read(change)
        except ApiError as error:
            gone = error.problem.status == 404
            return Outcome(change, State.REFUSED, problem=GONE if gone else problem)
        if change.guard is Guard.SERVER and now.get("$updatedAt") == change.seen:
            # The server holds the time that was read against related rows as well, which may be
            # newer. This one has not moved, as was just read.
            return replace(self._send(replace(change, guard=Guard.NONE)), change=change)
        return Outcome(change, State.CONFLICT, theirs=now, problem=moved())

    def _find_out(self, change: Change, lost: Problem) -> Outcome:
        """Look at the resource after a request without an answer."""
        try:
            now: Mapping[str, Any] | None = self.read(change)
        except ApiError as error:
            if error.problem.status != 404:
                return Outcome(change, State.UNKNOWN, problem=_with(lost, *UNDECIDED))
            now = None
        if _arrived(change, now):
            said = "It was applied nevertheless."
            return Outcome(change, State.APPLIED, answer=now, problem=_with(lost, said, ""))
        if now is None and change.verb is Verb.UPDATE:
            return Outcome(change, State.REFUSED, problem=GONE)
        if now is None or change.is_missing_from(now):
            if _may_still_come(lost):
                return Outcome(change, State.UNKNOWN, problem=_with(lost, *SO_FAR))
            said = "It was not applied: nothing has changed."
            return Outcome(change, State.REFUSED, problem=_with(lost, said, "Try again."))
        if change.verb is Verb.UPDATE and not change.after:
            return Outcome(change, State.UNKNOWN, problem=_with(lost, *UNDECIDED))
        if change.means_operators:
            # To add once more what was added already would be worse than to ask a person.
            said = "Whether it was applied cannot be told: it was changed again since."
            return Outcome(change, State.UNKNOWN, theirs=now, problem=_with(lost, said, ""))
        said = "It is not as it was meant to be: somebody else has changed it since."
        return Outcome(change, State.CONFLICT, theirs=now, problem=_with(lost, said, ""))

    def _remember(self, outcome: Outcome) -> Outcome:
        sentence = outcome.problem.sentence if outcome.problem else ""
        if outcome.state is State.UNKNOWN:
            self._look_again_at = time.monotonic() + LOOK_AGAIN
        try:
            if outcome.state is State.APPLIED:
                self.journal.done(outcome.entry_id, _kept(outcome))
            else:
                fate = Fate.UNKNOWN if outcome.state is State.UNKNOWN else Fate.REFUSED
                self.journal.settle([outcome.entry_id], fate, sentence)
        except JournalError as error:
            said = Problem(f"What came of it is not in the journal: {error}.", "", Cause.SERVER)
            return replace(outcome, problem=outcome.problem or said)
        return outcome


def _kept(outcome: Outcome) -> Mapping[str, Any] | None:
    """What an undo needs of the answer, as the journal may hold it.

    Rows are their owners', all else goes without secrets. Of rows, what the change says anyway is
    left out: there may be many, and a journal has an end.
    """
    answer, change = outcome.answer, outcome.change
    if answer is None:
        return None
    if change.kind != "row":
        told = {name: one for name, one in answer.items() if name not in change.forgets}
        return without_secrets(told)
    if change.verb is Verb.CREATE:
        return {
            name: value
            for name, value in answer.items()
            if name not in change.after or change.after[name] != value
        }
    return {name: answer[name] for name in (*change.after, *_STAMPS) if name in answer}


def _named_by(answer: Mapping[str, Any], batch: Batch) -> list[Outcome]:
    """What became of each change of a batch, by the resources that its answer names."""
    named: dict[str, Mapping[str, Any]] = {}
    for value in answer.values():
        if isinstance(value, list):
            named = {str(one.get("$id")): one for one in value if isinstance(one, Mapping)}
    outcomes = []
    for change, entry_id in zip(batch.changes, batch.entries, strict=True):
        found = named.get(list(change.ids.values())[-1])
        if found is None:
            outcomes.append(Outcome(change, State.CONFLICT, entry_id, problem=moved()))
        else:
            kept = None if change.verb is Verb.DELETE else found
            outcomes.append(Outcome(change, State.APPLIED, entry_id, kept))
    return outcomes


def not_written(error: JournalError) -> Problem:
    """What is said where the journal cannot be written: then nothing is sent."""
    return Problem(
        f"The journal could not be written: {error}.",
        "Nothing was sent. Make room on the disk, or switch the journal off in the profile.",
        Cause.INPUT,
    )


def moved() -> Problem:
    """What is said where somebody else was faster."""
    return Problem("Somebody else has changed it meanwhile.", "", Cause.CONFLICT, 409)


def _arrived(change: Change, now: Mapping[str, Any] | None) -> bool:
    """Whether the resource is as the change wanted it."""
    if now is None:
        return change.verb is Verb.DELETE
    if change.verb is Verb.UPDATE and not change.after:
        # What it sets cannot be seen (a password).
        return False
    return change.verb is not Verb.DELETE and change.is_in(now)


def _may_still_come(lost: Problem) -> bool:
    """Whether the server may be working yet at a request that was given up.

    Where it answered itself, or the connection ended, nothing is left to be done; a gateway that
    lost its patience (504) says no more than our own.
    """
    return lost.status == 504 or (lost.cause is Cause.TIMEOUT and not lost.status)


def _with(problem: Problem, said: str, remedy: str) -> Problem:
    """A problem and what was found out about it. Servers do not end all sentences."""
    stop = "" if problem.sentence.endswith((".", "!", "?")) else "."
    return replace(problem, sentence=f"{problem.sentence}{stop} {said}", remedy=remedy)
