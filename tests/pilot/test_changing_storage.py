"""A person who brings files into buckets, renames and deletes them, and changes buckets."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from urllib3.filepost import encode_multipart_formdata

from tests.pilot.conftest import Open

FILES = "/storage/buckets/mine/files"


@pytest.fixture(scope="module")
def store(start_demo: Any) -> Iterator[Any]:
    """A project with one bucket."""
    with start_demo("--empty") as started:
        bucket = {"bucketId": "mine", "name": "Mine", "allowedFileExtensions": ["txt", "png"]}
        started.request("POST", "/storage/buckets", bucket)
        yield started


@pytest.fixture
def changing(opened: Open, store: Any) -> Iterator[Any]:
    """`async with changing(place) as ui:` on a store that may be changed."""
    yield lambda place, **more: opened(
        place, endpoint=store.endpoint, secret=store.keys["full"], **more
    )
    store.control("DELETE", "faults")


@pytest.fixture
def upload(store: Any) -> Callable[..., None]:
    """`upload("a.txt", b"…")` puts a file into the bucket."""

    def put(name: str, content: bytes) -> None:
        body, kind = encode_multipart_formdata(
            {"fileId": name.partition(".")[0], "file": (name, content)}
        )
        headers = {"content-type": kind}
        assert store.request("POST", FILES, raw=body, headers=headers).status == 201

    return put


def files(store: Any) -> list[str]:
    return sorted(file["name"] for file in store.get(FILES).body["files"])


async def test_files_are_uploaded_renamed_and_taken_back(
    changing: Any, store: Any, tmp_path: Path
) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    for name in ("one.txt", "two.txt", "three.exe"):
        (folder / name).write_text(name)
    async with changing("storage/mine") as ui:
        await ui.sees("No files here.")
        await ui.press("a")
        await ui.sees("upload")
        await ui.press("ctrl+u")
        ui.screen.asking.paste(f"{folder}/th")
        await ui.sees("three.exe")
        await ui.press("enter")
        await ui.sees("three.exe: the bucket takes only txt, png.")
        await ui.press("ctrl+u")
        ui.screen.asking.paste(f"{folder}/t*.tx")
        await ui.press("enter")
        await ui.sees("There is no file")
        await ui.type("t")
        await ui.press("enter")
        await ui.sees("Upload two.txt, 7 B, to mine", "generated", "file security is off")
        await ui.press("ctrl+s")
        await ui.sees("1 uploaded", "two.txt")
        assert files(store) == ["two.txt"]
        await ui.press("e")
        await ui.sees("Edit file")
        await ui.press("ctrl+u")
        await ui.type("renamed.txt")
        await ui.press("ctrl+s")
        await ui.sees("Saved: name two.txt → renamed.txt")
        assert files(store) == ["renamed.txt"]
        await ui.press("u")
        await ui.sees("Undo: Update file")
        await ui.press("y")
        await ui.sees("Undone")
        assert files(store) == ["two.txt"]


async def test_id_name_and_permissions_are_chosen(
    changing: Any, store: Any, tmp_path: Path
) -> None:
    path = tmp_path / "local.txt"
    path.write_text("what is in it")
    async with changing("storage/mine") as ui:
        await ui.sees("two.txt")
        await ui.press("a", "ctrl+u")
        ui.screen.asking.paste(str(path))
        await ui.press("enter")
        await ui.sees("Upload local.txt")
        await ui.type("chosen")
        await ui.press("down", "ctrl+u")
        await ui.type("there.exe")
        await ui.press("down")
        await ui.type("read nobody")
        await ui.press("ctrl+s")
        await ui.sees("'nobody' is no role")
        await ui.press("ctrl+u")
        await ui.type("read any")
        await ui.press("ctrl+s")
        await ui.sees("there.exe: the bucket takes only txt, png.")
        await ui.press("up", "ctrl+u")
        await ui.type("there.txt")
        await ui.press("ctrl+s")
        await ui.sees("1 uploaded", "there.txt")
        found = store.get(f"{FILES}/chosen").body
        assert (found["name"], found["$permissions"]) == ("there.txt", ['read("any")'])
        await ui.press("a", "ctrl+u")
        ui.screen.asking.paste(str(path))
        await ui.press("enter")
        await ui.sees("Upload local.txt")
        await ui.type("chosen")
        await ui.press("ctrl+s")
        await ui.sees("The bucket has a file chosen already: there.txt.")
        await ui.press("g", "D")
        await ui.sees("Delete file chosen of mine?")
        await ui.press("y")
        await ui.sees("Deleted")


async def test_several_files_that_were_dropped_on_the_terminal_and_cancelled(
    changing: Any, store: Any, tmp_path: Path
) -> None:
    names = ("with space.txt", "big.txt")
    for name, size in zip(names, (5, 11 * 2**20), strict=True):
        (tmp_path / name).write_bytes(b"x" * size)
    async with changing("storage/mine") as ui:
        await ui.sees("two.txt")
        await ui.press("a", "ctrl+u")
        ui.screen.asking.paste(" ".join(f"'{tmp_path}/{name}'" for name in names))
        await ui.press("enter")
        await ui.sees("Upload 2 files, 11.5 MB, to mine")
        store.spoil("hang", "POST", "/files", times=9, skip=2)
        await ui.press("ctrl+s")
        await ui.press("j")
        await ui.sees("upload 2 files ", " %")
        await ui.until(lambda: "big.txt" in files(store), "a part of the second")
        await ui.press("J")
        await ui.sees("Jobs, newest first", "upload 2 files  ", " MB")
        await ui.press("escape", "K")
        await ui.sees("cancelled", "J, then R goes on where it stopped.")
        await ui.sees("with space.txt", "pending 1/3")
        store.control("DELETE", "faults")
        store.control("DELETE", "seen")
        await ui.press("J")
        await ui.sees("cancelled", "R go on")
        await ui.press("R")
        await ui.sees("1 uploaded")
        sent = [one["method"] for one in store.control("GET", "seen")["requests"]]
        # The first file and the chunk that had come are not sent again.
        assert sent.count("POST") == 2
        await ui.press("j", "R")
        await ui.sees("It was repeated already")
        await ui.press("escape")
        await ui.sees_not("Jobs, newest first")
        await ui.press("g", "D", "y")
        await ui.sees("Deleted")
        await ui.press("D", "y")
        await ui.sees_not("with space.txt")


async def test_a_file_is_deleted_and_comes_back(changing: Any, store: Any) -> None:
    [file] = store.get(FILES).body["files"]
    content = store.request("GET", f"{FILES}/{file['$id']}/download").body
    async with changing("storage/mine") as ui:
        await ui.sees("two.txt")
        await ui.press("D")
        await ui.sees("Delete file", "u brings it back")
        await ui.press("y")
        await ui.sees("Deleted", "u undoes")
        assert files(store) == []
        await ui.press("u")
        await ui.sees("Undo: Create file")
        await ui.press("y")
        await ui.sees("Undone")
        again = store.get(f"{FILES}/{file['$id']}").body
        assert (again["name"], again["signature"]) == ("two.txt", file["signature"])
        assert store.request("GET", f"{FILES}/{file['$id']}/download").body == content


async def test_without_a_journal_on_disk_a_file_is_gone_and_that_is_said(
    changing: Any, store: Any
) -> None:
    async with changing("storage/mine", journal=False) as ui:
        await ui.sees("two.txt")
        await ui.press("D")
        await ui.sees("There is no undo for this: nothing may be kept on disk here.", "type")
        await ui.press("escape")
        await ui.sees("Nothing was sent.")


async def test_marked_files_are_deleted_and_come_back(
    changing: Any, store: Any, upload: Any
) -> None:
    for number in range(4):
        upload(f"many{number}.txt", b"content %d" % number)
    async with changing("storage/mine") as ui:
        await ui.sees("many3.txt", "many0.txt")
        await ui.press("space", "space", "space", "space", "D")
        await ui.sees("Delete: 4 files?")
        await ui.press("y")
        await ui.sees("delete files", "4 files")
        assert files(store) == ["two.txt"]
        await ui.press("u")
        await ui.sees("Undo all 4 changes of the last job?")
        await ui.press("y")
        await ui.until(lambda: len(files(store)) == 5, "the files again")


async def test_what_cannot_be_kept_is_not_deleted(changing: Any, store: Any) -> None:
    async with changing("storage/mine") as ui:
        await ui.sees("two.txt")
        await ui.press("G", "D")
        await ui.sees("Delete file")
        store.spoil("500", "GET", "/download")
        await ui.press("y")
        await ui.sees("The server failed (500)")
        assert "two.txt" in files(store)


async def test_an_unfinished_upload_is_shown_and_deleted(changing: Any, store: Any) -> None:
    chunk = b"x" * (5 * 2**20)
    body, kind = encode_multipart_formdata({"fileId": "half", "file": ("half.txt", chunk)})
    size = len(chunk) * 2
    headers = {"content-type": kind, "content-range": f"bytes 0-{len(chunk) - 1}/{size}"}
    assert store.request("POST", FILES, raw=body, headers=headers).status == 201
    async with changing("storage/mine") as ui:
        await ui.sees("half.txt", "pending 1/2")
        await ui.press("D")
        await ui.sees("Its upload was never finished: there is nothing to bring back.")
        await ui.press("y")
        await ui.sees("Deleted")
        assert "half.txt" not in files(store)


async def test_a_bucket_is_made_changed_and_deleted(changing: Any, store: Any) -> None:
    async with changing("storage") as ui:
        await ui.sees("Mine")
        await ui.press("a")
        await ui.sees("New bucket")
        await ui.press("ctrl+u")
        await ui.type("fresh")
        await ui.press("down")
        await ui.type("Fresh")
        await ui.press("ctrl+s")
        await ui.sees("Created", "fresh")
        store.request("PUT", "/storage/buckets/fresh", {"name": "Fresh", "fileSecurity": True})
        await ui.press("r")
        await ui.sees("Fresh")
        await ui.press("e")
        await ui.sees("Edit bucket fresh", "maximumFileSize", "allowedFileExtensions")
        await ui.press("ctrl+u")
        await ui.type("Fresher")
        await ui.press("ctrl+s")
        await ui.sees("Saved: name Fresh → Fresher")
        found = store.get("/storage/buckets/fresh").body
        assert (found["name"], found["fileSecurity"]) == ("Fresher", True)
        await ui.press("D")
        await ui.sees("Delete bucket fresh?", "0 files", "type fresh and enter")
        await ui.type("fresh")
        await ui.press("enter")
        await ui.sees("Deleted", "There is no undo")
        assert store.get("/storage/buckets/fresh").status == 404
