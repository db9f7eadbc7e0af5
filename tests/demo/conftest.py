"""A database of its own for each test that writes."""

from __future__ import annotations

import functools
import itertools
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest

_numbers = itertools.count()


@pytest.fixture
def database(demo: Any) -> Iterator[str]:
    """The path of an empty database that goes with the test."""
    id_ = f"test{next(_numbers)}"
    demo.request("POST", "/tablesdb", {"databaseId": id_, "name": "Test"})
    yield f"/tablesdb/{id_}"
    demo.request("DELETE", f"/tablesdb/{id_}")


@pytest.fixture
def make_table(demo: Any, database: str) -> Callable[..., str]:
    """`make_table("items", columns, **settings)` gives the path of a new table."""

    def make(id_: str, columns: list[dict[str, Any]], **settings: Any) -> str:
        body = {"tableId": id_, "name": id_, "columns": columns, **settings}
        reply = demo.request("POST", f"{database}/tables", body)
        assert reply.status == 201, reply.body
        return f"{database}/tables/{id_}"

    return make


@pytest.fixture
def settled(demo: Any) -> Callable[[str], dict[str, Any]]:
    """Wait until a column or index is no longer `processing`."""

    def wait(path: str) -> dict[str, Any]:
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            body: dict[str, Any] = demo.get(path).body
            if body["status"] != "processing":
                return body
        raise AssertionError(f"{path} stayed processing")

    return wait


@pytest.fixture
def gone(demo: Any) -> Callable[[str], None]:
    """Wait until something is not found any more."""

    def wait(path: str) -> None:
        deadline = time.monotonic() + 60
        while demo.get(path).status != 404:
            if time.monotonic() > deadline:
                raise AssertionError(f"{path} is still there")

    return wait


@pytest.fixture
def items(make_table: Callable[..., str]) -> str:
    """A table with a column of each common type."""
    return make_table(
        "items",
        [
            {"key": "title", "type": "varchar", "size": 80, "required": True},
            {"key": "qty", "type": "integer", "min": 0, "max": 1000, "default": 1},
            {"key": "price", "type": "float", "min": 0.5},
            {"key": "active", "type": "boolean", "default": True},
            {"key": "due", "type": "datetime"},
            {"key": "contact", "type": "email"},
            {"key": "site", "type": "url"},
            {"key": "host", "type": "ip"},
            {"key": "state", "type": "enum", "elements": ["new", "paid"], "default": "new"},
            {"key": "tags", "type": "varchar", "size": 20, "array": True},
            {"key": "place", "type": "point"},
            {"key": "path", "type": "line"},
            {"key": "area", "type": "polygon"},
            {"key": "secret", "type": "varchar", "size": 200, "encrypt": True},
        ],
        permissions=['read("any")'],
    )


@pytest.fixture
def upload(demo: Any, upload_to: Callable[[Any], Callable[..., Any]]) -> Callable[..., Any]:
    """`upload(path, "a.txt", b"...", fileId="a")` posts a multipart body.

    `part` names the file's field, `chunk=(start, size)` makes the content a piece of a larger file.
    """
    return upload_to(demo)


@pytest.fixture
def upload_to() -> Callable[[Any], Callable[..., Any]]:
    """`upload_to(demo)` is `upload` for a server of the test's own."""
    return lambda demo: functools.partial(post_file, demo)


def post_file(
    demo: Any,
    path: str,
    name: str,
    content: bytes,
    part: str = "file",
    chunk: tuple[int, int] | None = None,
    headers: dict[str, str] | None = None,
    key: str | None = "full",
    **fields: str,
) -> Any:
    boundary = "----9f1c2b7d"
    pieces = [
        f'--{boundary}\r\nContent-Disposition: form-data; name="{field}"\r\n\r\n{value}\r\n'
        for field, value in fields.items()
    ]
    pieces.append(
        f'--{boundary}\r\nContent-Disposition: form-data; name="{part}"; filename="{name}"\r\n'
        "Content-Type: application/octet-stream\r\n\r\n"
    )
    body = "".join(pieces).encode() + content + f"\r\n--{boundary}--\r\n".encode()
    sent = {"content-type": f"multipart/form-data; boundary={boundary}"}
    if chunk:
        start, size = chunk
        sent["content-range"] = f"bytes {start}-{start + len(content) - 1}/{size}"
    return demo.request("POST", path, raw=body, key=key, headers={**sent, **(headers or {})})


@pytest.fixture
def user(demo: Any) -> Iterator[Callable[..., str]]:
    """`user(name="Ann")` makes a user and gives its id; it goes with the test."""
    made: list[str] = []

    def make(**fields: Any) -> str:
        id_ = fields.pop("id", f"person{next(_numbers)}")
        body = {
            "userId": id_,
            "email": f"{id_}@example.test",
            "password": "correct horse",
            **fields,
        }
        reply = demo.request("POST", "/users", body)
        assert reply.status == 201, reply.body
        made.append(id_)
        return id_

    yield make
    for id_ in made:
        demo.request("DELETE", f"/users/{id_}")


@pytest.fixture
def as_user(demo: Any) -> Callable[..., dict[str, Any]]:
    """`demo.get(path, **as_user("alice"))` asks as that user, by a JWT."""

    def options(id_: str) -> dict[str, Any]:
        jwt = demo.request("POST", f"/users/{id_}/jwts", {}).body["jwt"]
        return {"key": None, "headers": {"x-appwrite-jwt": jwt}}

    return options
