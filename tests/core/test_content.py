"""What is seen of a file's bytes: text as it is, JSON set out, anything else in hexadecimal."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.core.content import Content, Hexadecimal, is_picture, set_out
from tui.core.text import safe

json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=20,
)


def shown(head: bytes, size: int | None = None, kind: str = "", width: int = 80) -> list[str]:
    content = Content(head, len(head) if size is None else size, kind)
    return ["".join(cell.text for cell in line) for line in content.lines(width)]


def about(head: bytes, size: int | None = None, kind: str = "") -> str:
    return Content(head, len(head) if size is None else size, kind).about


def squeezed(text: str) -> str:
    return "".join(text.split())


@given(json_values)
def test_json_that_is_set_out_says_the_same(value: Any) -> None:
    written = json.dumps(value)
    assert json.loads(set_out(written)) == value


@given(json_values, st.integers(0, 200))
def test_json_that_breaks_off_loses_nothing(value: Any, end: int) -> None:
    part = json.dumps(value)[:end]
    assert squeezed(set_out(part)) == squeezed(part)


def test_json_is_set_out_as_people_write_it() -> None:
    text = '{"a":[1,2.50,{"b":null}],"empty":{},"none":[ ],"text":"a, {b}: c"}'
    assert set_out(text).split("\n") == [
        "{",
        '  "a": [',
        "    1,",
        "    2.50,",
        "    {",
        '      "b": null',
        "    }",
        "  ],",
        '  "empty": {},',
        '  "none": [],',
        '  "text": "a, {b}: c"',
        "}",
    ]


def test_short_json_stays_as_it_is_and_long_json_is_set_out() -> None:
    assert shown(b'{"a": 1}') == ['{"a": 1}']
    assert shown(json.dumps({"a": "x" * 600}).encode())[:2] == ["{", f'  "a": "{"x" * 600}"']


@given(st.binary(max_size=3000), st.sampled_from(["", "text/plain", "image/png"]))
def test_whatever_is_in_it_can_be_printed(head: bytes, kind: str) -> None:
    for size in (len(head), len(head) + 5000):
        for line in shown(head, size, kind):
            assert safe(line) == line


def test_control_characters_are_seen_and_do_nothing() -> None:
    assert shown(b"a\x1b[31mred\nb\tc\r\nd" + b" " * 100) == [
        "a␛[31mred",
        "b    c",
        "d" + " " * 100,
    ]


@pytest.mark.parametrize(
    ("head", "kind", "lines"),
    [
        ("naïve 漢".encode(), "", ["naïve 漢"]),
        (b"\xef\xbb\xbfmarked", "", ["marked"]),
        ("wide".encode("utf-16"), "", ["wide"]),
        (b"caf\xe9", "text/plain", ["café"]),
        (b"", "", ["The file is empty."]),
    ],
)
def test_texts_of_all_sorts(head: bytes, kind: str, lines: list[str]) -> None:
    assert shown(head, kind=kind) == lines


def test_a_part_says_that_it_is_one_and_may_end_within_a_character() -> None:
    head = "漢".encode() * 10
    assert shown(head[:-1], 2_000_000) == ["漢" * 9]
    assert about(head[:-1], 2_000_000) == "the first 29 B of 2.0 MB, S downloads it"
    assert about(head) == ""


def test_how_it_is_written_is_said_where_it_is_not_utf_8() -> None:
    assert about("wide".encode("utf-16")) == "UTF-16-LE"
    assert about(b"caf\xe9 ", 900, "text/csv") == (
        "the first 5 B of 900 B, S downloads it, read as Latin-1"
    )


def test_bytes_are_shown_in_hexadecimal_as_wide_as_there_is_room() -> None:
    head = b"\x00\x01\xff PNG" + bytes(20)
    assert shown(head, width=79)[0] == (
        "00000000  00 01 ff 20 50 4e 47 00 00 00 00 00 00 00 00 00  ... PNG........."
    )
    assert shown(head, width=45)[:2] == [
        "00000000  00 01 ff 20 50 4e 47 00  ... PNG.",
        "00000008  00 00 00 00 00 00 00 00  ........",
    ]


@given(st.binary(min_size=1, max_size=200), st.sampled_from([8, 16]))
def test_hexadecimal_holds_every_byte(content: bytes, each: int) -> None:
    lines = Hexadecimal(content, each)
    found = b"".join(bytes.fromhex(line[1].text) for line in lines)
    assert found == content
    assert lines[-1] == lines[len(lines) - 1]


@pytest.mark.parametrize(
    ("kind", "is_one"),
    [
        ("image/png", True),
        ("image/x-tga", False),
        ("image/svg+xml", False),
        ("text/html", False),
        ("", False),
    ],
)
def test_which_files_are_pictures(kind: str, is_one: bool) -> None:
    assert is_picture({"mimeType": kind, "name": "a.png"}) is is_one
