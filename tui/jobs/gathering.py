"""A list put together of the lists of many others: all asked at once, merged, the newest first."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

from appwrite.query import Query

from tui.api.connection import Connection
from tui.api.errors import ApiError
from tui.core.kind import Kind
from tui.resources import KINDS

PARENTS = 100
"""How many others are asked at most."""
THREADS = 4


def gather(connection: Connection, kind: Kind, params: Mapping[str, Any]) -> dict[str, Any]:
    """What a route of its own would answer; `note` says what is missing in it, empty if nothing.

    Raises ApiError where the others cannot be listed, or none of them may be looked into.
    """
    told = kind.gathered
    if told is None:
        raise ValueError(f"{kind.title} are not put together")
    over, each = KINDS[told.of], KINDS[told.kind]
    found = connection.fetch(over.listing, {}, {"queries": [Query.limit(PARENTS)]})
    parents = [over.identify(one) for one in found.get(over.items) or ()]
    queries = [*(params.get("queries") or ()), *told.queries]

    def ask(parent: str) -> list[dict[str, Any]]:
        ids = {over.id_name: parent}
        answer = connection.fetch(each.listing, ids, {"queries": queries, "total": False})
        return list(answer.get(each.items) or ())

    rows: list[dict[str, Any]] = []
    refused: dict[str, ApiError] = {}
    for parent, answer in zip(parents, _together([partial(ask, p) for p in parents]), strict=True):
        if isinstance(answer, ApiError):
            refused[parent] = answer
        else:
            rows += answer
    if refused and len(refused) == len(parents):
        raise next(iter(refused.values()))
    rows.sort(key=lambda row: (str(row.get("$createdAt")), str(row.get("$id"))), reverse=True)
    note = _note(refused, len(parents), found.get("total"), over)
    return {kind.items: rows, "total": len(rows), "note": note}


def _note(refused: Mapping[str, ApiError], asked: int, total: object, over: Kind) -> str:
    """What is missing."""
    notes = [f"{name}: {error.problem.line}" for name, error in list(refused.items())[:1]]
    if len(refused) > 1:
        notes.append(f"And {len(refused) - 1} more could not be read.")
    if isinstance(total, int) and total > asked:
        notes.append(f"Only the first {asked} of {total} {over.title.lower()} were asked.")
    return " ".join(notes)


def _together(jobs: Sequence[Callable[[], Any]]) -> list[Any]:
    """The results in the order of the jobs; an ApiError stands where one was raised.

    In daemon threads: nobody who leaves waits for them. Other errors are raised here.
    """
    waiting: queue.SimpleQueue[int] = queue.SimpleQueue()
    done: queue.SimpleQueue[tuple[int, Any]] = queue.SimpleQueue()
    for number in range(len(jobs)):
        waiting.put(number)

    def work() -> None:
        while True:
            try:
                number = waiting.get_nowait()
            except queue.Empty:
                return
            try:
                done.put((number, jobs[number]()))
            except Exception as error:  # noqa: BLE001 - whoever waits for it raises it
                done.put((number, error))

    for _ in range(min(THREADS, len(jobs))):
        threading.Thread(target=work, name="gathering", daemon=True).start()
    results: list[Any] = [None] * len(jobs)
    for _ in jobs:
        number, result = done.get()
        if isinstance(result, Exception) and not isinstance(result, ApiError):
            raise result
        results[number] = result
    return results
