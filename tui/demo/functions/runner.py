"""Owns running executions: at once, or in the background."""

from __future__ import annotations

import math
import threading
import time
from dataclasses import dataclass
from typing import Any

from tui.demo.functions.handlers import Asked, Outcome, run
from tui.demo.model.functions import EXECUTIONS
from tui.demo.store.clock import now
from tui.demo.store.collection import Document
from tui.demo.store.database import Store

BODY = "_body"
"""Key of the request's body, which is kept until the execution has run and never shown."""
_KEPT_HEADERS = frozenset({"content-type", "content-length"})
_RESULT = (
    *(BODY, "status", "responseStatusCode", "responseHeaders", "logs", "errors", "duration"),
)
"""What an execution gets by being run."""
_QUEUED = 0.05
"""Seconds that an execution in the background is `waiting`, as in a real queue."""


@dataclass(frozen=True)
class Order:
    """One execution to run."""

    store: Store
    function: Document
    execution_id: str


def run_now(order: Order, execution: Document, limit: float) -> tuple[Document, Outcome]:
    """Run and wait, `limit` seconds at most; nobody sees the execution before it has ended.

    The stored one never holds the answer's body.
    """
    done, outcome = _ran(order.function, execution, limit)
    moment = now()
    done |= {"$createdAt": moment, "$updatedAt": moment}
    EXECUTIONS.add(order.store, done, order.function["$id"])
    return done, outcome


def _ran(function: Document, execution: Document, limit: float) -> tuple[Document, Outcome]:
    """The execution as it is afterwards, and what the handler answered."""
    timeout = min(limit, float(function["timeout"]))
    body = execution.get(BODY) or ""
    asked = Asked(execution["requestMethod"], execution["requestPath"], body, timeout)
    started = time.monotonic()
    outcome = run(asked)
    logging = function["logging"]
    return execution | {
        BODY: None,
        "status": "failed" if outcome.failed else "completed",
        "responseStatusCode": outcome.status_code,
        "responseHeaders": [
            {"name": name, "value": value}
            for name, value in outcome.headers
            if name in _KEPT_HEADERS
        ],
        "logs": outcome.logs if logging else "",
        "errors": outcome.errors if logging else "",
        "duration": round(time.monotonic() - started, 14),
    }, outcome


def run_in_background(order: Order) -> None:
    """Run in a thread of its own: one that sleeps must not hold up the others."""
    _after(_QUEUED, order)


def _after(seconds: float, order: Order) -> None:
    timer = threading.Timer(seconds, _run_if_there, args=(order,))
    timer.daemon = True
    timer.start()


def _run_if_there(order: Order) -> None:
    if EXECUTIONS.get(order.store, order.execution_id, order.function["$id"]) is not None:
        execution = _changed(order, {"status": "processing"})
        done, _ = _ran(order.function, execution, math.inf)
        _changed(order, {key: done[key] for key in _RESULT})


def _changed(order: Order, changes: dict[str, Any]) -> Document:
    """The execution with some fields changed; one that was deleted meanwhile stays so."""
    parent = order.function["$id"]
    with order.store.write():
        execution = EXECUTIONS.get(order.store, order.execution_id, parent)
        changed = (execution or {}) | changes | {"$updatedAt": now()}
        if execution is not None:
            EXECUTIONS.put(order.store, changed, parent)
    return changed


def resume_executions(store: Store, function: Document) -> None:
    """Go on with executions that a stopped process had accepted and not finished."""
    for execution in EXECUTIONS.all(store, function["$id"]):
        if execution.get(BODY) is None:
            continue
        order = Order(store, function, execution["$id"])
        # Those that are scheduled are looked at each minute (see `schedule`).
        if execution["status"] != "scheduled":
            run_in_background(order)
