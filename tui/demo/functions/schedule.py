"""Owns what runs by the clock: functions with a schedule, and executions put off until a minute."""

from __future__ import annotations

from datetime import datetime

from tui.demo.functions.cron import is_due
from tui.demo.functions.documents import new_execution
from tui.demo.functions.runner import BODY, Order, run_in_background
from tui.demo.model.functions import DEPLOYMENTS, EXECUTIONS, FUNCTIONS
from tui.demo.params import new_id
from tui.demo.store.clock import now, written
from tui.demo.store.database import Store


def run_due(store: Store, moment: datetime) -> None:
    """Run what is due in the minute of a moment; an execution put off also when it is late."""
    for function in FUNCTIONS.all(store):
        deployment = DEPLOYMENTS.get(store, function["deploymentId"], function["$id"])
        runs = function["enabled"] and deployment is not None and deployment["status"] == "ready"
        if runs and function["schedule"] and is_due(function["schedule"], moment):
            request = {"trigger": "schedule", "method": "POST", "path": "/", "headers": []}
            execution = new_execution(new_id(), now(), function, request) | {BODY: ""}
            EXECUTIONS.add(store, execution, function["$id"])
            run_in_background(Order(store, function, execution["$id"]))
    for order in _late(store, written(moment)):
        run_in_background(order)


def _late(store: Store, moment: str) -> list[Order]:
    """What was put off until a moment, or one before it; it waits for its turn from now on."""
    found = []
    with store.write():
        for execution in EXECUTIONS.where(store, "status", "scheduled"):
            # Those of the shop have no body: they stay as they are.
            put_off = execution.get(BODY) is not None and execution["scheduledAt"] <= moment
            function = FUNCTIONS.get(store, execution["functionId"]) if put_off else None
            if function is not None:
                EXECUTIONS.put(store, execution | {"status": "waiting"}, function["$id"])
                found.append(Order(store, function, execution["$id"]))
    return found
