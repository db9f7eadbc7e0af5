"""Exporting from the explorer, and looking after what runs."""

from __future__ import annotations

import csv
import json
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from textual import events


async def fill(ui: Any, path: Path, *keys: str) -> None:
    """Open the form, name the file, press more keys, save."""
    await ui.press("x")
    await ui.sees("Export ", "ctrl+s export")
    await name(ui, path)
    await ui.press(*keys, "ctrl+s")


async def name(ui: Any, path: Path) -> None:
    """Paste the path where the file is asked for."""
    await ui.press("ctrl+u")
    ui.screen.post_message(events.Paste(str(path)))
    await ui.sees(path.name)


@pytest.fixture(scope="module")
def slow(start_demo: Any) -> Iterator[Any]:
    """A server far away: an export takes a while."""
    with start_demo("--latency", "150") as started:
        yield started


async def test_what_a_filter_finds_goes_to_a_file_in_its_order(opened: Any, tmp_path: Path) -> None:
    async with opened("databases/shop/orders") as ui:
        await ui.sees("order19999")
        await ui.press("slash")
        await ui.type("number > 119989")
        await ui.press("enter")
        await ui.sees("of 10")
        await fill(ui, tmp_path / "some.json")
        await ui.sees("10 rows are in")
        # The whole table is asked for by name.
        await ui.press("x")
        await ui.sees("what the filter finds", "the whole table")
    rows = json.loads((tmp_path / "some.json").read_text())
    assert [row["number"] for row in rows] == list(range(119999, 119989, -1))
    assert stat.S_IMODE((tmp_path / "some.json").stat().st_mode) == 0o600


async def test_marked_ones_only_as_shown_and_never_over_a_file(opened: Any, tmp_path: Path) -> None:
    target = tmp_path / "two.csv"
    target.write_text("mine")
    async with opened("databases/shop/orders") as ui:
        await ui.sees("order19999")
        await ui.press("space", "space")
        await fill(ui, target)
        await ui.sees("is there already")
        await name(ui, tmp_path / "other.csv")
        await ui.press("down", "down", "right", "ctrl+s")
        await ui.sees("2 rows are in")
        shown = [field.source for field in ui.screen.view.fields if field.source]
    assert target.read_text() == "mine"
    with (tmp_path / "other.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["$id"] for row in rows] == ["order19999", "order19998"]
    assert [*rows[0]] == shown


async def test_hashes_of_passwords_stay_behind_unless_asked_for(
    opened: Any, tmp_path: Path
) -> None:
    async with opened("users") as ui:
        await ui.sees("user0519")
        await fill(ui, tmp_path / "users.ndjson")
        await ui.sees("520 users are in")
        await fill(ui, tmp_path / "secret.ndjson", "down", "down", "down", "down", "right")
        await ui.sees("secret.ndjson")
        await ui.until((tmp_path / "secret.ndjson").exists, "the file")
    assert "argon2" not in (tmp_path / "users.ndjson").read_text()
    assert "argon2" in (tmp_path / "secret.ndjson").read_text()


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("a.xlsx", "Its ending says in which format"),
        ("no/such/a.csv", "There is no folder"),
        ("", "is a folder: name a file in it"),
    ],
)
async def test_where_nothing_can_be_written_is_said_in_the_form(
    opened: Any, tmp_path: Path, name: str, said: str
) -> None:
    async with opened("teams") as ui:
        await ui.sees("Teams")
        await fill(ui, tmp_path / name)
        await ui.sees(said, "Export teams")


async def test_a_running_export_is_paused_cancelled_and_goes_on(
    opened: Any, slow: Any, tmp_path: Path
) -> None:
    place, secret = "databases/shop/orders", slow.keys["full"]
    async with opened(place, endpoint=slow.endpoint, secret=secret) as ui:
        await ui.sees("order19999")
        await ui.press("K")
        await ui.sees("No job is running.")
        await ui.press("slash")
        await ui.type("status = paid")
        await ui.press("enter")
        await ui.sees("/ status = paid", "of 2,")
        count = ui.screen.view.listing.count
        await fill(ui, tmp_path / "all.ndjson")
        await ui.press("J", "p")
        await ui.sees("Jobs, newest first", "paused", "p goes on", "c cancel")
        await ui.press("p")
        await ui.sees("p pause")
        await ui.press("p", "c")
        await ui.sees("cancelled", "R go on")
        await ui.press("enter")
        await ui.sees("Nothing failed in it.")
        await ui.press("escape", "R")
        await ui.until((tmp_path / "all.ndjson").exists, "the whole file")
        await ui.sees("done")
        await ui.press("escape")
        await ui.sees(f"{count:,} rows are in")
    rows = [json.loads(line) for line in (tmp_path / "all.ndjson").read_text().splitlines()]
    numbers = [row["number"] for row in rows]
    assert len(set(numbers)) == count
    assert numbers == sorted(numbers, reverse=True)


