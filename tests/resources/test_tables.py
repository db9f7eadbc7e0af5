"""Databases, tables, columns, indexes and rows, from what real servers answered."""

from __future__ import annotations

from typing import Any

import pytest

from tui.core.cell import Tone
from tui.resources import KINDS
from tui.resources.columns import column_fields
from tui.resources.rows import row_fields, whole_row
from tui.resources.tables import writers

VERSIONS = pytest.mark.parametrize("version", ["1.8.1", "1.9.6"])


def listed(name: str) -> list[str]:
    return [field.label for field in KINDS[name].fields(None) if field.in_list]


@VERSIONS
def test_tables_say_who_may_what(recorded, told, version: str) -> None:
    answer = f"{version}-tables_list"
    found = told("table", recorded(answer, "events"))
    assert (found["read"], found["write"]) == ("any", "C: users")
    assert (found["row security"], found["columns"], found["indexes"]) == ("off", "8", "3")
    found = told("table", recorded(answer, "notes"))
    assert (found["read"], found["row security"]) == ("keys only", "on")
    assert told("table", recorded(answer, "disabled_table"))["status"] == "disabled"
    assert {"created", "updated"} <= set(listed("table")) & set(listed("database"))


def test_the_size_of_a_row_is_told_by_newer_servers(recorded, told) -> None:
    found = told("table", recorded("1.9.6-tables_list", "everything"))
    assert found["row size"] == "44.3 KB of 65.5 KB a row"
    assert told("table", recorded("1.8.1-tables_list", "everything"))["row size"] == "—"


def test_who_may_write_is_one_word_where_it_is_the_same_for_all() -> None:
    def write(*permissions: str) -> tuple[str, Tone]:
        return writers({"$permissions": list(permissions)})

    assert write().text == "keys only"
    assert write('write("users")') == ("users", Tone.PLAIN)
    assert write('create("users")', 'delete("team:a")').text == "C: users, D: team:a"
    assert write('update("any")') == ("U: any", Tone.WARN)
    assert write('create("guests")', 'create("users")').tone is Tone.WARN


def columns_of(table: Any, told, kind: str = "column") -> dict[str, dict[str, str]]:
    return {one["key"]: told(kind, one, table) for one in table["columns"]}


@VERSIONS
def test_columns_say_type_limits_and_default(recorded, told, version: str) -> None:
    found = columns_of(recorded(f"{version}-table_get"), told)
    newer = version == "1.9.6"
    assert found["vc_arr"]["type"] == ("varchar(128)[]" if newer else "string(128)[]")
    assert (found["int"]["type"], found["int"]["limits"]) == ("integer", "-1000 to 1000000")
    assert (found["big"]["type"], found["big"]["limits"]) == ("bigint" if newer else "integer", "—")
    assert (found["flt_def"]["type"], found["flt_def"]["limits"]) == ("float", "—")
    assert (found["enum"]["type"], found["enum"]["limits"]) == ("enum", "red, green, blue")
    assert (found["int_def"]["default"], found["str"]["default"]) == ("42", "∅ null")
    assert (found["str_req"]["required"], found["str_req"]["default"]) == ("required", "—")
    assert (found["str"]["encrypted"], found["str_enc"]["encrypted"]) == ("—", "encrypted")
    assert (found["email"]["type"], found["pt_def"]["default"]) == ("email", "1.5, 2.5")
    assert found["books"]["limits"] == "on delete restrict, seen there as extras"


def test_one_sided_limits(told) -> None:
    most = 2**63 - 1
    assert told("column", {"min": 0, "max": most})["limits"] == "≥ 0"
    assert told("column", {"min": -most - 1, "max": 9})["limits"] == "≤ 9"


def test_a_relationship_is_told_from_where_one_stands(recorded, told) -> None:
    books = told("column", recorded("1.9.6-columns_list_books", "author"))
    assert books["type"] == "↔ authors (manyToOne)"
    authors = told("column", recorded("1.9.6-columns_list_failed", "books"))
    assert authors["type"] == "↔ books (oneToMany)"


@VERSIONS
def test_a_failed_column_says_why(recorded, version: str) -> None:
    column = recorded(f"{version}-columns_list_failed", "mentor")
    cells = {field.label: field.show(column) for field in column_fields(None)}
    assert cells["status"] == ("failed", Tone.BAD)
    assert 'Invalid index attribute "mentor" not found' in cells["error"].text


