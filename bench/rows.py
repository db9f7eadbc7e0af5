"""Many rows at once: the speed and memory of an import, the requests of a bulk change."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from itertools import islice
from pathlib import Path
from typing import Any

import urllib3

from tui.api.connection import Connection, Target
from tui.api.door import Door
from tui.config.secret import Secret
from tui.core.change import Change
from tui.core.jobs import Job
from tui.core.journal import Journal, Stamp
from tui.core.kind import Resource
from tui.jobs.rows import Table, change_rows
from tui.resources.row_changes import update_row
from tui.resources.tables import GET as GET_TABLE

IDS = {"databaseId": "big", "tableId": "rows"}
IMPORTED = 50_000
CHANGED = 10_000
BATCH = 100
PROGRAM = str(Path(sys.executable).parent / "appwrite-tui")
Environment = Mapping[str, str]


def bare_loop(environment: Environment, owner: str, count: int) -> float:
    """Seconds to make rows by bulk requests one after the other, with nothing else done.

    It asks for gzip, as the SDK's client does and the import.
    """
    pool = urllib3.PoolManager()
    url = f"{environment['APPWRITE_ENDPOINT']}/tablesdb/big/tables/rows/rows"
    headers = {
        "x-appwrite-project": environment["APPWRITE_PROJECT_ID"],
        "x-appwrite-key": environment["APPWRITE_API_KEY"],
        "content-type": "application/json",
        "accept-encoding": "gzip",
    }
    rows = _rows(owner, count)
    began = time.perf_counter()
    while batch := list(islice(rows, BATCH)):
        body = json.dumps({"rows": batch})
        answer = pool.request("POST", url, body=body, headers=headers)
        if len(json.loads(answer.data).get("rows", ())) != len(batch):
            raise RuntimeError(f"the server took no rows: {answer.data[:200]!r}")
    return time.perf_counter() - began


def import_file(environment: Environment, owner: str, count: int) -> tuple[float, float]:
    """Seconds that `appwrite-tui import` takes from its start to its end, journal and all.

    And by which factor its memory grew between the first fifth and the end.
    """
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "rows.csv"
        with path.open("w", newline="") as file:
            writer = csv.writer(file)
            for number, row in enumerate(_rows(owner, count)):
                if not number:
                    writer.writerow(row)
                writer.writerow(
                    json.dumps(v) if isinstance(v, list | bool) else v for v in row.values()
                )
        process = subprocess.Popen(
            [PROGRAM, "import", str(path), "big/rows", "--yes"],
            env={**environment, "XDG_STATE_HOME": folder},
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        spent, grown, said = watched(process)
        if process.returncode:
            raise RuntimeError(f"the import failed: {said[:500]!r}")
    return spent, grown


def requests_for_a_hundred(environment: Environment, count: int) -> float:
    """Requests that a bulk change of so many rows takes, for each hundred of them."""
    key = Secret(environment["APPWRITE_API_KEY"])
    target = Target(
        environment["APPWRITE_ENDPOINT"], environment["APPWRITE_PROJECT_ID"], key, read_only=False
    )
    connection = Connection(target)
    with tempfile.TemporaryDirectory() as folder:
        journal = Journal(Path(folder) / "journal.sqlite")
        door = Door(connection.client, journal, Stamp("bench", "now"))
        table = Table(door, IDS, connection.fetch(GET_TABLE, IDS))

        def plan(ids: Mapping[str, str], row: Resource) -> Change | None:
            return update_row(ids, table.table, row, {"owner": "changed"})

        before = connection.recorder.total
        job = Job("change")
        names = [f"row{number:07}" for number in range(count)]
        job.run(lambda job: change_rows(job, table, table.named(names), plan, "bench"), ())
        journal.close()
    if job.done != count:
        raise RuntimeError(f"only {job.done} of {count} rows were changed: {job.failures[:1]}")
    return (connection.recorder.total - before) * 100 / count


def _rows(owner: str, count: int) -> Iterator[dict[str, Any]]:
    for number in range(count):
        yield {
            "$id": f"{owner}{number:07}",
            "title": f"Row {number} of an import, with some text in it",
            "score": number,
            "amount": number / 7,
            "tags": ["new", "imported"],
            "owner": owner,
            "flag": True,
        }


def watched(process: subprocess.Popen[bytes]) -> tuple[float, float, bytes]:
    """Seconds until a program ends, how its memory grew from the first fifth on, what it printed.

    What it prints must fit into a pipe.
    """
    began = time.perf_counter()
    sizes: list[tuple[float, int]] = []
    while process.poll() is None:
        sizes.append((time.perf_counter() - began, _resident(process.pid)))
        time.sleep(0.1)
    spent = time.perf_counter() - began
    said = process.stdout.read() if process.stdout else b""
    early = max(size for at, size in sizes if at <= spent / 5)
    return spent, max(size for _, size in sizes) / early, said


def _resident(pid: int) -> int:
    try:
        status = Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return 0
    return next((int(x.split()[1]) for x in status.splitlines() if x.startswith("VmRSS")), 0)
