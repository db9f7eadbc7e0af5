"""Files of every kind of brokenness, read as records and as rows of a table."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.core.import_plan import Preview, plan
from tui.core.importing import Drafter, Layout, Options, Remedy
from tui.core.records import Format, Record, Records, sniff
from tui.core.text_file import LONGEST, RecordsError


def column(key: str, kind: str = "string", **about: Any) -> dict[str, Any]:
    return {"key": key, "type": kind, "required": False, "array": False, **about}


TABLE = {
    "columns": [
        column("name", size=20, required=True),
        column("score", "integer", min=0, max=100),
        column("price", "double"),
        column("paid", "boolean"),
        column("state", format="enum", elements=["new", "lost"]),
        column("due", "datetime"),
        column("tags", size=10, array=True),
        column("place", "point"),
        column("first name", size=50),
        column("owner", "relationship", relatedTable="people", relationType="manyToOne"),
    ]
}


def csv(text: str | bytes) -> Records:
    return Records(io.BytesIO(text.encode() if isinstance(text, str) else text), Format.CSV)


def json_file(text: str) -> list[Record]:
    return list(Records(io.BytesIO(text.encode()), Format.JSON))


def look(text: str, name: str = "a.csv", **options: Any) -> Preview:
    return plan(io.BytesIO(text.encode()), name, TABLE, Options(**options))


def row(text: str, **options: Any) -> dict[str, Any]:
    """The values of the only row, which must be fine."""
    [draft] = look(text, **options).drafts
    assert draft.problem == ""
    return dict(draft.values)


def trouble(text: str, name: str = "a.csv", **options: Any) -> str:
    return look(text, name, **options).drafts[0].problem


# Files.


def test_cells_with_quotes_line_ends_and_delimiters_keep_their_line_numbers() -> None:
    records = csv('\ufeffname;note\r\n"a;""b""";"two\r\nlines"\r\n\r\nc;d\r\n')
    assert records.header == ("name", "note")
    first, second = records
    assert (first.values, first.line) == ({"name": 'a;"b"', "note": "two\r\nlines"}, 2)
    assert (second.values, second.line, second.number) == ({"name": "c", "note": "d"}, 5, 1)


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_found_in_the_header(delimiter: str) -> None:
    assert csv(f'"a,b;c"{delimiter}b{delimiter}c\n').header == ("a,b;c", "b", "c")


def test_a_line_with_broken_quotes_or_a_wrong_number_of_cells_is_one_bad_record() -> None:
    found = list(csv('a,b\n1,2\n"x"y,3\n4\n5,6,7\n8,9\n'))
    assert [bool(one.problem) for one in found] == [False, True, True, True, False]
    assert "the quotes of the line are broken" in found[1].problem
    assert found[2].problem == "the line has 1 cells, the header has 2"
    assert found[3].problem == "the line has 3 cells, the header has 2"
    assert [one.line for one in found] == [2, 3, 4, 5, 6]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (b"", "The file is empty"),
        (b"\n", "The file is empty"),
        (b"a,,c\n", "Column 2 of the header has no name"),
        (b"a,b,a\n", "names the column 'a' twice"),
        (b'a,b\n1,2\n3,"4\n5,6\n', "Line 3: a quote is opened there that is never closed"),
        (b"a,b\n1,2\n3,caf\xe9\n", "Line 3 is not UTF-8 (byte 0xe9)"),
        ("a,b\n".encode("utf-16"), "The file is UTF-16"),
        (b"\x1f\x8b\x08\x00", "The file is compressed"),
    ],
)
def test_a_csv_file_that_cannot_be_read_on_says_where_and_why(text: bytes, said: str) -> None:
    with pytest.raises(RecordsError) as raised:
        list(csv(text))
    assert said in str(raised.value)


def test_a_cell_of_a_megabyte_and_two_hundred_columns_are_nothing_special() -> None:
    header = ",".join(f"c{n}" for n in range(200))
    cells = ["x" * 2**20, *("1" for _ in range(199))]
    [found] = csv(f"{header}\n{','.join(cells)}\n")
    assert found.problem == ""
    assert len(found.values) == 200
    assert len(found.values["c0"]) == 2**20


