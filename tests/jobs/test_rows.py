"""Many rows at once against the embedded Appwrite: what is sent, skipped, remembered, undone."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from appwrite.operator import Operator
from appwrite.query import Query

from tui.api.connection import Connection
from tui.api.door import Door
from tui.api.gate import opened
from tui.core.change import Change
from tui.core.jobs import Job, Phase
from tui.core.kind import Resource
from tui.jobs.course import Course, Wanted
from tui.jobs.rows import Table, change_rows, meant
from tui.jobs.taking_back import take_back
from tui.resources.row_changes import UPDATE, delete_row, update_row
from tui.resources.row_reading import GET


def names(numbers: range) -> list[str]:
    return [f"row{number:07}" for number in numbers]


def run(table: Table, row_ids: list[str], values: Mapping[str, Any], mark: str) -> Job:
    def plan(ids: Mapping[str, str], row: Resource) -> Change | None:
        return update_row(ids, table.table, row, values)

    job = Job("change", len(row_ids))
    job.run(lambda job: change_rows(job, table, table.named(row_ids), plan, mark), ())
    return job


def row(connection: Connection, table: Table, row_id: str) -> Resource:
    return connection.fetch(GET, {**table.ids, "rowId": row_id})


def steal_after_reading(
    connection: Connection, table: Table, monkeypatch: pytest.MonkeyPatch, row_id: str
) -> None:
    """Let somebody else change a row whenever rows were read."""
    read = table.read

    def read_then_steal(queries: Any) -> Any:
        found = read(queries)
        with opened():
            connection.fetch(UPDATE, {**table.ids, "rowId": row_id}, {"data": {"owner": "theirs"}})
        return found

    monkeypatch.setattr(table, "read", read_then_steal)


def test_two_requests_for_a_hundred_rows_and_all_are_undone(
    connection: Connection, door: Door, table: Table
) -> None:
    before = connection.recorder.total
    rows = names(range(300))
    old = row(connection, table, "row0000007")
    job = run(table, rows, {"score": 98765}, "first")
    assert (job.phase, job.done, job.failed) == (Phase.DONE, 300, 0)
    assert connection.recorder.total - before - 1 == 6
    assert row(connection, table, "row0000007")["score"] == 98765
    entries = door.journal.to_undo(door.stamp)
    assert len(entries) == 300
    back = Job("undo", len(entries))
    before = connection.recorder.total
    back.run(lambda job: take_back(job, door, entries, "undo-first"), ())
    assert (back.done, back.failed) == (300, 0)
    # Each row gets its own old value back; what is alike goes together, after the table was read.
    assert connection.recorder.total - before <= 301
    now = row(connection, table, "row0000007")
    assert now["score"] == old["score"]
    assert len(door.journal.to_redo(door.stamp)) == 300


def test_rows_that_moved_are_skipped_and_named(
    connection: Connection, table: Table, monkeypatch: pytest.MonkeyPatch
) -> None:
    steal_after_reading(connection, table, monkeypatch, "row0000403")
    job = run(table, names(range(400, 410)), {"owner": "mine"}, "moved")
    assert (job.done, job.failed) == (9, 1)
    assert job.failures[0].name == "row0000403"
    assert "Somebody else has changed it" in job.failures[0].reason
    assert row(connection, table, "row0000403")["owner"] == "theirs"


def test_an_operator_that_is_meant_replaces_text_in_bulk_and_is_undone(
    connection: Connection, door: Door, table: Table
) -> None:
    def plan(ids: Mapping[str, str], found: Resource) -> Change | None:
        values = {"title": Operator.string_replace("Row", "Line")}
        return meant(update_row(ids, table.table, found, values))

    job = Job("replace", 50)
    rows = table.named(names(range(500, 550)))
    before = connection.recorder.total
    job.run(lambda job: change_rows(job, table, rows, plan, "replace"), ())
    assert (job.done, job.failed) == (50, 0)
    assert connection.recorder.total == before + 2
    assert row(connection, table, "row0000510")["title"] == "Line 510"
    entries = door.journal.to_undo(door.stamp)
    Job("undo").run(lambda job: take_back(job, door, entries, "undo-replace"), ())
    assert row(connection, table, "row0000510")["title"] == "Row 510"


def test_all_that_match_are_deleted_and_come_back(
    connection: Connection, door: Door, table: Table
) -> None:
    filters = [Query.equal("state", ["lost"])]
    before = {str(one["$id"]): one for batch in table.found(filters) for one in batch}
    assert len(before) > 100

    def plan(ids: Mapping[str, str], found: Resource) -> Change | None:
        return delete_row(ids, table.table, found)

    job = Job("delete")
    job.run(lambda job: change_rows(job, table, table.found(filters), plan, "delete"), ())
    assert (job.done, job.failed) == (len(before), 0)
    assert not list(table.found(filters))
    entries = door.journal.to_undo(door.stamp)
    asked = connection.recorder.total
    back = Job("undo")
    back.run(lambda job: take_back(job, door, entries, "undo-delete"), ())
    assert back.done == len(before)
    assert connection.recorder.total - asked == 1 + -(-len(before) // 100)
    after = {str(one["$id"]): one for batch in table.found(filters) for one in batch}
    assert {key: {**one, "$sequence": ""} for key, one in after.items()} == {
        key: {**one, "$sequence": ""} for key, one in before.items()
    }


def test_permissions_take_two_requests_for_a_hundred_rows_and_are_undone(
    connection: Connection, door: Door, table: Table
) -> None:
    rows, old = names(range(600, 750)), row(connection, table, "row0000604")["$permissions"]
    asked = connection.recorder.total
    job = run(table, rows, {"$permissions": ['read("any")'], "owner": "shared"}, "permissions")
    assert (job.done, job.failed) == (150, 0)
    assert connection.recorder.total - asked == 4
    now = row(connection, table, "row0000604")
    assert (now["$permissions"], now["owner"]) == (['read("any")'], "shared")
    entries = door.journal.to_undo(door.stamp)
    back = Job("undo", len(entries))
    back.run(lambda job: take_back(job, door, entries, "undo-permissions"), ())
    assert (back.done, back.failed) == (150, 0)
    assert row(connection, table, "row0000604")["$permissions"] == old


def test_permissions_that_moved_are_skipped_and_named(
    connection: Connection, table: Table, monkeypatch: pytest.MonkeyPatch
) -> None:
    steal_after_reading(connection, table, monkeypatch, "row0000412")
    job = run(table, names(range(410, 415)), {"$permissions": ['read("users")']}, "moved-too")
    assert (job.done, job.failed) == (4, 1)
    assert job.failures[0].name == "row0000412"
    assert row(connection, table, "row0000412")["$permissions"] == []


def test_one_row_that_is_refused_does_not_keep_the_others_back(
    connection: Connection, table: Table
) -> None:
    long = "Row and " + "x" * 70
    with opened():
        ids = {**table.ids, "rowId": "row0000860"}
        connection.fetch(UPDATE, ids, {"data": {"title": long}})

    def plan(ids: Mapping[str, str], found: Resource) -> Change | None:
        values = {"title": Operator.string_replace("Row", "A longer word")}
        return meant(update_row(ids, table.table, found, values))

    job = Job("replace", 100)
    rows = table.named(names(range(800, 900)))
    job.run(lambda job: change_rows(job, table, rows, plan, "one-bad"), ())
    assert (job.done, job.failed) == (99, 1)
    assert job.failures[0].name == "row0000860"
    assert row(connection, table, "row0000860")["title"] == long
    assert row(connection, table, "row0000861")["title"].startswith("A longer word")


def test_what_no_row_can_take_is_soon_given_up(connection: Connection, table: Table) -> None:
    asked = connection.recorder.total
    job = run(table, names(range(300)), {"score": 10**30}, "hopeless")
    assert (job.done, job.failed) == (0, 300)
    # The first hundred are tried in halves, down to each; of the others, each hundred once.
    assert connection.recorder.total - asked == 3 + 199 + 2


@pytest.mark.parametrize(
    ("fault", "done", "fate"),
    [("drop", 0, "refused"), ("drop-after", 40, "done"), ("500-after", 40, "done")],
)
def test_where_an_answer_is_lost_each_row_is_looked_at(
    connection: Connection, door: Door, table: Table, big: Any, fault: str, done: int, fate: str
) -> None:
    def plan(ids: Mapping[str, str], found: Resource) -> Change | None:
        return meant(update_row(ids, table.table, found, {"score": Operator.increment(7)}))

    before = row(connection, table, "row0000955")["score"] or 0
    big.spoil(fault, "PATCH")
    job = Job("increment", 40)
    rows = table.named(names(range(920, 960)))
    job.run(lambda job: change_rows(job, table, rows, plan, fault), ())
    assert (job.done, job.failed) == (done, 40 - done)
    now = row(connection, table, "row0000955")["score"] or 0
    assert now == before + (7 if done else 0)
    assert {entry.fate.value for entry in door.journal.latest("big", 40)} == {fate}


def test_a_server_that_answers_nothing_is_not_asked_for_each_row(
    connection: Connection, door: Door, table: Table, big: Any
) -> None:
    course = Course()
    found = list(table.named(names(range(960, 990))))
    big.spoil("drop-after", "PATCH")
    big.spoil("500", "GET", "rows/row", times=100)

    def plan(ids: Mapping[str, str], one: Resource) -> Change | None:
        return meant(update_row(ids, table.table, one, {"score": Operator.increment(1)}))

    asked = len(big.control("GET", "seen")["requests"])
    job = Job("increment", 30)
    job.run(lambda job: change_rows(job, table, iter(found), plan, "silent", course), ())
    assert len(big.control("GET", "seen")["requests"]) - asked < 10
    big.control("DELETE", "faults")
    assert job.failed == 30
    assert {entry.fate.value for entry in door.journal.latest("big", 30)} == {"unknown"}
    # They may have been made: to add once more is nothing to be done without looking.
    assert not course.missed


def test_a_cancelled_job_keeps_what_is_done_and_can_be_undone(
    connection: Connection, door: Door, table: Table
) -> None:
    job = Job("change", 300)

    def plan(ids: Mapping[str, str], found: Resource) -> Change | None:
        if found["$id"] == "row0000105":
            job.cancel()
        return update_row(ids, table.table, found, {"owner": "halfway"})

    rows = table.named(names(range(300)))
    job.run(lambda job: change_rows(job, table, rows, plan, "cancelled"), ())
    assert job.phase is Phase.CANCELLED
    assert job.done == 200
    assert len(door.journal.to_undo(door.stamp)) == 200
    assert row(connection, table, "row0000250")["owner"] != "halfway"


def test_a_job_is_taken_back_a_hundred_at_a_time_but_not_what_others_changed(
    connection: Connection, door: Door, table: Table
) -> None:
    rows = names(range(700, 850))
    run(table, rows, {"owner": "one"}, "same-1")
    run(table, rows, {"owner": "two"}, "same-2")
    entries = door.journal.to_undo(door.stamp)
    with opened():
        connection.fetch(UPDATE, {**table.ids, "rowId": "row0000720"}, {"data": {"score": 1}})
    asked = connection.recorder.total
    back = Job("undo")
    back.run(lambda job: take_back(job, door, entries, "undo-same"), ())
    assert connection.recorder.total - asked < 10
    assert (back.done, back.failed) == (149, 1)
    assert back.failures[0].name == "row0000720"
    assert row(connection, table, "row0000720")["owner"] == "two"
    assert row(connection, table, "row0000849")["owner"] == "one"
    assert len(door.journal.to_redo(door.stamp)) == 149


def test_rows_that_are_so_already_are_not_changed(
    connection: Connection, door: Door, table: Table
) -> None:
    run(table, names(range(900, 905)), {"owner": "same"}, "before")
    asked = connection.recorder.total
    job = run(table, names(range(900, 905)), {"owner": "same"}, "nothing")
    assert (job.done, job.unchanged) == (5, 5)
    assert connection.recorder.total == asked + 1
    assert "5 of them as they were" in job.line


def test_a_row_that_is_gone_is_named(table: Table) -> None:
    gone: list[str] = []
    rows = list(table.named(["row0000001", "nobody"], gone.append))
    assert [one["$id"] for one in rows[0]] == ["row0000001"]
    assert gone == ["nobody"]


def test_what_was_cancelled_goes_on_and_what_is_done_is_not_done_again(
    connection: Connection, table: Table
) -> None:
    """Adding twice would be wrong: each row gets exactly one."""
    filters = [Query.starts_with("$id", "row00002")]
    wanted = Wanted(names(range(300, 310)), filters, "")

    def scores() -> dict[str, int]:
        every = [Query.starts_with("$id", "row000")]
        return {one["$id"]: one["score"] or 0 for some in table.found(every) for one in some}

    def plan(ids: Mapping[str, str], found: Resource) -> Change | None:
        return meant(update_row(ids, table.table, found, {"score": Operator.increment(1)}))

    def stopped(ids: Mapping[str, str], found: Resource) -> Change | None:
        job.cancel()
        return plan(ids, found)

    before, course, job = scores(), Course(), Job("increment")
    job.run(lambda job: change_rows(job, table, table.wanted(wanted), stopped, "a", course), ())
    assert (job.phase, job.done) == (Phase.CANCELLED, 10)
    left = wanted.left(course, is_over=False)
    again = Job("increment")
    again.run(lambda job: change_rows(job, table, table.wanted(left), plan, "b", course), ())
    assert again.done == 100
    after = scores()
    changed = {*names(range(200, 310))}
    assert {key for key, score in after.items() if score == before[key] + 1} == changed
    assert all(after[key] == score for key, score in before.items() if key not in changed)
