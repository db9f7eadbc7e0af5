"""Exports as text: read back by the programs that such text is for."""

from __future__ import annotations

import csv
import io
import json

from hypothesis import given
from hypothesis import strategies as st

from tui.core.export_text import RISKY, ExportText, Form

VALUES = st.one_of(
    st.none(), st.booleans(), st.integers(), st.text(), st.lists(st.text(), max_size=2)
)
ROWS = st.lists(st.fixed_dictionaries({"a": VALUES, "b": VALUES}), max_size=5)


def whole(text: ExportText, rows: list[dict[str, object]]) -> str:
    return text.begin() + "".join(map(text.piece, rows)) + text.end()


@given(ROWS)
def test_json_and_ndjson_read_back_as_they_were(rows: list[dict[str, object]]) -> None:
    assert json.loads(whole(ExportText(Form.JSON, "ab"), rows)) == rows
    lines = whole(ExportText(Form.NDJSON, "ab"), rows).split("\n")
    assert [json.loads(line) for line in lines if line] == rows


@given(ROWS)
def test_no_cell_of_a_csv_begins_a_formula(rows: list[dict[str, object]]) -> None:
    found = list(csv.reader(io.StringIO(whole(ExportText(Form.CSV, "ab"), rows), newline="")))
    assert found[0] == ["a", "b"]
    assert len(found) == len(rows) + 1
    for row, cells in zip(rows, found[1:], strict=True):
        for name, cell in zip("ab", cells, strict=True):
            if isinstance(row[name], str):
                assert not cell.startswith(RISKY)
                assert cell.removeprefix("'") == str(row[name]).removeprefix("'")


@given(ROWS)
def test_a_markdown_table_has_one_line_for_each_resource(rows: list[dict[str, object]]) -> None:
    lines = whole(ExportText(Form.MARKDOWN, "ab"), rows).removesuffix("\n").split("\n")
    assert len(lines) == len(rows) + 2


def test_raw_leaves_formulas_as_they_are() -> None:
    text = ExportText(Form.CSV, ["a"], raw=True)
    assert text.piece({"a": "=1+1"}) == "=1+1\n"


def test_the_name_of_a_file_tells_the_form() -> None:
    assert Form.of_name("a.JSONL") is Form.NDJSON
    assert Form.of_name("a.markdown") is Form.MARKDOWN
    assert Form.of_name("orders") is None
