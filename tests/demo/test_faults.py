"""Faults on demand: each goes wrong as it says, as often as it says, and is seen."""

from __future__ import annotations

import json
import socket
import urllib.error
from collections.abc import Iterator
from http.client import HTTPConnection, IncompleteRead
from typing import Any
from urllib.parse import urlsplit

import pytest

ROW = "/tablesdb/shop/tables/orders/rows/order00042"


@pytest.fixture(scope="module")
def shop(start_demo: Any) -> Iterator[Any]:
    with start_demo() as started:
        yield started


def connect(shop: Any, seconds: float = 20) -> HTTPConnection:
    return HTTPConnection(urlsplit(shop.endpoint).netloc, timeout=seconds)


def ask(connection: HTTPConnection, shop: Any, method: str, body: bytes | None = None) -> Any:
    headers = {
        "x-appwrite-project": shop.project,
        "x-appwrite-key": shop.keys["full"],
        "content-type": "application/json",
    }
    connection.request(method, f"/v1{ROW}", body, headers)
    return connection.getresponse()


@pytest.mark.parametrize(
    ("kind", "status", "type_"),
    [("500", 500, "general_unknown"), ("429", 429, "general_rate_limit_exceeded"),
     ("408", 408, "database_timeout")],
)  # fmt: skip
def test_errors_come_as_often_as_ordered(shop: Any, kind: str, status: int, type_: str) -> None:
    shop.spoil(kind, "GET", "order00042", times=2)
    assert [shop.get(ROW).status for _ in range(3)] == [status, status, 200]
    shop.spoil(kind, "PATCH")
    assert shop.get(ROW).status == 200
    answer = shop.request("PATCH", ROW, {"data": {"note": "spoiled"}})
    assert answer.body["type"] == type_
    assert shop.get(ROW).body["note"] != "spoiled"


@pytest.mark.parametrize(("kind", "applied"), [("drop", False), ("drop-after", True)])
def test_a_dropped_connection(shop: Any, kind: str, applied: bool) -> None:
    shop.spoil(kind, "PATCH")
    with pytest.raises((ConnectionError, OSError)):
        ask(connect(shop), shop, "PATCH", b'{"data": {"note": "dropped %s"}}' % kind.encode())
    assert (shop.get(ROW).body["note"] == f"dropped {kind}") is applied


def test_an_error_after_the_change_was_made(shop: Any) -> None:
    shop.spoil("500-after", "PATCH")
    assert shop.request("PATCH", ROW, {"data": {"note": "made"}}).status == 500
    assert shop.get(ROW).body["note"] == "made"


def test_html_half_an_answer_and_silence(shop: Any) -> None:
    shop.spoil("html")
    answer = shop.get(ROW)
    assert (answer.status, answer.headers["content-type"]) == (502, "text/html")
    shop.spoil("half")
    with pytest.raises((IncompleteRead, ConnectionError)):
        ask(connect(shop), shop, "GET").read()
    shop.spoil("hang")
    with pytest.raises(socket.timeout):
        ask(connect(shop, 0.2), shop, "GET")
    assert shop.get(ROW).status == 200


def test_what_was_seen_is_told_and_what_is_done_behind_is_not(shop: Any) -> None:
    shop.control("DELETE", "seen")
    shop.get(ROW)
    shop.behind("PATCH", ROW, {"data": {"note": "behind"}})
    shop.spoil("500")
    shop.get(ROW)
    seen = shop.control("GET", "seen")
    assert [(one["method"], one["status"]) for one in seen["requests"]] == [
        ("GET", 200),
        ("GET", 500),
    ]
    assert seen["connections"] == 2
    assert shop.get(ROW).body["note"] == "behind"


def test_a_share_of_the_requests_fails(start_demo: Any) -> None:
    with start_demo("--fail-rate", "0.5") as failing:
        answers = {failing.get("/users").status for _ in range(60)}
    assert answers == {200, 500}


def test_a_query_that_takes_too_long_times_out_and_the_next_does_not(start_demo: Any) -> None:
    rows = "/tablesdb/big/tables/rows/rows"
    with start_demo("--empty", "--rows", "20000", "--query-timeout", "0.001") as big:
        late = big.get(rows, {"method": "orderDesc", "attribute": "title"})
        assert (late.status, late.body["type"]) == (408, "database_timeout")
        indexed = big.get(
            rows, {"method": "orderDesc", "attribute": "number"}, params={"total": "0"}
        )
        assert (indexed.status, len(indexed.body["rows"])) == (200, 25)


@pytest.mark.parametrize(
    ("what", "order", "said"),
    [
        ("faults", [], "an order is a JSON object"),
        ("faults", {"kind": "flood"}, "flood"),
        ("behind", {"method": "GET"}, "a method and a path"),
    ],
)
def test_what_cannot_be_ordered_is_said(shop: Any, what: str, order: Any, said: str) -> None:
    with pytest.raises(urllib.error.HTTPError) as caught:
        shop.control("POST", what, order)
    with caught.value as error:
        assert error.code == 400
        assert said in json.loads(error.read())["message"]
