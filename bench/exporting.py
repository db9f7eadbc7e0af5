"""The speed and memory of an export, beside a bare loop over the same pooled client."""

from __future__ import annotations

import json
import subprocess
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path

from appwrite.query import Query

from bench.rows import IDS, PROGRAM, watched
from tui.api.connection import Connection, Target
from tui.config.secret import Secret
from tui.jobs.reading import PAGE
from tui.resources.rows import ROWS

EXPORTED = 100_000


def bare_export(environment: Mapping[str, str]) -> float:
    """Seconds to write all rows as NDJSON, in pages of the same size, with nothing else done."""
    key = Secret(environment["APPWRITE_API_KEY"])
    target = Target(
        environment["APPWRITE_ENDPOINT"], environment["APPWRITE_PROJECT_ID"], key, read_only=True
    )
    connection = Connection(target)
    queries, written = [Query.order_desc("$sequence"), Query.limit(PAGE)], 0
    began = time.perf_counter()
    with tempfile.TemporaryFile("w") as out:
        page = connection.fetch(ROWS.listing, IDS, {"queries": queries, "total": False})["rows"]
        while page:
            out.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in page)
            written += len(page)
            after = [*queries, Query.cursor_after(page[-1]["$id"])]
            page = connection.fetch(ROWS.listing, IDS, {"queries": after, "total": False})["rows"]
    if written != EXPORTED:
        raise RuntimeError(f"{written} rows instead of {EXPORTED}")
    return time.perf_counter() - began


def export_file(environment: Mapping[str, str]) -> tuple[float, float]:
    """Seconds that `appwrite-tui export` takes from its start to its end, and how it grew."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "rows.ndjson"
        process = subprocess.Popen(
            [PROGRAM, "export", "big/rows", "-o", str(path)],
            env={**environment, "XDG_STATE_HOME": folder},
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        spent, grown, said = watched(process)
        with path.open("rb") as file:
            written = sum(1 for _ in file)
        if process.returncode or written != EXPORTED:
            raise RuntimeError(f"the export failed after {written} rows: {said[:500]!r}")
    return spent, grown
