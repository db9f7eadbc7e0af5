"""The embedded Appwrite as a process of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

from tui.cli.demo import DemoServer
from tui.config.problem import ConfigError

KEY = "standard_" + "ab12" * 16


def listening(endpoint: str) -> list[str]:
    """The sockets that listen where an endpoint is."""
    port = int(endpoint.split(":")[2].split("/")[0])
    wanted = f":{port:04X} 00000000:0000 0A"
    lines = Path("/proc/net/tcp").read_text().splitlines()
    return [line for line in lines if wanted in line]


@pytest.mark.parametrize("read_only", [False, True])
def test_it_starts_and_tells_how_to_connect(read_only: bool, tmp_path, monkeypatch) -> None:
    # Neither a folder of the working directory nor an exported key is any of its business.
    (tmp_path / "tui").mkdir()
    (tmp_path / "tui" / "__init__.py").write_text("raise SystemExit('the wrong one')")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("APPWRITE_API_KEY", KEY)
    server = DemoServer()
    try:
        settings = server.settings(read_only=read_only)
        with urllib.request.urlopen(f"{settings.endpoint}/health/version", timeout=30) as answer:
            assert json.load(answer)["version"] == "1.9.6"
        assert settings.key is not None
        assert settings.key.reveal() != KEY
        assert settings.locked_by == ("--read-only" if read_only else "")
        assert not settings.mixed
    finally:
        server.stop()
    server._process.wait(30)
    assert not listening(settings.endpoint)


def test_a_start_that_takes_long_is_told_of(monkeypatch) -> None:
    monkeypatch.setattr("tui.cli.demo.SOON_SECONDS", 0)
    told: list[str] = []
    server = DemoServer()
    try:
        assert server.settings(delayed=lambda: told.append("delayed")).project == "demo"
    finally:
        server.stop()
    assert told == ["delayed"]


def test_it_ends_with_whoever_started_it() -> None:
    """Also when that one is killed and cannot end anything."""
    code = (
        "import os, signal; from tui.cli.demo import DemoServer\n"
        "server = DemoServer(); settings = server.settings()\n"
        "print(server._process.pid, settings.endpoint, flush=True)\n"
        "os.kill(os.getpid(), signal.SIGKILL)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    pid, endpoint = done.stdout.split()
    handle = os.pidfd_open(int(pid)) if Path(f"/proc/{pid}").exists() else None
    if handle is not None:
        import select

        assert select.select([handle], [], [], 30)[0]
        os.close(handle)
    assert not listening(endpoint)


def test_a_missing_extra_is_named(monkeypatch) -> None:
    monkeypatch.setattr("tui.cli.demo.PACKAGES", ("starlette", "no_such_package"))
    with pytest.raises(ConfigError, match=r"pip install 'appwrite-tui\[demo\]'"):
        DemoServer()


def test_why_it_did_not_start_is_said(monkeypatch, tmp_path) -> None:
    """A cache that cannot be written, a port that is gone: its own sentence, not a traceback."""
    program = tmp_path / "python"
    program.write_text("#!/bin/sh\necho one >&2\necho 'No space left on device' >&2\nexit 1\n")
    program.chmod(0o755)
    monkeypatch.setattr("tui.cli.demo.sys.executable", str(program))
    with pytest.raises(ConfigError, match="did not start: No space left on device"):
        DemoServer().settings()
    program.write_text("#!/bin/sh\nexit 3\n")
    with pytest.raises(ConfigError, match="ended with status 3"):
        DemoServer().settings()
