"""One connection and what is being looked at through it: views, requests under way, history.

Free of Textual. Requests run in worker threads; their results go through the mailbox to whoever
draws, and `deliver` puts them where they belong, in that one thread.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tui.api.connection import Connection
from tui.api.errors import ApiError
from tui.api.listing import ListRequest
from tui.api.workers import Result, Workers
from tui.config.memory import Memory
from tui.config.often import Often
from tui.config.preferences import Preferences
from tui.config.settings import Settings
from tui.core.endpoint import Endpoint
from tui.core.history import History
from tui.core.kind import Resource
from tui.core.place import Place
from tui.core.problem import Problem
from tui.core.text import safe
from tui.screens.mailbox import Mailbox
from tui.screens.view import View

if TYPE_CHECKING:
    # Those who only look need none of it.
    from tui.api.door import Outcome
    from tui.config.drafts import Drafts
    from tui.config.kept_looks import KeptLooks
    from tui.config.saved_views import SavedViews
    from tui.core.jobs import Job
    from tui.screens.writing import Writing

CURSOR_NULL = "database_query_order_null"
CURSOR_GONE = ("general_cursor_not_found", CURSOR_NULL)
"""What a server answers when the row of a cursor was deleted, or lost the value it is sorted by."""

ASIDE_THREADS = 3

COLUMNS = "columns"
"""Under which name the memory of a project holds chosen columns."""

TELL_SECONDS, REMOTE_TELL_SECONDS = 0.25, 1.0
"""How often a job that runs is told of: each time travels to the terminal, over SSH or not."""


@dataclass(frozen=True, slots=True)
class PageArrived:
    """The answer to a request of a view's listing, or why there is none."""

    view: View
    request: ListRequest
    result: Result


@dataclass(frozen=True, slots=True)
class ParentArrived:
    """The resource that a view hangs on."""

    view: View
    result: Result


@dataclass(frozen=True, slots=True)
class DetailArrived:
    """One resource, read whole for the inspector."""

    view: View
    resource_id: str
    result: Result

    @property
    def problem(self) -> Problem | None:
        """Why it could not be read."""
        return None if self.result.error is None else problem_of(self.result.error)


@dataclass(frozen=True, slots=True)
class Done:
    """A job ended that somebody waits for: `then` is to be called with what came of it."""

    then: Callable[[Result], object]
    result: Result


@dataclass(frozen=True, slots=True)
class JobTold:
    """A job has gone on, or is over."""

    job: Job


@dataclass(frozen=True, slots=True)
class VersionLearned:
    """The server told its version, or did not."""

    result: Result


@dataclass(frozen=True, slots=True)
class ProfileName:
    """A profile that one can change to, and the project that it is of."""

    name: str
    endpoint: str
    project: str

    @property
    def about(self) -> str:
        """What it is, in a few words."""
        return safe(f"{self.project} at {self.endpoint}")


