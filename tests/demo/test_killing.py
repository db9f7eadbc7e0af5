"""A kept state after kills at any time: it is whole, and holds what was acknowledged."""

from __future__ import annotations

import http.client
import os
import random
import signal
import sqlite3
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

KILLS = 3


class Writer:
    """One thread that writes one kind of thing until the server is gone.

    `acknowledged` are the paths that were answered with success, each with what they must show;
    None stands for what was deleted. What was under way when the server died counts for nothing.
    """

    def __init__(self, write: Callable[[Writer, str], None], name: str) -> None:
        self._write = write
        self.name = name
        self.acknowledged: dict[str, dict[str, Any] | None] = {}
        self.demo: Any = None
        self.upload: Any = None

    def run(self, number: int) -> None:
        try:
            while True:
                number += 1
                self._write(self, f"{self.name}{number}")
        except (OSError, http.client.HTTPException):
            return

    def send(
        self, method: str, path: str, body: Any, at: str, shows: dict[str, Any] | None
    ) -> None:
        """A request, after which `at` shows something; before the answer it may show either."""
        before = self.acknowledged.pop(at, None)
        reply = self.demo.request(method, path, body)
        assert reply.status < 300, reply.body
        self.acknowledged[at] = None if shows is None else (before or {}) | shows


def users(writer: Writer, id_: str) -> None:
    at = f"/users/{id_}"
    body = {"userId": id_, "email": f"{id_}@example.test", "name": "A"}
    writer.send("POST", "/users", body, at, {"name": "A", "email": body["email"]})
    writer.send("PATCH", f"{at}/name", {"name": "B"}, at, {"name": "B"})
    writer.send("PUT", f"{at}/labels", {"labels": ["x"]}, at, {"labels": ["x"]})
    if id_.endswith("3"):
        writer.send("DELETE", at, None, at, None)


def teams(writer: Writer, id_: str) -> None:
    at = f"/teams/{id_}"
    writer.send("POST", "/teams", {"teamId": id_, "name": "T"}, at, {"name": "T", "total": 0})
    for number in range(1, 4):
        body = {"email": f"{id_}-{number}@example.test", "roles": ["a"]}
        writer.send("POST", f"{at}/memberships", body, at, {"total": number})


def rows(writer: Writer, id_: str) -> None:
    table = "/tablesdb/db/tables/t/rows"
    batch = [{"$id": f"{id_}-{number}", "n": number} for number in range(20)]
    writer.send("POST", table, {"rows": batch}, f"{table}/{id_}-19", {"n": 19})
    writer.acknowledged[f"{table}/{id_}-0"] = {"n": 0}
    at = f"{table}/{id_}-19"
    writer.send("PATCH", at, {"data": {"n": 99}}, at, {"n": 99})
    if id_.endswith("5"):
        writer.send("DELETE", at, None, at, None)


def functions(writer: Writer, id_: str) -> None:
    at = f"/functions/{id_}"
    body = {"functionId": id_, "name": "F", "runtime": "node-22", "entrypoint": "a"}
    writer.send("POST", "/functions", body, at, {"name": "F"})
    variable = {"variableId": id_, "key": "K", "value": "v", "secret": False}
    place = f"{at}/variables/{id_}"
    writer.send("POST", f"{at}/variables", variable, place, {"value": "v"})


def files(writer: Writer, id_: str) -> None:
    path = "/storage/buckets/b/files"
    content = id_.encode() * 1000
    made = writer.upload(path, "a.txt", content, fileId=id_)
    assert made.status == 201, made.body
    writer.acknowledged[f"{path}/{id_}"] = {"signature": made.body["signature"]}


def big_files(writer: Writer, id_: str) -> None:
    path = "/storage/buckets/b/files"
    piece, size = b"x" * 5_242_880, 5_242_880 + 10
    for start, content in ((0, piece), (5_242_880, b"y" * 10)):
        named = {"x-appwrite-id": id_}
        before = writer.acknowledged.pop(f"{path}/{id_}", None)
        made = writer.upload(path, "b.bin", content, chunk=(start, size), headers=named, fileId=id_)
        assert made.status == 201, made.body
        arrived = {"chunksUploaded": made.body["chunksUploaded"]}
        writer.acknowledged[f"{path}/{id_}"] = (before or {}) | arrived


def prepare(demo: Any) -> None:
    demo.request("POST", "/tablesdb", {"databaseId": "db", "name": "DB"})
    columns = [{"key": "n", "type": "integer"}]
    demo.request("POST", "/tablesdb/db/tables", {"tableId": "t", "name": "T", "columns": columns})
    assert demo.request("POST", "/storage/buckets", {"bucketId": "b", "name": "B"}).status == 201


def shows(demo: Any, at: str, expected: dict[str, Any] | None) -> str:
    """What is wrong with what a path shows; empty for nothing."""
    reply = demo.get(at)
    if expected is None:
        return "" if reply.status == 404 else f"{at} is still there"
    if reply.status != 200:
        return f"{at} is lost: {reply.body}"
    wrong = {key: reply.body[key] for key in expected if reply.body[key] != expected[key]}
    return f"{at} shows {wrong} instead of {expected}" if wrong else ""


def loose_ends(demo: Any) -> list[str]:
    """What a half-done write would leave: totals that do not count, files without their bytes."""
    found = []
    for team in every(demo, "/teams", "teams"):
        members = every(demo, f"/teams/{team['$id']}/memberships", "memberships")
        if len(members) != team["total"]:
            found.append(f"team {team['$id']} has {len(members)} members and says {team['total']}")
    for file in every(demo, "/storage/buckets/b/files", "files"):
        if file["signature"]:
            got = demo.get(f"/storage/buckets/b/files/{file['$id']}/download").body
            if len(got or b"") != file["sizeOriginal"]:
                found.append(f"file {file['$id']} has lost bytes")
    for user in every(demo, "/users", "users"):
        if user["email"] and user["$id"].startswith("users") and not user["targets"]:
            found.append(f"user {user['$id']} has no target")
    return found


def every(demo: Any, path: str, key: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    while True:
        page = demo.get(
            path,
            {"method": "limit", "values": [100]},
            {"method": "offset", "values": [len(found)]},
        ).body[key]
        found += page
        if len(page) < 100:
            return found


@pytest.mark.parametrize("kill", range(KILLS))
def test_what_was_acknowledged_outlives_a_kill(
    start_demo: Callable[..., Any], upload_to: Callable[..., Any], tmp_path: Path, kill: int
) -> None:
    arguments = ("--empty", "--state", str(tmp_path / "state"))
    writers = [Writer(each, each.__name__.replace("_", "")) for each in WRITES]
    for life in range(2):
        with start_demo(*arguments) as demo:
            if life == 0:
                prepare(demo)
            threads = []
            for writer in writers:
                writer.demo, writer.upload = demo, upload_to(demo)
                threads.append(threading.Thread(target=writer.run, args=(life * 1_000_000,)))
            for thread in threads:
                thread.start()
            while sum(len(writer.acknowledged) for writer in writers) < 40 * (life + 1):
                time.sleep(0.01)
            time.sleep(random.uniform(0, 0.4))
            os.kill(demo.pid, signal.SIGKILL)
            for thread in threads:
                thread.join()
    connection = sqlite3.connect(tmp_path / "state" / "data.sqlite")
    assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    connection.close()
    with start_demo(*arguments) as again:
        wrong = [
            shows(again, at, expected)
            for writer in writers
            for at, expected in writer.acknowledged.items()
        ]
        assert [each for each in wrong if each] == []
        assert loose_ends(again) == []


WRITES = (users, teams, rows, functions, files, big_files)
