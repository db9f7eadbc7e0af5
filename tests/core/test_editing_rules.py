"""Rules of editing that hold for every value: typing, drafts, merging, differences, the journal."""

from __future__ import annotations

import json
import time
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.core.change import Change, Verb, Write, changed_fields
from tui.core.diff import diff_lines
from tui.core.draft import Draft
from tui.core.draft_text import typed_again, typed_into
from tui.core.endpoint import Effect, Endpoint
from tui.core.form import Form
from tui.core.journal import Fate, Journal, Stamp
from tui.core.merge import Side, merge
from tui.core.same import same
from tui.core.spec import Shape, Spec, spec_of
from tui.core.typed import InputError, read, write
from tui.resources.row_changes import create_row, update_row
from tui.resources.rows import row_form

UPDATE = Endpoint("PATCH", "/things/{thingId}", "", (), Effect.WRITE)
degrees = st.tuples(st.floats(-180, 180), st.floats(-90, 90)).map(list)
leaves = st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(max_size=20)
json_values = st.recursive(
    leaves | st.floats(allow_nan=False, allow_infinity=False),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=8,
)
resources = st.dictionaries(st.text(min_size=1, max_size=8), json_values, max_size=6)
VALUES: dict[Shape, st.SearchStrategy[Any]] = {
    Shape.TEXT: st.text(max_size=40),
    Shape.INTEGER: st.integers(-(2**63), 2**63 - 1),
    Shape.FLOAT: st.floats(allow_nan=False, allow_infinity=False),
    Shape.BOOLEAN: st.booleans(),
    Shape.ENUM: st.sampled_from(["new", "half done", "a\nb"]),
    Shape.POINT: degrees,
    Shape.LINE: st.lists(degrees, min_size=2, max_size=4),
    Shape.JSON: json_values,
}


@st.composite
def fields(draw: st.DrawFn) -> tuple[Spec, Any]:
    """A field and a value of it."""
    shape = draw(st.sampled_from(list(VALUES)))
    elements = ("new", "half done", "a\nb")
    return Spec("field", shape, shape.value, elements=elements), draw(VALUES[shape])


@given(fields())
def test_what_is_shown_for_editing_reads_back_as_the_value(field: tuple[Spec, Any]) -> None:
    spec, value = field
    assert same(read(spec, write(spec, value)), value)


@given(st.datetimes(datetime(1000, 1, 2), datetime(9999, 12, 30)))
def test_a_moment_reads_back_as_the_same_moment(moment: datetime) -> None:
    value = moment.replace(tzinfo=UTC).isoformat(timespec="milliseconds")
    spec = Spec("at", Shape.DATETIME, "datetime")
    back = datetime.fromisoformat(read(spec, write(spec, value)))
    assert abs((back - datetime.fromisoformat(value)).total_seconds()) < 0.001


@given(st.sampled_from(list(Shape)), st.text(max_size=30))
def test_whatever_is_typed_is_a_value_or_a_sentence(shape: Shape, text: str) -> None:
    spec = Spec("field", shape, shape.value, elements=("a", "b"))
    try:
        value = read(spec, text)
    except InputError as error:
        assert str(error)
    else:
        json.dumps(value, allow_nan=False)


def test_what_json_does_not_know_is_no_json() -> None:
    for text in ("NaN", "[Infinity]", '{"a": -Infinity}'):
        with pytest.raises(InputError, match="must be JSON"):
            read(Spec("field", Shape.JSON, "json"), text)


@given(fields(), st.text(max_size=10), st.booleans())
def test_an_untouched_field_is_never_saved(field: tuple[Spec, Any], text: str, new: bool) -> None:
    spec, value = field
    form = Form.of("", (spec,), {} if new else {"field": value})
    assert form.changed == ()
    typed = form.typed(text).press("ctrl+r", None)
    assert typed.changed == ()


@given(fields(), st.text(min_size=1, max_size=12))
def test_a_kept_draft_is_the_same_form_again(field: tuple[Spec, Any], text: str) -> None:
    spec, value = field
    form = Form.of("", (spec,), {"field": value})
    typed = form.typed(text)
    kept = json.loads(json.dumps(typed_into(typed)))
    again = typed_again(Form.of("", (spec,), {"field": value}), kept)
    assert [draft.items for draft in again.changed] == [draft.items for draft in typed.changed]


