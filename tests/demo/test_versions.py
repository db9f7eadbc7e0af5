"""What one version of the server does about databases and others do otherwise."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any

import pytest

TABLE = "/tablesdb/v/tables/t"


@pytest.fixture(scope="module", params=["1.8.1", "1.9.6", "2.0"])
def server(request: Any, start_demo: Any) -> Iterator[tuple[str, Any]]:
    """An empty server of each version with a table: a text `s` that is unique, a list `l`."""
    with start_demo("--empty", "--server-version", request.param) as demo:
        demo.request("POST", "/tablesdb", {"databaseId": "v", "name": "V"})
        demo.request("POST", "/tablesdb/v/tables", {"tableId": "t", "name": "T"})
        text = {"size": 20, "required": False}
        demo.request("POST", f"{TABLE}/columns/string", {"key": "s", **text})
        demo.request("POST", f"{TABLE}/columns/string", {"key": "l", "array": True, **text})
        wait(demo, f"{TABLE}/columns/l")
        demo.request("POST", f"{TABLE}/indexes", {"key": "u", "type": "unique", "columns": ["s"]})
        wait(demo, f"{TABLE}/indexes/u")
        demo.request("POST", f"{TABLE}/rows", {"rowId": "a", "data": {"s": "x", "l": ["y"]}})
        yield request.param, demo


def wait(demo: Any, path: str) -> None:
    deadline = time.monotonic() + 20
    while demo.get(path).body["status"] != "available":
        assert time.monotonic() < deadline


@pytest.mark.parametrize("kind", ["varchar", "text", "mediumtext", "longtext", "bigint"])
@pytest.mark.parametrize("path", [f"{TABLE}/columns", "/databases/v/collections/t/attributes"])
def test_newer_kinds_of_columns(server: Any, path: str, kind: str) -> None:
    version, demo = server
    key = f"{kind}{len(path)}"
    body = {"key": key, "size": 9, "required": False}
    made = demo.request("POST", f"{path}/{kind}", body)
    assert made.status == (404 if version == "1.8.1" else 202)
    changed = demo.request("PATCH", f"{path}/{kind}/s", {"required": False, "default": None})
    assert changed.status == (404 if version == "1.8.1" else 400)


def test_a_unique_value_is_refused(server: Any) -> None:
    version, demo = server
    newer = version == "2.0"
    kind = "row_unique_constraint_violation" if newer else "row_already_exists"
    twice = demo.request("POST", f"{TABLE}/rows", {"rowId": "b", "data": {"s": "X"}})
    assert (twice.status, twice.body["type"]) == (409, kind)
    taken = demo.request("POST", f"{TABLE}/rows", {"rowId": "a", "data": {"s": "z"}})
    assert (taken.status, taken.body["type"]) == (409, "row_already_exists")


def test_sequences_and_sizes(server: Any) -> None:
    version, demo = server
    old = version == "1.8.1"
    assert isinstance(demo.get(f"{TABLE}/rows/a").body["$sequence"], int) == old
    assert ("bytesUsed" in demo.get(TABLE).body) == (not old)
    staged = demo.request("POST", "/tablesdb/transactions", {}).body["$id"]
    body = {"rowId": "n", "data": {"s": "n"}, "transactionId": staged}
    assert demo.request("POST", f"{TABLE}/rows", body).body["$sequence"] == (0 if old else "")


@pytest.mark.parametrize("method", ["containsAny", "containsAll"])
def test_newer_methods_of_queries(server: Any, method: str) -> None:
    version, demo = server
    found = demo.get(f"{TABLE}/rows", {"method": method, "attribute": "l", "values": ["y"]})
    assert found.status == (400 if version == "1.8.1" else 200)


@pytest.mark.parametrize("path", [TABLE, f"{TABLE}/rows/a", "/databases/v/collections/t"])
def test_logs_are_gone_in_newer_servers(server: Any, path: str) -> None:
    version, demo = server
    assert demo.get(f"{path}/logs").status == (404 if version == "2.0" else 200)
    assert demo.get("/tablesdb/v/logs").status == 404


def test_databases_by_type(server: Any) -> None:
    version, demo = server
    listed = [each["$id"] for each in demo.get("/databases").body["databases"]]
    assert listed == (["v"] if version == "1.8.1" else [])


def test_an_unknown_route(server: Any) -> None:
    version, demo = server
    reply = demo.get("/tablesdb/v/none")
    assert reply.status == 404
    json_kind = "application/json" in reply.headers.get("content-type", "")
    assert json_kind == (version == "1.8.1")