async def test_quitting_asks_while_something_runs(opened: Any, slow: Any, tmp_path: Path) -> None:
    place, secret = "users", slow.keys["full"]
    async with opened(place, endpoint=slow.endpoint, secret=secret) as ui:
        await ui.sees("user0519")
        await ui.go("databases/shop/orders")
        await ui.sees("order19999")
        await fill(ui, tmp_path / "all.ndjson")
        await ui.sees("export all.ndjson")
        await ui.go("users")
        await ui.sees("user0519")
        await ui.press("q")
        await ui.sees("1 job runs. Quit?", "What is done stays done")
        await ui.press("n")
        await ui.sees("It goes on.")
        await ui.press("q")
        await ui.sees("1 job runs. Quit?")
        await ui.press("y")
        await ui.until(lambda: not ui.app.is_running, "the end")
    assert not (tmp_path / "all.ndjson").exists()


def ids_of(path: Path) -> tuple[list[str], list[str]]:
    """The ids and the columns of what stands in an exported file."""
    text = path.read_text()
    if path.suffix == ".csv":
        rows: list[Any] = [*csv.DictReader(text.splitlines())]
    elif path.suffix == ".json":
        rows = json.loads(text)
    elif path.suffix == ".ndjson":
        rows = [json.loads(line) for line in text.splitlines()]
    else:
        lines = [[one.strip() for one in line.split("|")[1:-1]] for line in text.splitlines()]
        rows = [dict(zip(lines[0], line, strict=True)) for line in lines[2:]]
    return [row["$id"] for row in rows], [*rows[0]]


@pytest.mark.parametrize("suffix", ["csv", "ndjson", "json", "md"])
async def test_every_format_of_every_choice(opened: Any, tmp_path: Path, suffix: str) -> None:
    # Wide enough for the whole path.
    async with opened("teams", size=(200, 40)) as ui:
        await ui.sees("1–")
        whole = [team["$id"] for team in ui.screen.view.loaded]
        await ui.press("slash")
        await ui.type("name ~ e*")
        await ui.press("enter")
        await ui.sees("/ name ~ e*")
        await ui.until(lambda: len(ui.screen.view.loaded) < len(whole), "the filter")
        await ui.press("space")
        found = [team["$id"] for team in ui.screen.view.loaded]
        shown = [field.source for field in ui.screen.view.fields if field.source]
        wanted = {"the 1 marked": found[:1], "what the filter finds": found, "all of": whole}
        for number, (choice, ids) in enumerate(wanted.items()):
            for as_shown in (False, True):
                path = tmp_path / f"{number}{as_shown}.{suffix}"
                turns = ["down", *["right"] * number, "down", *["right"] * as_shown]
                await fill(ui, path, *turns)
                await ui.sees(f"{len(ids)} teams are in", path.name)
                came, columns = ids_of(path)
                assert came == ids, choice
                assert (columns == shown) is as_shown
                assert set(shown) - {"$permissions"} <= {*columns}
                assert stat.S_IMODE(path.stat().st_mode) == 0o600


async def test_what_an_earlier_session_left_is_gone_on_with(
    opened: Any, slow: Any, tmp_path: Path
) -> None:
    at = {"endpoint": slow.endpoint, "secret": slow.keys["full"]}
    path = tmp_path / "all.ndjson"
    async with opened("databases/shop/reviews", **at) as ui:
        await ui.sees("review2999")
        await fill(ui, path)
        await ui.until(lambda: ui.screen.session.jobs[0].done > 0, "the first rows")
        await ui.press("K")
        await ui.sees("cancelled", "all.ndjson.part")
    left = len(path.with_name("all.ndjson.part").read_text().splitlines())
    assert 0 < left < 3_000
    async with opened("databases/shop/reviews", **at) as ui:
        await ui.sees("review2999")
        await fill(ui, path)
        await ui.sees(f"Going on with all.ndjson.part, behind the {left:,} that are in it.")
        await ui.sees("3,000 rows are in")
    ids, _ = ids_of(path)
    assert len({*ids}) == len(ids) == 3_000
