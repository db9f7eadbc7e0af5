"""`.env` and `appwrite.config.json`: files that come with a repository, whoever wrote it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tui.config.flags import Flags
from tui.config.problem import ConfigError
from tui.config.resolve import Surroundings, resolve
from tui.config.sources import from_env_file, from_project_file

GOOD = "APPWRITE_ENDPOINT=https://f.test/v1\nAPPWRITE_PROJECT_ID=f\n"


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("APPWRITE_ENDPOINT https://f.test/v1\n", 1),
        (GOOD + "\n\n# a key\nAPPWRITE_API_KEY='never closed\nA=1\n", 6),
        ("\n\n\n=x\n" + GOOD, 4),
        ('A=1\r\nAPPWRITE_API_KEY="a" b\r\n', 2),
    ],
)
def test_a_broken_line_is_named(around: Surroundings, write, text: str, line: int) -> None:
    path = write(around.directory / ".env", text)
    with pytest.raises(ConfigError) as caught:
        resolve(Flags(), around)
    assert caught.value.where == f"{path}, line {line}"
    assert "never closed" not in str(caught.value)


def test_somebody_elses_broken_file_is_left_alone(around: Surroundings, write) -> None:
    write(around.directory / ".env", "this is = for 'another tool\n===\n")
    assert resolve(Flags(), around) is None


@pytest.mark.parametrize(
    "text",
    [
        "export APPWRITE_PROJECT_ID=f",
        "APPWRITE_PROJECT_ID = 'f' # the shop",
        '\ufeffAPPWRITE_PROJECT_ID="f"',
        "APPWRITE_PROJECT_ID=e\nAPPWRITE_PROJECT_ID=f",
    ],
)
def test_the_ways_people_write_it(around: Surroundings, write, text: str) -> None:
    write(around.directory / ".env", text)
    assert from_env_file(around.directory).project == "f"


def test_nothing_is_put_in_from_the_environment(around: Surroundings, write, monkeypatch) -> None:
    monkeypatch.setenv("SECRET", "leaked")
    write(around.directory / ".env", "APPWRITE_ENDPOINT=https://${SECRET}.test/v1\nSECRET=leaked\n")
    assert from_env_file(around.directory).endpoint == "https://${SECRET}.test/v1"


def test_bytes_that_are_no_text(around: Surroundings) -> None:
    (around.directory / ".env").write_bytes(b"APPWRITE_PROJECT_ID=\xff\n")
    with pytest.raises(ConfigError, match="no UTF-8"):
        resolve(Flags(), around)


def test_a_file_that_one_may_not_read(
    around: Surroundings, write, open_folder, without_rights
) -> None:
    write(open_folder / ".env", GOOD, mode=0o000)
    with without_rights(), pytest.raises(ConfigError, match="Permission denied"):
        resolve(Flags(), replace(around, directory=open_folder, profiles=open_folder / "none"))


def test_a_folder_called_env_is_no_env_file(around: Surroundings) -> None:
    (around.directory / ".env").mkdir()
    assert resolve(Flags(), around) is None


def test_the_nearest_project_file_counts(around: Surroundings, write) -> None:
    write(around.directory / "appwrite.json", '{"projectId": "far", "endpoint": "https://far/v1"}')
    below = around.directory / "a" / "b"
    near = write(around.directory / "a" / "appwrite.config.json", '{"projectId": "near"}')
    below.mkdir()
    assert from_project_file(below).project == "near"
    assert from_project_file(below).name == str(near)
    assert from_project_file(around.directory).project == "far"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('{\n "projectId": "x",\n}', "line 3: The file is no valid JSON"),
        ("[1]", "no JSON object"),
        ('{"endpoint": 3}', "endpoint must be a text"),
        ('{"projectId": ["a"]}', "projectId must be a text"),
        ("[" * 100_000, "nested too deeply"),
        ("", "no valid JSON"),
    ],
)
def test_a_broken_project_file_is_named(around: Surroundings, write, text: str, said: str) -> None:
    path = write(around.directory / "appwrite.config.json", text)
    with pytest.raises(ConfigError, match=said) as caught:
        resolve(Flags(), around)
    assert str(path) in str(caught.value)


def test_a_folder_with_an_escape_sequence_in_its_name(around: Surroundings, write) -> None:
    evil = around.directory / "a\x1b]0;evil\x07"
    write(evil / ".env", "APPWRITE_ENDPOINT 'x")
    with pytest.raises(ConfigError) as caught:
        resolve(Flags(), replace(around, directory=evil))
    assert str(caught.value).isprintable()
