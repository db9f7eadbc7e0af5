"""How often users may ask, and the headers that tell: keys are never held up."""

from __future__ import annotations

from collections.abc import Callable
from itertools import count
from typing import Any

from tui.demo.limits import LIMITS
from tui.demo.routes import AREAS, routes_of
from tui.demo.versions import VERSIONS

SIGN_IN = "/account/sessions/email"


def left(reply: Any) -> int:
    return int(reply.headers["x-ratelimit-remaining"])


def until_refused(ask: Callable[[], Any], most: int) -> Any:
    """Ask until 429 comes; a window that ends meanwhile begins another one."""
    for _ in range(2 * most + 2):
        reply = ask()
        if reply.status == 429:
            return reply
    raise AssertionError("never refused")


def test_a_user_may_write_so_often_in_a_minute_and_a_key_without_end(
    demo: Any, items: str, user: Callable[..., str], as_user: Callable[..., dict[str, Any]]
) -> None:
    mine, path = as_user(user()), f"{items}/rows/none"
    refused = until_refused(lambda: demo.request("DELETE", path, **mine), 60)
    assert refused.body["type"] == "general_rate_limit_exceeded"
    assert refused.headers["x-ratelimit-limit"] == "60"
    assert left(refused) == 0
    assert int(refused.headers["x-ratelimit-reset"]) % 60 == 0
    replies = [demo.request("DELETE", path) for _ in range(70)]
    assert {(reply.status, left(reply)) for reply in replies} == {(404, 59)}


def test_another_user_and_a_guest_are_not_held_up(
    demo: Any, items: str, user: Callable[..., str], as_user: Callable[..., dict[str, Any]]
) -> None:
    first, second, path = as_user(user()), as_user(user()), f"{items}/rows/none"
    until_refused(lambda: demo.request("DELETE", path, **first), 60)
    assert demo.request("DELETE", path, **second).status == 404
    for _ in range(70):
        assert demo.request("DELETE", path, key=None).status != 429


def test_wrong_passwords_are_counted_for_each_address(demo: Any, user: Callable[..., str]) -> None:
    address, other = f"{user()}@example.test", f"{user()}@example.test"
    wrong = {"email": address, "password": "wrong horse"}
    refused = until_refused(lambda: demo.request("POST", SIGN_IN, wrong, key=None), 10)
    assert refused.headers["x-ratelimit-limit"] == "10"
    assert int(refused.headers["x-ratelimit-reset"]) % 3600 == 0
    right = {"password": "correct horse"}
    assert demo.request("POST", SIGN_IN, {"email": address, **right}, key=None).status == 429
    assert demo.request("POST", SIGN_IN, {"email": other, **right}, key=None).status == 201


def test_signing_in_forgives_the_wrong_passwords_before(
    demo: Any, user: Callable[..., str]
) -> None:
    address = {"email": f"{user()}@example.test"}
    for _ in range(3):
        demo.request("POST", SIGN_IN, {**address, "password": "wrong horse"}, key=None)
    right = {**address, "password": "correct horse"}
    assert demo.request("POST", SIGN_IN, right, key=None).status == 201
    assert left(demo.request("POST", SIGN_IN, right, key=None)) == 9


def test_missing_scopes_are_refused_before_anything_is_counted(demo: Any, items: str) -> None:
    refused = demo.request("DELETE", f"{items}/rows/none", key="readonly")
    assert "x-ratelimit-limit" not in refused.headers


def test_pieces_of_an_upload_are_counted_apart(
    demo: Any, upload: Callable[..., Any], user: Callable[..., str], as_user: Any
) -> None:
    bucket = {"bucketId": "limited", "name": "L", "permissions": ['create("users")']}
    demo.request("POST", "/storage/buckets", bucket)
    headers = as_user(user())["headers"]
    chunk, size = 5 * 1024 * 1024, 5 * 1024 * 1024 + 3
    counts = []
    for start in (0, chunk):
        content = bytes(min(chunk, size - start))
        reply = upload(
            "/storage/buckets/limited/files",
            "big.bin",
            content,
            chunk=(start, size),
            headers=headers,
            key=None,
            fileId="big",
        )
        counts.append((reply.status, left(reply)))
    demo.request("DELETE", "/storage/buckets/limited")
    assert counts == [(201, 59), (201, 59)]


def test_every_limit_is_of_a_route_that_exists() -> None:
    routes = {
        route.name for area in AREAS for writing in (True,) for route in routes_of(area, writing)
    }
    named = set(LIMITS).union(*(version.limits for version in VERSIONS.values()))
    assert named <= routes


def test_older_servers_count_other_things(start_demo: Any) -> None:
    with start_demo("--empty", "--server-version", "1.8.1") as old:
        numbers = count()
        user = {"userId": f"u{next(numbers)}", "email": "u@example.test", "password": "long enough"}
        old.request("POST", "/users", user)
        session = old.request("POST", SIGN_IN, {"email": user["email"], "password": "long enough"})
        options = {"key": None, "headers": {"x-appwrite-session": session.body["secret"]}}
        made = old.request("POST", "/account/jwts", {}, **options)
        assert made.headers["x-ratelimit-limit"] == "100"
