"""Fixtures for every test: an embedded Appwrite, started once for the whole run."""

from __future__ import annotations

import contextlib
import gzip
import json
import os
import signal
import subprocess
import sys
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

ROOT = Path(__file__).parent.parent

# Tests in the background of a shell ignore SIGINT, and so would all that they start and interrupt.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

# A busy machine is no reason to fail, and continuous integration tries the same cases each time.
settings.register_profile(
    "patient",
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    derandomize="CI" in os.environ,
)
settings.load_profile("patient")


@dataclass(frozen=True)
class Reply:
    """What the embedded Appwrite answered. `body` is parsed JSON, None without a body."""

    status: int
    body: Any
    headers: dict[str, str]


@dataclass(frozen=True)
class Demo:
    """A running embedded Appwrite."""

    endpoint: str
    project: str
    keys: dict[str, str]
    pid: int

    def request(
        self,
        method: str,
        path: str,
        body: Any = None,
        *,
        key: str | None = "full",
        queries: list[dict[str, Any] | str] | None = None,
        params: dict[str, str] | None = None,
        headers: dict[str, str] | None = None,
        raw: bytes | None = None,
    ) -> Reply:
        """One request below `/v1`; `key` names one of `keys`, None sends none.

        The body is JSON, or `raw` as it is.
        """
        pairs = list((params or {}).items())
        for index, query in enumerate(queries or []):
            text = query if isinstance(query, str) else json.dumps(query)
            pairs.append((f"queries[{index}]", text))
        address = self.endpoint + path + ("?" + urllib.parse.urlencode(pairs) if pairs else "")
        sent = {"x-appwrite-project": self.project, "content-type": "application/json"}
        if key is not None:
            sent["x-appwrite-key"] = self.keys[key]
        content = raw if body is None else json.dumps(body).encode()
        request = urllib.request.Request(
            address, content, {**sent, **(headers or {})}, method=method
        )
        try:
            with urllib.request.urlopen(request, timeout=60) as response:
                return _reply(response.status, response.read(), dict(response.headers))
        except urllib.error.HTTPError as error:
            with error:
                return _reply(error.code, error.read(), dict(error.headers))

    def control(self, method: str, what: str, order: Any = None) -> Any:
        """Order faults, or ask what was seen: see `tui/demo/faults.py`."""
        address = self.endpoint.removesuffix("/v1") + f"/_control/{what}"
        content = None if order is None else json.dumps(order).encode()
        request = urllib.request.Request(address, content, method=method)
        with urllib.request.urlopen(request, timeout=60) as response:
            content = response.read()
            return json.loads(content) if content else None

    def spoil(
        self,
        kind: str,
        method: str = "",
        path: str = "",
        times: int = 1,
        skip: int = 0,
        **more: int,
    ) -> None:
        """Let the next requests that match go wrong, after `skip` of them."""
        order = {"kind": kind, "method": method, "path": path, "times": times, "skip": skip}
        self.control("POST", "faults", order | more)

    def behind(self, method: str, path: str, body: Any = None) -> Any:
        """Change something as somebody else, unseen."""
        order = {"method": method, "path": path, "body": body or {}}
        return self.control("POST", "behind", order)

    def get(self, path: str, *queries: dict[str, Any] | str, **options: Any) -> Reply:
        """A GET with these queries."""
        return self.request("GET", path, queries=list(queries), **options)


def _reply(status: int, content: bytes, headers: dict[str, str]) -> Reply:
    named = {name.lower(): value for name, value in headers.items()}
    if named.get("content-encoding") == "gzip":
        content = gzip.decompress(content)
    is_json = "json" in named.get("content-type", "")
    body = json.loads(content) if content and is_json else (content or None)
    return Reply(status, body, named)


@contextlib.contextmanager
def running_demo(*arguments: str, largest_file: int = 0) -> Iterator[Demo]:
    """Start `python -m tui.demo` with these arguments; it stops at the end, whatever happens.

    `largest_file` is in bytes: writing beyond it fails as on a full disk.
    """
    command = [sys.executable, "-m", "tui.demo", "--print-config", "--with-parent", *arguments]
    if largest_file:
        # The shell's unit is 1024 bytes.
        command = ["bash", "-c", f'ulimit -f {largest_file // 1024}; exec "$@"', "-", *command]
    process = subprocess.Popen(
        command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    try:
        assert process.stdout is not None
        line = process.stdout.readline()
        assert line, f"The embedded Appwrite ended with {process.wait()}"
        config = json.loads(line)
        yield Demo(config["endpoint"], config["project"], config["keys"], process.pid)
    finally:
        process.terminate()
        process.communicate()


@pytest.fixture(scope="session")
def demo() -> Iterator[Demo]:
    """The seeded shop, one for the whole run: read it, or write to things of your own only."""
    with running_demo() as started:
        yield started


@pytest.fixture(scope="session")
def start_demo() -> Callable[..., contextlib.AbstractContextManager[Demo]]:
    """`with start_demo("--empty") as demo:` for a test that needs a server of its own."""
    return running_demo
