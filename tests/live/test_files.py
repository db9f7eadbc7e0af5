"""Files on a server: brought there in chunks, looked into, brought back, deleted and restored."""

from __future__ import annotations

import io
import os
from dataclasses import replace
from pathlib import Path

from PIL import Image

from tests.live.conftest import World
from tui.api.connection import Connection
from tui.api.door import Door, State
from tui.api.encoding import CHUNK
from tui.core.content import Content
from tui.core.jobs import Job
from tui.core.picture import Picture
from tui.jobs.contents import contents
from tui.jobs.downloading import download
from tui.jobs.local_file import Local
from tui.jobs.trash import Trash
from tui.jobs.upload_state import UploadState
from tui.jobs.uploading import Upload
from tui.resources.buckets import GET_FILE
from tui.resources.file_changes import FILE_WRITES


def upload(connection: Connection, door: Door, world: World, path: Path, file_id: str) -> State:
    ids = {"bucketId": world.name, "fileId": file_id}
    connection.learn_version()
    state = UploadState(None, (), file_id)
    return Upload(Job("upload"), connection, Local.of(path), ids, (), state).send(door).state


def test_chunks_there_and_back(
    connection: Connection, door: Door, world: World, tmp_path: Path
) -> None:
    path, back = tmp_path / "large.bin", tmp_path / "back.bin"
    path.write_bytes(os.urandom(3 * CHUNK + 1))
    assert upload(connection, door, world, path, "large") is State.APPLIED
    ids = {"bucketId": world.name, "fileId": "large"}
    file = connection.fetch(GET_FILE, ids)
    (tmp_path / "back.bin.part").write_bytes(path.read_bytes()[:-1])
    download(Job("download"), connection, world.name, file, back)
    assert back.read_bytes() == path.read_bytes()
    seen = contents(connection, ids, file, (80, 24))
    assert isinstance(seen, Content)
    assert seen.head == path.read_bytes()[: 64 * 1024]


def test_a_picture_and_an_empty_file_are_looked_into(
    connection: Connection, door: Door, world: World, tmp_path: Path
) -> None:
    out = io.BytesIO()
    Image.new("RGB", (300, 100), "red").save(out, "PNG")
    for name, content in (("red.png", out.getvalue()), ("empty.txt", b"")):
        (tmp_path / name).write_bytes(content)
        file_id = name.partition(".")[0]
        assert upload(connection, door, world, tmp_path / name, file_id) is State.APPLIED
    ids = {"bucketId": world.name, "fileId": "red"}
    drawn = contents(connection, ids, connection.fetch(GET_FILE, ids), (60, 24))
    assert isinstance(drawn, Picture)
    assert (len(drawn.rows[0]), len(drawn.rows)) == (60, 20)
    ids = {**ids, "fileId": "empty"}
    seen = contents(connection, ids, connection.fetch(GET_FILE, ids), (60, 24))
    assert isinstance(seen, Content)
    assert seen.head == b""


def test_a_deleted_file_comes_back(
    connection: Connection, door: Door, world: World, tmp_path: Path
) -> None:
    path = tmp_path / "kept.txt"
    path.write_text("to be kept")
    assert upload(connection, door, world, path, "kept") is State.APPLIED
    carrier = Trash(connection, tmp_path / "trash", 30, 200).carrier
    careful = Door(connection.client, door.journal, replace(door.stamp), carrier)
    ids = {"bucketId": world.name, "fileId": "kept"}
    assert FILE_WRITES.delete is not None
    assert FILE_WRITES.restore is not None
    gone = careful.send(FILE_WRITES.delete(ids, None, connection.fetch(GET_FILE, ids)))
    assert gone.state is State.APPLIED
    change = FILE_WRITES.restore(ids, None, gone.change.before)
    assert change is not None
    assert careful.send(change).state is State.APPLIED
    again = world.server.request("GET", f"/storage/buckets/{world.name}/files/kept/download")
    assert again.body == b"to be kept"
