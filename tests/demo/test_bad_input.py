"""Requests that no client should send: refused in a sentence, never a crash."""

from __future__ import annotations

import http.client
import itertools
import json
import socket
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
    for path in ("//", "/tablesdb/shop/", "/..%2f..%2fetc"):
        assert raw(demo, "GET", path, b"")[0] == 404


@pytest.mark.parametrize("id_", ["%FF", "a%2Fb", "_x", "a" * 37, "a%20b"])
def test_what_can_be_no_id_is_refused_before_it_is_looked_for(demo: Any, id_: str) -> None:
    status, answer = raw(demo, "GET", f"/users/{id_}", b"")
    assert (status, answer["type"]) == (400, "general_argument_invalid")
    assert answer["message"].startswith("Invalid `userId` param: UID must contain at most 36 chars")


@pytest.mark.parametrize(
    ("kind", "body", "name"),
    [
        ("application/json", b'{"teamId":"KIND","name":"JSON"}', "JSON"),
        ("application/json; charset=utf-8", b'{"teamId":"KIND","name":"JSON"}', "JSON"),
        ("application/x-www-form-urlencoded", b"teamId=KIND&name=a+form%21&roles[]=x", "a form!"),
        ("Application/X-WWW-Form-Urlencoded", b"teamId=KIND&name=form", "form"),
        ("text/plain", b'{"teamId":"KIND","name":"JSON"}', None),
        ("Application/JSON", b'{"teamId":"KIND","name":"JSON"}', None),
        ("application/xml", b"<teamId>KIND</teamId>", None),
        ("", b'{"teamId":"KIND","name":"JSON"}', None),
    ],
)
def test_a_body_counts_by_its_type(demo: Any, kind: str, body: bytes, name: str | None) -> None:
    status, answer = raw(demo, "POST", "/teams", body, kind)
    if name is None:
        assert (status, answer["message"]) == (400, 'Param "teamId" is not optional.')
        return
    assert (status, answer["name"]) == (201, name)
    assert demo.request("DELETE", "/teams/KIND").status == 204


def test_routes_of_json_take_forms_as_well(demo: Any, upload: Any, user: Any) -> None:
    member = user()
    demo.request("POST", "/teams", {"teamId": "multi", "name": "Multi"})
    fields = {"userId": member, "roles[0]": "a", "roles[1]": "b"}
    joined = upload("/teams/multi/memberships", "ignored.txt", b"x", **fields)
    assert (joined.status, joined.body["roles"]) == (201, ["a", "b"])
    demo.request("DELETE", "/teams/multi")


def test_the_address_of_a_request_with_a_body_has_no_parameters(demo: Any) -> None:
    reply = demo.request("POST", "/teams", params={"teamId": "nobody", "name": "N"}, raw=b"")
    assert reply.body["message"] == 'Param "teamId" is not optional.'


def test_what_is_too_large_is_answered_and_not_cut_off(demo: Any) -> None:
    long = "a" * 200_000
    address = raw(demo, "GET", f"/users?search={long}", b"")
    assert (address[0], address[1]["message"]) == (414, "The address is too long.")
    headers = demo.request("GET", "/users", headers={"x-long": long})
    assert (headers.status, headers.body["message"]) == (431, "The headers are too large together.")
    body = raw(demo, "POST", "/teams", b"a" * 40_000_000)
    assert (body[0], body[1]["message"]) == (413, "The request body is too large.")


@pytest.mark.parametrize(
    "sent",
    [
        b"GET\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
        b"GET /v1/\xff HTTP/1.1\r\n\r\n",
    ],
)
def test_what_is_no_http_is_told_so(demo: Any, sent: bytes) -> None:
    parts = urlsplit(demo.endpoint)
    with socket.create_connection((parts.hostname, parts.port), 30) as connection:
        connection.sendall(sent)
        answer = connection.makefile("rb").read()
    assert answer.startswith(b"HTTP/1.1 400 ")
    assert json.loads(answer.partition(b"\r\n\r\n")[2])["type"] == "general_bad_request"


def test_an_endless_form_is_refused(demo: Any) -> None:
    parts = urlsplit(demo.endpoint)
    connection = http.client.HTTPConnection(parts.hostname, parts.port, timeout=30)
    pieces = (b"a" * 1_000_000 for _ in range(40))
    headers = {"content-type": "multipart/form-data; boundary=b", "transfer-encoding": "chunked"}
    head = b'--b\r\ncontent-disposition: form-data; name="file"; filename="f"\r\n\r\n'
    body = itertools.chain([head], pieces)
    connection.request("POST", parts.path + "/teams", body, headers, encode_chunked=True)
    assert connection.getresponse().status == 413
    connection.close()


def test_asking_for_the_head_only_is_answered_without_a_body(demo: Any) -> None:
    whole, head = demo.get("/users"), demo.request("HEAD", "/users")
    assert (head.status, head.body) == (200, None)
    assert int(head.headers["content-length"]) > 0
    assert whole.status == 200


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
