"""What a person prefers: `settings.toml`."""

from __future__ import annotations

from pathlib import Path

import pytest

from tui.config.preferences import Preferences, read_preferences
from tui.config.problem import ConfigError


def read(tmp_path: Path, text: str) -> Preferences:
    path = tmp_path / "settings.toml"
    path.write_text(text, encoding="utf-8")
    return read_preferences(path)


def test_without_a_file_all_is_as_it_comes(tmp_path: Path) -> None:
    assert read_preferences(tmp_path / "settings.toml") == Preferences()


def test_keys_and_journal_are_read(tmp_path: Path) -> None:
    text = '[keys]\nedit = "f5"\ndown = ["j", "f6"]\n[journal]\ndays = 7\ndeleted_users = false\n'
    found = read(tmp_path, text)
    assert found.keys == {"edit": ("f5",), "down": ("j", "f6")}
    assert (found.days, found.megabytes, found.deleted_users) == (7, 200, False)


@pytest.mark.parametrize(
    ("text", "said", "line"),
    [
        ("[keys]\nedit = e", "no valid TOML", 2),
        ("[colours]\n", "'colours' is not known here", 1),
        ("[keys]\n\nedit = 5", "must be a text or a list", 3),
        ("keys = 5", "keys must be a table", 1),
        ("[journal]\nyears = 5", "'years' is not known here", 2),
        ("[journal]\ndays = 0", "a number above 0", 2),
        ('[journal]\ndeleted_users = "no"', "true or false", 2),
    ],
)
def test_what_is_wrong_is_told_with_its_line(
    tmp_path: Path, text: str, said: str, line: int
) -> None:
    with pytest.raises(ConfigError) as error:
        read(tmp_path, text)
    assert said in str(error.value)
    assert f"line {line}" in str(error.value)
