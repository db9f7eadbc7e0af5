"""The program is killed in the middle of a change: what server, journal and the next start say.

Each test asserts three things: the sentence of the next start, the journal's entry before and
after it, the server's state.
"""

from __future__ import annotations

import json
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


def entries(tmp_path: Path) -> list[tuple[str, str, str, str]]:
    """What the journal holds of each change: fate, problem, before and after."""
    path = tmp_path / "state" / "appwrite-tui" / "journal.sqlite"
    if not path.exists():
        return []
    try:
        with sqlite3.connect(path) as db:
            found = db.execute("SELECT fate, problem, before, after FROM entries ORDER BY id")
            return found.fetchall()
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


def killed_and_started_again(
    start: Callable[..., Terminal],
    demo: Any,
    tmp_path: Path,
    row_id: str,
    *,
    said: str,
    fate: str,
    problem: str,
    applied: bool,
    fault: str = "",
    **environment: str,
) -> None:
    """Rename a product, kill the program on its way, and ask the next start."""
    place = f"databases/shop/products/{row_id}"
    before = demo.get(ROW + row_id).body
    values = json.dumps({"name": before["name"]}, ensure_ascii=False)
    renamed = json.dumps({"name": "Renamed"})
    terminal = start(place, **environment)
    if fault:
        demo.spoil(fault, "PATCH")
    demo.control("DELETE", "seen")
    rename(terminal, row_id, "Renamed")
    until(lambda: entries(tmp_path) == [("open", "", values, renamed)])
    if fault:
        until(lambda: (demo.get(ROW + row_id).body["name"] == "Renamed") is applied)
        until(lambda: demo.control("GET", "seen")["requests"] != [])
        os.kill(terminal.pid, signal.SIGKILL)
    assert terminal.ended() == -signal.SIGKILL
    assert entries(tmp_path) == [("open", "", values, renamed)]
    again = start(place)
    again.wait_for(f"{said}: update row {row_id} of shop/products\\.")
    assert entries(tmp_path) == [(fate, problem, values, renamed)]
    now = demo.get(ROW + row_id).body
    assert now["name"] == ("Renamed" if applied else before["name"])
    assert (now == before) is not applied
    if not applied:
        asked = demo.control("GET", "seen")["requests"]
        assert sum(one["method"] == "PATCH" for one in asked) == (1 if fault else 0)


WAS_NOT = "A change whose answer was lost was not made"
NOTHING = "The program ended before the answer came. It was not applied: nothing has changed."


def test_between_the_journal_and_the_request(
    start: Callable[..., Terminal], demo: Any, tmp_path: Path
) -> None:
    # Python runs this before the program: the first PATCH kills it instead of being sent.
    (tmp_path / "sitecustomize.py").write_text(KILLED_BEFORE_SENDING)
    killed_and_started_again(
        start, demo, tmp_path, "product239",
        said=WAS_NOT, fate="refused", problem=NOTHING, applied=False, PYTHONPATH=str(tmp_path),
    )  # fmt: skip


KILLED_BEFORE_SENDING = """
import os, signal, sys
from importlib.abc import MetaPathFinder

class Watch(MetaPathFinder):
    def find_spec(self, name, path, target=None):
        if name != "tui.api.door":
            return None
        sys.meta_path.remove(self)
        from tui.api.transport import Transport
        send = Transport.send

        def killed(transport, request):
            if request.method == "PATCH":
                os.kill(os.getpid(), signal.SIGKILL)
            return send(transport, request)

        Transport.send = killed
        return None

sys.meta_path.insert(0, Watch())
"""


def test_between_the_request_and_the_answer_which_was_not_applied(
    start: Callable[..., Terminal], demo: Any, tmp_path: Path
) -> None:
    killed_and_started_again(
        start, demo, tmp_path, "product238", fault="hang",
        said=WAS_NOT, fate="refused", problem=NOTHING, applied=False,
    )  # fmt: skip


def test_between_the_request_and_the_answer_which_was_applied(
    start: Callable[..., Terminal], demo: Any, tmp_path: Path
) -> None:
    killed_and_started_again(
        start, demo, tmp_path, "product236", fault="hang-after",
        said="A change whose answer was lost was made after all", fate="done", problem="",
        applied=True,
    )  # fmt: skip


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


def test_an_import_goes_on_where_it_was_killed(
    start: Callable[..., Terminal], start_demo: Any, tmp_path: Path
) -> None:
    (tmp_path / "rows.csv").write_text(
        "title,points,shade\n" + "".join(f"Row {n},{n},red\n" for n in range(8000))
    )
    with start_demo("--empty", "--rows", "10") as big:
        rows = "/tablesdb/big/tables/rows/rows"

        def began() -> int:
            query = {"method": "startsWith", "attribute": "title", "values": ["Row "]}
            total: int = big.get(rows, query).body["total"]
            return total

        def explorer() -> Terminal:
            settings = {
                "APPWRITE_ENDPOINT": big.endpoint,
                "APPWRITE_PROJECT_ID": big.project,
                "APPWRITE_API_KEY": big.keys["full"],
            }
            terminal = start("databases/big/rows", **settings)
            terminal.wait_for(r"–\d+ of \d")
            terminal.settle()
            terminal.send("I")
            return terminal

        there = began()
        terminal = explorer()
        terminal.wait_for("rows.csv")
        terminal.send("rows.csv\r")
        terminal.wait_for("no such column")
        # The points are put into a column of another name, the shade is left out.
        terminal.send("j\r")
        terminal.wait_for("a column")
        terminal.send("score\r")
        terminal.wait_for("→ score")
        terminal.send("x")
        terminal.wait_for("look good")
        terminal.send("\x13")
        terminal.wait_for("Create")
        terminal.send("y")
        until(lambda: began() > there)
        os.kill(terminal.pid, signal.SIGKILL)
        assert terminal.ended() == -signal.SIGKILL
        assert began() < 5000, "it was killed before its end"
        again = explorer()
        again.wait_for("its import broke off: enter goes on")
        again.send("\r")
        again.wait_for("→ score")
        again.wait_for("skip the rows that are there")
        again.send("\x13")
        again.wait_for("Create")
        again.send("y")
        again.wait_for("8,000 rows are in")
        limit = {"method": "limit", "values": [20_000]}
        by_title = {"method": "startsWith", "attribute": "title", "values": ["Row "]}
        found = [
            (row["title"], row["score"])
            for row in big.get(rows, by_title, limit).body["rows"]
            if not row["$id"].startswith("row")
        ]
        assert sorted(found) == sorted((f"Row {n}", n) for n in range(8000))
