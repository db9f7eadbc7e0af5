"""More connections than one process can hold are refused in a sentence."""

from __future__ import annotations

import asyncio
import collections
import json
import resource
import time
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest

from tui.demo.crowd import MOST

WANTED = 10_000


@pytest.fixture
def connections() -> Iterator[int]:
    """How many connections this process may open: 10,000 where the machine lets it."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    raised = min(hard if hard != resource.RLIM_INFINITY else WANTED + 500, WANTED + 500)
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, raised), hard))
    yield min(WANTED, max(soft, raised) - 400)
    resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


async def test_ten_thousand_connections_at_once(start_demo: Any, connections: int) -> None:
    with start_demo("--empty") as demo:
        address = urlsplit(demo.endpoint)
        request = f"GET {address.path}/health/version HTTP/1.1\r\nhost: demo\r\n\r\n".encode()

        async def connect() -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
            return await asyncio.open_connection(address.hostname, address.port)

        async def ask(stream: tuple[asyncio.StreamReader, asyncio.StreamWriter]) -> Any:
            reader, writer = stream
            writer.write(request)
            head = await reader.readuntil(b"\r\n\r\n")
            status = int(head.split()[1])
            length = int(head.lower().split(b"content-length: ")[1].split(b"\r\n")[0])
            return status, json.loads(await reader.readexactly(length)), b"retry-after" in head

        opened = []
        while len(opened) < connections:
            batch = min(500, connections - len(opened))
            opened += await asyncio.gather(*(connect() for _ in range(batch)))
        answers = await asyncio.gather(*map(ask, opened))
        counted = collections.Counter(status for status, _, _ in answers)
        assert counted == {200: MOST, 503: connections - MOST}
        refused = next(answer for answer in answers if answer[0] == 503)
        assert refused[2]
        assert f"{MOST} connections" in refused[1]["message"]
        for _, writer in opened:
            writer.close()
        await asyncio.gather(*(writer.wait_closed() for _, writer in opened))
        # The server notices in its own time that they are gone.
        deadline = time.monotonic() + 60
        while demo.get("/tablesdb").body != {"total": 0, "databases": []}:
            assert time.monotonic() < deadline
