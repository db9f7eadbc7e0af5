"""A cloned repository names its own server, and a key is exported: one is asked, in a terminal."""

from __future__ import annotations

import contextlib
import http.server
import json
import os
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from bench.terminal import Terminal

KEY = "standard_" + "ab12" * 16
PROGRAM = str(Path(sys.executable).parent / "appwrite-tui")


class Stranger(http.server.ThreadingHTTPServer):
    """A server that notes every header it gets."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Answer)
        self.headers: list[dict[str, str]] = []
        self.asked = threading.Event()

    @property
    def endpoint(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/v1"


class _Answer(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Stranger

    def handle(self) -> None:
        """Converse until the program is ended, which closes nothing politely."""
        with contextlib.suppress(ConnectionError):
            super().handle()

    def do_GET(self) -> None:
        self.server.headers.append({name.lower(): text for name, text in self.headers.items()})
        self.server.asked.set()
        content = json.dumps({"total": 0, "users": [], "version": "1.9.6"}).encode()
        self.send_response(200)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *args: object) -> None:
        """Say nothing."""


@pytest.fixture
def stranger() -> Iterator[Stranger]:
    with Stranger() as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()


@pytest.fixture
def start(tmp_path: Path, stranger: Stranger) -> Iterator[Callable[..., Terminal]]:
    """Start the explorer in the cloned repository, with a key exported."""
    clone = tmp_path / "clone"
    clone.mkdir()
    waits = tmp_path / "config" / "appwrite-tui" / "profiles.toml"
    waits.parent.mkdir(parents=True)
    waits.write_text(
        f'default = "p"\n[profiles.p]\nendpoint = "{stranger.endpoint}"\nproject = "p"\n'
        f"key_command = \"cat '{tmp_path}/pipe'\"\n"
    )
    (clone / ".env").write_text(
        f"APPWRITE_ENDPOINT={stranger.endpoint}\nAPPWRITE_PROJECT_ID=shop\n"
    )
    environment = {
        "PATH": os.environ["PATH"],
        "HOME": str(tmp_path),
        "LANG": "C.UTF-8",
        "XDG_CONFIG_HOME": str(tmp_path / "config"),
        "XDG_STATE_HOME": str(tmp_path / "state"),
        "APPWRITE_API_KEY": KEY,
    }
    with contextlib.ExitStack() as opened:

        def run(**other: str) -> Terminal:
            terminal = Terminal([PROGRAM], {**environment, **other}, directory=clone)
            opened.callback(terminal.close)
            return terminal

        yield run


@pytest.mark.parametrize("answer", ["n\n", "\n", "\x04", "\x03"])
def test_whoever_does_not_agree_sends_nothing(
    start: Callable[..., Terminal], stranger: Stranger, answer: str
) -> None:
    terminal = start()
    terminal.wait_for("Send this key to this endpoint")
    for said in (f"endpoint  {stranger.endpoint}", "project   shop", "from environment", "/.env"):
        assert said in terminal.text
    terminal.send(answer)
    assert terminal.ended() == 2
    assert "Nothing was sent." in terminal.text
    assert not stranger.headers
    assert KEY.encode() not in terminal.output


def test_whoever_agrees_is_asked_once(start: Callable[..., Terminal], stranger: Stranger) -> None:
    terminal = start()
    terminal.wait_for("Send this key to this endpoint")
    terminal.send("y\n")
    assert stranger.asked.wait(30)
    assert stranger.headers[0]["x-appwrite-key"] == KEY
    terminal.close()
    stranger.asked.clear()
    again = start()
    assert stranger.asked.wait(30)
    assert b"Send this key" not in again.output
    assert KEY.encode() not in terminal.output + again.output


def test_what_was_typed_before_the_question_is_no_answer(
    start: Callable[..., Terminal], stranger: Stranger, tmp_path: Path
) -> None:
    """`y` copies and `enter` opens: both may have been on their way to the explorer."""
    os.mkfifo(tmp_path / "pipe")
    terminal = start(APPWRITE_API_KEY="")
    terminal.wait_for("Users")
    terminal.send("y\n")
    # Only now the configuration can be read to its end.
    (tmp_path / "pipe").write_text(KEY)
    terminal.wait_for("Send this key to this endpoint")
    assert "from profile p" in terminal.text
    terminal.send("\n")
    assert terminal.ended() == 2
    assert not stranger.headers
