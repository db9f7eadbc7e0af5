"""The embedded Appwrite: how fast it starts, seeds a large table and pages in it.

The bare Starlette application that its start is compared with is at the end of this file.
"""

from __future__ import annotations

import http.client
import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlencode, urlsplit

ROWS = 1_000_000
ORDERS: dict[str, tuple[tuple[str, str], ...]] = {
    "as they came": (),
    "newest first": (("orderDesc", "$createdAt"),),
    "by a column": (("orderAsc", "number"),),
    "by the first of two": (("orderAsc", "state"),),
    "by two columns": (("orderDesc", "state"), ("orderAsc", "number")),
}
"""What pages of the large table are ordered by; an index helps each."""
_PAGES = 30
_SERVED = "tui.demo"


def seconds_to_seed() -> float:
    """Start with a large table that no cache has, until the first answer."""
    with tempfile.TemporaryDirectory() as cache:
        return _until_answered(_SERVED, "--empty", "--rows", str(ROWS), cache=cache)


def seconds_of_pages() -> dict[str, float]:
    """The median time of a page of 100 rows anywhere in the large table, by order."""
    with _served(_SERVED, "--empty", "--rows", str(ROWS)) as line:
        config = json.loads(line)
        parts = urlsplit(config["endpoint"])
        connection = http.client.HTTPConnection(str(parts.hostname), parts.port)
        headers = {
            "x-appwrite-project": config["project"],
            "x-appwrite-key": config["keys"]["full"],
        }
        path = f"{parts.path}/tablesdb/big/tables/rows/rows?"
        return {
            name: statistics.median(
                _page(connection, headers, path, orders, dice) for dice in _dice()
            )
            for name, orders in ORDERS.items()
        }


def starts(runs: int) -> tuple[float, float]:
    """Median seconds from start to first answer with a cached seed, and of a bare application."""
    _until_answered(_SERVED)
    ours, bare = [], []
    for _ in range(runs):
        ours.append(_until_answered(_SERVED))
        bare.append(_until_answered("bench.served"))
    return statistics.median(ours), statistics.median(bare)


def _dice() -> Iterator[random.Random]:
    """After one page for warming up, the same places in every order."""
    return (random.Random(number) for number in range(_PAGES))


def _page(
    connection: http.client.HTTPConnection,
    headers: dict[str, str],
    path: str,
    orders: tuple[tuple[str, str], ...],
    dice: random.Random,
) -> float:
    cursor = dice.choice(("cursorAfter", "cursorBefore"))
    queries = [{"method": method, "attribute": key} for method, key in orders]
    queries += [
        {"method": cursor, "values": [f"row{dice.randrange(ROWS):07}"]},
        {"method": "limit", "values": [100]},
    ]
    pairs = [(f"queries[{n}]", json.dumps(query)) for n, query in enumerate(queries)]
    began = time.perf_counter()
    connection.request("GET", path + urlencode([*pairs, ("total", "false")]), headers=headers)
    response = connection.getresponse()
    content = response.read()
    spent = time.perf_counter() - began
    if response.status != 200:
        raise RuntimeError(f"A page was refused: {content[:200]!r}")
    return spent


def _until_answered(module: str, *arguments: str, cache: str = "") -> float:
    began = time.perf_counter()
    with _served(module, *arguments, cache=cache) as line:
        parts = urlsplit(json.loads(line)["endpoint"])
        connection = http.client.HTTPConnection(str(parts.hostname), parts.port)
        connection.request("GET", f"{parts.path}/health/version")
        connection.getresponse().read()
        return time.perf_counter() - began


@contextmanager
def _served(module: str, *arguments: str, cache: str = "") -> Iterator[str]:
    """A started server; gives the line that it prints."""
    command = [sys.executable, "-m", module, "--print-config", "--with-parent", *arguments]
    environment = {**os.environ, **({"XDG_CACHE_HOME": cache} if cache else {})}
    process = subprocess.Popen(
        command,
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).parent.parent,
    )
    try:
        yield process.stdout.readline() if process.stdout else ""
    finally:
        process.terminate()
        process.communicate()


def _bare() -> None:
    """A Starlette application with one route, started and announced as ours is."""
    import socket

    import uvicorn
    from starlette.applications import Starlette
    from starlette.requests import Request
    from starlette.responses import JSONResponse
    from starlette.routing import Route

    def version(request: Request) -> JSONResponse:
        return JSONResponse({"version": "1.9.6"})

    listening = socket.create_server(("127.0.0.1", 0))
    application = Starlette(routes=[Route("/v1/health/version", version)])
    config = uvicorn.Config(application, log_level="error", lifespan="off", ws="none")
    print(json.dumps({"endpoint": f"http://127.0.0.1:{listening.getsockname()[1]}/v1"}), flush=True)
    uvicorn.Server(config).run(sockets=[listening])


if __name__ == "__main__":
    _bare()
