"""Uploads against the embedded Appwrite and its faults: what is sent again, and what is not."""

from __future__ import annotations

import hashlib
import os
import threading
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from tui.api.client import Client
from tui.api.connection import Connection, Target
from tui.api.door import Door, Outcome, State
from tui.api.encoding import CHUNK
from tui.config.secret import Secret
from tui.core.jobs import CancelledError, Job
from tui.core.journal import Journal, Stamp
from tui.jobs.local_file import Local, UploadError, objection
from tui.jobs.upload_state import UploadState
from tui.jobs.uploading import Upload, reason

FILES = "/storage/buckets/mine/files"


class Watched(Job):
    """A job that does not wait, but says how long it would; `then` is done meanwhile."""

    def __init__(self, then: Callable[[], object] = lambda: None) -> None:
        super().__init__("upload", unit="bytes")
        self.waits: list[float] = []
        self._then = then

    def wait(self, seconds: float) -> None:
        self.waits.append(seconds)
        self._then()
        self.go_on()


@pytest.fixture(scope="module")
def server(start_demo: Any) -> Iterator[Any]:
    with start_demo("--empty", "--storage-limit", "300") as started:
        bucket = {"bucketId": "mine", "name": "Mine", "maximumFileSize": 300_000_000}
        started.request("POST", "/storage/buckets", bucket)
        yield started


@pytest.fixture(autouse=True)
def good(server: Any) -> Iterator[None]:
    yield
    server.control("DELETE", "faults")


@pytest.fixture
def connection(server: Any) -> Connection:
    found = Connection(
        Target(server.endpoint, server.project, Secret(server.keys["full"]), read_only=False)
    )
    found.learn_version()
    return found


@pytest.fixture
def door(connection: Connection, tmp_path: Path) -> Door:
    return Door(connection.client, Journal(tmp_path / "journal.sqlite"), Stamp("here", "now"))


@pytest.fixture
def upload(connection: Connection, door: Door, tmp_path: Path) -> Callable[..., Outcome]:
    """`upload(path, "id", job)`, as it is done each time that somebody tries it."""

    def send(path: Path, file_id: str, job: Job | None = None, chosen: bool = False) -> Outcome:
        local = Local.of(path)
        subject = (str(path), local.size, local.changed)
        state = UploadState(tmp_path / "uploads", subject, file_id)
        ids = {"bucketId": "mine", "fileId": state.file_id}
        job = job or Watched()
        return Upload(job, connection, local, ids, (), state, chosen).send(door)

    return send


def make(tmp_path: Path, name: str, chunks: int) -> Path:
    path = tmp_path / name
    path.write_bytes(os.urandom((chunks - 1) * CHUNK + 77))
    return path


def sent(server: Any) -> int:
    seen = server.control("GET", "seen")["requests"]
    return sum(one["method"] == "POST" and one["path"].endswith("/files") for one in seen)


def is_stored(server: Any, path: Path, file_id: str) -> bool:
    file = server.get(f"{FILES}/{file_id}").body
    return bool(file.get("signature") == hashlib.md5(path.read_bytes()).hexdigest())


def test_a_connection_lost_in_chunk_3_of_10_is_gone_on_with(
    server: Any, upload: Any, tmp_path: Path
) -> None:
    path, job = make(tmp_path, "ten.bin", 10), Watched()
    server.control("DELETE", "seen")
    server.spoil("drop", "POST", "/files", skip=2)
    assert upload(path, "ten", job).state is State.APPLIED
    assert is_stored(server, path, "ten")
    assert (job.done, len(job.waits), sent(server)) == (path.stat().st_size, 1, 11)


def test_after_a_long_outage_only_what_is_missing_is_sent(
    server: Any, connection: Connection, upload: Any, tmp_path: Path
) -> None:
    connection.version = "1.9.5"
    path, job = make(tmp_path, "outage.bin", 6), Watched()
    server.spoil("drop", "POST", "/files", times=99, skip=2)
    with pytest.raises(UploadError, match="2 of 6 chunks have come; the same again goes on"):
        upload(path, "outage", job)
    server.control("DELETE", "faults")
    server.control("DELETE", "seen")
    assert upload(path, "another id", job).state is State.APPLIED
    assert is_stored(server, path, "outage")
    assert sent(server) == 4


def test_a_chunk_whose_answer_was_lost_counts_once(
    server: Any, upload: Any, tmp_path: Path
) -> None:
    path = make(tmp_path, "lost.bin", 3)
    server.spoil("drop-after", "POST", "/files", skip=1)
    assert upload(path, "lost").state is State.APPLIED
    assert is_stored(server, path, "lost")


def test_a_busy_server_is_waited_for_as_long_as_it_asks(
    server: Any, upload: Any, tmp_path: Path
) -> None:
    path, job = make(tmp_path, "busy.bin", 3), Watched()
    server.spoil("429", "POST", "/files", skip=1, retry_after=5)
    assert upload(path, "busy", job).state is State.APPLIED
    assert job.waits == [5.0]
    assert is_stored(server, path, "busy")


