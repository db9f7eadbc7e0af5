"""A person who imports a file: which one, which field where, dry run, job, rejects, going on."""

from __future__ import annotations

import csv
import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.pilot.conftest import Open, Ui

TABLE = "/tablesdb/big/tables/rows"
ROWS = f"{TABLE}/rows"


@pytest.fixture(scope="module")
def big(start_demo: Any) -> Iterator[Any]:
    """A table that may be changed."""
    with start_demo("--rows", "10") as started:
        yield started


@pytest.fixture
def rows(opened: Open, big: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """The explorer at the table's rows, started in a folder with files."""
    monkeypatch.chdir(tmp_path)
    return lambda **settings: opened(
        "databases/big/rows", endpoint=big.endpoint, secret=big.keys["full"], **settings
    )


def write(path: Path, owner: str, count: int, bad: int = 0) -> None:
    with path.open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["Title", "score", "shade", "owner"])
        for number in range(count):
            writer.writerow([f"Row {number}", "many" if number < bad else number, "red", owner])


def found(big: Any, owner: str) -> list[dict[str, Any]]:
    query = {"method": "equal", "attribute": "owner", "values": [owner]}
    rows: list[dict[str, Any]] = big.get(ROWS, query, {"method": "limit", "values": [1000]}).body[
        "rows"
    ]
    return rows


async def open_rows(ui: Ui) -> None:
    """Wait for the table and its rows."""
    await ui.until(
        lambda: ui.screen.view.parent is not None and bool(ui.screen.view.loaded), "rows"
    )


async def choose(ui: Ui, name: str) -> None:
    """Name the file, by the first letters of it."""
    await open_rows(ui)
    await ui.press("I")
    await ui.sees("import")
    await ui.type(name)
    await ui.sees(name)
    await ui.press("enter")
    await ui.sees("into big/rows")


async def test_a_file_goes_in_and_out_again(rows: Any, big: Any, tmp_path: Path) -> None:
    write(tmp_path / "people.csv", "all", 250, bad=2)
    async with rows() as ui:
        await choose(ui, "peo")
        await ui.sees("Title", "→ title", "no such column", "There is no column 'shade'")
        await ui.press("ctrl+s")
        await ui.until(lambda: not ui.screen.session.jobs, "nothing begun")
        await ui.press("j", "j", "minus")
        await ui.sees("left out", "2 of all 250 rows will fail.", "line 2  score: Value must be")
        await ui.press("d")
        await ui.sees("248 rows would be sent, 2 would fail; nothing was sent. J names them.")
        await ui.press("J")
        await ui.sees("dry run of people.csv  done  248 rows", "line 3  score: Value must be")
        await ui.press("escape")
        assert found(big, "all") == []
        big.control("DELETE", "seen")
        await ui.press("ctrl+s")
        await ui.sees("Create 250 rows of big/rows?", "people.rejected.csv")
        await ui.press("y")
        await ui.sees("248 rows are in, 2 rejected (J): people.rejected.csv. u undoes.")
        assert len(found(big, "all")) == 248
        posts = [one for one in big.control("GET", "seen")["requests"] if one["method"] == "POST"]
        assert len(posts) == 3
        rejected = list(csv.reader((tmp_path / "people.rejected.csv").open()))
        assert rejected[0][-1] == "_reason"
        assert [line[:2] for line in rejected[1:]] == [["Row 0", "many"], ["Row 1", "many"]]
        await ui.press("u")
        await ui.sees("Undo all 248 changes of the last job?")
        await ui.press("y")
        await ui.sees("undo  done  248 changes")
        assert found(big, "all") == []


async def test_the_column_of_a_field_is_chosen(rows: Any, big: Any, tmp_path: Path) -> None:
    lines = [{"name": f"N{n}", "who": "mapped", "key": f"mapped{n}"} for n in range(3)]
    (tmp_path / "three.ndjson").write_text("\n".join(map(json.dumps, lines)))
    async with rows() as ui:
        await choose(ui, "thr")
        for column in ("title", "owner", "$id"):
            await ui.press("enter")
            await ui.sees("a column")
            await ui.press(*(column.replace("$", "")))
            await ui.press("enter", "down")
        await ui.sees("with the ids of the file", "All 3 rows look good.")
        await ui.press("m", "ctrl+s")
        await ui.sees("Create or change 3 rows")
        await ui.press("y")
        await ui.sees("3 rows are in. u undoes.")
        assert {row["$id"]: row["title"] for row in found(big, "mapped")} == {
            f"mapped{n}": f"N{n}" for n in range(3)
        }


