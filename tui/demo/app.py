"""Owns the way of a request: from ASGI to a handler in a worker thread and back."""

from __future__ import annotations

import asyncio
import gzip
import json
import random
import re
import sys
import traceback
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qsl, unquote

from starlette.requests import ClientDisconnect, Request
from starlette.types import Message, Receive, Scope, Send

from tui.demo import timing
from tui.demo.answers import JSON_TYPE, Answer, answer_json
from tui.demo.audits import audit_of
from tui.demo.bodies import bracketed, limited, read_body
from tui.demo.call import Call, Upload
from tui.demo.errors import ApiError
from tui.demo.faults import PREFIX, Fault, Faults
from tui.demo.identity import identify
from tui.demo.later import Later
from tui.demo.minutes import run_minute
from tui.demo.page import page_not_found
from tui.demo.path_ids import require_ids
from tui.demo.routes import routes_of
from tui.demo.routing import Route, RoutingTable
from tui.demo.settings import Settings
from tui.demo.spoiling import spoil
from tui.demo.store.database import QueryTimeoutError, Store, disk_failure
from tui.demo.throttle import Throttle

GZIP_FROM = 1024
_WORKERS = 24


class Application:
    """The ASGI application of one embedded Appwrite."""

    def __init__(self, store: Store, settings: Settings) -> None:
        self._store = store
        self._settings = settings
        self._table = RoutingTable(
            routes_of, settings.version.absent_routes, settings.version.absent_areas
        )
        self.later = Later()
        self.faults = Faults()
        self._throttle = Throttle()
        self._workers = ThreadPoolExecutor(_WORKERS, "handler")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            raise RuntimeError(f"Only HTTP is served, not {scope['type']}")
        request = Request(scope, limited(receive))
        if request.url.path.startswith(PREFIX):
            await _send(await self._controlled(request), request, send)
            return
        fault = self.faults.strike(request.method, request.url.path)
        try:
            struck = fault is not None and not fault.kind.applies
            answer = Answer(0, b"", "") if struck else await self._answer(request)
        except ClientDisconnect:
            return
        await self._delay(request, answer)
        status = answer.status
        if fault is None:
            await _send(self._warned(answer, request), request, send)
        else:
            status = await spoil(fault, answer, request, send, self._settings.version.reported)
        self.faults.saw(request.method, request.url.path, status, request.client)

    async def _controlled(self, request: Request) -> Answer:
        """What is ordered from outside: faults, what was seen, changes behind the client's back."""
        try:
            body = await request.body()
            order = json.loads(body) if body else {}
            if not isinstance(order, dict):
                raise ValueError("an order is a JSON object.")
            return self._ordered(request, order)
        except (ValueError, TypeError) as error:
            return answer_json({"message": f"That cannot be ordered: {error}"}, 400)
        except ApiError as error:
            return answer_json({"message": error.message}, error.status)

    def _ordered(self, request: Request, order: dict[str, Any]) -> Answer:
        match request.method, request.url.path.removeprefix(PREFIX):
            case "POST", "faults":
                self.faults.order(Fault.of(order))
            case "DELETE", "faults":
                self.faults.forget()
            case "GET", "seen":
                return answer_json(self.faults.seen())
            case "DELETE", "seen":
                self.faults.forget_seen()
            case "POST", "behind":
                return self._behind(order)
            case "POST", "minute":
                run_minute(self._store, _moment(order))
            case _:
                return answer_json({"message": "There is nothing to control here."}, 404)
        return answer_json({})

    def _behind(self, order: dict[str, Any]) -> Answer:
        """Do a request with the full key, as somebody else would. Raises ValueError."""
        if not {"method", "path"} <= order.keys():
            raise ValueError("it needs a method and a path.")
        headers = {
            "x-appwrite-project": self._settings.project,
            "x-appwrite-key": self._settings.keys["full"],
            "content-type": "application/json",
        }
        scope = {
            "type": "http",
            "method": str(order["method"]),
            "path": f"/v1{order['path']}",
            "raw_path": f"/v1{order['path']}".encode(),
            "query_string": b"",
            "headers": [(name.encode(), value.encode()) for name, value in headers.items()],
            "server": ("localhost", 80),
        }
        body = json.dumps(order.get("body", {})).encode()
        return self._handle(Request(scope), body, {}, {})

    def _warned(self, answer: Answer, request: Request) -> Answer:
        """With the warning that every answer carries for a client made for a newer server."""
        made_for = request.headers.get("x-appwrite-response-format", "")
        ours = self._settings.version.reported
        if not _is_newer(made_for, ours):
            return answer
        warning = (
            f"The current SDK is built for Appwrite {made_for}. However, the current Appwrite "
            f"server version is {ours}. Please downgrade your SDK to match the Appwrite version: "
            "https://appwrite.io/docs/sdks"
        )
        return answer.with_headers({"X-Appwrite-Warning": warning})

    async def _delay(self, request: Request, answer: Answer) -> None:
        seconds = self._settings.latency + random.uniform(0, self._settings.jitter)
        if self._settings.realistic:
            seconds += timing.seconds(
                request.method,
                request.url.path,
                [text for name, text in parse_qsl(request.url.query) if name[:7] == "queries"],
                answer.body.count(b'"$id":') if answer.media_type == JSON_TYPE else 0,
                len(answer.body),
            )
        if seconds > 0:
            await asyncio.sleep(seconds)

    async def _answer(self, request: Request) -> Answer:
        """The handler's answer, or the error's."""
        try:
            body, form, uploads = await read_body(request)
            if random.random() < self._settings.fail_rate:
                raise ApiError.of("general_unknown")
            loop = asyncio.get_running_loop()
            return await loop.run_in_executor(
                self._workers, self._handle, request, body, form, uploads
            )
        except ApiError as error:
            return self._error(error)

    def _handle(
        self, request: Request, body: bytes, form: dict[str, Any], uploads: dict[str, Upload]
    ) -> Answer:
        """Runs in a worker thread."""
        try:
            return self._routed(request, body, form, uploads)
        except ApiError as error:
            return self._error(error)
        except UnicodeEncodeError:
            reason = "The request holds text that is not valid Unicode."
            return self._error(ApiError.of("general_bad_request", reason=reason))
        except Exception as error:  # noqa: BLE001  ours are answered as the server's own 500
            if isinstance(error, QueryTimeoutError):
                return self._error(ApiError.of("database_timeout"))
            failure = disk_failure(error)
            if failure:
                print(f"The disk cannot be written: {failure}", file=sys.stderr)
                return self._error(ApiError.of("disk_full", reason=failure))
            traceback.print_exc(file=sys.stderr)
            return self._error(ApiError.of("general_unknown"))

    def _routed(
        self, request: Request, body: bytes, form: dict[str, Any], uploads: dict[str, Upload]
    ) -> Answer:
        raw_path: bytes = request.scope.get("raw_path") or request.url.path.encode()
        segments = [
            unquote(each) for each in raw_path.split(b"?")[0].decode("ascii", "replace").split("/")
        ]
        found = None
        if segments[:2] == ["", "v1"]:
            asked = "GET" if request.method == "HEAD" else request.method
            found = self._table.find(asked, segments[2:])
        if found is None:
            raise ApiError.of("general_route_not_found")
        route, path_parameters = found
        headers = {name.lower(): value for name, value in request.headers.items()}
        host = request.url.hostname or "localhost"
        query = bracketed(parse_qsl(request.url.query, keep_blank_values=True))
        named = query.get("project")
        project = named if isinstance(named, str) else ""
        identity = identify(headers, self._store, self._settings, host, project)
        identity.require(self._settings.version.scopes.get(route.name, route.scopes))
        if identity.owes_factor and not route.takes_one_factor:
            raise ApiError.of("user_more_factors_required")
        call = Call(
            method=request.method,
            path=request.url.path,
            headers=headers,
            query=query,
            body=body,
            identity=identity,
            store=self._store,
            settings=self._settings,
            later=self.later,
            form=form,
            uploads=uploads,
        )
        answer = self._within_limit(route, call, path_parameters)
        audit = audit_of(route.name)
        if audit is not None:
            # Most starts answer no such request.
            from tui.demo.accounts.logs import note

            note(audit, call, path_parameters, answer)
        return answer

    def _within_limit(self, route: Route, call: Call, path_parameters: Mapping[str, str]) -> Answer:
        """The handler's answer; of a route with a limit it shows what is left, errors too."""
        limit = self._settings.version.limit_of(route.name)
        if limit is None:
            return _handled(route, call, path_parameters)
        given = call.told_apart_by()
        headers = self._throttle.admit(route.name, limit, call.identity, given)
        try:
            answer = _handled(route, call, path_parameters)
        except ApiError as error:
            raise error.with_headers(headers) from error
        if answer.status == 201:
            self._throttle.succeeded(route.name, limit, call.identity, given)
        return answer.with_headers(headers)

    def _error(self, error: ApiError) -> Answer:
        version = self._settings.version
        if error.kind == "general_route_not_found" and version.unknown_route_is_html:
            return Answer(404, page_not_found().encode(), "text/html; charset=UTF-8")
        message = version.said(error.kind, error.message, error.fields)
        if error.explanation and version.explains_refusals:
            message = error.explanation
        answer = answer_json(
            {
                "message": message,
                "code": error.status,
                "type": error.kind,
                "version": version.reported,
            },
            error.status,
        )
        return answer.with_headers(error.headers)


