"""Buckets, files and their tokens: what each parameter may be, who may change what."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest


@pytest.fixture
def bucket(demo: Any) -> Iterator[str]:
    made = demo.request("POST", "/storage/buckets", {"bucketId": "ruled", "name": "Ruled"})
    assert made.status == 201
    yield "/storage/buckets/ruled"
    demo.request("DELETE", "/storage/buckets/ruled")


@pytest.mark.parametrize(
    ("field", "good", "bad"),
    [
        ("name", ["x", "x" * 128], ["", "x" * 129, 5, None]),
        ("permissions", [[], ['write("any")'], None], ["any", ['eat("any")'], [5], ['read("me")']]),
        ("fileSecurity", [True, "true", 1, "0"], ["yes", 2, []]),
        ("enabled", [True, "false", 0], ["no"]),
        ("maximumFileSize", [1, 30_000_000, "5"], [0, 30_000_001, -1, 1.5, "x"]),
        ("allowedFileExtensions", [[], ["x" * 64], ["a"] * 100], [["x" * 65], [""], ["a"] * 101]),
        ("compression", ["none", "gzip", "zstd"], ["GZIP", "zip", ""]),
        ("encryption", [True, False], ["x"]),
        ("antivirus", [True, False], ["x"]),
        ("transformations", [True, False], ["x"]),
    ],
)
def test_settings_of_a_bucket_are_checked_one_by_one(
    demo: Any, bucket: str, field: str, good: list[Any], bad: list[Any]
) -> None:
    for value in good:
        reply = demo.request("PUT", bucket, {"name": "Ruled", field: value})
        assert reply.status == 200, (field, value, reply.body)
    for value in bad:
        for path in (bucket, "/storage/buckets/ghost"):
            reply = demo.request("PUT", path, {"name": "Ruled", field: value})
            assert reply.status == 400, (field, value)
            assert reply.body["message"].startswith(f"Invalid `{field}` param: ")


def test_write_stands_for_what_can_be_granted(demo: Any, bucket: str) -> None:
    body = {"name": "Ruled", "permissions": ['write("users")', 'read("any")']}
    shown = demo.request("PUT", bucket, body).body["$permissions"]
    assert shown == ['create("users")', 'update("users")', 'delete("users")', 'read("any")']


def test_a_file_is_renamed_and_granted(demo: Any, bucket: str, upload: Callable[..., Any]) -> None:
    upload(f"{bucket}/files", "a.txt", b"text", fileId="a")
    path = f"{bucket}/files/a"
    for name in ("x", "é" * 128, "../../b"):
        assert demo.request("PUT", path, {"name": name}).body["name"] == name
    for body in (
        {"name": ""},
        {"name": "x" * 129},
        {"name": 5},
        {"permissions": ['create("any")']},
    ):
        assert demo.request("PUT", path, body).status == 400
        assert demo.request("PUT", f"{bucket}/files/ghost", body).status == 400
    assert demo.request("PUT", path, {}).body["name"] == "../../b"
    kept = demo.request("PUT", path, {"permissions": ['write("users")']}).body
    assert kept["$permissions"] == ['update("users")', 'delete("users")']


def test_older_servers_take_longer_names(start_demo: Any, upload_to: Callable[..., Any]) -> None:
    with start_demo("--empty", "--server-version", "1.8.1") as demo:
        demo.request("POST", "/storage/buckets", {"bucketId": "b", "name": "B"})
        upload_to(demo)("/storage/buckets/b/files", "a.txt", b"text", fileId="a")
        path = "/storage/buckets/b/files/a"
        assert demo.request("PUT", path, {"name": "x" * 255}).status == 200
        assert demo.request("PUT", path, {"name": "x" * 256}).status == 400


def test_who_may_change_a_file_is_told_what_is_missing(
    demo: Any, bucket: str, upload: Callable[..., Any], user: Any, as_user: Any
) -> None:
    ann = user()
    upload(f"{bucket}/files", "a.txt", b"text", fileId="a")
    asking = as_user(ann)
    closed = demo.request("DELETE", f"{bucket}/files/ghost", **asking)
    assert (closed.status, closed.body["message"]) == (
        401,
        "No permissions provided for action 'delete'",
    )
    demo.request("PUT", bucket, {"name": "R", "fileSecurity": True})
    ghost = demo.request("DELETE", f"{bucket}/files/ghost", **asking)
    assert (ghost.status, ghost.body["type"]) == (404, "storage_file_not_found")
    demo.request("PUT", f"{bucket}/files/a", {"permissions": ['delete("label:vip")']})
    refused = demo.request("DELETE", f"{bucket}/files/a", **asking)
    assert refused.body["message"].startswith('Missing "delete" permission for role "label:vip".')
    assert "users\\/unverified" in refused.body["message"]
    changed = demo.request("PUT", f"{bucket}/files/a", {"name": "b"}, **asking)
    assert changed.body["message"] == (
        "The current user is not authorized to perform the requested action."
    )


def test_a_token_of_another_file_opens_nothing(
    demo: Any, bucket: str, upload: Callable[..., Any]
) -> None:
    demo.request("PUT", bucket, {"name": "R", "permissions": ['read("any")']})
    for id_ in ("a", "b"):
        upload(f"{bucket}/files", f"{id_}.txt", b"text", fileId=id_)
    secret = demo.request("POST", "/tokens/buckets/ruled/files/a", {}).body["secret"]

    def status(file: str, token: str) -> int:
        path = f"{bucket}/files/{file}/view"
        return int(demo.request("GET", path, key=None, params={"token": token}).status)

    assert (status("a", secret), status("b", secret)) == (200, 401)
    assert status("b", "nonsense") == 200
    assert status("b", "x" * 513) == 400


def test_a_token_counts_until_it_ends(demo: Any, bucket: str, upload: Callable[..., Any]) -> None:
    upload(f"{bucket}/files", "a.txt", b"text", fileId="a")
    tokens = "/tokens/buckets/ruled/files/a"
    for moment in ("2001-01-01T00:00:00.000+00:00", "whenever", 5, datetime.now(UTC).isoformat()):
        refused = demo.request("POST", tokens, {"expire": moment})
        assert (refused.status, refused.body["type"]) == (400, "general_argument_invalid"), moment
    soon = (datetime.now(UTC) + timedelta(seconds=1.5)).isoformat()
    made = demo.request("POST", tokens, {"expire": soon}).body
    path = f"{bucket}/files/a/download"

    def ask() -> int:
        return int(demo.request("GET", path, key=None, params={"token": made["secret"]}).status)

    assert ask() == 200
    deadline = time.monotonic() + 20
    while ask() == 200:
        assert time.monotonic() < deadline
    assert ask() == 401
    assert demo.request("PATCH", f"/tokens/{made['$id']}", {"expire": None}).body["expire"] == ""


def test_a_push_token_is_never_right(demo: Any) -> None:
    path = "/storage/buckets/pictures/files/picture000/push"
    for params in ({}, {"jwt": "nonsense"}):
        reply = demo.request("GET", path, key=None, params=params)
        assert (reply.status, reply.body["type"]) == (401, "user_unauthorized")
