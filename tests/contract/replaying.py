"""Replaying requests that a real Appwrite answered, and comparing what the embedded one answers.

A journey is one request a line with the recorded answer. Status, error type, the shape of the body
and every value that is not volatile (times, generated ids, secrets, messages) must agree.
"""

from __future__ import annotations

import json
import re
import struct
import threading
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import requests

TRIES = 100
VOLATILE = frozenset(
    {
        "$createdAt",
        "$updatedAt",
        "$sequence",
        "registration",
        "passwordUpdate",
        "accessedAt",
        "password",
        "secret",
        "jwt",
        "expire",
        "expires",
        "phrase",
        "signature",
        "joined",
        "invited",
        "total",
        "current",
        "ip",
        "osCode",
        "osName",
        "osVersion",
        "clientType",
        "clientCode",
        "clientName",
        "clientVersion",
        "clientEngine",
        "clientEngineVersion",
        "deviceName",
        "deviceBrand",
        "deviceModel",
        "countryCode",
        "countryName",
        "bytesMax",
        "bytesUsed",
        "message",
        "version",
    }
)
OF_ANY_LENGTH = ("targets", "users", "countries")


def differences(want: Any, got: Any, path: str = "body", name: str = "") -> Iterator[str]:
    """What differs between a recorded value and the one that came."""
    if isinstance(want, dict) and "__bytes__" in want:
        if not (isinstance(got, dict) and "__bytes__" in got):
            yield f"{path}: bytes expected"
    elif type(want) is not type(got) and not {type(want), type(got)} <= {int, float}:
        yield f"{path}: {type(want).__name__} {str(want)[:40]!r}, got {str(got)[:40]!r}"
    elif isinstance(want, dict):
        yield from (f"{path}.{key}: missing" for key in sorted(want.keys() - got.keys()))
        yield from (f"{path}.{key}: too much" for key in sorted(got.keys() - want.keys()))
        for key in want.keys() & got.keys():
            yield from differences(want[key], got[key], f"{path}.{key}", key)
    elif isinstance(want, list):
        if len(want) != len(got) and name not in OF_ANY_LENGTH:
            yield f"{path}: {len(want)} expected, got {len(got)}"
        for number, (one, other) in enumerate(zip(want, got, strict=False)):
            yield from differences(one, other, f"{path}[{number}]")
    elif want != got and not _may_differ(name, str(want)):
        yield f"{path}: {str(want)[:60]!r}, got {str(got)[:60]!r}"


def _may_differ(name: str, want: str) -> bool:
    return (
        name in VOLATILE
        or name.endswith("Id")
        or name == "$id"
        or "${" in want
        or re.match(r"\d{4}-\d\d-\d\dT", want) is not None
    )


class Journey:
    """One recorded sequence of requests against one server."""

    def __init__(self, path: Path, endpoint: str, project: str, keys: dict[str, str]) -> None:
        self._steps = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
        self._endpoint = endpoint
        self._project = project
        self._keys = keys
        self._captured: dict[str, Any] = {}
        self._session = requests.Session()
        self._pause = threading.Event()

    def replay(self) -> list[str]:
        """Every difference, with the step it was found in."""
        found = []
        for number, step in enumerate(self._steps, 1):
            title = f"{number} {step['method']} {step['path']} as {step['as']}"
            found += [f"{title}: {one}" for one in self._replay(step)]
        return found

    def _replay(self, step: dict[str, Any]) -> list[str]:
        response = self._answer(step)
        body = _body(response)
        want = step["response"]
        for name, path in (step.get("capture") or {}).items():
            self._captured[name] = _at(body, path)
        if response.status_code != want["status"]:
            return [f"status {want['status']} expected, got {response.status_code} {body!s:.200}"]
        return list(differences(want["body"], body))

    def _answer(self, step: dict[str, Any]) -> requests.Response:
        """Send the step's request, again and again where the recording waited for something."""
        wait = step.get("wait")
        for _ in range(TRIES):
            self._session.cookies.clear()
            response = self._send(step)
            if not wait or (wait == "gone" and response.status_code == 404):
                return response
            if wait != "gone" and (_body(response) or {}).get(wait[0]) == wait[1]:
                return response
            self._pause.wait(0.1)
        return response

    def _send(self, step: dict[str, Any]) -> requests.Response:
        headers = {
            "x-appwrite-project": self._project,
            **self._filled(step.get("headers") or {}),
            **self._identity(step["as"]),
        }
        queries = {
            f"queries[{n}]": self._filled(q) for n, q in enumerate(step.get("queries") or [])
        }
        options: dict[str, Any] = {"params": queries | self._filled(step.get("params") or {})}
        if "upload" in step:
            upload = step["upload"]
            options["data"] = self._filled(upload["fields"])
            options["files"] = {"file": (upload["filename"], _content(step))}
        elif "body" in step:
            headers.setdefault("content-type", "application/json")
            options["data"] = json.dumps(self._filled(step["body"]))
        address = self._endpoint + self._filled(step["path"])
        return self._session.request(
            step["method"], address, headers=headers, timeout=60, **options
        )

    def _identity(self, who: str) -> dict[str, str]:
        """Headers of a key by its name, of a captured session or JWT, of nobody."""
        if who in self._keys:
            return {"x-appwrite-key": self._keys[who]}
        if who == "badkey":
            return {"x-appwrite-key": "standard_" + "0" * 40}
        if ":" in who:
            kind, name = who.split(":")
            return {f"x-appwrite-{kind}": str(self._captured.get(name, ""))}
        return {}

    def _filled(self, value: Any) -> Any:
        """With the captured values in place of `${name}`."""
        if isinstance(value, str):
            return re.sub(r"\$\{(\w+)\}", lambda m: str(self._captured.get(m[1], m[0])), value)
        if isinstance(value, list):
            return [self._filled(one) for one in value]
        if isinstance(value, dict):
            return {key: self._filled(one) for key, one in value.items()}
        return value


def _body(response: requests.Response) -> Any:
    if not response.content:
        return None
    if "json" in response.headers.get("content-type", ""):
        return response.json()
    return {"__bytes__": len(response.content)}


def _at(body: Any, path: str) -> Any:
    for part in path.split("."):
        if body is None:
            return None
        body = body[int(part)] if isinstance(body, list) else body.get(part)
    return body


def _content(step: dict[str, Any]) -> bytes:
    """The bytes of a recorded upload, made again from its size and kind."""
    upload = step["upload"]
    if upload["kind"] == "png":
        return _png(64, 48)
    size = upload["size"]
    if upload["kind"] == "cycle":
        content_range = (step.get("headers") or {}).get("content-range")
        start = int(content_range.split()[1].split("-")[0]) if content_range else 0
        return bytes((start + place) % 256 for place in range(256)) * (size // 256) + bytes(
            (start + place) % 256 for place in range(size % 256)
        )
    known = {
        "hello.txt": b"hello world\n" * 10 if size == 120 else b"again",
        "data.json": b'{"a": 1}',
        "evil.exe": b"MZ",
        "empty.txt": b"",
    }
    return known.get(upload["filename"], "ünïcode".encode())[:size].ljust(size, b"x")


def _png(width: int, height: int) -> bytes:
    pixels = b"".join(
        b"\0" + b"".join(bytes((x * 4 % 256, y * 5 % 256, 128)) for x in range(width))
        for y in range(height)
    )
    parts = (
        (b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)),
        (b"IDAT", zlib.compress(pixels)),
        (b"IEND", b""),
    )
    chunks = (
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in parts
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)
