"""The command line."""

from __future__ import annotations

import contextlib
import io
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tui import __version__
from tui.cli.parser import Launch, Run, parse
from tui.cli.quick import COMMANDS, OPTIONS, SWITCHES, opens_explorer, read
from tui.config.flags import Flags

ROOT = Path(__file__).parents[2]

WORDS = st.sampled_from(
    ["--read-only", "--remote", "--demo", "--fresh", "--insecure", "--profile", "--profile=p",
     "--profile=-p", "--endpoint", "--ca-bundle=", "--help", "-h", "-x", "-5", "-", "--", "-a b",
     "--nonsense", "--read-only=1", "--read", "doctor", "users", "databases/shop", "--version",
     "--json", "--project", "a", ""]
)  # fmt: skip


@given(st.lists(WORDS, max_size=5))
@example(["--profile", "doctor"])
@example(["--", "users"])
@example(["--profile", "-5"])
@example(["-a b"])
def test_the_quick_reading_agrees_with_the_parser(arguments: list[str]) -> None:
    """What the first picture is drawn for is exactly what the parser then opens."""
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        try:
            parsed = parse(arguments)
        except SystemExit:
            parsed = None
    assert opens_explorer(arguments) == isinstance(parsed, Launch)
    if isinstance(parsed, Launch):
        assert parsed.flags == read(arguments)


@pytest.mark.parametrize(
    "arguments",
    [["doctor"], ["doctor", "--profile", "p"], ["--profile", "p", "doctor", "--json"]],
)
def test_the_doctor_is_called_before_and_after_its_options(arguments: list[str]) -> None:
    assert isinstance(parse(arguments), Run)


def test_a_profile_may_be_called_doctor() -> None:
    assert parse(["--profile", "doctor"]) == Launch(Flags(profile="doctor"))


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--demo", "--profile", "p"], "brings its own"),
        (["--profile", "-p"], "expected one argument"),
        (["users", "teams"], "unrecognized arguments: teams"),
        (["--", "users"], "begins with a dash"),
        (["doctor", "--demo"], "unrecognized arguments: --demo"),
        (["--json"], "unrecognized arguments: --json"),
    ],
)
def test_what_is_mistyped_is_said(
    arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as left:
        parse(arguments)
    assert left.value.code == 2
    assert said in capsys.readouterr().err


def test_the_first_picture_waits_for_no_import() -> None:
    """Whatever is imported before it is what a person waits for."""
    code = "import sys, tui.__main__, tui.cli.frame; print(*sys.modules)"
    found = subprocess.run(
        [sys.executable, "-S", "-c", code],
        capture_output=True, text=True, check=True, cwd=ROOT,
    ).stdout.split()  # fmt: skip
    for heavy in ("argparse", "dataclasses", "inspect", "typing", "re", "json", "pathlib"):
        assert heavy not in found


def test_without_a_terminal_the_explorer_says_so(run) -> None:
    done = run()
    assert done.returncode == 2
    assert "needs a terminal" in done.stderr


def test_the_version_is_told(run) -> None:
    assert run("--version").stdout == f"appwrite-tui {__version__}\n"


def test_help_names_every_option(run) -> None:
    said = run("--help").stdout
    for option in (*SWITCHES, *OPTIONS, *COMMANDS):
        assert option in said


def test_keys_are_printed_as_the_settings_take_them(run, tmp_path) -> None:
    printed = run("keys").stdout
    assert 'filter = "/"' in printed
    settings = tmp_path / "config" / "appwrite-tui" / "settings.toml"
    settings.parent.mkdir(parents=True, exist_ok=True)
    settings.write_text(printed.replace('filter = "/"', 'filter = "f7"'), encoding="utf-8")
    assert 'filter = "f7"' in run("keys", XDG_CONFIG_HOME=str(tmp_path / "config")).stdout


def test_a_wrong_key_is_told_with_its_place(run, tmp_path) -> None:
    settings = tmp_path / "config" / "appwrite-tui" / "settings.toml"
    settings.parent.mkdir(parents=True, exist_ok=True)
    settings.write_text('[keys]\nedit = "x"\n', encoding="utf-8")
    done = run("keys", XDG_CONFIG_HOME=str(tmp_path / "config"))
    assert done.returncode == 2
    assert "settings.toml, [keys] edit: x is the key of export already" in done.stderr
