"""Servers that misbehave in one way each, on raw sockets."""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import pytest


@dataclass
class Fake:
    """Answers the n-th request with the n-th of `answers` (the last one from then on).

    An answer is the bytes to send; None hangs; an empty one closes the connection.
    """

    port: int
    answers: list[bytes | None]
    requests: list[str] = field(default_factory=list)
    connections: int = 0

    @property
    def endpoint(self) -> str:
        return f"http://127.0.0.1:{self.port}/v1"


@pytest.fixture
def serve() -> Iterator[Callable[..., Fake]]:
    """`serve(answer, answer, …)` starts a server; all stop with the test."""
    with contextlib.ExitStack() as stack:

        def start(*answers: bytes | None) -> Fake:
            listener = stack.enter_context(socket.create_server(("127.0.0.1", 0)))
            fake = Fake(listener.getsockname()[1], list(answers))
            over = threading.Event()
            stack.callback(over.set)
            threading.Thread(target=_accept, args=(listener, fake, over), daemon=True).start()
            return fake

        yield start


def _accept(listener: socket.socket, fake: Fake, over: threading.Event) -> None:
    while True:
        try:
            connection, _ = listener.accept()
        except OSError:
            return
        fake.connections += 1
        threading.Thread(target=_converse, args=(connection, fake, over), daemon=True).start()


def _converse(connection: socket.socket, fake: Fake, over: threading.Event) -> None:
    with connection, contextlib.suppress(OSError):
        waiting = b""
        while True:
            while b"\r\n\r\n" not in waiting:
                received = connection.recv(65536)
                if not received:
                    return
                waiting += received
            head, _, waiting = waiting.partition(b"\r\n\r\n")
            fake.requests.append(head.decode())
            answer = fake.answers[min(len(fake.requests), len(fake.answers)) - 1]
            if answer is None:
                over.wait(30)
                return
            if not answer:
                return
            connection.sendall(answer)
            if b"Connection: close" in answer:
                return
