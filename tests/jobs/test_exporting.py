"""Exports: their order, what breaks them, and how they go on."""

from __future__ import annotations

import csv
import json
import os
import stat
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from appwrite.query import Query

from tests.jobs.conftest import IDS
from tui.api.connection import Connection, Target
from tui.api.errors import ApiError
from tui.config.secret import Secret
from tui.core.export_text import ExportText, Form
from tui.core.jobs import Job, Phase
from tui.core.order import Order, joined
from tui.jobs import reading
from tui.jobs.exporting import FileExport, columns_of
from tui.jobs.reading import Marked, Reading, Selection
from tui.resources import KINDS

ROWS = Selection(KINDS["row"], IDS)
ORDERS = Selection(KINDS["row"], {"databaseId": "shop", "tableId": "orders"})
ALL = [f"r{number}" for number in range(1000)]
FAILURES = (ApiError, OSError)


@pytest.fixture
def shop(demo: Any) -> Iterator[Connection]:
    connection = Connection(Target(demo.endpoint, demo.project, Secret(demo.keys["full"])))
    yield connection
    connection.close()


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages of a hundred, and no waiting for a server that is gone."""
    monkeypatch.setattr(reading, "PAGE", 100)
    monkeypatch.setattr(reading, "PATIENCE", ())


def ids_of(connection: Connection, selection: Selection) -> list[str]:
    return [row["$id"] for page in selection.read(connection, Job("read")) for row in page]


def whole(connection: Connection, selection: Selection, *orders: str) -> list[str]:
    """The ids as the server sorts them, in one answer."""
    params = {"queries": [*selection.queries, *orders, Query.limit(20_000)], "total": False}
    answer = connection.fetch(selection.kind.listing, selection.ids, params)
    return [row["$id"] for row in answer["rows"]]


def text(form: Form = Form.NDJSON) -> ExportText:
    return ExportText(form, ("$id", "$sequence"))


def run(job: Job, file: FileExport, pages: Any, connection: Connection) -> Job:
    job.run(lambda job: file.run(job, pages.pages(connection, job)), FAILURES)
    return job


@pytest.mark.parametrize("descending", [False, True])
def test_a_column_with_nulls_comes_in_its_order(shop: Connection, descending: bool) -> None:
    """`total` is null in some orders: a cursor alone would lose them."""
    chosen = Selection(
        ORDERS.kind, ORDERS.ids, (Query.equal("currency", "EUR"),), order=Order("total", descending)
    )
    turn = Query.order_desc if descending else Query.order_asc
    assert ids_of(shop, chosen) == whole(shop, chosen, turn("total"), turn("$sequence"))


def test_several_columns_come_in_their_order(shop: Connection) -> None:
    order = joined((Order("status", False), Order("total", True)))
    chosen = Selection(ORDERS.kind, ORDERS.ids, (Query.equal("city", "Paris"),), order=order)
    found = ids_of(shop, chosen)
    rows = {row["$id"]: row for page in chosen.read(shop, Job("again")) for row in page}
    keys = [(rows[one]["status"], -(rows[one]["total"] or -1)) for one in found]
    assert len(found) > 500
    assert keys == sorted(keys)
    assert sorted(found) == sorted(whole(shop, chosen))


def test_a_list_of_one_user_is_that_of_no_other(shop: Connection) -> None:
    mine = Selection(KINDS["identity"], {"userId": "alice"})
    rows = [one for page in mine.read(shop, Job("read")) for one in page]
    assert {row["userId"] for row in rows} <= {"alice"}
    everybodys = shop.fetch(KINDS["identity"].listing, {}, {})
    assert everybodys["total"] > len(rows)


def test_related_rows_come_as_their_ids(shop: Connection, demo: Any) -> None:
    table = demo.get("/tablesdb/shop/tables/customers").body
    chosen = Selection(KINDS["row"], {"databaseId": "shop", "tableId": "customers"}).with_related(
        table
    )
    assert chosen.related
    rows = [one for page in chosen.read(shop, Job("read")) for one in page]
    told = [row[name] for row in rows for name in chosen.related if row.get(name)]
    assert told
    assert all(isinstance(one, str | list) for one in told)
    marked = Marked(chosen, rows[5:2:-1])
    again = [one for page in marked.pages(shop, Job("marked")) for one in page]
    assert again == rows[5:2:-1]


def test_it_goes_on_where_it_broke_off(
    small: None, big: Any, connection: Connection, tmp_path: Path
) -> None:
    for form in Form:
        file = FileExport(tmp_path / f"all.{form.value}", text(form))
        pages = Reading(ROWS)
        big.spoil("drop", "GET", "/rows", times=3, skip=4)
        job = run(Job("export"), file, pages, connection)
        assert (job.phase, job.done) == (Phase.FAILED, 400), job.note
        assert "connection" in job.note
        assert not file.path.exists()
        assert stat.S_IMODE(file.part.stat().st_mode) == 0o600
        job = run(Job("export"), file, pages, connection)
        assert (job.phase, job.done) == (Phase.DONE, 600), job.note
        assert not file.part.exists()
    lines = (tmp_path / "all.ndjson").read_text().splitlines()
    assert [json.loads(line)["$id"] for line in lines] == ids_of(connection, ROWS)
    assert len(json.loads((tmp_path / "all.json").read_text())) == 1000
    with (tmp_path / "all.csv").open(newline="") as opened:
        assert len({row["$id"] for row in csv.DictReader(opened)}) == 1000


def test_a_server_that_is_away_for_a_while_is_waited_for(
    small: None, big: Any, connection: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "PATIENCE", (0.0, 0.0))
    big.spoil("drop", "GET", "/rows", times=5, skip=2)
    assert len(ids_of(connection, ROWS)) == 1000


def test_the_row_of_the_cursor_may_be_deleted_meanwhile(
    small: None, big: Any, connection: Connection
) -> None:
    pages = Reading(ROWS).pages(connection, Job("read"))
    first = [row["$id"] for row in next(pages)]
    path = "/tablesdb/big/tables/rows/rows"
    gone = big.get(f"{path}/{first[-1]}").body
    big.behind("DELETE", f"{path}/{first[-1]}")
    rest = [row["$id"] for page in pages for row in page]
    data = {name: value for name, value in gone.items() if not name.startswith("$")}
    big.behind("POST", path, {"rowId": first[-1], "data": data})
    assert len(rest) == 900
    assert not set(rest) & set(first)


def test_pages_that_are_too_large_become_smaller(
    big: Any, connection: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connection.client.transport, "_largest", 20_000)
    found = ids_of(connection, ROWS)
    assert len(set(found)) == len(found) == 1000


@pytest.fixture
def room() -> Iterator[Callable[[int], None]]:
    """`room(bytes)` lets files grow no further, as a full disk does."""
    import resource
    import signal

    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    yield lambda size: resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    resource.setrlimit(resource.RLIMIT_FSIZE, before)
    signal.signal(signal.SIGXFSZ, handler)


def test_a_full_disk_leaves_whole_rows_and_it_goes_on(
    small: None, room: Any, connection: Connection, tmp_path: Path
) -> None:
    file, pages = FileExport(tmp_path / "all.ndjson", text()), Reading(ROWS)
    room(100_000)
    job = run(Job("export"), file, pages, connection)
    room(10_000_000)
    assert job.phase is Phase.FAILED
    assert "all.ndjson.part cannot be written" in job.note
    left = [json.loads(line) for line in file.part.read_text().splitlines()]
    assert len(left) == job.done > 0
    assert run(Job("export"), file, pages, connection).phase is Phase.DONE
    assert len(file.path.read_text().splitlines()) == 1000


def test_a_file_is_never_written_over(small: None, connection: Connection, tmp_path: Path) -> None:
    path = tmp_path / "all.ndjson"
    file = FileExport(path, text())

    def meanwhile() -> Iterator[Any]:
        yield from Reading(ROWS).pages(connection, Job("read"))
        path.write_text("mine")

    job = Job("export")
    job.run(lambda job: file.run(job, meanwhile()), FAILURES)
    assert "was made meanwhile; the export is in" in job.note
    assert path.read_text() == "mine"
    assert len(file.part.read_text().splitlines()) == 1000
    with pytest.raises(FileExistsError, match="is there already"):
        file.run(Job("export"), iter(()))


def test_two_do_not_write_the_same_file(
    small: None, connection: Connection, tmp_path: Path
) -> None:
    first, second = (FileExport(tmp_path / "all.ndjson", text()) for _ in range(2))

    def while_written() -> Iterator[Any]:
        with pytest.raises(FileExistsError, match="Another export"):
            second.run(Job("second"), iter(()))
        yield from Reading(ROWS).pages(connection, Job("read"))

    first.run(Job("first"), while_written())
    assert len(first.path.read_text().splitlines()) == 1000


def test_where_there_are_no_links_it_is_renamed(
    small: None, connection: Connection, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*names: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(os, "link", refuse)
    file = FileExport(tmp_path / "all.ndjson", text())
    assert run(Job("export"), file, Reading(ROWS), connection).phase is Phase.DONE
    assert len(file.path.read_text().splitlines()) == 1000
    assert not file.part.exists()


def test_how_much_is_left_is_guessed_where_the_server_does_not_count(shop: Connection) -> None:
    job = Job("export", unit="rows")
    guesses = []
    for page in Selection(ORDERS.kind, ORDERS.ids, order=Order()).read(shop, job):
        job.advance(len(page))
        guesses.append(job.total)
    assert job.done == 20_000
    assert all(abs(guess - 20_000) <= 20 for guess in guesses)
    assert job.total_is_guessed


def test_hashes_stay_behind_unless_they_are_asked_for(shop: Connection) -> None:
    users = KINDS["user"]
    for secrets in (False, True):
        chosen = Selection(users, {}, (Query.equal("$id", "alice"),), secrets=secrets)
        told = [one for page in chosen.read(shop, Job("read")) for one in page]
        assert ("password" in told[0]) is secrets
        marked = Marked(chosen, [{"$id": "alice", "password": "$argon2"}])
        told = [one for page in marked.pages(shop, Job("marked")) for one in page]
        assert ("password" in told[0]) is secrets
    assert "password" not in columns_of(users, None)
