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
from tui.jobs.exporting import FileExport, columns_of, state_of
from tui.jobs.reading import Marked, Reading, Selection
from tui.resources import KINDS

ROWS = Selection(KINDS["row"], IDS)
ORDERS = Selection(KINDS["row"], {"databaseId": "shop", "tableId": "orders"})
ALL = [f"row{number:07}" for number in range(1000)]
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


def run(job: Job, file: FileExport, connection: Connection) -> Job:
    job.run(lambda job: file.run(job, connection), FAILURES)
    return job


class Meanwhile(Reading):
    """Something else is done before the first page, or behind the last."""

    before: Callable[[], object] | None = None
    after: Callable[[], object] | None = None

    def pages(self, connection: Connection, job: Job) -> Iterator[Any]:
        if self.before is not None:
            self.before()
        yield from super().pages(connection, job)
        if self.after is not None:
            self.after()


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
        file = FileExport(tmp_path / f"all.{form.value}", text(form), Reading(ROWS))
        big.spoil("drop", "GET", "/rows", times=3, skip=4)
        job = run(Job("export"), file, connection)
        assert (job.phase, job.done) == (Phase.FAILED, 400), job.note
        assert "connection" in job.note
        assert not file.path.exists()
        assert stat.S_IMODE(file.part.stat().st_mode) == 0o600
        job = run(Job("export"), file, connection)
        assert (job.phase, job.done) == (Phase.DONE, 1000), job.note
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


def kept(
    folder: Path | None, file: Path, connection: Connection, selection: Selection, **more: Any
) -> Any:
    """An export as another run begins it."""
    made = ExportText(more.get("form", Form.JSON), ("$id", "$sequence"))
    state = state_of(folder, file, connection, selection, made, more.get("where", ""))
    return FileExport(file, made, Reading(selection), state=state)


@pytest.fixture
def broken(
    small: None, big: Any, connection: Connection, tmp_path: Path
) -> Callable[[], FileExport]:
    """`broken()` leaves 400 of 1000 rows in `all.json.part`, as a run that was ended does."""

    def leave() -> FileExport:
        big.spoil("drop", "GET", "/rows", times=3, skip=4)
        file = kept(tmp_path / "state", tmp_path / "all.json", connection, ROWS)
        assert run(Job("export"), file, connection).phase is Phase.FAILED
        return file

    return leave


def test_another_run_goes_on_with_what_is_there(
    broken: Any, connection: Connection, tmp_path: Path
) -> None:
    broken()
    assert not [*(tmp_path / "state").glob("*.part")]
    file = kept(tmp_path / "state", tmp_path / "all.json", connection, ROWS)
    said = file.take_up()
    assert said == "Going on with all.json.part, behind the 400 that are in it."
    job = run(Job("export"), file, connection)
    assert (job.phase, job.done, job.total) == (Phase.DONE, 1000, 1000)
    assert [row["$id"] for row in json.loads(file.path.read_text())] == ALL
    assert not [*(tmp_path / "state").iterdir()]
    assert stat.S_IMODE(file.path.stat().st_mode) == 0o600


def test_it_begins_anew_where_something_else_is_wanted(
    broken: Any, connection: Connection, tmp_path: Path
) -> None:
    folder, path = tmp_path / "state", tmp_path / "all.json"
    even = Selection(ROWS.kind, ROWS.ids, (Query.equal("flag", True),))
    sorted_ = Selection(ROWS.kind, ROWS.ids, order=Order("number", True))
    for selection, more, why in (
        (even, {"where": "flag = true"}, "it is of another filter"),
        (sorted_, {}, "it is of another order"),
        (ROWS, {"form": Form.NDJSON}, "it is of another format"),
        (ORDERS, {}, "it is of another list"),
    ):
        broken()
        file = kept(folder, path, connection, selection, **more)
        assert file.take_up() == f"all.json.part is begun anew: {why}."
    assert run(Job("export"), file, connection).phase is Phase.DONE
    assert not path.with_name("all.json.part").exists()


def test_what_no_export_left_is_not_written_over(
    broken: Any, connection: Connection, tmp_path: Path
) -> None:
    folder, path = tmp_path / "state", tmp_path / "all.json"
    part = path.with_name("all.json.part")
    part.write_text("mine")
    for file in (
        kept(folder, path, connection, ROWS), kept(None, path, connection, ROWS),
    ):  # fmt: skip
        with pytest.raises(FileExistsError, match="nobody knows what it holds"):
            file.take_up()
    assert part.read_text() == "mine"
    part.unlink()
    broken()
    part.write_bytes(part.read_bytes()[:-5] + b"12345")
    with pytest.raises(FileExistsError, match="nobody knows what it holds"):
        kept(folder, path, connection, ROWS).take_up()


def test_what_is_not_as_it_was_left_is_written_anew(
    broken: Any, connection: Connection, tmp_path: Path
) -> None:
    for spoil in (lambda part: part.unlink(), lambda part: part.write_text("mine")):
        file = broken()
        spoil(file.part)
        job = run(Job("export"), file, connection)
        assert (job.phase, job.done) == (Phase.DONE, 1000)
        assert [row["$id"] for row in json.loads(file.path.read_text())] == ALL
        file.path.unlink()


def test_nothing_is_left_of_what_never_began(
    small: None, big: Any, connection: Connection, tmp_path: Path
) -> None:
    big.spoil("drop", "GET", "/rows", times=3)
    file = FileExport(tmp_path / "all.csv", text(Form.CSV), Reading(ROWS))
    assert run(Job("export"), file, connection).phase is Phase.FAILED
    assert not [*tmp_path.iterdir()]


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
    file = FileExport(tmp_path / "all.ndjson", text(), Reading(ROWS))
    room(100_000)
    job = run(Job("export"), file, connection)
    room(10_000_000)
    assert job.phase is Phase.FAILED
    assert "all.ndjson.part cannot be written" in job.note
    left = [json.loads(line) for line in file.part.read_text().splitlines()]
    assert len(left) == job.done > 0
    assert run(Job("export"), file, connection).phase is Phase.DONE
    assert len(file.path.read_text().splitlines()) == 1000


def test_a_file_is_never_written_over(small: None, connection: Connection, tmp_path: Path) -> None:
    path = tmp_path / "all.ndjson"
    source = Meanwhile(ROWS)
    source.after = lambda: path.write_text("mine")
    file = FileExport(path, text(), source)
    job = run(Job("export"), file, connection)
    assert "was made meanwhile; the export is in" in job.note
    assert path.read_text() == "mine"
    assert len(file.part.read_text().splitlines()) == 1000
    with pytest.raises(FileExistsError, match="is there already"):
        file.run(Job("export"), connection)


def test_two_do_not_write_the_same_file(
    small: None, connection: Connection, tmp_path: Path
) -> None:
    source, path = Meanwhile(ROWS), tmp_path / "all.ndjson"
    first, second = FileExport(path, text(), source), FileExport(path, text(), Reading(ROWS))

    def while_written() -> None:
        with pytest.raises(FileExistsError, match="Another export"):
            second.run(Job("second"), connection)

    source.before = while_written
    first.run(Job("first"), connection)
    assert len(first.path.read_text().splitlines()) == 1000


def test_where_there_are_no_links_it_is_renamed(
    small: None, connection: Connection, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*names: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(os, "link", refuse)
    file = FileExport(tmp_path / "all.ndjson", text(), Reading(ROWS))
    assert run(Job("export"), file, connection).phase is Phase.DONE
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
