"""Threads for calls: a few, and still one free where some of them hang."""

from __future__ import annotations

import threading
from queue import SimpleQueue

from tui.api.workers import Result, Workers

PATIENCE = 30.0


def test_a_job_gives_its_value_or_its_error() -> None:
    workers, results = Workers(), SimpleQueue[Result]()
    workers.submit(lambda: 1, results.put)
    assert results.get(timeout=PATIENCE) == Result(1)
    workers.submit(lambda: 1 / 0, results.put)
    assert isinstance(results.get(timeout=PATIENCE).error, ZeroDivisionError)


def test_no_more_threads_than_are_wanted() -> None:
    workers, results, gate = Workers(2), SimpleQueue[Result](), threading.Event()
    names = SimpleQueue[str]()

    def job() -> None:
        names.put(threading.current_thread().name)
        gate.wait(PATIENCE)

    for _ in range(6):
        workers.submit(job, results.put)
    assert len({names.get(timeout=PATIENCE) for _ in range(2)}) == 2
    assert names.empty()
    gate.set()
    for _ in range(6):
        assert results.get(timeout=PATIENCE).error is None
    assert len({names.get(timeout=PATIENCE) for _ in range(4)}) <= 2


def test_what_hangs_holds_up_nothing_else() -> None:
    workers, gate = Workers(2, stuck_seconds=0.01), threading.Event()
    hung, results = SimpleQueue[Result](), SimpleQueue[Result]()
    for _ in range(5):
        workers.submit(lambda: gate.wait(PATIENCE), hung.put)
    workers.submit(lambda: "through", results.put)
    assert results.get(timeout=PATIENCE).value == "through"
    assert hung.empty()
    gate.set()


def test_nothing_is_begun_once_stopped() -> None:
    workers, gate, begun = Workers(1, stuck_seconds=0.01), threading.Event(), SimpleQueue[int]()
    results = SimpleQueue[Result]()
    started = threading.Event()
    workers.submit(lambda: (started.set(), gate.wait(PATIENCE)), results.put)
    assert started.wait(PATIENCE)
    workers.submit(lambda: begun.put(1), results.put)
    workers.stop()
    gate.set()
    results.get(timeout=PATIENCE)
    workers.submit(lambda: begun.put(2), results.put)
    assert begun.empty()
