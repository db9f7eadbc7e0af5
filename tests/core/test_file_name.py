"""Whatever a file is called on the server, its name here stays in its folder."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.core.file_name import safe_name


@given(st.text())
def test_every_name_is_one_plain_name(name: str) -> None:
    found = safe_name(name, "file")
    assert Path(found).name == found
    assert not found.startswith(".")
    assert found.isprintable()
    assert 0 < len(found.encode()) <= 250


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("../../etc/passwd", "_.._etc_passwd"),
        (".bashrc", "bashrc"),
        ("..", "file"),
        ("", "file"),
        ("NUL.txt", "_NUL.txt"),
        ("a.b.c.png", "a.b.c.png"),
        ("résumé 🖼.pdf", "résumé 🖼.pdf"),
        ("x" * 300 + ".pdf", "x" * 246 + ".pdf"),
    ],
)
def test_what_becomes_of_names(name: str, found: str) -> None:
    assert safe_name(name, "file") == found


@given(st.integers(0, 300))
def test_a_name_of_emoji_is_not_cut_within_one(count: int) -> None:
    assert "\ufffd" not in safe_name("🖼" * count + ".png", "file")
