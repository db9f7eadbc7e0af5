"""The embedded Appwrite as a process: its one line, its keys, its refusals, its end."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from tui.demo.routes import AREAS, routes_of
from tui.demo.routing import RoutingTable

ROOT = Path(__file__).parent.parent.parent


def started(*arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "tui.demo", "--empty", *arguments],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def test_it_prints_one_line_of_json_and_nothing_else() -> None:
    process = started("--print-config")
    assert process.stdout is not None
    config = json.loads(process.stdout.readline())
    assert set(config) == {"endpoint", "project", "keys"}
    assert set(config["keys"]) == {"full", "readonly", "usersonly", "noscopes"}
    urllib.request.urlopen(config["endpoint"] + "/health/version").read()
    process.terminate()
    rest, _ = process.communicate()
    assert (rest, process.returncode) == ("", 0)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_it_ends_when_told_to(number: int) -> None:
    process = started("--print-config")
    assert process.stdout is not None
    process.stdout.readline()
    os.kill(process.pid, number)
    assert process.wait(20) == 0
    process.communicate()


def test_it_ends_with_its_parent_when_asked() -> None:
    process = started("--print-config", "--with-parent")
    assert process.stdout is not None
    assert process.stdin is not None
    process.stdout.readline()
    process.stdin.close()
    assert process.wait(20) == 0
    process.stdout.close()


def test_it_refuses_to_listen_to_the_network() -> None:
    process = started("--host", "0.0.0.0")
    _, error = process.communicate()
    assert process.returncode == 2
    assert "the keys are public" in error


def test_keys_open_what_their_scopes_say(demo: Any) -> None:
    refused = demo.get("/tablesdb", key="usersonly")
    assert (refused.status, refused.body["message"]) == (
        401,
        'app.demo@service.127.0.0.1 (role: applications) missing scopes (["databases.read"])',
    )
    written = demo.request("POST", "/tablesdb", {"databaseId": "x", "name": "X"}, key="readonly")
    assert 'missing scopes (["databases.write"])' in written.body["message"]
    guest = demo.get("/tablesdb", key=None)
    assert guest.body["message"] == 'User (role: guests) missing scopes (["databases.read"])'
    wrong = demo.get("/tablesdb", headers={"x-appwrite-key": "standard_" + "0" * 40})
    assert (wrong.status, wrong.body["type"]) == (401, "user_unauthorized")


def test_the_version_is_public_and_refuses_a_key(demo: Any) -> None:
    assert demo.get("/health/version", key=None).body == {"version": "1.9.6"}
    assert demo.get("/health/version").status == 401


def test_projects_must_be_named_and_known(demo: Any) -> None:
    unknown = demo.get("/tablesdb", headers={"x-appwrite-project": "other"})
    assert (unknown.status, unknown.body["type"]) == (404, "project_not_found")
    missing = demo.get("/tablesdb", headers={"x-appwrite-project": ""})
    assert (missing.status, missing.body["type"]) == (403, "project_id_missing")


def test_an_unknown_route_is_a_page_on_newer_servers(demo: Any, start_demo: Any) -> None:
    reply = demo.request("PATCH", "/tablesdb", {})
    assert reply.status == 404
    assert reply.headers["content-type"].startswith("text/html")
    with start_demo("--empty", "--server-version", "1.8.1") as old:
        assert old.get("/nope").body["type"] == "general_route_not_found"


def test_json_is_zipped_for_those_who_ask(demo: Any) -> None:
    reply = demo.get("/tablesdb/shop/tables", headers={"accept-encoding": "gzip"})
    assert reply.headers["content-encoding"] == "gzip"
    assert reply.headers["content-type"] == "application/json; charset=UTF-8"
    assert reply.body["tables"][0]["$id"] == "customers"


def test_readers_go_over_to_the_copy_that_the_first_write_makes(start_demo: Any) -> None:
    with start_demo() as shop:
        path = "/tablesdb/shop/tables/events/rows"
        with ThreadPoolExecutor(16) as pool:
            assert {each.status for each in pool.map(shop.get, [path] * 32)} == {200}
            body = {"data": {"kind": "mine"}}
            assert shop.request("PATCH", f"{path}/ev000001", body).status == 200
            replies = list(pool.map(shop.get, [f"{path}/ev000001"] * 32))
        assert {reply.body["kind"] for reply in replies} == {"mine"}
    with start_demo() as fresh:
        assert fresh.get(f"{path}/ev000001").body["kind"] == "view"


def test_two_first_starts_build_the_same_seed(tmp_path: Path, monkeypatch: Any) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    processes = [started("--print-config") for _ in range(2)]
    for process in processes:
        assert process.stdout is not None
        assert json.loads(process.stdout.readline())["project"] == "demo"
    for process in processes:
        process.terminate()
        process.communicate()
    kept = sorted(path.suffix for path in (tmp_path / "appwrite-tui-demo").iterdir())
    assert kept == [".sqlite"]


def test_every_route_is_found_by_its_own_path() -> None:
    """No fixed segment (`/tablesdb/transactions`) is taken for an id that another route takes."""
    for area in AREAS:
        table = RoutingTable(routes_of)
        for route in routes_of(area, True):
            path = [f"an-{part[1:-1]}" if part[:1] == "{" else part for part in route.segments]
            found = table.find(route.method, path)
            assert found is not None
            assert found[0].name == route.name
