"""What went wrong, as a person needs it: one sentence with the cause, one with the remedy."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Cause(Enum):
    """What sort of thing went wrong."""

    AUTH = "auth"
    SCOPE = "scope"
    NOT_FOUND = "not found"
    CONFLICT = "conflict"
    INPUT = "input"
    RATE = "rate"
    SERVER = "server"
    NOT_APPWRITE = "not appwrite"
    REDIRECT = "redirect"
    NETWORK = "network"
    TLS = "tls"
    TIMEOUT = "timeout"
    TOO_LARGE = "too large"
    READ_ONLY = "read-only"


@dataclass(frozen=True, slots=True)
class Problem:
    """One failure. `status` and `type` are the server's, 0 and empty where it gave no answer.

    `uncertain` marks a write of which it is not known whether it was made nevertheless; `wait` is
    in how many seconds the server wants to be asked again.
    """

    sentence: str
    remedy: str = ""
    cause: Cause = Cause.SERVER
    status: int = 0
    type: str = ""
    scopes: tuple[str, ...] = ()
    uncertain: bool = False
    wait: float | None = None

    @property
    def line(self) -> str:
        """Sentence and remedy in one line."""
        return f"{self.sentence} {self.remedy}".strip()