async def test_what_broke_off_goes_on(rows: Any, big: Any, tmp_path: Path) -> None:
    write(tmp_path / "again.csv", "again", 250)
    async with rows() as ui:
        await choose(ui, "aga")
        await ui.press("x", "f")
        await ui.sees("stop at the first")
        big.spoil("500", "POST", "/rows$", times=1)
        await ui.press("ctrl+s", "y")
        await ui.sees("J, then R goes on.")
        # The second hundred: what was wanted of this file is still wanted.
        big.spoil("500", "POST", "/rows$", times=1, skip=1)
        await choose(ui, "again.c")
        await ui.sees("left out", "stop at the first")
        await ui.press("f", "ctrl+s", "y")
        await ui.sees("150 rows are in, 100 rejected")
        await choose(ui, "again.c")
        await ui.sees("they are skipped", "skip the rows that are there")
        await ui.press("ctrl+s", "y")
        await ui.sees("250 rows are in.")
        assert len(found(big, "again")) == 250
    # Another day: that there was an earlier try shows in the table, its columns are known.
    async with rows() as ui:
        await choose(ui, "again.c")
        await ui.sees("Rows of an earlier try are there: they are skipped.", "left out")


async def test_what_broke_off_is_offered_at_the_next_start(
    rows: Any, big: Any, tmp_path: Path
) -> None:
    write(tmp_path / "other.csv", "other", 3)
    write(tmp_path / "broke.csv", "broke", 250)
    async with rows() as ui:
        await choose(ui, "oth")
        await ui.press("x", "ctrl+s", "y")
        await ui.sees("3 rows are in.")
        await choose(ui, "bro")
        await ui.press("x", "f")
        big.spoil("500", "POST", "/rows$", skip=1)
        await ui.press("ctrl+s", "y")
        await ui.sees("Stopped: 100 rows are in, ")
    async with rows() as ui:
        await open_rows(ui)
        await ui.press("I")
        await ui.sees("broke.csv", "its import broke off: enter goes on")
        await ui.press("enter")
        await ui.sees("left out", "stop at the first", "skip the rows that are there")
        await ui.press("ctrl+s", "y")
        await ui.sees("250 rows are in.")
        assert Counter(row["title"] for row in found(big, "broke")) == {
            f"Row {number}": 1 for number in range(250)
        }
        # It came to its end: nothing is offered any more.
        await ui.press("I")
        await ui.sees("other.csv")
        assert "broke off" not in ui.text


async def test_a_cancelled_import_keeps_what_is_in(rows: Any, big: Any, tmp_path: Path) -> None:
    write(tmp_path / "long.csv", "long", 5000)
    async with rows() as ui:
        await choose(ui, "lon")
        await ui.press("x", "ctrl+s")
        await ui.sees("Create 1,000 and more rows")
        await ui.press("y")
        await ui.until(lambda: ui.screen.session.jobs[0].done > 0, "the first rows are in")
        await ui.press("K")
        await ui.sees("Cancelled: ", "J, then R goes on")
        there = ui.screen.session.jobs[0].done
        assert 0 < there < 5000
        query = {"method": "equal", "attribute": "owner", "values": ["long"]}
        assert big.get(ROWS, query).body["total"] == there

        door = ui.screen.session.writing.door

        def fates() -> Counter[str]:
            entries = door.journal.latest(door.stamp.connection, 10_000)
            return Counter(entry.fate.value for entry in entries)

        # What was written down ahead and not sent is told so: nothing is left in doubt.
        await ui.until(lambda: fates()["open"] == 0, "no change of which nothing is known")
        assert fates()["done"] == there
        await ui.press("J")
        await ui.sees("R go on")
        await ui.press("R", "escape")
        await ui.sees(" rows are in. u undoes.")
        assert big.get(ROWS, query).body["total"] == 5000


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("empty.csv", b"", "The file is empty"),
        ("latin.csv", "title\nMüll\n".encode("latin-1"), "is not UTF-8"),
        ("broken.json", b'[{"title": "x"', "breaks off"),
        ("missing.csv", None, "is no file."),
    ],
)
async def test_a_file_that_is_of_no_use(
    rows: Any, tmp_path: Path, name: str, content: bytes | None, said: str
) -> None:
    if content is not None:
        (tmp_path / name).write_bytes(content)
    async with rows() as ui:
        await open_rows(ui)
        await ui.press("I")
        await ui.type(name)
        await ui.press("enter")
        await ui.sees(said)


async def test_where_nothing_can_be_imported(rows: Any, opened: Open) -> None:
    async with opened("users") as ui:
        await ui.sees("user0")
        await ui.press("I")
        await ui.sees("Files are imported into a table: open its rows first.")
    async with rows(read_only=True) as ui:
        await open_rows(ui)
        await ui.press("I")
        await ui.sees("read-only")
