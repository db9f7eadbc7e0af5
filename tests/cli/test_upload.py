"""`appwrite-tui upload` as people run it, against the embedded Appwrite and its faults."""

from __future__ import annotations

import hashlib
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

CHUNK = 5 * 2**20
FILES = "/storage/buckets/mine/files"


@pytest.fixture(scope="module")
def server(start_demo: Any) -> Iterator[Any]:
    """A bucket that takes all, one that takes little, and faults on demand."""
    with start_demo("--empty") as started:
        started.request("POST", "/storage/buckets", {"bucketId": "mine", "name": "Mine"})
        small = {"bucketId": "small", "name": "Small", "maximumFileSize": 10}
        small["allowedFileExtensions"] = ["txt"]
        started.request("POST", "/storage/buckets", small)
        yield started


@pytest.fixture
def variables(server: Any) -> dict[str, str]:
    return {
        "APPWRITE_ENDPOINT": server.endpoint,
        "APPWRITE_PROJECT_ID": server.project,
        "APPWRITE_API_KEY": server.keys["full"],
    }


@pytest.fixture
def do(run: Callable[..., Any], variables: dict[str, str]) -> Callable[..., Any]:
    """`do("a.txt", "mine")` uploads to the embedded Appwrite."""
    return lambda *words: run("upload", *words, **variables)


def make(tmp_path: Path, name: str, size: int) -> Path:
    path = tmp_path / name
    path.write_bytes(os.urandom(size))
    return path


def stored(server: Any, path: Path, file_id: str) -> Any:
    file = server.get(f"{FILES}/{file_id}").body
    assert file["signature"] == hashlib.md5(path.read_bytes()).hexdigest()
    assert server.request("GET", f"{FILES}/{file_id}/download").body == path.read_bytes()
    return file


def chunks_seen(server: Any) -> int:
    seen = server.control("GET", "seen")["requests"]
    return sum(one["method"] == "POST" and one["path"].endswith("/files") for one in seen)


def test_files_go_whole_and_are_named_on_standard_output(
    do: Any, server: Any, tmp_path: Path
) -> None:
    one, two = make(tmp_path, "one.txt", 1000), make(tmp_path, "two.bin", CHUNK * 2 + 77)
    done = do(str(one), str(two), "mine")
    assert done.returncode == 0, done.stderr
    names = done.stdout.split()
    assert [name.partition("/")[0] for name in names] == ["mine", "mine"]
    for path, name in zip((one, two), names, strict=True):
        assert stored(server, path, name.partition("/")[2])["name"] == path.name


def test_id_permissions_and_json(do: Any, server: Any, tmp_path: Path) -> None:
    path = make(tmp_path, "a.txt", 10)
    done = do(str(path), "mine", "--id", "chosen", "--permission", 'read("any")', "--json")
    assert json.loads(done.stdout)["$permissions"] == ['read("any")']
    assert stored(server, path, "chosen")["$permissions"] == ['read("any")']
    again = do(str(path), "mine", "--id", "chosen")
    assert again.returncode == 1
    assert "already" in again.stderr


@pytest.mark.parametrize("name", ["empty.txt", "🦜" * 60, "na\x1b[31mme.txt", "- dash.txt"])
def test_odd_files(do: Any, server: Any, tmp_path: Path, name: str) -> None:
    path = make(tmp_path, name, 0 if name == "empty.txt" else 5)
    done = do(str(path), "mine", "--id", f"odd{abs(hash(name)) % 10**9}")
    assert done.returncode == 0, done.stderr
    assert "\x1b" not in done.stdout + done.stderr


@pytest.mark.parametrize(
    ("name", "size", "said"),
    [
        ("a.exe", 5, "a.exe: the bucket takes only txt."),
        ("a.txt", 11, "a.txt has 11 B; the bucket takes 10 B at most."),
    ],
)
def test_what_the_bucket_would_refuse_is_not_sent(
    do: Any, server: Any, tmp_path: Path, name: str, size: int, said: str
) -> None:
    server.control("DELETE", "seen")
    done = do(str(make(tmp_path, name, size)), "small")
    assert done.returncode == 2
    assert said in done.stderr
    assert chunks_seen(server) == 0


def test_what_is_no_file(do: Any, tmp_path: Path) -> None:
    for path, said in ((tmp_path, "is a folder"), (tmp_path / "none", "is no file")):
        done = do(str(path), "mine")
        assert (done.returncode, said in done.stderr) == (2, True)


def test_an_unknown_bucket(do: Any, tmp_path: Path) -> None:
    done = do(str(make(tmp_path, "a.txt", 5)), "nowhere")
    assert done.returncode == 2
    assert "nowhere" in done.stderr or "bucket" in done.stderr


def test_a_chunk_that_breaks_is_sent_again(do: Any, server: Any, tmp_path: Path) -> None:
    path = make(tmp_path, "broken.bin", CHUNK * 3 + 1)
    server.spoil("drop", "POST", "/files", 1)
    server.spoil("429", "POST", "/files", 1)
    done = do(str(path), "mine", "--id", "broken")
    assert done.returncode == 0, done.stderr
    stored(server, path, "broken")


def test_read_only_sends_nothing(run: Any, server: Any, variables: Any, tmp_path: Path) -> None:
    path = make(tmp_path, "a.txt", 5)
    server.control("DELETE", "seen")
    done = run("upload", "--read-only", str(path), "mine", **variables)
    assert done.returncode != 0
    assert "read-only" in done.stderr
    assert chunks_seen(server) == 0


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGINT])
def test_an_upload_that_was_ended_goes_on_with_what_is_missing(
    server: Any, variables: dict[str, str], clean: dict[str, str], tmp_path: Path, how: int
) -> None:
    path = make(tmp_path, f"long{how}.bin", CHUNK * 4 + 5)
    command = [sys.executable, "-m", "tui", "upload", str(path), "mine"]
    server.spoil("hang", "POST", "/files", times=9, skip=2)
    uploading = subprocess.Popen(
        command, cwd=tmp_path, env={**clean, **variables}, stdout=subprocess.PIPE,
        stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    states = tmp_path / "state" / "appwrite-tui" / "uploads"
    end = time.monotonic() + 60
    while not any('"came": [0, ' in path.read_text() for path in states.glob("*.json")):
        assert time.monotonic() < end
    uploading.send_signal(how)
    _, said = uploading.communicate(timeout=60)
    if how == signal.SIGINT:
        assert uploading.returncode == 130
        assert "The same again goes on where it stopped." in said
    server.control("DELETE", "faults")
    [kept] = states.glob("*.json")
    came = json.loads(kept.read_text())["came"]
    server.control("DELETE", "seen")
    environment = {**clean, **variables}
    done = subprocess.run(
        command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    stored(server, path, done.stdout.strip().partition("/")[2])
    assert len(came) == 2
    assert chunks_seen(server) == 3
    assert not any(states.glob("*.json"))