def test_a_line_without_end_is_not_read_into_memory() -> None:
    class Endless(io.BytesIO):
        given = 0

        def readline(self, size: int | None = -1, /) -> bytes:
            assert size is not None
            assert 0 < size <= LONGEST + 1
            self.given += size
            return b"x" * size

    with pytest.raises(RecordsError, match="longer than 64 MiB"):
        csv_of_endless = Records(Endless(b"x"), Format.CSV)
        list(csv_of_endless)


@pytest.mark.parametrize("space", ["", " ", "\n"])
def test_an_array_is_read_object_by_object(space: str) -> None:
    objects = [{"a": n, "text": 'x"]},{' * 5000} for n in range(20)]
    text = f"{space},{space}".join(json.dumps(one) for one in objects)
    assert [one.values for one in json_file(f"[{space}{text}{space}]")] == objects
    one_after_another = space.join(json.dumps(one) for one in objects)
    assert [one.values for one in json_file(one_after_another)] == objects


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "The file is empty"),
        ("  \n ", "The file is empty"),
        ("[", "Line 1: the JSON breaks off there"),
        ('[{"a": 1},\n{"a": 2', "Line 2: the JSON breaks off there"),
        ('[{"a": 1},\n{"a": "x', "Line 2: the JSON breaks off there"),
        ('[{"a": 1}\n', "Line 2: the JSON breaks off there"),
        ('[{"a": 1},\n{"a" 2}, {"a": "and something more"}]', "Line 2: the JSON is broken"),
        ('[{"a": 1} {"a": 2}]', "a comma or ] is missing"),
        ('[{"a": 1}] []', "something follows the end"),
        ('[{"a": NaN}, {"a": "and something more"}]', "NaN is no JSON"),
        ("[" + "[" * 100_000 + "]" * 100_000 + "]", "nests too deep"),
    ],
)
def test_broken_json_says_where_and_why(text: str, said: str) -> None:
    with pytest.raises(RecordsError) as raised:
        json_file(text)
    assert said in str(raised.value)


def test_what_came_before_the_break_was_given() -> None:
    records = iter(Records(io.BytesIO(b'[{"a": 1},\n{"a": 2},\n{"a'), Format.JSON))
    assert [next(records).values, next(records).values] == [{"a": 1}, {"a": 2}]
    with pytest.raises(RecordsError, match="Line 3"):
        next(records)


@given(st.lists(st.dictionaries(st.text(), st.text() | st.integers() | st.none()), min_size=1))
def test_any_objects_come_back_from_json_and_ndjson(objects: list[dict[str, Any]]) -> None:
    array = io.BytesIO(json.dumps(objects, ensure_ascii=True, indent=1).encode())
    assert [one.values for one in Records(array, Format.JSON)] == objects
    lines = io.BytesIO("\n".join(json.dumps(one) for one in objects).encode())
    assert [one.values for one in Records(lines, Format.NDJSON)] == objects


def test_a_broken_line_of_ndjson_is_one_bad_record() -> None:
    text = b'{"a": 1}\n\n{"a": \n[1]\n{"a": 4}\n'
    found = list(Records(io.BytesIO(text), Format.NDJSON))
    assert [one.line for one in found] == [1, 3, 4, 5]
    assert found[1].problem.startswith("the line is no JSON: expecting value")
    assert found[1].raw == '{"a": '
    assert "no JSON object" in found[2].problem
    assert found[3].values == {"a": 4}


def test_json_is_read_piece_by_piece() -> None:
    class Counting(io.BytesIO):
        largest = 0

        def read(self, size: int | None = -1, /) -> bytes:
            assert size is not None
            assert size > 0
            self.largest = max(self.largest, size)
            return super().read(size)

    def pieces() -> Iterator[str]:
        yield "["
        yield ",".join(json.dumps({"a": "x" * 1000}) for _ in range(3000))
        yield "]"

    file = Counting("".join(pieces()).encode())
    assert sum(1 for _ in Records(file, Format.JSON)) == 3000
    assert file.largest <= 2**18


