"""Owns the endpoints that execute functions and delete executions."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime, timedelta
from typing import Any

from tui.demo.answers import Answer, answer_json, answer_nothing
from tui.demo.call import Call
from tui.demo.errors import ApiError, declare
from tui.demo.functions.documents import new_execution
from tui.demo.functions.runner import BODY, Order, run_in_background, run_now
from tui.demo.model.functions import DEPLOYMENTS, EXECUTIONS
from tui.demo.params import Boolean, Object, OneOf, Text, new_id
from tui.demo.permissions import require_role
from tui.demo.query.dates import parse_moment
from tui.demo.routes.executions import PATH, shown_execution, the_execution
from tui.demo.routes.functions import the_function
from tui.demo.routing import Routes
from tui.demo.store.clock import now, written
from tui.demo.store.collection import Document

routes = Routes()
declare(
    {
        "function_synchronous_timeout": (
            408,
            "Synchronous function execution timed out. Use asynchronous execution instead, or "
            "ensure the execution duration doesn't exceed 30 seconds.",
        ),
        "execution_in_progress": (
            400,
            "Can't delete ongoing execution. Please wait for execution to finish before deleting "
            "it.",
        ),
    }
)
WRITE = ("executions.write", "execution.write")
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "HEAD")
MAX_BODY = 10_485_760
_KEPT_HEADERS = frozenset({"content-type", "agent", "content-length", "host"})
_MOST_HEADERS = 100
_LARGEST_HEADERS = 16_384
"""Bytes of all names and values that headers stay below."""
_HEADERS_RULE = (
    'Invalid headers: Alphanumeric characters or hyphens only, cannot start with "x-appwrite", '
    "maximum 100 keys, and total size 16384."
)


@routes.post(PATH, *WRITE)
def create(call: Call, function_id: str) -> Answer:
    """Runs now (201 with the answer), in the background (202), or later (202)."""
    body = call.param("body", Text(MAX_BODY, 0), "")
    in_background = call.param("async", Boolean(), False)
    path = call.param("path", Text(2048), "/")
    method = call.param("method", OneOf(METHODS), "POST")
    given = call.param("headers", HeaderParameter(), {})
    scheduled = call.param("scheduledAt", Text(100, nullable=True), None)
    scheduled_at = _scheduled_at(scheduled, in_background)
    headers = _kept(given)
    function = the_function(call, function_id)
    _require_ready(call, function)
    require_role(function["execute"], "execute", call.identity)
    mine = [f'read("user:{call.identity.user_id}")'] if call.identity.user_id else []
    request = {
        "trigger": "schedule" if scheduled_at else "http",
        "method": method,
        "path": path,
        "headers": headers,
        "permissions": mine,
        "scheduledAt": scheduled_at,
    }
    execution = new_execution(new_id(), now(), function, request) | {BODY: body}
    order = Order(call.store, function, execution["$id"])
    if in_background:
        EXECUTIONS.add(call.store, execution, function["$id"])
        if not scheduled_at:
            run_in_background(order)
        return answer_json(shown_execution(call, execution), 202)
    return _waited(call, order, execution)


def _waited(call: Call, order: Order, execution: Document) -> Answer:
    """The only answer that ever holds the body and all headers of the function's own."""
    limit = call.settings.wait_limit
    execution, outcome = run_now(order, execution, limit)
    if outcome.timed_out and order.function["timeout"] > limit:
        raise ApiError.of("function_synchronous_timeout")
    whole = shown_execution(call, execution)
    headers = [{"name": name, "value": value} for name, value in outcome.headers]
    headers.append({"name": "x-appwrite-execution-id", "value": execution["$id"]})
    return answer_json(whole | {"responseBody": outcome.body, "responseHeaders": headers}, 201)


class HeaderParameter:
    """Headers as an object, or as a text that holds one."""

    def problem(self, value: Any) -> str:
        if not Object().problem(value):
            return ""
        return Text(65_535).problem(value)

    def clean(self, value: Any) -> Any:
        if not isinstance(value, str):
            return value or {}
        try:
            return json.loads(value) or {}
        except ValueError:
            return {}


def _kept(given: Any) -> list[dict[str, str]]:
    """The request headers that are kept, and the caller's address."""
    if not _are_headers(given):
        # The real server fails here and puts the sentence where the type belongs.
        raise ApiError(500, _HEADERS_RULE, "Server Error")
    kept = [
        {"name": name, "value": str(value)}
        for name, value in given.items()
        if name.lower() in _KEPT_HEADERS
    ]
    return [*kept, {"name": "x-appwrite-client-ip", "value": "127.0.0.1"}]


def _are_headers(given: Any) -> bool:
    if not isinstance(given, dict) or len(given) > _MOST_HEADERS:
        return False
    size = sum(len(name.encode()) + len(str(value).encode()) for name, value in given.items())
    return size < _LARGEST_HEADERS and all(_is_header(name) for name in given)


def _is_header(name: str) -> bool:
    fits = re.fullmatch(r"[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?", name)
    return bool(fits) and not name.startswith("x-appwrite-")


def _scheduled_at(given: str | None, in_background: bool) -> str | None:
    """When to run, to the minute; at least a minute ahead, and only in the background."""
    if given is None:
        return None
    if not in_background:
        reason = (
            "Scheduled executions must run asynchronously. Set scheduledAt to a future date, or "
            "set async to true."
        )
        raise ApiError.of("general_bad_request", reason=reason)
    moment = parse_moment(given)
    earliest = written(datetime.now(UTC) + timedelta(minutes=1))
    if moment is None or moment < earliest or moment[17:23] != "00.000":
        reason = "Execution schedule must be a valid date, and at least 1 minute from now"
        raise ApiError.of("general_bad_request", reason=reason)
    return moment


def _require_ready(call: Call, function: Document) -> None:
    deployment = DEPLOYMENTS.get(call.store, function["deploymentId"], function["$id"])
    if deployment is None:
        message = "Deployment not found. Create a deployment before trying to execute a function"
        raise ApiError(404, "deployment_not_found", message)
    if deployment["status"] != "ready":
        message = "Build with the requested ID is building and not ready for execution."
        raise ApiError(400, "build_not_ready", message)


@routes.delete(PATH + "/{execution_id}", *WRITE)
def delete(call: Call, function_id: str, execution_id: str) -> Answer:
    with call.store.write():
        function = the_function(call, function_id)
        execution = the_execution(call, function, execution_id)
        if execution["status"] in ("waiting", "processing"):
            raise ApiError.of("execution_in_progress")
        EXECUTIONS.remove(call.store, execution["$id"], function["$id"])
    return answer_nothing()