def test_what_was_deleted_meanwhile_is_sent_from_its_start(
    server: Any, upload: Any, tmp_path: Path
) -> None:
    path = make(tmp_path, "gone.bin", 4)
    server.spoil("drop", "POST", "/files", times=99, skip=2)
    with pytest.raises(UploadError):
        upload(path, "gone")
    server.control("DELETE", "faults")
    assert server.request("DELETE", f"{FILES}/gone").status == 204
    assert upload(path, "gone").state is State.APPLIED
    assert is_stored(server, path, "gone")


def test_a_whole_file_whose_last_answer_was_lost_is_not_sent_again(
    server: Any, upload: Any, tmp_path: Path
) -> None:
    path = make(tmp_path, "whole.bin", 3)
    server.spoil("drop", "POST", "/files", times=99, skip=2)
    with pytest.raises(UploadError):
        upload(path, "whole")
    server.control("DELETE", "faults")
    # The last chunk comes by another way: as it would if only its answer had been lost.
    other = UploadState(None, (), "whole")
    other.came(0)
    other.came(1)
    local = Local.of(path)
    key = Secret(server.keys["full"])
    elsewhere = Connection(Target(server.endpoint, server.project, key, read_only=False))
    door = Door(elsewhere.client, Journal(tmp_path / "other.sqlite"), Stamp("there", "now"))
    ids = {"bucketId": "mine", "fileId": "whole"}
    assert Upload(Watched(), elsewhere, local, ids, (), other).send(door).state is State.APPLIED
    server.control("DELETE", "seen")
    assert upload(path, "whole").state is State.APPLIED
    assert sent(server) == 0


def test_a_file_that_changes_meanwhile_is_noticed(server: Any, upload: Any, tmp_path: Path) -> None:
    path = make(tmp_path, "changing.bin", 8)
    server.spoil("drop", "POST", "/files", skip=0)
    with pytest.raises(UploadError, match=r"changing\.bin was changed while it was uploaded"):
        upload(path, "changing", Watched(lambda: path.write_bytes(b"something else")))


def test_a_chosen_id_that_is_taken_stays_what_it_is(
    server: Any, upload: Any, tmp_path: Path
) -> None:
    first, second = make(tmp_path, "first.bin", 2), make(tmp_path, "second.bin", 2)
    assert upload(first, "taken", chosen=True).state is State.APPLIED
    outcome = upload(second, "taken", chosen=True)
    assert outcome.state is State.REFUSED
    assert "The bucket has a file taken already: first.bin." in reason(outcome)
    assert is_stored(server, first, "taken")


def test_cancelling_does_not_wait_for_a_server_that_hangs(
    server: Any, upload: Any, tmp_path: Path
) -> None:
    path, job = make(tmp_path, "hanging.bin", 3), Watched()
    job.listen(lambda: job.done > CHUNK and job.cancel())
    server.spoil("hang", "POST", "/files", times=9, skip=1)
    with pytest.raises(CancelledError):
        upload(path, "hanging", job)
    server.control("DELETE", "faults")
    assert upload(path, "hanging").state is State.APPLIED
    assert is_stored(server, path, "hanging")


@pytest.mark.parametrize(("version", "at_once"), [("1.9.5", 1), ("1.9.6", 4), ("2.0.0", 4)])
def test_chunks_go_together_only_where_servers_lock_the_file(
    connection: Connection,
    upload: Any,
    tmp_path: Path,
    monkeypatch: Any,
    version: str,
    at_once: int,
) -> None:
    connection.version = version
    together = threading.Barrier(at_once)
    under_way, most = threading.Semaphore(at_once), []

    def take(client: Client, endpoint: Any, ids: Any, fields: Any, file: Any, *more: Any) -> Any:
        headers: Mapping[str, str] = more[0]
        most.append(under_way.acquire(blocking=False))
        if not headers["content-range"].startswith("bytes 0-"):
            together.wait(timeout=20)
        under_way.release()
        return {"$id": ids["fileId"], "name": file[0], "chunksUploaded": 9, "chunksTotal": 9}

    monkeypatch.setattr(Client, "upload", take)
    assert upload(make(tmp_path, f"{version}.bin", 9), "any").state is State.APPLIED
    assert len(most) == 9
    assert all(most)


@pytest.mark.parametrize(
    ("name", "allowed", "said"),
    [
        ("a.PNG", ["png"], ""),
        ("png", ["png"], "png: the bucket takes only png."),
        (".png", ["png"], ""),
        ("a.tar.gz", ["gz"], ""),
        ("a.gz.exe", ["gz"], "a.gz.exe: the bucket takes only gz."),
        ("a\x1b[31m", ["gz"], "a␛[31m: the bucket takes only gz."),
    ],
)
def test_extensions_are_judged_as_the_server_does(name: str, allowed: list[str], said: str) -> None:
    local = Local(Path(name), 5, 0, name)
    assert objection(local, {"allowedFileExtensions": allowed, "maximumFileSize": 5}) == said
