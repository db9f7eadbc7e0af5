"""Owns serving: the socket, the one line on standard output, and stopping at once when asked to."""

from __future__ import annotations

import asyncio
import contextlib
import json
import signal
import socket
import sys
import threading
from collections.abc import Callable, Iterator

import uvicorn

from tui.demo.app import Application
from tui.demo.crowd import PoliteProtocol, allow_many_files
from tui.demo.settings import Settings


def listen(host: str, port: int) -> socket.socket:
    """A listening socket; connections wait in it until the server runs."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # Naming the protocol lets asyncio switch Nagle off, which would add 40 ms to small answers.
    listening = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listening.bind((host, port))
    listening.listen(4096)
    return listening


def describe(listening: socket.socket, settings: Settings) -> str:
    """The line of `--print-config`: endpoint, project and the keys by name."""
    host, port = listening.getsockname()[:2]
    shown = f"[{host}]" if ":" in host else host
    return json.dumps(
        {
            "endpoint": f"http://{shown}:{port}/v1",
            "project": settings.project,
            "keys": settings.keys,
        }
    )


class _Server(uvicorn.Server):
    """Leaves signals to `serve`, which stops without waiting for open connections."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


def serve(
    application: Application, listening: socket.socket, announce: str, with_parent: bool
) -> None:
    """Serve until SIGTERM, SIGINT, or (with a parent) the end of standard input."""
    allow_many_files()
    config = uvicorn.Config(
        application,
        loop="asyncio",
        http=PoliteProtocol,
        ws="none",
        lifespan="off",
        log_config=None,
        log_level="error",
        access_log=False,
        server_header=False,
        timeout_keep_alive=60,
    )
    asyncio.run(_serve(_Server(config), listening, announce, with_parent))


async def _serve(
    server: _Server, listening: socket.socket, announce: str, with_parent: bool
) -> None:
    loop = asyncio.get_running_loop()

    def stop() -> None:
        server.should_exit = True
        server.force_exit = True

    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop)
    if with_parent:
        watcher = threading.Thread(target=_wait_for_parent, args=(loop, stop), daemon=True)
        watcher.start()
    if announce:
        print(announce, flush=True)
    await server.serve(sockets=[listening])


def _wait_for_parent(loop: asyncio.AbstractEventLoop, stop: Callable[[], None]) -> None:
    """Standard input ends when the process that holds its other end is gone."""
    while sys.stdin.buffer.read(4096):
        pass
    loop.call_soon_threadsafe(stop)