def test_a_secret_is_no_part_of_a_draft() -> None:
    form = Form.of("", (Spec("password", Shape.SECRET, "secret"),), {}).typed("very secret")
    assert form.changed
    assert typed_into(form) == []


@given(resources, resources)
def test_merging_with_nobody_gives_what_we_wanted(
    was: dict[str, Any], mine: dict[str, Any]
) -> None:
    merged = merge(was, changed_fields(was, mine), was)
    assert merged.is_decided
    saved, wanted = {**was, **merged.values}, {**was, **mine}
    # What is missing counts as null.
    assert all(same(saved.get(name), value) for name, value in wanted.items())


@given(resources, resources, resources)
def test_a_merge_loses_nobodys_value_unasked(
    was: dict[str, Any], mine: dict[str, Any], theirs: dict[str, Any]
) -> None:
    ours = changed_fields(was, mine)
    merged = merge(was, ours, theirs)
    clashing = {clash.name for clash in merged.clashes}
    for name in ours:
        if name not in clashing and name in theirs and not same(theirs[name], ours[name]):
            # They left it alone: ours may stand.
            assert same(theirs[name], was.get(name))
    for number in range(len(merged.clashes)):
        merged = merged.take(number, Side.THEIRS)
    assert not clashing & set(merged.values)


@given(resources, resources)
def test_every_field_that_changes_is_in_the_difference(
    before: dict[str, Any], values: dict[str, Any]
) -> None:
    after = changed_fields(before, values)
    told = diff_lines(_change(before, after))
    assert len(told) >= len(after)
    for line in told:
        assert all(cell.text.isprintable() for cell in line)


@given(resources, resources)
def test_the_journal_gives_back_what_was_put_in(
    before: dict[str, Any], after: dict[str, Any]
) -> None:
    journal = Journal(None)
    [entry_id] = journal.begin([_change(before, after)], Stamp("here", "now"))
    entry = journal.entry(entry_id)
    assert entry is not None
    assert (entry.before, entry.after, entry.fate.value) == (before, after, "open")
    assert journal.uncertain("here") == [entry]
    journal.done(entry_id, after)
    assert journal.uncertain("here") == []
    journal.close()


def test_the_journal_is_its_owners_only(tmp_path: Path) -> None:
    path = tmp_path / "journal.sqlite"
    journal = Journal(path)
    journal.begin([_change({}, {"a": 1})], Stamp("here", "now"))
    assert {one.stat().st_mode & 0o777 for one in tmp_path.glob("journal*")} == {0o600}
    journal.close()


def _change(before: dict[str, Any], after: dict[str, Any]) -> Change:
    ids = {"thingId": "one"}
    return Change(Verb.UPDATE, "thing", ids, "thing one", Write(UPDATE, ids), None, before, after)


def test_the_journal_keeps_its_limit_while_much_is_written() -> None:
    journal = Journal(None)
    journal.prune(days=30, mebibytes=0.1)
    stamp = Stamp("shop", "now")
    for number in range(400):
        [entry_id] = journal.begin([_created(f"r{number}", "x" * 2000)], stamp)
        journal.done(entry_id, None)
    kept = journal.latest("shop", 1000)
    assert 10 < len(kept) < 80
    assert kept[0].ids["rowId"] == "r399"


def test_the_journal_forgets_what_is_older_than_it_keeps(monkeypatch: pytest.MonkeyPatch) -> None:
    journal, stamp, day = Journal(None), Stamp("shop", "now"), 86_400
    now = time.time()
    for age in (31, 29):
        monkeypatch.setattr("tui.core.journal.time.time", lambda age=age: now - age * day)
        journal.begin([_created(f"r{age}", "x")], stamp)
    monkeypatch.setattr("tui.core.journal.time.time", lambda: now)
    assert journal.prune(days=30, mebibytes=200) == 1
    assert [entry.ids["rowId"] for entry in journal.latest("shop")] == ["r29"]