class Session:
    """What the explorer's screen works on."""

    def __init__(
        self,
        settings: Settings,
        connection: Connection,
        profiles: tuple[ProfileName, ...] = (),
        journal: Path | None = None,
        preferences: Preferences | None = None,
        memory: Memory | None = None,
        saved_views: Callable[[], SavedViews] | None = None,
        jobs: list[Job] | None = None,
    ) -> None:
        """`jobs` are those of the whole program, to which this session adds its own."""
        self.preferences = preferences or Preferences()
        self.profiles = profiles
        self.settings = settings
        self.connection = connection
        self.journal = journal
        self._known_writing: Writing | None = None
        self._known_drafts: Drafts | None = None
        self.jobs: list[Job] = [] if jobs is None else jobs
        self.job_listeners: list[Callable[[], object]] = []
        self.history = History()
        self.left_from: Place | None = None
        """Where one was when leaving step by step began; None while nobody is about to leave."""
        self.memory = memory or Memory()
        self._saved_views = saved_views
        self.often = Often(self.memory)
        self.mailbox = Mailbox()
        self._workers = Workers()
        self._aside: Workers | None = None
        self._views: dict[tuple[str, tuple[str, ...]], View] = {}

    def known_view(self, place: Place) -> View | None:
        """The view of a place's list, if it was opened before."""
        return self._views.get((place.kind, place.parents))

    @property
    def running(self) -> str:
        """How far the job is that was started last, of those that run; empty where none does."""
        found = self.running_jobs
        more = f" (+{len(found) - 1})" if found[1:] else ""
        return f"{found[-1].short}{more}" if found else ""

    @property
    def running_jobs(self) -> list[Job]:
        """The jobs that are not over, the first one first."""
        return [job for job in self.jobs if not job.is_over]

    def view_of(self, place: Place, parent: Resource | None = None) -> View:
        """The view of a place's list: the one that is there, or a new one that starts to load."""
        key = (place.kind, place.parents)
        known = self._views.get(key)
        if known is not None:
            known.parent = parent or known.parent
            if place.filter is not None and place.filter != known.filter_text:
                known.narrow(place.filter)
                if known.waiting_filter:
                    self._ask_parent(known)
            return known
        view = View(place, lambda request: self._ask(view, request), parent)
        self._views[key] = view
        if self.memory.recall(COLUMNS):
            view.look(self.looks.of(view.looks_name))
        view.begin(place.filter)
        self._ask_parent(view)
        return view

    @property
    def saved_views(self) -> SavedViews:
        """Filters, orders and columns under a name, in a file that people can share."""
        from tui.config.saved_views import SavedViews

        return SavedViews() if self._saved_views is None else self._saved_views()

    @property
    def looks(self) -> KeptLooks:
        """The columns that were chosen for lists; most people choose none."""
        from tui.config.kept_looks import KeptLooks

        return KeptLooks(self.memory)

    @property
    def writing(self) -> Writing:
        """The way out for changes."""
        if self._known_writing is None:
            from tui.screens.writing import Writing

            self._known_writing = Writing(self.connection, self.journal, self.preferences)
        return self._known_writing

    @property
    def drafts(self) -> Drafts:
        """What is typed and not yet saved; on disk only where changes may be remembered there."""
        if self._known_drafts is None:
            from tui.config.drafts import FOLDER, Drafts

            target = self.connection.target
            folder = None if self.journal is None else self.journal.with_name(FOLDER)
            self._known_drafts = Drafts(folder, f"{target.endpoint} {target.project}")
        return self._known_drafts

    def may_tell_lost(self, item: object) -> bool:
        """Whether it is time, as something came, to find out what became of changes without answer.

        That is with the server's first answer, where there is a journal that may hold some; later,
        where some were sent by this session.
        """
        if isinstance(item, VersionLearned):
            return self.journal is not None and self.journal.exists()
        return self._known_writing is not None and self._known_writing.is_look_due

    @property
    def has_worked(self) -> bool:
        """Whether the server ever answered with what was asked for."""
        return any(view.listing.arrived_once for view in self._views.values())

    @property
    def views(self) -> tuple[View, ...]:
        """Every list that was opened."""
        return tuple(self._views.values())

    def ask_detail(self, view: View, resource_id: str, endpoint: Endpoint) -> None:
        """Read one resource of a view whole, once it is known what that takes."""
        if view.kind.own_columns and view.parent is None and not view.parent_refused:
            # Relationships come only where the columns of the table are named.
            view.details_due.append((resource_id, endpoint))
        else:
            self._ask_detail(view, resource_id, endpoint)

    def _ask_detail(self, view: View, resource_id: str, endpoint: Endpoint) -> None:
        ids = {**view.ids, view.kind.id_name: resource_id}
        self._fetch(
            endpoint,
            ids,
            view.kind.detail(view.parent),
            lambda result: DetailArrived(view, resource_id, result),
        )

    def run(self, job: Callable[[], Any], report: Callable[[Result], object]) -> None:
        """Do something slow in a worker thread; `report` makes the message that tells of it."""
        self._workers.submit(job, lambda result: self.mailbox.put(report(result)))

    def do(self, job: Callable[[], Any], then: Callable[[Result], object]) -> None:
        """Do something slow in a worker thread, then call `then` in the screen's thread."""
        self.run(job, lambda result: Done(then, result))

    def aside(self, job: Callable[[], Any], then: Callable[[Result], object]) -> None:
        """The same in threads of its own: what is looked at never waits for it."""
        if self._aside is None:
            self._aside = Workers(ASIDE_THREADS)
        self._aside.submit(job, lambda result: self.mailbox.put(Done(then, result)))

    def start(
        self,
        job: Job,
        work: Callable[[Job], object],
        failures: tuple[type[Exception], ...],
        ended: Callable[[Job], object],
    ) -> None:
        """Start long work in a thread of its own; `ended` is called in the screen's thread."""
        self.jobs.append(job)
        told = 0.0

        def tell() -> None:
            nonlocal told
            now = time.monotonic()
            if now - told >= (REMOTE_TELL_SECONDS if self.settings.remote else TELL_SECONDS):
                told = now
                self.mailbox.put(JobTold(job))

        def over(result: Result) -> None:
            _end(result, job, ended)
            self._tell_of_jobs()

        def run() -> None:
            result = Result()
            try:
                job.run(work, failures)
            except Exception as error:  # noqa: BLE001 - a defect: the screen's thread raises it
                result = Result(error=error)
            self.mailbox.put(Done(over, result))

        job.listen(tell)
        threading.Thread(target=run, name=job.title, daemon=True).start()

    def deliver(self, message: object) -> View | None:
        """Put an arrived result in its place. Answers the view that changed."""
        if isinstance(message, PageArrived):
            self._take_page(message)
            return message.view
        if isinstance(message, ParentArrived):
            value, error = message.result.value, message.result.error
            why_not = "" if error is None else problem_of(error).line
            message.view.parent_arrived(value if isinstance(value, Mapping) else None, why_not)
            message.view.parent_refused = error is not None
            due, message.view.details_due = message.view.details_due, []
            for resource_id, endpoint in due:
                self._ask_detail(message.view, resource_id, endpoint)
            return message.view
        if isinstance(message, DetailArrived):
            if isinstance(message.result.value, Mapping):
                message.view.details[message.resource_id] = message.result.value
            return message.view
        if isinstance(message, Done):
            message.then(message.result)
        elif isinstance(message, JobTold):
            self._tell_of_jobs()
        return None

    def _tell_of_jobs(self) -> None:
        for listener in self.job_listeners:
            listener()

    def learn_version(self) -> None:
        """Ask the server for its version, after the first page was asked for."""
        self.run(self.connection.learn_version, VersionLearned)

    def refresh(self, view: View) -> None:
        """Ask the server again for what a view shows, and for what it hangs on."""
        view.listing.refresh()
        view.signs.clear()
        view.details.clear()
        self._ask_parent(view, again=True)

    def wrote(self, view: View, outcome: Outcome) -> None:
        """Something in a view was changed: without asking the server where its answer says it."""
        from tui.core.change import Verb

        change = outcome.change
        if change.kind != view.kind.name:
            # Something beside the list was changed (a session of a user in it).
            self.refresh(view)
            return
        resource_id = change.ids.get(view.kind.id_name, "")
        known = view.details.pop(resource_id, None)
        # Some answers are only the part that was changed (a user's preferences).
        if change.verb is Verb.UPDATE and outcome.answer is not None and "$id" in outcome.answer:
            view.listing.take(outcome.answer)
            if known is not None:
                view.details[resource_id] = {**known, **outcome.answer}
            return
        self.refresh(view)
        if change.verb is Verb.CREATE:
            # An execution gets its id from the server.
            answer = outcome.answer or {}
            view.wanted = str(answer.get("$id") or resource_id)
            # What only this answer holds: the body of a function's response.
            view.details[view.wanted] = answer
            view.remember_told(answer)

    def close(self) -> None:
        """Let go of the network. Worker threads are daemons: nobody waits for them."""
        if self._known_drafts is not None:
            self._known_drafts.flush()
        self.often.save()
        self.mailbox.disconnect()
        self._workers.stop()
        if self._aside is not None:
            self._aside.stop()
        self.connection.close()
        if self._known_writing is not None:
            self._known_writing.close()

    def _ask(self, view: View, request: ListRequest) -> None:
        if view.kind.gathered is not None:
            from tui.jobs.gathering import gather

            self.run(
                lambda: gather(self.connection, view.kind, request.params),
                lambda result: PageArrived(view, request, result),
            )
            return
        self._fetch(
            request.endpoint,
            request.ids,
            request.params,
            lambda result: PageArrived(view, request, result),
        )

    def _ask_parent(self, view: View, again: bool = False) -> None:
        wanted = view.parent_request(again)
        if wanted is not None:
            self._fetch(wanted.endpoint, wanted.ids, {}, lambda result: ParentArrived(view, result))

    def _fetch(
        self,
        endpoint: Endpoint,
        ids: Mapping[str, str],
        params: Mapping[str, Any],
        report: Callable[[Result], object],
    ) -> None:
        self.run(lambda: self.connection.fetch(endpoint, ids, params), report)

    def _take_page(self, message: PageArrived) -> None:
        listing, request, result = message.view.listing, message.request, message.result
        if result.error is None:
            listing.arrived(request, result.value)
            message.view.arrived_at = datetime.now().astimezone()
            message.view.note = str(result.value.get("note") or "")
            return
        problem = problem_of(result.error)
        if problem.type in CURSOR_GONE and request.start.tail:
            listing.lost(request, order_null=problem.type == CURSOR_NULL)
        else:
            listing.failed(request, message.view.explained(problem))


def _end(result: Result, job: Job, ended: Callable[[Job], object]) -> None:
    if result.error is not None:
        raise result.error
    ended(job)


def problem_of(error: Exception) -> Problem:
    """What to tell a person about a failed request. Defects of our own are raised again."""
    if isinstance(error, ApiError):
        return error.problem
    raise error
