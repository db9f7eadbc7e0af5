"""Owns reading the bodies of requests: their size, and the fields and files of forms."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import parse_qsl

from starlette.formparsers import MultiPartException
from starlette.requests import Request
from starlette.types import Message, Receive

from tui.demo.call import FORM, MULTIPART, Upload, body_kind
from tui.demo.errors import ApiError

MAX_BODY = 32 * 1024 * 1024
_DEEPEST = 64
"""Brackets that a name may have one after another; PHP stops there, too."""


def limited(receive: Receive) -> Receive:
    """The same stream of messages, which raises 413 once the body is larger than any may be."""
    received = 0

    async def counting() -> Message:
        nonlocal received
        message = await receive()
        received += len(message.get("body", b""))
        if received > MAX_BODY:
            raise _too_large()
        return message

    return counting


async def read_body(request: Request) -> tuple[bytes, dict[str, Any], dict[str, Upload]]:
    """The body as bytes, and the fields and files of a form. Raises 413 and 400."""
    if int(request.headers.get("content-length") or 0) > MAX_BODY:
        raise _too_large()
    kind = body_kind(request.headers)
    if kind != MULTIPART:
        body = await request.body()
        pairs = parse_qsl(body.decode("utf-8", "replace"), True) if kind == FORM else []
        return body, bracketed(pairs), {}
    try:
        fields: list[tuple[str, str]] = []
        uploads: dict[str, Upload] = {}
        async with request.form() as form:
            for name, value in form.multi_items():
                if isinstance(value, str):
                    fields.append((name, value))
                else:
                    uploads[name] = Upload(value.filename or "", await value.read())
    except MultiPartException as error:
        raise ApiError.of("general_bad_request", reason=str(error)) from error
    return b"", bracketed(fields), uploads


def _too_large() -> ApiError:
    return ApiError(413, "general_bad_request", "The request body is too large.")


def bracketed(pairs: list[tuple[str, str]]) -> dict[str, Any]:
    """Parameters as PHP reads them: `a[]=x` and `a[0]=x` make a list, `a[k]=x` an object.

    Brackets may follow each other (`a[0][k]=x`). Of a name that comes twice the last counts.
    """
    found: dict[str, Any] = {}
    for name, value in pairs:
        parts = re.fullmatch(r"([^\[]+)((?:\[[^\]]*\])*)", name)
        if parts is None:
            found[name] = value
            continue
        keys = re.findall(r"\[([^\]]*)\]", parts[2])
        if len(keys) <= _DEEPEST:
            _put(found, [parts[1], *keys], value)
    return {name: _listed(value) for name, value in found.items()}


def _put(held: dict[str, Any], keys: list[str], value: str) -> None:
    """Keep a value below names; an empty one counts on."""
    key = keys[0] or str(len(held))
    if len(keys) == 1:
        held[key] = value
        return
    inner = held.get(key)
    if not isinstance(inner, dict):
        inner = held[key] = {}
    _put(inner, keys[1:], value)


def _listed(value: Any) -> Any:
    """Objects whose names are all numbers are lists."""
    if not isinstance(value, dict):
        return value
    inner = {key: _listed(each) for key, each in value.items()}
    if all(key.isdigit() for key in inner):
        return [inner[key] for key in sorted(inner, key=int)]
    return inner
