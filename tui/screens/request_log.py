"""The request log (`!`): what was asked of the server, to look at and to copy."""

from __future__ import annotations

import json
import time
from collections.abc import Sequence
from urllib.parse import unquote

from tui.api.recorder import Call
from tui.core.cell import Cell, Tone
from tui.core.sending import UnwritableError
from tui.core.sizes import size
from tui.core.text import safe
from tui.screens.copying import WRITINGS, target_of
from tui.screens.host import Explorer
from tui.widgets.list_panel import ListPanel
from tui.widgets.wrapping import Line

KEYS = "y Python · c curl · l CLI · enter whole · r again"
COPIES = {"y": "p", "c": "k", "k": "k", "l": "l", "p": "p"}
"""By the key here: the key of the copy menu that writes it so."""


def show(screen: Explorer) -> None:
    """Show it."""
    RequestLog(screen).open()


class RequestLog:
    """The calls of a connection, newest first."""

    def __init__(self, screen: Explorer) -> None:
        self._screen = screen
        self._calls: Sequence[Call] = ()
        self._panel: ListPanel | None = None

    def open(self) -> None:
        """Show what was asked until now."""
        lines = self._look()
        if not self._calls:
            self._screen.say("Nothing has been asked of the server yet.")
            return
        self._panel = self._screen.panels.list_panel(self._pressed)
        self._panel.open("Requests, newest first", lines, lambda number: KEYS)

    def _look(self) -> list[Line]:
        calls = self._screen.session.connection.recorder.calls
        self._calls = [*reversed(calls)]
        return [line_of(call) for call in self._calls]

    def _pressed(self, key: str, number: int | None) -> None:
        if self._panel is None or number is None:
            return
        call = self._calls[number]
        if key == "exclamation_mark":
            self._panel.close()
        elif key == "r":
            self._panel.take(self._look())
        elif key == "enter":
            self._screen.asking.tell(self._screen.sheet, "Request", whole(call))
        elif key in COPIES:
            self._copy(call, COPIES[key])

    def _copy(self, call: Call, key: str) -> None:
        label, write = WRITINGS[key]
        if call.sending is None:
            self._screen.say(
                "What was sent then is too long, or no JSON: it was not kept.", Tone.WARN
            )
            return
        try:
            text = write(call.sending, target_of(self._screen.session.connection))
        except UnwritableError as error:
            self._screen.say(str(error), Tone.WARN)
            return
        self._screen.copy(text, f"The request as {label}")


def line_of(call: Call) -> Line:
    """A call in one line."""
    tone = Tone.PLAIN if call.status and call.status < 400 else Tone.BAD
    clock = time.strftime("%H:%M:%S", time.localtime(call.at))
    tries = f" {call.attempts} tries" if call.attempts > 1 else ""
    status = str(call.status) if call.status else "—"
    return (
        Cell(f"{clock} {call.method:<6} ", Tone.DIM),
        Cell(f"{status:>3}", tone),
        Cell(f" {call.ms:6.0f} ms {size(call.bytes):>8}{tries}  ", Tone.DIM),
        Cell(safe(unquote(call.path.partition("?")[0]))),
        Cell(f"  {call.sdk}  {safe(asked(call))}", Tone.DIM),
    )


def asked(call: Call) -> str:
    """What was asked for with it, as people read it: `status equal paid, limit 100`."""
    if call.sending is None or call.sending.endpoint.method != "GET":
        return ""
    told = []
    for name, value in call.sending.params.items():
        told += [_query(one) for one in value] if name == "queries" else [f"{name} {value}"]
    return ", ".join(told)


def _query(text: str) -> str:
    try:
        query = json.loads(text)
        values = query.get("values", [])
        shown = [str(one) if not isinstance(one, dict | list) else "(…)" for one in values]
        words = [str(query.get("attribute", "")), str(query["method"]), " ".join(shown)]
        return " ".join(word for word in words if word)
    except (ValueError, KeyError, TypeError, AttributeError):
        return text


def whole(call: Call) -> list[Line]:
    """All that is known of a call."""
    at = time.strftime("%Y-%m-%d %H:%M:%S", time.localtime(call.at))
    told = {
        "at": at,
        "request": f"{call.method} {call.path}",
        "method": call.sdk or "none of the SDK",
        "status": str(call.status or "no answer"),
        "took": f"{call.ms:,.0f} ms, {size(call.bytes)}, attempts: {call.attempts}",
        "error": call.error,
    }
    lines: list[Line] = [
        [Cell(f"{name:<9}", Tone.DIM), Cell(safe(text))] for name, text in told.items() if text
    ]
    if call.sending is not None:
        for name, value in call.sending.params.items():
            values = value if isinstance(value, list) else [value]
            lines += [[Cell(f"{name:<9} ", Tone.DIM), Cell(safe(str(one)))] for one in values]
    return lines
