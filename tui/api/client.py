"""The client: the SDK's interface and our own, on one transport.

Any service of the Appwrite SDK works on it (`Users(client)`); the SDK's own client is never needed.
The explorer itself uses `fetch`: one declared Endpoint, the server's JSON as it came.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any, Self

from appwrite.input_file import InputFile
from appwrite.query import Query

from tui import __version__
from tui.api.encoding import (
    CHUNK,
    file_chunks,
    form_around_file,
    form_body,
    in_pieces,
    json_body,
    query_string,
    sdk_json_body,
)
from tui.api.errors import ApiError, not_appwrite
from tui.api.gate import check_write, read_only
from tui.api.patience import asked_wait
from tui.api.pool import READ_SECONDS
from tui.api.refusals import Asked, Identity, refusal
from tui.api.transport import Answer, Request, Transport
from tui.core.endpoint import Effect, Endpoint
from tui.core.problem import Problem
from tui.core.redact import redacted
from tui.core.sending import Sending

LONGEST_KEPT = 4 * 1024
"""Bytes of a body up to which it is kept in the record of calls: those of batches would fill it."""
_SETTERS = {
    "key": "x-appwrite-key",
    "jwt": "x-appwrite-jwt",
    "session": "x-appwrite-session",
    "organization": "x-appwrite-organization",
    "locale": "x-appwrite-locale",
    "forwarded_user_agent": "x-forwarded-user-agent",
    "impersonate_user_id": "x-appwrite-impersonate-user-id",
    "impersonate_user_email": "x-appwrite-impersonate-user-email",
    "impersonate_user_phone": "x-appwrite-impersonate-user-phone",
}
_IDENTITY = ("x-appwrite-key", "x-appwrite-jwt", "x-appwrite-session", "authorization", "cookie")


class Client:
    """One project at one endpoint as one identity."""

    def __init__(
        self,
        transport: Transport,
        *,
        project: str,
        read_only: bool = True,
        locked_by: str = "",
        patience: float = READ_SECONDS,
    ) -> None:
        """`locked_by` is what wants it read-only, a flag or a profile; `patience` is how many
        seconds an answer may take to come."""
        self.transport = transport
        self.read_only = read_only
        self._locked_by = locked_by
        self._patience = patience
        self._config: dict[str, str] = {"project": project}
        self._headers: dict[str, str] = {
            "user-agent": f"appwrite-tui/{__version__} ({os.uname().sysname})",
            "accept-encoding": "gzip",
            "x-appwrite-project": project,
        }
        self._on_warning: Callable[[str], object] | None = None
        self._warnings: set[str] = set()
        self.lacking: set[str] = set()
        """Scopes that the server has said the key lacks."""

    @property
    def refusal(self) -> Problem | None:
        """Why nothing may be changed; None where it may."""
        return read_only(self._locked_by) if self.read_only else None

    @property
    def host(self) -> str:
        """The server, as people are told of it."""
        return self.transport.host

    def __repr__(self) -> str:
        return f"Client({self.transport.host!r}, project={self._config['project']!r})"

    def fetch(
        self,
        endpoint: Endpoint,
        ids: Mapping[str, str] | None = None,
        params: Mapping[str, Any] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> dict[str, Any]:
        """Ask a declared endpoint; the answer is the server's JSON object. Raises ApiError.

        `headers` (names in lower case) are sent with this request only.
        """
        changes = endpoint.effect is not Effect.READ
        if changes:
            check_write(self.refusal)
        sent = self._without_identity() if endpoint.public else dict(self._headers)
        sent.update(headers or {})
        path, body = endpoint.url(ids or {}), None
        if endpoint.method == "GET":
            path += query_string(params or {})
        else:
            sent["content-type"] = "application/json"
            body = json_body(params or {})
        again = endpoint.method == "GET"
        kept = None
        if body is None or len(body) <= LONGEST_KEPT:
            kept = Sending(endpoint, ids or {}, redacted(params or {}) if body else params or {})
        answer = self.transport.send(
            Request(
                endpoint.method,
                path,
                sent,
                body,
                endpoint.sdk,
                again,
                changes,
                self._patience,
                kept,
            )
        )
        return self._object(answer, Asked(_doing(endpoint), _identity(sent), changes))

    def download(
        self,
        endpoint: Endpoint,
        ids: Mapping[str, str],
        first: int = 0,
        last: int | None = None,
        size: int | None = None,
    ) -> Iterator[bytes]:
        """The bytes of a file from `first` to `last` (inclusive), whatever type it claims.

        `size` is that of the whole file, where known.
        """
        from tui.api.download import download

        request = Request(endpoint.method, endpoint.url(ids), dict(self._headers), sdk=endpoint.sdk)
        yield from download(self.transport, request, self._refuse, first, last, size)

    def upload(
        self,
        endpoint: Endpoint,
        ids: Mapping[str, str],
        fields: Mapping[str, Any],
        file: tuple[str, bytes],
        headers: Mapping[str, str],
        leaves: Callable[[int], object],
    ) -> dict[str, Any]:
        """Send a file, or a chunk of one, by its name and bytes; gives the JSON. Raises ApiError.

        Once: whoever sends chunks knows which ones may be sent again. `leaves` is told how many
        bytes are about to leave, and may raise to stop it.
        """
        check_write(self.refusal)
        name, content = file
        before, after, kind = form_around_file(fields, name)
        length = str(len(before) + len(content) + len(after))
        sent = {**self._headers, **headers, "content-type": kind, "content-length": length}

        def body() -> Iterator[bytes]:
            yield before
            for piece in in_pieces(content):
                leaves(len(piece))
                yield piece
            yield after

        answer = self.transport.send(
            Request("POST", endpoint.url(ids), sent, body(), endpoint.sdk, changes=True)
        )
        return self._object(answer, Asked(_doing(endpoint), _identity(sent), True))

    def read_bytes(
        self, endpoint: Endpoint, ids: Mapping[str, str], params: Mapping[str, Any], most: int
    ) -> bytes:
        """What is no JSON and small (a preview), up to `most` bytes of it. Raises ApiError."""
        path = endpoint.url(ids) + query_string(params)
        request = Request("GET", path, dict(self._headers), sdk=endpoint.sdk)
        with self.transport.stream(request) as stream:
            content = b""
            for piece in stream.pieces:
                content += piece
                if len(content) > most:
                    break
            if stream.status != 200:
                raise self._refuse(Answer(stream.status, stream.headers, content))
        return content

    def warn(self, listener: Callable[[str], object]) -> None:
        """Tell `listener` of each distinct X-Appwrite-Warning once, instead of printing it."""
        self._on_warning = listener

    def speak_version(self, version: str) -> None:
        """Ask for the server's own format; a higher one would bring a warning with each answer."""
        self.add_header("x-appwrite-response-format", version)

    # The interface of the SDK's client.

    def add_header(self, key: str, value: str) -> Self:
        self._headers[key.lower()] = value
        return self

    def get_headers(self) -> dict[str, str]:
        return dict(self._headers)

    def get_config(self, key: str) -> str:
        return self._config.get(key, "")

    def set_project(self, value: str) -> Self:
        self._config["project"] = value
        return self.add_header("x-appwrite-project", value)

    def set_bearer(self, value: str) -> Self:
        self._config["bearer"] = value
        return self.add_header("authorization", f"Bearer {value}")

    def __getattr__(self, name: str) -> Callable[[str], Client]:
        """`set_key`, `set_jwt`, `set_session` … as the SDK's client has them."""
        setting = name.removeprefix("set_")
        if name == setting or setting not in _SETTERS:
            raise AttributeError(name)

        def set_value(value: str) -> Client:
            self._config[setting.replace("_", "")] = value
            return self.add_header(_SETTERS[setting], value)

        return set_value

    def call(
        self,
        method: str,
        path: str = "",
        headers: Mapping[str, str] | None = None,
        params: Mapping[str, Any] | None = None,
        response_type: str = "json",
    ) -> Any:
        """What the SDK's services send: JSON is parsed where the caller asked for JSON."""
        method = method.upper()
        read = method in ("GET", "HEAD")
        if not read:
            check_write(self.refusal)
        sent = {**self._headers, **{name.lower(): v for name, v in (headers or {}).items()}}
        values = {name: Query._flatten(value) for name, value in (params or {}).items()}
        body = None
        if read:
            path += query_string(values)
        elif sent.get("content-type", "").startswith("multipart/form-data"):
            body, sent["content-type"] = form_body(values)
        else:
            body = sdk_json_body(values)
        answer = self.transport.send(
            Request(method, path, sent, body, again=read, changes=not read)
        )
        wants_json = "json" in sent.get("accept", "application/json")
        if answer.status >= 400 or (wants_json and response_type == "json"):
            return self._object(answer, Asked("do this", _identity(sent), not read))
        self._note_warnings(answer)
        if response_type == "location":
            return answer.headers.get("location")
        return answer.content.decode("utf-8") if response_type == "text" else answer.content

    def chunked_upload(
        self,
        path: str,
        headers: Mapping[str, str] | None = None,
        params: Mapping[str, Any] | None = None,
        param_name: str = "",
        on_progress: Callable[[dict[str, Any]], object] | None = None,
        upload_id: str = "",
        response_type: str = "json",
        method: str = "post",
    ) -> Any:
        """Upload a file in chunks, one after another.

        All chunks are sent, whatever the server has already: the first N need not be the ones it
        has, and a chunk that comes twice is not counted twice.
        """
        values = dict(params or {})
        file = values.get(param_name)
        if not isinstance(file, InputFile):
            return self.call(method, path, headers, values, response_type)
        answer: Any = None
        for start, size, content in file_chunks(file):
            sent = dict(headers or {})
            if size > CHUNK:
                sent["content-range"] = f"bytes {start}-{start + len(content) - 1}/{size}"
                if upload_id:
                    sent["x-appwrite-id"] = upload_id
            values[param_name] = InputFile.from_bytes(content, file.filename, file.mime_type)
            answer = self.call(method, path, sent, values, response_type)
            if isinstance(answer, dict):
                upload_id = str(answer.get("$id") or upload_id)
            if on_progress is not None:
                done = start + len(content)
                on_progress(
                    {
                        "$id": upload_id,
                        "progress": done / max(size, 1) * 100,
                        "sizeUploaded": done,
                        "chunksTotal": -(-size // CHUNK),
                        "chunksUploaded": -(-done // CHUNK),
                    }
                )
        return answer

    def _without_identity(self) -> dict[str, str]:
        return {name: value for name, value in self._headers.items() if name not in _IDENTITY}

    def _object(self, answer: Answer, asked: Asked) -> dict[str, Any]:
        """The JSON object of an answer. Raises ApiError for a refusal or for anything else."""
        self._note_warnings(answer)
        if answer.status < 400 and not answer.content:
            return {}
        try:
            body = json.loads(answer.content)
        except (ValueError, RecursionError) as error:
            raise self._no_json(answer, asked.changes) from error
        if not isinstance(body, dict):
            raise self._no_json(answer, asked.changes)
        if answer.status >= 400:
            text = answer.content.decode("utf-8", "replace")
            wait = asked_wait(answer.headers)
            problem = refusal(answer.status, body, asked, wait)
            self.lacking.update(problem.scopes)
            raise ApiError(problem, text)
        return body

    def _refuse(self, answer: Answer) -> ApiError:
        try:
            self._object(answer, Asked("read files", _identity(self._headers)))
        except ApiError as error:
            return error
        return self._no_json(answer)

    def _no_json(self, answer: Answer, changes: bool = False) -> ApiError:
        problem = not_appwrite(answer.status, answer.content, self.transport.host)
        return ApiError(replace(problem, uncertain=changes))

    def _note_warnings(self, answer: Answer) -> None:
        for warning in answer.headers.get("x-appwrite-warning", "").split(";"):
            text = warning.strip()
            if text and text not in self._warnings:
                self._warnings.add(text)
                if self._on_warning is not None:
                    self._on_warning(text)


def _identity(headers: Mapping[str, str]) -> Identity:
    if "x-appwrite-key" in headers:
        return Identity.KEY
    return Identity.USER if any(name in headers for name in _IDENTITY) else Identity.GUEST


def _doing(endpoint: Endpoint) -> str:
    """What an endpoint does, to complete "The API key cannot …": `read rows`."""
    nouns = [part for part in endpoint.path.split("/") if part and not part.startswith("{")]
    noun = {"tablesdb": "databases"}.get(nouns[-1], nouns[-1]) if nouns else "this"
    return f"{'read' if endpoint.effect is Effect.READ else 'change'} {noun}"
