"""`appwrite-tui download` as people run it, against the embedded Appwrite."""

from __future__ import annotations

import hashlib
import resource
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest


@pytest.fixture(scope="module")
def shop(start_demo: Any) -> Iterator[Any]:
    """A shop with faults on demand."""
    with start_demo() as started:
        yield started


@pytest.fixture
def do(run: Callable[..., Any], shop: Any) -> Callable[..., Any]:
    """`do("products/…")` downloads from the embedded Appwrite."""

    def call(*words: str) -> Any:
        return run(
            "download",
            *words,
            APPWRITE_ENDPOINT=shop.endpoint,
            APPWRITE_PROJECT_ID=shop.project,
            APPWRITE_API_KEY=shop.keys["full"],
        )

    return call


@pytest.fixture(scope="module")
def file(shop: Any) -> Any:
    """A file of the shop with more than a few bytes: `(bucket, file)`."""
    for bucket in shop.get("/storage/buckets").body["buckets"]:
        for one in shop.get(f"/storage/buckets/{bucket['$id']}/files").body["files"]:
            if one["sizeOriginal"] > 100 and one["name"].isascii():
                return bucket["$id"], one
    raise AssertionError("the shop has no such file")


def test_a_file_comes_whole_and_private(do: Any, file: Any, tmp_path: Path) -> None:
    bucket, one = file
    done = do(f"{bucket}/{one['$id']}")
    assert done.returncode == 0, done.stderr
    path = tmp_path / one["name"]
    assert hashlib.md5(path.read_bytes()).hexdigest() == one["signature"]
    assert path.stat().st_mode & 0o777 == 0o600
    assert not list(tmp_path.glob("*.part"))


@pytest.mark.parametrize("there", [0, 50, -2, -1])
def test_a_part_is_gone_on_with(do: Any, file: Any, tmp_path: Path, there: int) -> None:
    bucket, one = file
    path = tmp_path / one["name"]
    assert do(f"{bucket}/{one['$id']}").returncode == 0
    (tmp_path / f"{one['name']}.part").write_bytes(path.read_bytes()[:there])
    path.unlink()
    assert do(f"{bucket}/{one['$id']}").returncode == 0
    assert hashlib.md5(path.read_bytes()).hexdigest() == one["signature"]


def test_what_is_not_the_file_is_thrown_away(do: Any, file: Any, tmp_path: Path) -> None:
    bucket, one = file
    (tmp_path / f"{one['name']}.part").write_bytes(b"\0" * 50)
    done = do(f"{bucket}/{one['$id']}")
    assert done.returncode == 1
    assert "its MD5 differs" in done.stderr
    assert not list(tmp_path.glob(f"{one['name']}*"))


def test_nothing_is_overwritten(do: Any, file: Any, tmp_path: Path) -> None:
    bucket, one = file
    (tmp_path / one["name"]).write_text("mine")
    done = do(f"{bucket}/{one['$id']}")
    assert done.returncode == 1
    assert "is there already" in done.stderr
    assert (tmp_path / one["name"]).read_text() == "mine"


def test_two_of_the_same_name_come_both(do: Any, shop: Any, tmp_path: Path) -> None:
    ids = ("picture078", "picture079")
    for one in ids:
        path = f"/storage/buckets/pictures/files/{one}"
        assert shop.request("PUT", path, {"name": "same.png"}).status == 200
    done = do(*(f"pictures/{one}" for one in ids))
    assert done.returncode == 0, done.stderr
    assert {path.name for path in tmp_path.glob("same*")} == {"same.png", "same (2).png"}


@pytest.mark.parametrize("fault", ["drop", "half"])
def test_a_broken_connection_is_survived(
    do: Any, file: Any, shop: Any, tmp_path: Path, fault: str
) -> None:
    bucket, one = file
    shop.spoil(fault, "GET", "/download", 1)
    done = do(f"{bucket}/{one['$id']}")
    assert done.returncode == 0, done.stderr
    path = tmp_path / one["name"]
    assert hashlib.md5(path.read_bytes()).hexdigest() == one["signature"]


def test_a_disk_that_is_full_at_90_percent(
    clean: dict[str, str], file: Any, shop: Any, tmp_path: Path
) -> None:
    bucket, one = file
    limit = one["sizeOriginal"] * 9 // 10
    command = [sys.executable, "-m", "tui", "download", f"{bucket}/{one['$id']}"]
    connected = {
        "APPWRITE_ENDPOINT": shop.endpoint,
        "APPWRITE_PROJECT_ID": shop.project,
        "APPWRITE_API_KEY": shop.keys["full"],
    }

    def bring(**more: Any) -> Any:
        return subprocess.run(
            command, cwd=tmp_path, env={**clean, **connected, "PYTHONDONTWRITEBYTECODE": "1"},
            capture_output=True, text=True, check=False, **more,
        )  # fmt: skip

    def fill() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, resource.RLIM_INFINITY))

    done = bring(preexec_fn=fill)
    assert done.returncode == 1
    assert "The disk takes no more (File too large). What came is in" in done.stderr
    part = tmp_path / f"{one['name']}.part"
    assert part.stat().st_size == limit
    assert bring().returncode == 0
    came = (tmp_path / one["name"]).read_bytes()
    assert hashlib.md5(came).hexdigest() == one["signature"]


@pytest.mark.parametrize(
    ("words", "sentence", "status"),
    [
        (("nothing",), "It is BUCKET/FILE.", 2),
        (("a/b", "a/c", "-o", "-"), "Only one file can go to standard output.", 2),
        (("nowhere/nothing",), "could not be found", 1),
    ],
)
def test_what_cannot_be_done_is_said(
    do: Any, words: tuple[str, ...], sentence: str, status: int
) -> None:
    done = do(*words)
    assert done.returncode == status
    assert sentence in done.stderr
    assert "Traceback" not in done.stderr
