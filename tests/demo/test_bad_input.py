"""Requests that no client should send: refused in a sentence, never a crash."""

from __future__ import annotations

import http.client
import json
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from urllib.parse import urlsplit

import pytest

EVENTS = "/tablesdb/shop/tables/events/rows"


def raw(demo: Any, method: str, path: str, body: bytes, kind: str = "application/json") -> Any:
    parts = urlsplit(demo.endpoint)
    connection = http.client.HTTPConnection(parts.hostname, parts.port, timeout=30)
    headers = {
        "x-appwrite-project": demo.project,
        "x-appwrite-key": demo.keys["full"],
        "content-type": kind,
    }
    connection.request(method, parts.path + path, body, headers)
    response = connection.getresponse()
    content = response.read()
    connection.close()
    return response.status, json.loads(content) if content[:1] == b"{" else content


@pytest.mark.parametrize(
    "body",
    [b"", b"{", b"null", b"[1]", b'"text"', b"\xff\xfe", b"[" * 100_000, b"a=b"],
    ids=lambda body: repr(body[:10]),
)
def test_a_body_that_is_no_object_has_no_parameters(demo: Any, body: bytes) -> None:
    status, answer = raw(demo, "POST", "/tablesdb", body)
    assert (status, answer["message"]) == (400, 'Param "databaseId" is not optional.')


def test_half_characters_are_refused(demo: Any, items: str) -> None:
    body = b'{"rowId":"a","data":{"title":"\\ud800"}}'
    status, answer = raw(demo, "POST", f"{items}/rows", body)
    assert (status, answer["type"]) == (400, "general_bad_request")


def test_a_body_without_end_is_refused(demo: Any) -> None:
    parts = urlsplit(demo.endpoint)
    connection = http.client.HTTPConnection(parts.hostname, parts.port, timeout=30)
    connection.putrequest("POST", parts.path + "/tablesdb")
    connection.putheader("content-length", str(2**40))
    connection.endheaders()
    assert connection.getresponse().status == 413
    connection.close()


@pytest.mark.parametrize(
    "text",
    [
        '{"method":"equal","attribute":"seq","values":[99999999999999999999999]}',
        '{"method":"equal","attribute":"$sequence","values":["99999999999999999999999"]}',
        '{"method":"equal","attribute":"value","values":[NaN]}',
        '{"method":"limit","values":[99999999999999999999999]}',
        '{"method":"limit","values":["5"]}',
        '{"method":"equal","attribute":7,"values":[1]}',
        '{"method":"equal","attribute":"seq","values":{"a":1}}',
        '{"method":5}',
        "5",
        "null",
        '{"method":"cursorAfter","values":[{}]}',
        '{"method":"and","values":[1,2]}',
        '{"method":"select","values":[7]}',
        '{"method":"distanceEqual","attribute":"seq","values":[[[0,0],1,true]]}',
        '{"method":"or","values":[' * 60,
    ],
)
def test_a_senseless_query_is_refused(demo: Any, text: str) -> None:
    reply = demo.get(EVENTS, text)
    assert reply.status in (200, 400), reply.body
    if reply.status == 400:
        assert reply.body["type"].startswith("general_")


def test_shapes_that_are_none_are_refused(demo: Any) -> None:
    for shape in ([], ["x"], [[[]]], [{"a": 1}], [1]):
        query = {"method": "intersects", "attribute": "area", "values": [shape]}
        assert demo.get("/tablesdb/shop/tables/odd/rows", query).status == 400


def test_numbers_beyond_all_bounds_are_kept_or_refused(demo: Any, items: str) -> None:
    for price in ("1e308", "1" + "0" * 40, "1e999", "-1e999"):
        body = f'{{"data":{{"title":"t","price":{price}}}}}'.encode()
        status, _ = raw(demo, "PUT", f"{items}/rows/a", body)
        assert status in (200, 400)


def test_odd_paths_are_not_found(demo: Any) -> None:
    for path in ("/tablesdb/%FF", "/tablesdb/a%2Fb", "//", "/tablesdb/shop/", "/..%2f..%2fetc"):
        assert raw(demo, "GET", path, b"")[0] == 404


def test_many_clients_are_answered(demo: Any) -> None:
    with ThreadPoolExecutor(40) as pool:
        replies = list(pool.map(lambda _: demo.get(EVENTS).status, range(200)))
    assert set(replies) == {200}


def test_a_client_for_a_newer_server_is_warned(demo: Any) -> None:
    newer = demo.get("/tablesdb", headers={"x-appwrite-response-format": "2.5.0"})
    assert newer.headers["x-appwrite-warning"] == (
        "The current SDK is built for Appwrite 2.5.0. However, the current Appwrite server version "
        "is 1.9.6. Please downgrade your SDK to match the Appwrite version: "
        "https://appwrite.io/docs/sdks"
    )
    same = demo.get("/tablesdb", headers={"x-appwrite-response-format": "1.9.6"})
    assert "x-appwrite-warning" not in same.headers


def test_a_big_table_is_paged_anywhere(start_demo: Any) -> None:
    with start_demo("--empty", "--rows", "2000") as big:
        path = "/tablesdb/big/tables/rows/rows"
        limit = {"method": "limit", "values": [100]}
        first = big.get(path, limit).body
        assert (first["total"], len(first["rows"])) == (2000, 100)
        order = {"method": "orderDesc", "attribute": "number"}
        numbers: list[int] = []
        cursor: list[Any] = []
        while rows := big.get(path, order, limit, *cursor).body["rows"]:
            numbers += [row["number"] for row in rows]
            cursor = [{"method": "cursorAfter", "values": [rows[-1]["$id"]]}]
        assert len(numbers) == 2000
        assert numbers == sorted(numbers, reverse=True)
        upper = {"method": "equal", "attribute": "title", "values": ["ROW 77"]}
        assert big.get(path, upper).body["rows"][0]["$id"] == "row0000077"