@pytest.mark.parametrize(
    ("name", "begins", "form"),
    [
        ("a.CSV", "[", Format.CSV),
        ("a.tsv", "", Format.CSV),
        ("a.json", "{", Format.JSON),
        ("a.jsonl", "", Format.NDJSON),
        ("-", ' [{"a"', Format.JSON),
        ("-", '{"a"', Format.NDJSON),
        ("export.backup", "a,b", Format.CSV),
    ],
)
def test_the_format_is_told_by_name_or_beginning(name: str, begins: str, form: Format) -> None:
    assert sniff(io.BytesIO(begins.encode()), name) is form


# Fields and columns.


def test_names_match_whatever_their_case_and_spaces() -> None:
    preview = look("NAME,First_Name\na,b\n")
    assert preview.troubles == ()
    assert preview.drafts[0].values == {"name": "a", "first name": "b"}


def test_a_field_without_a_column_stops_everything_before_it_starts() -> None:
    [trouble] = look("name,scroe\na,1\n").troubles
    assert trouble.said == "There is no column 'scroe'. Is 'score' meant?"
    assert (trouble.remedy, trouble.source) == (Remedy.MAP, "scroe")
    assert look("name,scroe\na,1\n", mapping={"scroe": "score"}).drafts[0].values["score"] == 1
    left_out = look("name,scroe\na,1\n", mapping={"scroe": ""})
    assert (left_out.troubles, left_out.drafts[0].values) == ((), {"name": "a"})


@pytest.mark.parametrize(
    ("text", "options", "said"),
    [
        ("score\n1\n", {}, "The required column 'name' has no field"),
        ("name,Name\na,b\n", {}, "Both 'name' and 'Name' would go into name"),
        ("name\na\n", {"mapping": {"x": "score"}}, "The file has no field 'x'"),
        ("name,x\na,b\n", {"mapping": {"x": "sore"}}, "no column 'sore' for 'x'. Is 'score'"),
        ("name,id\na,b\n", {}, "There is no column 'id'."),
        ("name\na\n", {"upsert": True}, "no field of the file holds them"),
    ],
)
def test_what_cannot_be_imported_at_all(text: str, options: dict[str, Any], said: str) -> None:
    assert any(said in one.said for one in look(text, **options).troubles)


def test_an_export_comes_back_without_what_the_server_gives_itself() -> None:
    preview = look(
        "$id,$sequence,$databaseId,$tableId,$createdAt,$permissions,name\n"
        'r1,7,shop,t,2026-01-02T03:04:05.000+00:00,"read(""any"");update(""user:u1"")",a\n'
    )
    [draft] = preview.drafts
    assert (draft.row_id, draft.own_id, draft.problem) == ("r1", True, "")
    assert draft.values == {
        "name": "a",
        "$createdAt": "2026-01-02T03:04:05.000+00:00",
        "$permissions": ['read("any")', 'update("user:u1")'],
    }


def test_fields_of_json_are_judged_record_by_record() -> None:
    preview = look('[{"name": "a"}, {"name": "b", "colour": 1}, {"score": 1}]', "a.json")
    assert preview.troubles == ()
    assert [one.problem for one in preview.drafts] == [
        "",
        'Unknown attribute: "colour"',
        'Missing required attribute "name"',
    ]


# Values.


def test_cells_become_values_of_their_columns() -> None:
    values = row(
        "name,score,price,paid,state,due,tags,place,owner\n"
        'a,007,1.5e3,yes,new,2026-01-31T10:00:00+02:00,a;b ; c,"13.4,52.5",u1\n'
    )
    assert values == {
        "name": "a",
        "score": 7,
        "price": 1500.0,
        "paid": True,
        "state": "new",
        "due": "2026-01-31T10:00:00.000+02:00",
        "tags": ["a", "b", "c"],
        "place": [13.4, 52.5],
        "owner": "u1",
    }


def test_a_time_without_an_offset_is_local_and_sent_with_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    import time

    monkeypatch.setenv("TZ", "Asia/Kolkata")
    time.tzset()
    try:
        assert row("name,due\na,2026-01-31 10:00\n")["due"] == "2026-01-31T10:00:00.000+05:30"
    finally:
        monkeypatch.undo()
        time.tzset()


def test_empty_cells_are_null_or_empty_texts() -> None:
    text = "name,score,first name,tags\na,,,\n"
    assert row(text) == {"name": "a", "score": None, "first name": None, "tags": []}
    assert row(text, empty_text=True)["first name"] == ""
    assert row(text, empty_text=True)["score"] is None
    assert trouble("name,score\n,1\n") == 'Missing required attribute "name"'