def _moment(order: dict[str, Any]) -> datetime:
    """The moment of an order, in UTC. Raises ValueError."""
    return datetime.fromisoformat(str(order.get("moment"))).astimezone(UTC)


def _handled(route: Route, call: Call, path_parameters: Mapping[str, str]) -> Answer:
    require_ids(route.name, path_parameters)
    return route.handler(call, **path_parameters)


def _is_newer(version: str, than: str) -> bool:
    """Whether one dotted version is higher than another; anything else is not."""
    if not re.fullmatch(r"\d+(\.\d+)*", version):
        return False
    one, two = ([int(part) for part in each.split(".")] for each in (version, than))
    return one > two


async def _send(answer: Answer, request: Request, send: Send) -> None:
    body, headers = answer.body, dict(answer.headers)
    zipped = "gzip" in request.headers.get("accept-encoding", "")
    if zipped and answer.media_type == JSON_TYPE and len(body) >= GZIP_FROM:
        body = gzip.compress(body, 1)
        headers |= {"Content-Encoding": "gzip", "Vary": "Accept-Encoding"}
    await send(_start(answer, headers, len(body)))
    await send({"type": "http.response.body", "body": b"" if request.method == "HEAD" else body})


def _start(answer: Answer, headers: Mapping[str, str], length: int) -> Message:
    named = {"Content-Type": answer.media_type, **headers}
    if answer.status != 204:
        named["Content-Length"] = str(length)
    return {
        "type": "http.response.start",
        "status": answer.status,
        "headers": [(k.encode("latin-1"), v.encode("latin-1")) for k, v in named.items()],
    }
