"""Writes against the embedded Appwrite: what the door sends, remembers, finds out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tui.api.connection import Connection, Target
from tui.api.door import Door, State
from tui.api.gate import opened
from tui.config.secret import Secret
from tui.core.journal import Fate, Journal, Stamp
from tui.core.problem import Cause
from tui.core.undo import again, reverse
from tui.resources import KINDS
from tui.resources.row_changes import UPDATE, create_row, delete_row, update_row

TABLE = {"databaseId": "shop", "tableId": "orders"}
WRITES = KINDS["row"].writes


class Desk:
    """Somebody with a door, and somebody else who changes rows behind their back."""

    def __init__(self, demo: Any, path: Path, read_only: bool = False) -> None:
        target = Target(demo.endpoint, demo.project, Secret(demo.keys["full"]), read_only=read_only)
        self.connection = Connection(target)
        self.other = Connection(
            Target(demo.endpoint, demo.project, Secret(demo.keys["full"]), read_only=False)
        )
        self.journal = Journal(path)
        self.door = Door(self.connection.client, self.journal, Stamp("shop", "now"))

    def table(self) -> Mapping[str, Any]:
        get = KINDS["table"].get
        assert get is not None
        return self.connection.fetch(get, TABLE)

    def row(self, row_id: str) -> Mapping[str, Any]:
        change = delete_row({**TABLE, "rowId": row_id}, self.table(), {})
        return self.door.read(change)

    def steal(self, row_id: str, data: Mapping[str, Any]) -> None:
        with opened():
            self.other.fetch(UPDATE, {**TABLE, "rowId": row_id}, {"data": data})


@pytest.fixture(scope="module")
def shop(start_demo: Any) -> Iterator[Any]:
    with start_demo() as started:
        yield started


@pytest.fixture
def desk(shop: Any, tmp_path: Path) -> Iterator[Desk]:
    made = Desk(shop, tmp_path / "journal.sqlite")
    yield made
    made.journal.close()


def ids(row_id: str) -> dict[str, str]:
    return {**TABLE, "rowId": row_id}


def test_only_what_changed_is_sent_in_one_request(desk: Desk) -> None:
    row = desk.row("order00007")
    change = update_row(ids("order00007"), None, row, {**row, "note": "gift wrapped"})
    assert change is not None
    assert change.write.body == {"data": {"note": "gift wrapped"}}
    before = desk.connection.recorder.total
    outcome = desk.door.send(change)
    assert outcome.state is State.APPLIED
    assert desk.connection.recorder.total == before + 1
    assert desk.row("order00007")["note"] == "gift wrapped"
    [entry] = desk.journal.latest("shop")
    assert (entry.fate, entry.before) == (Fate.DONE, {"note": row["note"]})


def test_nothing_changed_is_no_change(desk: Desk) -> None:
    row = desk.row("order00007")
    assert update_row(ids("order00007"), None, row, dict(row)) is None


def test_a_row_that_moved_is_a_conflict_with_what_others_made_of_it(desk: Desk) -> None:
    row = desk.row("order00008")
    change = update_row(ids("order00008"), None, row, {"note": "mine"})
    assert change is not None
    desk.steal("order00008", {"note": "theirs"})
    outcome = desk.door.send(change)
    assert outcome.state is State.CONFLICT
    assert outcome.theirs is not None
    assert outcome.theirs["note"] == "theirs"
    assert desk.row("order00008")["note"] == "theirs"
    assert desk.journal.latest("shop")[0].fate is Fate.REFUSED


def test_the_answer_is_compared_with_what_was_sent(desk: Desk) -> None:
    row = desk.row("order00006")
    # Servers keep milliseconds; another zone is the same time.
    values = {"placedAt": "2026-01-02T03:04:05.6789Z", "shippedAt": "2026-01-02T03:04:05+02:00"}
    change = update_row(ids("order00006"), None, row, values)
    assert change is not None
    assert desk.door.send(change).differs == ("placedAt",)


def test_a_text_that_looks_like_an_operator_is_not_sent(desk: Desk) -> None:
    row = desk.row("order00009")
    text = '{"method":"stringConcat","values":["X"]}'
    change = update_row(ids("order00009"), None, row, {"note": text})
    assert change is not None
    before = desk.connection.recorder.total
    outcome = desk.door.send(change)
    assert outcome.state is State.REFUSED
    assert outcome.problem is not None
    assert '"note" looks like the operator stringConcat' in outcome.problem.sentence
    assert desk.connection.recorder.total == before
    assert not desk.journal.latest("shop")
    new = desk.door.send(create_row(ids("operator"), None, {**row, "number": 7, "note": text}))
    assert new.answer is not None
    assert new.answer["note"] == text


def test_update_undo_redo(desk: Desk) -> None:
    assert WRITES is not None
    row = desk.row("order00010")
    permissions = [*row["$permissions"], 'read("label:vip")']
    values = {"note": None, "$permissions": permissions}
    change = update_row(ids("order00010"), None, row, values)
    assert change is not None
    desk.door.send(change)
    [entry] = desk.journal.to_undo(desk.door.stamp)
    back = reverse(entry, WRITES)
    assert back is not None
    assert desk.door.send(back, undoes=entry).state is State.APPLIED
    now = desk.row("order00010")
    assert (now["note"], now["$permissions"]) == (row["note"], row["$permissions"])
    assert desk.journal.to_undo(desk.door.stamp) == []
    [undo] = desk.journal.to_redo(desk.door.stamp)
    forth = reverse(undo, WRITES)
    assert forth is not None
    desk.door.send(forth, undoes=undo)
    assert desk.row("order00010")["note"] is None
    assert desk.row("order00010")["$permissions"] == permissions
    assert len(desk.journal.to_undo(desk.door.stamp)) == 1
    assert desk.journal.to_redo(desk.door.stamp) == []


def test_a_deleted_row_comes_back_with_its_times_and_relations(desk: Desk) -> None:
    assert WRITES is not None
    table = desk.table()
    row = desk.row("order00011")
    assert desk.door.send(delete_row(ids("order00011"), table, row)).state is State.APPLIED
    [entry] = desk.journal.to_undo(desk.door.stamp)
    back = reverse(entry, WRITES, table)
    assert back is not None
    assert desk.door.send(back, undoes=entry).state is State.APPLIED
    now = desk.row("order00011")
    assert {**now, "$sequence": 0} == {**row, "$sequence": 0}


def test_of_related_rows_only_the_ids_are_kept(desk: Desk) -> None:
    assert WRITES is not None
    row = desk.row("order00018")
    assert isinstance(row["customer"], dict)
    change = delete_row(ids("order00018"), desk.table(), row)
    assert desk.door.send(change).state is State.APPLIED
    [entry] = desk.journal.to_undo(desk.door.stamp)
    assert entry.before["customer"] == row["customer"]["$id"]
    assert entry.before["products"] == [one["$id"] for one in row["products"]]


def test_an_undo_stops_where_somebody_changed_the_row_since(desk: Desk) -> None:
    assert WRITES is not None
    row = desk.row("order00012")
    change = update_row(ids("order00012"), None, row, {"note": "mine"})
    assert change is not None
    desk.door.send(change)
    desk.steal("order00012", {"note": "theirs"})
    [entry] = desk.journal.to_undo(desk.door.stamp)
    back = reverse(entry, WRITES)
    assert back is not None
    assert desk.door.send(back, undoes=entry).state is State.CONFLICT
    assert desk.row("order00012")["note"] == "theirs"


def test_read_only_is_refused_before_anything_is_remembered(shop: Any, tmp_path: Path) -> None:
    desk = Desk(shop, tmp_path / "journal.sqlite", read_only=True)
    outcome = desk.door.send(delete_row(ids("order00001"), None, {}))
    assert outcome.problem is not None
    assert outcome.problem.cause is Cause.READ_ONLY
    assert not desk.journal.latest("shop")
    assert desk.row("order00001")


def test_a_killed_program_finds_out_what_became_of_its_change(desk: Desk) -> None:
    assert WRITES is not None
    row = desk.row("order00013")
    sent = update_row(ids("order00013"), None, row, {"note": "sent"})
    lost = update_row(ids("order00014"), None, desk.row("order00014"), {"note": "lost"})
    assert sent is not None
    assert lost is not None
    desk.journal.begin([sent, lost], desk.door.stamp)
    desk.steal("order00013", {"note": "sent"})
    first, second = desk.journal.uncertain("shop")
    for entry, state in ((first, State.APPLIED), (second, State.REFUSED)):
        change = again(entry, WRITES)
        assert change is not None
        assert desk.door.settle(entry, change).state is state
    assert [entry.fate for entry in desk.journal.latest("shop")] == [Fate.REFUSED, Fate.DONE]


def test_what_is_given_up_may_still_be_made(shop: Any, desk: Desk) -> None:
    assert WRITES is not None
    change = update_row(ids("order00017"), None, desk.row("order00017"), {"note": "late"})
    assert change is not None
    hasty = Connection(replace(desk.connection.target, patience=0.3))
    door = Door(hasty.client, desk.journal, desk.door.stamp)
    shop.spoil("hang", "PATCH")
    outcome = door.send(change)
    assert outcome.state is State.UNKNOWN
    assert outcome.problem is not None
    assert "It has not been applied so far, but the server may" in outcome.problem.sentence
    desk.steal("order00017", {"note": "late"})
    [entry] = desk.journal.uncertain("shop")
    made = again(entry, WRITES)
    assert made is not None
    settled = door.settle(entry, made)
    assert settled.state is State.APPLIED
    assert settled.problem is not None
    assert settled.problem.sentence.endswith("in time. It was applied nevertheless.")
    hasty.close()


def test_nothing_is_sent_when_the_journal_cannot_be_written(desk: Desk) -> None:
    row = desk.row("order00015")
    change = update_row(ids("order00015"), None, row, {"note": "mine"})
    assert change is not None
    desk.journal._db.execute("PRAGMA max_page_count = 1")
    before = desk.connection.recorder.total
    for _ in range(30):
        outcome = desk.door.send(change)
        if outcome.state is State.REFUSED:
            break
    assert outcome.problem is not None
    assert "journal could not be written" in outcome.problem.sentence
    assert "Nothing was sent." in outcome.problem.remedy
    assert desk.connection.recorder.total == before or outcome.entry_id == 0


def test_only_its_owner_can_read_the_journal(desk: Desk, tmp_path: Path) -> None:
    row = desk.row("order00016")
    change = update_row(ids("order00016"), None, row, {"note": "mine"})
    assert change is not None
    desk.door.send(change)
    for path in tmp_path.glob("journal.sqlite*"):
        assert path.stat().st_mode & 0o077 == 0
        assert desk.connection.target.key is not None
        assert desk.connection.target.key.reveal().encode() not in path.read_bytes()


def test_a_row_that_is_gone_is_said_to_be(desk: Desk) -> None:
    row = desk.row("order00017")
    change = update_row(ids("gone"), None, row, {"note": "mine"})
    assert change is not None
    outcome = desk.door.send(change)
    assert outcome.state is State.REFUSED
    assert outcome.problem is not None
    assert outcome.problem.status == 404
