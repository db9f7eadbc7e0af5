"""A slow TLS link to the embedded Appwrite: it delays what passes, and counts it."""

from __future__ import annotations

import asyncio
import contextlib
import ssl
import tempfile
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import certifi
import trustme

PIECE = 1 << 16


@dataclass
class Link:
    """A running link: its endpoint, whom to trust for it, and what has passed so far."""

    endpoint: str
    ca_bundle: str
    round_trip: float
    connections: int = 0
    requests: int = 0


@contextlib.contextmanager
def tls_link(endpoint: str, round_trip: float = 0.1) -> Iterator[Link]:
    """A link to a plain endpoint on loopback; `round_trip` is in seconds."""
    authority = trustme.CA()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1").configure_cert(context)
    parts = urlsplit(endpoint)
    with tempfile.TemporaryDirectory() as folder:
        bundle = Path(folder) / "ca.pem"
        # Beside it all that a program trusts by default: to load them is part of what one pays.
        bundle.write_bytes(Path(certifi.where()).read_bytes() + authority.cert_pem.bytes())
        link = Link("", str(bundle), round_trip)
        loop = asyncio.new_event_loop()
        serving = _serve(link, context, parts.hostname or "", parts.port or 80)
        server = loop.run_until_complete(serving)
        port = server.sockets[0].getsockname()[1]
        link.endpoint = f"https://127.0.0.1:{port}{parts.path}"
        thread = threading.Thread(target=loop.run_forever, daemon=True)
        thread.start()
        try:
            yield link
        finally:
            loop.call_soon_threadsafe(_stop, loop)
            thread.join()
            loop.run_until_complete(asyncio.sleep(0))
            loop.close()


def _stop(loop: asyncio.AbstractEventLoop) -> None:
    for task in asyncio.all_tasks(loop):
        task.cancel()
    loop.stop()


async def _serve(link: Link, context: ssl.SSLContext, host: str, port: int) -> asyncio.Server:
    async def accept(near_in: asyncio.StreamReader, near_out: asyncio.StreamWriter) -> None:
        link.connections += 1
        far_in, far_out = await asyncio.open_connection(host, port)
        with contextlib.suppress(OSError, asyncio.CancelledError):
            await asyncio.gather(
                _pass(link, near_in, far_out, count=True), _pass(link, far_in, near_out)
            )

    return await asyncio.start_server(accept, "127.0.0.1", 0, ssl=context)


async def _pass(
    link: Link, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, count: bool = False
) -> None:
    """Hand on what is read, each piece half a round trip after it came."""
    loop = asyncio.get_running_loop()
    while piece := await reader.read(PIECE):
        if count:
            link.requests += piece.count(b" HTTP/1.1\r\n")
        loop.call_later(link.round_trip / 2, writer.write, piece)
    loop.call_later(link.round_trip / 2, writer.close)
