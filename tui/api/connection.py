"""One project seen as one identity: where it is, who asks, what the server is, how fast it is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tui.api.client import Client
from tui.api.errors import ApiError
from tui.api.pool import READ_SECONDS
from tui.api.recorder import Call, Recorder
from tui.api.transport import Transport
from tui.config.secret import Secret
from tui.core.endpoint import Endpoint

VERSION = Endpoint("GET", "/health/version", public=True)
"""Public, and refuses an API key with 401: it is asked without one."""

_SMOOTHING = 0.3


@dataclass(frozen=True, slots=True)
class Target:
    """What a connection is made to, and as whom. At most one of `key` and `jwt` is given.

    `locked_by` is what wants it read-only. `patience` is how many seconds an answer may take to
    come.
    """

    endpoint: str
    project: str
    key: Secret | None = None
    jwt: Secret | None = None
    read_only: bool = True
    locked_by: str = ""
    ca_bundle: str | None = None
    insecure: bool = False
    patience: float = READ_SECONDS


class Connection:
    """The way to one project. Every request of the explorer goes through one of these."""

    def __init__(self, target: Target) -> None:
        self.target = target
        self.version = ""
        self.latency_ms: float | None = None
        self.recorder = Recorder()
        self.recorder.listen(self._note)
        transport = Transport(
            target.endpoint,
            ca_bundle=target.ca_bundle,
            insecure=target.insecure,
            recorder=self.recorder,
        )
        self.client = Client(
            transport,
            project=target.project,
            read_only=target.read_only,
            locked_by=target.locked_by,
            patience=target.patience,
        )
        if target.key is not None:
            self.client.add_header("x-appwrite-key", target.key.reveal())
        if target.jwt is not None:
            self.client.add_header("x-appwrite-jwt", target.jwt.reveal())

    @property
    def identity(self) -> str:
        """Who asks, as people recognise it: the last characters of the key, never more."""
        if self.target.key is not None:
            return f"key {self.target.key}"
        return "a user's JWT" if self.target.jwt is not None else "guest"

    @property
    def connections_opened(self) -> int:
        """How many TCP connections were opened so far."""
        return self.client.transport.connections_opened

    def fetch(
        self,
        endpoint: Endpoint,
        ids: Mapping[str, str] | None = None,
        params: Mapping[str, Any] | None = None,
    ) -> dict[str, Any]:
        """Ask an endpoint for its JSON. Raises ApiError."""
        return self.client.fetch(endpoint, ids, params)

    def learn_version(self) -> str:
        """Ask the server for its version and speak it from now on; empty where it won't tell."""
        if not self.version:
            try:
                answer = self.client.fetch(VERSION)
            except ApiError as error:
                if not error.problem.status:
                    raise
                # A server behind a proxy may not show its health; everything else works without.
                return ""
            self.version = str(answer.get("version") or "")
            if self.version:
                self.client.speak_version(self.version)
        return self.version

    def close(self) -> None:
        """Forget the connections to the server."""
        self.client.transport.close()

    def _note(self, call: Call) -> None:
        if not call.status:
            return
        before = self.latency_ms
        now = call.ms if before is None else before + (call.ms - before) * _SMOOTHING
        self.latency_ms = now