def test_the_table_says_what_is_indexed(recorded, told) -> None:
    table = recorded("1.9.6-tables_list", "events")
    found = columns_of(table, told)
    assert (found["seq"]["indexed"], found["message"]["indexed"]) == ("key", "fulltext")
    assert found["labels"]["indexed"] == "—"
    unique = recorded("1.9.6-tables_list", "books")
    assert columns_of(unique, told)["title"]["indexed"] == "unique"


def test_the_table_says_what_a_list_of_columns_leaves_out(told) -> None:
    """Lists of 1.9.6 say null for the encryption of a varchar that is encrypted."""
    column = {"key": "iban", "type": "varchar", "encrypt": None}
    assert told("column", column, {"columns": [{**column, "encrypt": True}]})["encrypted"] == (
        "encrypted"
    )
    assert told("column", column)["encrypted"] == "—"


def test_indexes(recorded, told) -> None:
    found = told("index", recorded("1.9.6-indexes_list", "idx_kind_seq"))
    assert (found["columns"], found["orders"], found["type"]) == ("kind, seq", "asc, asc", "key")


def test_every_column_of_a_wide_table_is_listed(demo) -> None:
    """A server answers 25 columns to those who do not ask for more."""
    kind = KINDS["column"]
    path = kind.listing.url({"databaseId": "shop", "tableId": "wide"})
    whole = demo.get(path, {"method": "limit", "values": [kind.at_once]})
    assert len(whole.body["columns"]) == whole.body["total"] == 200
    assert len(demo.get(path).body["columns"]) == 25


@VERSIONS
def test_rows_have_the_columns_of_their_table(recorded, version: str) -> None:
    table = recorded(f"{version}-tables_list", "books")
    labels = [field.label for field in row_fields(table)]
    assert labels[:3] == ["$id", "title", "year"]
    assert labels[-4:] == ["$createdAt", "$updatedAt", "readable by", "$sequence"]
    row = recorded(f"{version}-rows_list_default", "book001")
    shown = {field.label: field.show(row).text for field in row_fields(table)}
    assert (shown["author"], shown["extras"]) == ("→ author01", "→ not loaded")
    assert shown["$sequence"] == str(row["$sequence"])
    assert len(whole_row(table)["queries"]) == 1
    assert '"author.*"' in whole_row(table)["queries"][0].replace(" ", "")


def test_who_may_read_a_row_is_told_with_its_table_in_mind(recorded, told) -> None:
    closed = recorded("1.9.6-tables_list", "notes")
    said = {
        row_id: told("row", recorded("1.9.6-rows_notes", row_id), closed)["readable by"]
        for row_id in ("note00", "note01", "note02", "note03", "note04")
    }
    assert said == {
        "note00": "user:user0003",
        "note01": "any",
        "note02": "users",
        "note03": "keys only",
        "note04": "label:vip",
    }
    row = recorded("1.9.6-rows_notes", "note00")
    everybody = {**closed, "$permissions": ['read("any")']}
    assert told("row", row, everybody)["readable by"] == "any"
    ignored = {**closed, "rowSecurity": False}
    assert told("row", row, ignored)["readable by"] == "keys only"
    assert told("row", row)["readable by"] == "—"


def test_the_access_to_a_row_in_words(recorded) -> None:
    row, table = recorded("1.9.6-rows_notes", "note02"), recorded("1.9.6-tables_list", "notes")
    permissions = KINDS["row"].permissions
    assert permissions is not None
    lines = [cell.text for cell in permissions(row, table)]
    assert lines[:3] == [
        "read    signed-in users (from the row)",
        "update  team team0 as owner (from the row)",
        "delete  nobody but API keys",
    ]
    assert "row security is on" in lines[4]
    assert permissions(row, None)[0].text == "The table is not known yet."


def test_a_column_called_data_or_id_is_a_column_like_others() -> None:
    table = {"columns": [{"key": "data", "type": "varchar"}, {"key": "id", "type": "integer"}]}
    row = {"$id": "r", "data": "mine", "id": 7}
    shown = {field.label: field.show(row).text for field in row_fields(table)}
    assert (shown["data"], shown["id"], shown["$id"]) == ("mine", "7", "r")
