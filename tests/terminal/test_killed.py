"""The program is killed in the middle of a change: what server, journal and the next start say."""

from __future__ import annotations

import os
import signal
import sqlite3
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from bench.terminal import Terminal
from tests.terminal.test_program import start

__all__ = ["start"]
ROW = "/tablesdb/shop/tables/products/rows/"
PATIENCE = 60.0


@pytest.fixture(scope="module")
def demo(start_demo: Any) -> Iterator[Any]:
    """A shop that may be changed, with faults on demand."""
    with start_demo() as started:
        yield started


def until(condition: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.01)


def fates(tmp_path: Path) -> list[str]:
    path = tmp_path / "state" / "appwrite-tui" / "journal.sqlite"
    if not path.exists():
        return []
    try:
        with sqlite3.connect(path) as db:
            return [fate for (fate,) in db.execute("SELECT fate FROM entries ORDER BY id")]
    except sqlite3.OperationalError:
        # The program is just making the file.
        return []


def rename(terminal: Terminal, row_id: str, name: str) -> None:
    """Type another name into the form of the row under the cursor, and save."""
    terminal.wait_for(row_id)
    terminal.send("e")
    terminal.wait_for("Edit row")
    terminal.send("\x15" + name)
    terminal.wait_for("1 change")
    terminal.send("\x13")


@pytest.mark.parametrize(
    ("row_id", "fault", "applied", "said"),
    [
        ("product239", "hang", False, "A change whose answer was lost was not made"),
        ("product238", "hang-after", True, "A change whose answer was lost was made after all"),
    ],
)
def test_the_next_start_tells_what_became_of_it(
    start: Callable[..., Terminal],
    demo: Any,
    tmp_path: Path,
    row_id: str,
    fault: str,
    applied: bool,
    said: str,
) -> None:
    place = f"databases/shop/products/{row_id}"
    terminal = start(place)
    demo.spoil(fault, "PATCH")
    rename(terminal, row_id, "Renamed")
    until(lambda: fates(tmp_path) == ["open"])
    if applied:
        until(lambda: demo.get(ROW + row_id).body["name"] == "Renamed")
    os.kill(terminal.pid, signal.SIGKILL)
    terminal.ended()
    again = start(place)
    again.wait_for(said)
    assert fates(tmp_path) == ["done" if applied else "refused"]
    assert (demo.get(ROW + row_id).body["name"] == "Renamed") is applied


def test_a_form_that_was_open_is_there_again(
    start: Callable[..., Terminal], tmp_path: Path
) -> None:
    place = "databases/shop/products/product237"
    terminal = start(place)
    terminal.wait_for("product237")
    terminal.send("e")
    terminal.wait_for("Edit row")
    terminal.send("\x15Half")
    drafts = tmp_path / "state" / "appwrite-tui" / "drafts"
    until(lambda: any("Half" in path.read_text() for path in drafts.glob("*.json")))
    os.kill(terminal.pid, signal.SIGKILL)
    terminal.ended()
    again = start(place)
    again.wait_for("product237")
    again.send("e")
    again.wait_for("left unsaved")
    again.send("y")
    again.wait_for("Half")
    assert "Edit row product237" in again.text
