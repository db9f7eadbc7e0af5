"""What `--state` keeps: whole after a kill, a full disk, a second process."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parent.parent.parent
ROWS = "/tablesdb/db/tables/t/rows"


def make_table(demo: Any) -> None:
    demo.request("POST", "/tablesdb", {"databaseId": "db", "name": "DB"})
    columns = [{"key": "n", "type": "integer"}, {"key": "s", "type": "longtext"}]
    demo.request("POST", "/tablesdb/db/tables", {"tableId": "t", "name": "T", "columns": columns})


def count(demo: Any) -> int:
    return int(demo.get(ROWS).body["total"])


def is_whole(state: Path) -> bool:
    connection = sqlite3.connect(state / "data.sqlite")
    try:
        return connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    finally:
        connection.close()


def refused_start(*arguments: str) -> str:
    """What a server that does not start says."""
    command = [sys.executable, "-m", "tui.demo", "--print-config", *arguments]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stdout) == (1, "")
    return done.stderr


@pytest.fixture
def start(start_demo: Callable[..., Any], tmp_path: Path) -> Callable[..., Any]:
    """`with start() as demo:` serves from a folder of the test's own, again and again."""
    return lambda **options: start_demo("--empty", "--state", str(tmp_path / "state"), **options)


def test_a_state_belongs_to_one_process(start: Callable[..., Any], tmp_path: Path) -> None:
    with start() as demo:
        make_table(demo)
        said = refused_start("--empty", "--state", str(tmp_path / "state"))
        assert "is in use by another process" in said
        assert count(demo) == 0
    with start() as again:
        assert count(again) == 0


def test_killed_in_the_middle_of_writes_it_opens_again_and_is_whole(
    start: Callable[..., Any], tmp_path: Path
) -> None:
    acknowledged: list[int] = []
    enough = threading.Event()

    def write(demo: Any, writer: int) -> None:
        """A hundred rows a request, until the server is gone."""
        number = 0
        while True:
            number += 1
            rows = [{"$id": f"w{writer}-{number}-{each}", "n": writer} for each in range(100)]
            try:
                status = demo.request("POST", ROWS, {"rows": rows}).status
            except OSError:
                return
            assert status == 201
            acknowledged.append(100)
            if len(acknowledged) >= 8:
                enough.set()

    with start() as demo:
        make_table(demo)
        writers = [threading.Thread(target=write, args=(demo, each)) for each in range(3)]
        for each in writers:
            each.start()
        assert enough.wait(60)
        os.kill(demo.pid, signal.SIGKILL)
        for each in writers:
            each.join()
    with start() as again:
        kept = count(again)
        # One request of each writer may have been done and not been answered any more.
        assert sum(acknowledged) <= kept <= sum(acknowledged) + 300
        assert kept % 100 == 0
        assert again.request("POST", ROWS, {"rowId": "more", "data": {}}).status == 400
        assert again.request("POST", ROWS, {"rowId": "more", "data": {"n": 1}}).status == 201
    assert is_whole(tmp_path / "state")


def test_a_full_disk_is_said_and_nothing_is_half_done(
    start: Callable[..., Any], tmp_path: Path
) -> None:
    with start(largest_file=1024 * 1024) as demo:
        make_table(demo)
        replies = [
            demo.request("POST", ROWS, {"rowId": f"r{each}", "data": {"s": "x" * 60_000}})
            for each in range(30)
        ]
        refused = [reply for reply in replies if reply.status != 201]
        assert {reply.status for reply in refused} == {507}
        assert "cannot write to its disk" in refused[0].body["message"]
        assert "Nothing was changed" in refused[0].body["message"]
        written = len(replies) - len(refused)
        assert count(demo) == written > 0
        bulk = {"rows": [{"$id": f"b{each}", "s": "x" * 30_000} for each in range(100)]}
        assert demo.request("POST", ROWS, bulk).status == 507
        assert count(demo) == written
    assert is_whole(tmp_path / "state")
    with start() as roomy:
        assert count(roomy) == written
        assert roomy.request("POST", ROWS, bulk).status == 201


def test_a_folder_that_holds_no_state_is_said(tmp_path: Path) -> None:
    (tmp_path / "data.sqlite").write_text("hello")
    said = refused_start("--state", str(tmp_path))
    assert said == "The embedded Appwrite did not start: file is not a database\n"


def test_a_state_of_older_code_gets_what_is_new(start: Callable[..., Any], tmp_path: Path) -> None:
    with start() as demo:
        make_table(demo)
    connection = sqlite3.connect(tmp_path / "state" / "data.sqlite")
    connection.execute("DROP TABLE topics")
    connection.commit()
    connection.close()
    with start() as again:
        assert again.get("/messaging/topics").body == {"total": 0, "topics": []}
        assert count(again) == 0


def test_a_full_disk_stops_writes_of_all_kinds_and_no_reading(
    start: Callable[..., Any], upload_to: Callable[..., Any], tmp_path: Path
) -> None:
    with start(largest_file=3 * 1024 * 1024) as demo:
        upload = upload_to(demo)
        demo.request("POST", "/storage/buckets", {"bucketId": "b", "name": "B"})
        demo.request("POST", "/users", {"userId": "ann", "email": "ann@example.test"})
        jwt = demo.request("POST", "/users/ann/jwts", {}).body["jwt"]
        assert upload("/storage/buckets/b/files", "a.txt", b"text", fileId="a").status == 201
        token = demo.request("POST", "/tokens/buckets/b/files/a", {}).body["secret"]
        path = "/storage/buckets/b/files"
        sent = [upload(path, "x.bin", os.urandom(200_000), fileId=f"f{n}") for n in range(30)]
        assert {reply.status for reply in sent} == {201, 507}
        fill(demo)
        for method, address, body in (
            ("POST", "/users", {"userId": "ben", "email": "ben@example.test"}),
            ("POST", "/teams", {"teamId": "t", "name": "x" * 128}),
            ("POST", "/functions", {"functionId": "f", "name": "F", "runtime": "node-22"}),
            ("POST", "/users/ann/sessions", {}),
            ("PATCH", "/users/ann/prefs", {"prefs": {"a": "x" * 60_000}}),
        ):
            refused = demo.request(method, address, body)
            assert (refused.status, refused.body["type"]) == (507, "disk_full"), address
        asking = {"key": None, "headers": {"x-appwrite-jwt": jwt}}
        assert demo.get("/account", **asking).body["accessedAt"] == ""
        shown = demo.request("GET", f"{path}/a/download", key=None, params={"token": token})
        assert (shown.status, shown.body) == (200, b"text")
        assert demo.get(path).body["total"] == 1 + sum(reply.status == 201 for reply in sent)
        assert demo.get("/users").body["total"] == 1
    assert is_whole(tmp_path / "state")


def fill(demo: Any) -> None:
    """Write small things until not even one of them fits."""
    for number in range(5000):
        body = {"teamId": f"filler{number}", "name": "x" * 100}
        if demo.request("POST", "/teams", body).status == 507:
            return
    raise AssertionError("The disk never became full")
