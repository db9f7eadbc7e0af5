"""Downloads against the embedded Appwrite while the file goes away or the connection breaks."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from urllib3.filepost import encode_multipart_formdata

from tui.api.connection import Connection, Target
from tui.config.secret import Secret
from tui.core.jobs import Job
from tui.jobs.downloading import DownloadError, download, target_of, targets_of

FILES = "/storage/buckets/mine/files"
CONTENT = bytes(range(256)) * 4000


class Watched(Job):
    """A job that does something instead of waiting."""

    def __init__(self, then: Callable[[], object]) -> None:
        super().__init__("download", unit="bytes")
        self._then = then

    def wait(self, seconds: float) -> None:
        self._then()


@pytest.fixture(scope="module")
def server(start_demo: Any) -> Iterator[Any]:
    with start_demo("--empty") as started:
        started.request("POST", "/storage/buckets", {"bucketId": "mine", "name": "Mine"})
        yield started


@pytest.fixture
def connection(server: Any) -> Connection:
    key = Secret(server.keys["full"])
    return Connection(Target(server.endpoint, server.project, key, read_only=False))


def put(server: Any, file_id: str, name: str) -> Any:
    body, kind = encode_multipart_formdata({"fileId": file_id, "file": ("a.bin", CONTENT)})
    headers = {"content-type": kind}
    assert server.request("POST", FILES, raw=body, headers=headers).status == 201
    return server.request("PUT", f"{FILES}/{file_id}", {"name": name}).body


def test_a_file_that_is_deleted_meanwhile(
    server: Any, connection: Connection, tmp_path: Path
) -> None:
    file = put(server, "gone", "gone.bin")
    server.spoil("half", "GET", "/download")
    job = Watched(lambda: server.request("DELETE", f"{FILES}/gone"))
    with pytest.raises(
        DownloadError, match=r"deleted on the server while it was downloaded\. What"
    ):
        download(job, connection, "mine", file, tmp_path / "gone.bin")
    assert 0 < (tmp_path / "gone.bin.part").stat().st_size < len(CONTENT)
    assert not (tmp_path / "gone.bin").exists()


@pytest.mark.parametrize("name", ["🦜" * 128, "../../etc/passwd", "\x1b[31mred", "...", "CON.txt"])
def test_names_that_no_disk_takes(
    server: Any, connection: Connection, tmp_path: Path, name: str
) -> None:
    file = put(server, f"odd{abs(hash(name)) % 10**9}", name)
    path = target_of(file, tmp_path)
    download(Watched(lambda: None), connection, "mine", file, path)
    assert path.parent == tmp_path
    assert path.read_bytes() == CONTENT
    assert path.name.isprintable()


def test_files_of_the_same_name_get_numbers(tmp_path: Path) -> None:
    names = ["a.txt", "a.txt", "A.txt", "a (2).txt", "b", "b", "x" * 300 + ".md", "x" * 300 + ".md"]
    files = [{"$id": f"f{number}", "name": name} for number, name in enumerate(names)]
    found = [path.name for path in targets_of(files, tmp_path)]
    assert found[:6] == ["a.txt", "a (3).txt", "A (4).txt", "a (2).txt", "b", "b (2)"]
    assert len({name.casefold() for name in found}) == len(found)
    assert found[7].endswith(" (2).md")
    assert max(len(name.encode()) for name in found) <= 250
