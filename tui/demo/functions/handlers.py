"""Owns the small programs that run when a function of the embedded Appwrite is executed.

What runs depends on the first segment of the path: `/echo` (and anything unknown), `/json`,
`/sleep?seconds=2`, `/fail`, `/crash`, `/log?lines=1000`, `/status?code=404`. The uploaded code is
kept and never run.
"""

from __future__ import annotations

import json
import math
import time
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlsplit

MAX_LOG = 1_000_000
"""Characters of logs and of errors that are kept."""
_LOG_CUT = "[WARNING] Logs truncated. The output exceeded 1000000 characters.\n"
_JSON = (("content-type", "application/json"), ("x-custom", "yes"))
_MOST_LINES = 200_000


@dataclass(frozen=True)
class Asked:
    """The request that a handler answers; `timeout` is in seconds."""

    method: str
    path: str
    body: str
    timeout: float

    def number(self, name: str, default: float) -> float:
        """A finite number of the query, the default for anything else."""
        given = dict(parse_qsl(urlsplit(self.path).query)).get(name, "")
        try:
            number = float(given)
        except ValueError:
            return default
        return number if math.isfinite(number) else default


@dataclass(frozen=True)
class Outcome:
    """What a handler answered and logged."""

    status_code: int
    body: str = ""
    headers: tuple[tuple[str, str], ...] = ()
    logs: str = ""
    errors: str = ""
    timed_out: bool = False

    @property
    def failed(self) -> bool:
        return self.status_code >= 500


def run(asked: Asked) -> Outcome:
    """Run the handler that the path names."""
    name = urlsplit(asked.path).path.strip("/").split("/")[0]
    return _HANDLERS.get(name, _echo)(asked)


def _logged(asked: Asked) -> str:
    return f"log line 1\nlog line 2: {asked.path}"


def _echo(asked: Asked) -> Outcome:
    answer = {"ok": True, "path": asked.path, "method": asked.method, "echo": asked.body}
    return Outcome(200, json.dumps(answer), _JSON, _logged(asked))


def _json(asked: Asked) -> Outcome:
    answer = {"items": [{"id": number, "square": number**2} for number in range(20)]}
    return Outcome(200, json.dumps(answer, indent=2), _JSON, _logged(asked))


def _sleep(asked: Asked) -> Outcome:
    seconds = max(0.0, asked.number("seconds", 1))
    time.sleep(min(seconds, asked.timeout))
    if seconds > asked.timeout:
        errors = "Operation timed out. Timeout must be less than or equal to 30 seconds."
        return Outcome(500, errors=errors, timed_out=True)
    return Outcome(200, json.dumps({"slept": seconds}), _JSON, f"slept {seconds:g} s")


def _fail(asked: Asked) -> Outcome:
    errors = "Error: boom\n    at main (index.js:3:9)\n    at runNextTicks (node:internal:60:5)"
    return Outcome(500, "", _JSON, _logged(asked), errors)


def _crash(asked: Asked) -> Outcome:
    return Outcome(500, errors="Runtime container exited unexpectedly\\nError Code: 500")


def _log(asked: Asked) -> Outcome:
    count = int(min(max(asked.number("lines", 1000), 0), _MOST_LINES))
    lines = "\n".join(f"{number:06} worked on part {number * 7 % 1000}" for number in range(count))
    if len(lines) > MAX_LOG:
        lines = _LOG_CUT + lines[len(_LOG_CUT) - MAX_LOG :]
    return Outcome(200, "", _JSON, lines)


def _status(asked: Asked) -> Outcome:
    code = int(asked.number("code", 204))
    return Outcome(code if 100 <= code <= 599 else 500, "", _JSON, _logged(asked))


_HANDLERS: dict[str, Callable[[Asked], Outcome]] = {
    "echo": _echo,
    "json": _json,
    "sleep": _sleep,
    "fail": _fail,
    "crash": _crash,
    "log": _log,
    "status": _status,
}