def test_a_job_is_one_in_the_list_of_all_changes() -> None:
    journal = Journal(None)
    stamp, job = Stamp("shop", "now"), Stamp("shop", "now", "job")
    journal.begin([_created("first", "x")], stamp)
    many = journal.begin([_created(f"r{number}", "x") for number in range(5)], job)
    [last] = journal.begin([_created("last", "x")], stamp)
    journal.all_done(dict.fromkeys(many[:4]))
    journal.settle(many[4:], Fate.REFUSED, "It was refused.")
    undone = journal.entry(many[0])
    assert undone is not None
    [undo] = journal.begin([_created("r0", "y")], stamp, {0: undone})
    journal.done(undo, None)
    groups = journal.groups("shop")
    assert [group.last.id for group in groups] == [undo, last, many[4], 1]
    group = groups[2]
    assert (group.count, group.made, group.undone, group.refused) == (5, 3, 1, 1)
    assert [entry.id for entry in journal.to_take_back(group)] == many[3:0:-1]
    assert journal.to_take_back(groups[1]) == []


def _created(row_id: str, text: str) -> Change:
    ids = {"databaseId": "shop", "tableId": "orders", "rowId": row_id}
    return create_row(ids, None, {"note": text})


def test_elements_that_are_not_edited_are_sent_as_they_were() -> None:
    spec = Spec("dates", Shape.DATETIME, "datetime[]", array=True)
    read = ["2026-01-02T03:04:05.678+00:00", "2026-05-06T07:08:09.000+00:00"]
    draft = Draft.of(spec, read).press("enter", None)
    assert draft is not None
    assert draft.typed("2026-09-09 09:09+02:00").value == [*read, "2026-09-09T09:09:00.000+02:00"]


def test_a_text_that_looks_like_a_time_is_a_text() -> None:
    before, after = "2026-01-02T03:04:05Z", "2026-01-02T03:04:05+00:00"
    draft = Draft.of(Spec("text", Shape.TEXT, "text"), before)
    assert draft.put(after).is_changed
    assert not Draft.of(Spec("at", Shape.DATETIME, "datetime"), before).put(after).is_changed
    table = {"columns": [{"key": "text", "type": "varchar"}, {"key": "at", "type": "datetime"}]}
    ids = {"databaseId": "d", "tableId": "t", "rowId": "r"}
    change = update_row(ids, table, {"text": before, "at": before}, {"text": after, "at": after})
    assert change is not None
    assert change.after == {"text": after}


def test_long_texts_are_compared_from_where_they_differ() -> None:
    common = "word " * 60
    [line] = diff_lines(_change({"note": common + "old"}, {"note": common + "new"}))
    told = "".join(cell.text for cell in line)
    assert "old  →  …" in told
    assert told.endswith("new")


def test_a_column_that_cannot_be_written_is_shown_and_stays() -> None:
    column = {"key": "a", "type": "varchar", "size": 5, "required": True, "status": "failed"}
    form = Form.of("", row_form({"columns": [column]}, False), {"a": "kept"})
    assert form.drafts[0].spec.locked == "the column is failed"
    tried = form.press("x", "x").press("ctrl+n", None).typed("y").filled({"a": "z"})
    assert not tried.changed
    assert not tried.errors
    assert not Form.of("", row_form({"columns": [column]}, True), {}).errors


def test_without_a_limit_none_is_named() -> None:
    column = {"key": "a", "type": "double", "min": 0.5, "max": 1.7976931348623157e308}
    with pytest.raises(InputError, match=r"^Value must be at least 0\.5$"):
        read(spec_of(column), "0.1")


@pytest.mark.parametrize(
    ("address", "is_one"),
    [
        ("https://example.test/a?b=c#d", True),
        ("mailto:alice@example.test", True),
        ("example.test", False),
        ("https://", False),
        ("https://a b.test", False),
        ("javascript:alert(1)", False),
    ],
)
def test_addresses_are_those_that_the_server_takes(address: str, is_one: bool) -> None:
    spec = Spec("site", Shape.URL, "url")
    if is_one:
        assert read(spec, address) == address
    else:
        with pytest.raises(InputError, match="valid URL"):
            read(spec, address)


@given(fields(), st.data())
def test_whatever_a_list_holds_stays_while_another_element_is_added(
    field: tuple[Spec, Any], data: st.DataObject
) -> None:
    spec, first = field
    more = data.draw(st.lists(VALUES[spec.shape], max_size=3))
    spec, original = replace(spec, array=True), [first, *more]
    added = Draft.of(spec, original).press("enter", None)
    assert added is not None
    # An element with nothing in it is none: it is no change yet.
    assert added.value == original