@pytest.mark.parametrize(
    ("header", "cell", "said"),
    [
        ("score", "1,5", "score: Value must be a valid integer"),
        ("score", "1 000", "score: Value must be a valid integer"),
        ("score", "1_000", "score: Value must be a valid integer"),
        ("score", "101", "score: Value must be a valid range between 0 and 100"),
        ("price", "1,5", "price: Value must be a valid float"),
        ("price", "nan", "price: Value must be a valid float"),
        ("paid", "maybe", "paid: Value must be a valid boolean"),
        ("state", "old", "state: Value must be one of (new, lost)"),
        ("due", "yesterday", "due: Value must be a date"),
        ("tags", "a;bbbbbbbbbbbbb", "tags: Value must be a valid string and no longer than 10"),
        ("tags", '["a"', "tags: Value must be an array as JSON"),
        ("place", "200, 1", "Longitude (x) must be between -180 and 180"),
        ("name", "x\0y", "name: Value must not hold a NUL character"),
        ("name", "x" * 21, "name: Value must be a valid string and no longer than 20 chars"),
        ("$id", "-bad", "$id: An id has up to 36 characters"),
        ("$permissions", 'create("any")', "$permissions: Value must be permissions of a row"),
        ("$createdAt", "soon", "$createdAt: Value must be a date"),
        ("owner", "no id!", "owner: An id has up to 36 characters"),
    ],
)
def test_what_a_column_refuses_is_said_in_the_servers_terms(
    header: str, cell: str, said: str
) -> None:
    quoted = '"' + cell.replace('"', '""') + '"'
    text = f"name,{header}\na,{quoted}\n" if header != "name" else f"name,score\n{quoted},1\n"
    assert said in trouble(text)


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"score": "7"}, "score: Value must be a valid integer"),
        ({"score": 1.5}, "score: Value must be a valid integer"),
        ({"score": True}, "score: Value must be a valid integer"),
        ({"price": "1"}, "price: Value must be a valid float"),
        ({"paid": 1}, "paid: Value must be a valid boolean"),
        ({"first name": 1}, "first name: Value must be a valid string"),
        ({"tags": "a"}, "tags: Value must be an array"),
        ({"first name": "\ud800"}, "half of a surrogate pair"),
        ({"$id": 7}, "$id: Value must be a valid row id"),
    ],
)
def test_json_keeps_its_types(values: dict[str, Any], said: str) -> None:
    assert said in trouble(json.dumps([{"name": "a", **values}]), "a.json")


def test_values_of_json_go_in_as_they_are() -> None:
    given = {
        "name": "a",
        "score": 7.0,
        "price": 2,
        "paid": False,
        "tags": ["x", "y;z"],
        "place": [1, 2],
        "owner": {"$id": "u1", "name": "Ann"},
        "state": None,
    }
    [draft] = look(json.dumps([given]), "a.json").drafts
    assert draft.problem == ""
    assert draft.values == {**given, "score": 7, "owner": "u1"}


def test_ids_are_made_from_the_run_and_the_record_alone() -> None:
    layout = Layout(TABLE, Options())
    record = Record(12, 14, {"name": "a"}, [])
    once = Drafter(layout, "run", texts=True).draft(record).row_id
    assert once == Drafter(layout, "run", texts=True).draft(record).row_id
    assert once != Drafter(layout, "other", texts=True).draft(record).row_id
    assert len(once) == 20


def test_a_row_that_is_only_changed_needs_its_id_and_may_leave_out_the_required() -> None:
    preview = look("key,score\nr1,5\n,6\n", id_field="key", upsert=True)
    assert preview.troubles == ()
    assert [one.problem for one in preview.drafts] == ["", "The id of the row is missing"]
    assert preview.drafts[0].row_id == "r1"


def test_a_header_without_rows_and_a_break_after_rows_are_both_shown() -> None:
    assert look("name\n").drafts == ()
    broken = look('name\na\n"b\n')
    assert len(broken.drafts) == 1
    assert "never closed" in broken.broken
    assert not broken.whole
