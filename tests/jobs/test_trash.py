"""The bytes of deleted files: kept, brought back, and forgotten where they are too many."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from urllib3.filepost import encode_multipart_formdata

from tui.api.connection import Connection, Target
from tui.api.door import Door, Outcome, State
from tui.config.secret import Secret
from tui.core.journal import Journal, Stamp
from tui.jobs.trash import Trash
from tui.resources.buckets import GET_FILE
from tui.resources.file_changes import FILE_WRITES

FILES = "/storage/buckets/mine/files"
KIB = 1 / 1024


@pytest.fixture(scope="module")
def server(start_demo: Any) -> Iterator[Any]:
    with start_demo("--empty") as started:
        started.request("POST", "/storage/buckets", {"bucketId": "mine", "name": "Mine"})
        yield started


@pytest.fixture
def put(server: Any) -> Callable[..., None]:
    def put_file(file_id: str, content: bytes) -> None:
        body, kind = encode_multipart_formdata({"fileId": file_id, "file": ("a.txt", content)})
        headers = {"content-type": kind}
        assert server.request("POST", FILES, raw=body, headers=headers).status == 201

    return put_file


@pytest.fixture
def connection(server: Any) -> Connection:
    key = Secret(server.keys["full"])
    return Connection(Target(server.endpoint, server.project, key, read_only=False))


def delete(door: Door, connection: Connection, file_id: str) -> Outcome:
    ids = {"bucketId": "mine", "fileId": file_id}
    assert FILE_WRITES.delete is not None
    return door.send(FILE_WRITES.delete(ids, None, connection.fetch(GET_FILE, ids)))


def bring_back(door: Door, outcome: Outcome) -> Outcome:
    change = outcome.change
    assert FILE_WRITES.restore is not None
    restored = FILE_WRITES.restore(change.ids, None, change.before)
    assert restored is not None
    return door.send(restored)


def test_the_oldest_bytes_make_room_for_new_ones(
    server: Any, connection: Connection, put: Any, tmp_path: Path
) -> None:
    trash = Trash(connection, tmp_path / "trash", 30, 25 * KIB)
    journal = Journal(tmp_path / "journal.sqlite")
    door = Door(connection.client, journal, Stamp("here", "now"), trash.carrier)
    gone = []
    for number in range(4):
        put(f"f{number}", b"%d" % number * 10_000)
        gone.append(delete(door, connection, f"f{number}"))
    assert [one.state for one in gone] == [State.APPLIED] * 4
    kept = list((tmp_path / "trash").iterdir())
    assert len(kept) == 2
    assert {path.stat().st_mode & 0o777 for path in kept} == {0o600}
    assert bring_back(door, gone[3]).state is State.APPLIED
    assert server.request("GET", f"{FILES}/f3/download").body == b"3" * 10_000
    lost = bring_back(door, gone[0])
    assert lost.state is State.REFUSED
    assert lost.problem is not None
    assert "not kept here any more" in lost.problem.sentence


def test_a_file_that_somebody_replaced_is_neither_deleted_nor_overwritten(
    server: Any, connection: Connection, put: Any, tmp_path: Path
) -> None:
    trash = Trash(connection, tmp_path / "trash", 30, 200)
    journal = Journal(tmp_path / "journal.sqlite")
    door = Door(connection.client, journal, Stamp("here", "now"), trash.carrier)
    put("mine", b"first")
    gone = delete(door, connection, "mine")
    put("mine", b"somebody else's")
    back = bring_back(door, gone)
    assert back.state is State.REFUSED
    assert back.problem is not None
    assert "has a file mine already" in back.problem.sentence
    assert server.request("GET", f"{FILES}/mine/download").body == b"somebody else's"
