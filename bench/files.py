"""Files of 256 MiB up and down: our time beside a bare loop's with the same chunks, our memory.

`python -m bench.files WHAT PATH FILE_ID` does one of them in a process of its own and prints what
it took as JSON; `measured` starts that.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from pathlib import Path

import urllib3
from urllib3.filepost import encode_multipart_formdata

from tui.api.connection import Connection, Target
from tui.api.door import Door, State
from tui.api.encoding import CHUNK
from tui.config.secret import Secret
from tui.core.jobs import BYTES, Job
from tui.core.journal import Journal, Stamp
from tui.jobs.downloading import download
from tui.jobs.local_file import Local
from tui.jobs.upload_state import UploadState
from tui.jobs.uploading import Upload
from tui.resources.buckets import GET_BUCKET, GET_FILE

SIZE = 256 * 2**20
LIMIT_MB = 300
BUCKET = "bench"
_PIECE = 64 * 1024


def measured(environment: Mapping[str, str], runs: int) -> dict[str, float]:
    """Upload and download, ours in the time of the bare loop's, and MiB above what idle takes."""
    spent: dict[str, list[float]] = {}
    memory: dict[str, list[float]] = {}
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "large.bin"
        with path.open("wb") as out:
            for _ in range(SIZE // CHUNK + 1):
                out.write(os.urandom(min(CHUNK, SIZE - out.tell())))
        _make_bucket(environment)
        for number in range(runs):
            for what in ("bare_up", "up", "bare_down", "down"):
                target = path if what.endswith("up") else Path(folder) / f"{what}{number}"
                file_id = f"{'bare' if what.startswith('bare') else 'ours'}{number}"
                told = _run(environment, what, target, file_id)
                spent.setdefault(what, []).append(told["seconds"])
                memory.setdefault(what, []).append(told["mib"])
                if target != path:
                    target.unlink()
    times = {what: statistics.median(found) for what, found in spent.items()}
    return {
        "up": times["up"] / times["bare_up"],
        "down": times["down"] / times["bare_down"],
        "up_mib": max(memory["up"]),
        "down_mib": max(memory["down"]),
    }


def _run(environment: Mapping[str, str], what: str, path: Path, file_id: str) -> dict[str, float]:
    command = [sys.executable, "-m", "bench.files", what, str(path), file_id]
    done = subprocess.run(
        command, env={**os.environ, **environment}, capture_output=True, text=True, check=True
    )
    told: dict[str, float] = json.loads(done.stdout)
    return told


def _headers(environment: Mapping[str, str]) -> dict[str, str]:
    return {
        "x-appwrite-project": environment["APPWRITE_PROJECT_ID"],
        "x-appwrite-key": environment["APPWRITE_API_KEY"],
    }


def _make_bucket(environment: Mapping[str, str]) -> None:
    body = {"bucketId": BUCKET, "name": "Bench", "maximumFileSize": LIMIT_MB * 1_000_000}
    urllib3.request(
        "POST",
        f"{environment['APPWRITE_ENDPOINT']}/storage/buckets",
        json=body,
        headers=_headers(environment),
    )


def _bare_up(path: Path, file_id: str) -> Callable[[], None]:
    """A loop that reads, sends and forgets: what no client can do without."""
    endpoint, pool = os.environ["APPWRITE_ENDPOINT"], urllib3.PoolManager()
    size = path.stat().st_size

    def run() -> None:
        with path.open("rb") as file:
            for start in range(0, size, CHUNK):
                content = file.read(CHUNK)
                body, kind = encode_multipart_formdata(
                    {"fileId": file_id, "file": (path.name, content)}
                )
                reach = f"bytes {start}-{start + len(content) - 1}/{size}"
                headers = {"content-type": kind, "content-range": reach, "x-appwrite-id": file_id}
                url = f"{endpoint}/storage/buckets/{BUCKET}/files"
                answer = pool.request(
                    "POST", url, body=body, headers=_headers(os.environ) | headers
                )
                assert answer.status == 201, answer.data

    return run


def _bare_down(path: Path, file_id: str) -> Callable[[], None]:
    endpoint, pool = os.environ["APPWRITE_ENDPOINT"], urllib3.PoolManager()

    def run() -> None:
        url = f"{endpoint}/storage/buckets/{BUCKET}/files/{file_id}/download"
        answer = pool.request("GET", url, headers=_headers(os.environ), preload_content=False)
        with path.open("wb") as out:
            for piece in answer.stream(_PIECE):
                out.write(piece)
        assert path.stat().st_size == SIZE

    return run


def _connection() -> Connection:
    found = Connection(
        Target(
            os.environ["APPWRITE_ENDPOINT"],
            os.environ["APPWRITE_PROJECT_ID"],
            Secret(os.environ["APPWRITE_API_KEY"]),
            read_only=False,
        )
    )
    found.learn_version()
    found.fetch(GET_BUCKET, {"bucketId": BUCKET})
    return found


def _up(path: Path, file_id: str) -> Callable[[], None]:
    connection, ids = _connection(), {"bucketId": BUCKET, "fileId": file_id}
    door = Door(connection.client, Journal(None), Stamp("bench", "now"))
    state = UploadState(path.parent / "state", (file_id,), file_id)
    job = Job("upload", SIZE, BYTES)
    upload = Upload(job, connection, Local.of(path), ids, (), state)

    def run() -> None:
        assert upload.send(door).state is State.APPLIED

    return run


def _down(path: Path, file_id: str) -> Callable[[], None]:
    connection, ids = _connection(), {"bucketId": BUCKET, "fileId": file_id}
    file = connection.fetch(GET_FILE, ids)
    return lambda: download(Job("download", SIZE, BYTES), connection, BUCKET, file, path)


def _most_mib(name: str) -> float:
    """`VmRSS` or `VmHWM` (the most that it ever was) of this process."""
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith(name):
            return int(line.split()[1]) / 1024
    return 0.0


def main() -> None:
    """Do what the command line says; print the seconds and the MiB above idle."""
    what, path, file_id = sys.argv[1], Path(sys.argv[2]), sys.argv[3]
    ways = {"bare_up": _bare_up, "up": _up, "bare_down": _bare_down, "down": _down}
    run = ways[what](path, file_id)
    idle = _most_mib("VmRSS")
    began = time.perf_counter()
    run()
    seconds = time.perf_counter() - began
    print(json.dumps({"seconds": seconds, "mib": _most_mib("VmHWM") - idle}))


if __name__ == "__main__":
    main()
