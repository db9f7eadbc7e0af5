"""The command line, and what the doctor finds."""

from __future__ import annotations

import contextlib
import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tui.cli.parser import Launch, Run, parse
from tui.cli.quick import opens_explorer, read
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


def run(*arguments: str, tmp_path: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    clean = {name: value for name, value in os.environ.items() if not name.startswith("APPWRITE_")}
    return subprocess.run(
        [sys.executable, "-m", "tui", *arguments],
        capture_output=True,
        text=True,
        check=False,
        cwd=tmp_path,
        stdin=subprocess.DEVNULL,
        env={
            **clean,
            "PYTHONPATH": str(ROOT),
            "XDG_CONFIG_HOME": str(tmp_path / "config"),
            "XDG_STATE_HOME": str(tmp_path / "state"),
            **environment,
        },
    )


def doctor(demo, tmp_path: Path, *arguments: str, key: str = "full", **more: str):
    environment = {
        "APPWRITE_ENDPOINT": demo.endpoint,
        "APPWRITE_PROJECT_ID": demo.project,
        "APPWRITE_API_KEY": demo.keys.get(key, key),
        **more,
    }
    done = run("doctor", *arguments, tmp_path=tmp_path, **environment)
    assert "Traceback" not in done.stderr
    assert demo.keys.get(key, key) not in done.stdout + done.stderr
    return done


def test_the_doctor_finds_all_well(demo, tmp_path: Path) -> None:
    done = doctor(demo, tmp_path)
    assert done.returncode == 0, done.stdout
    for said in ("Appwrite 1.9.6", "(from environment)", "Users", "opens", "none in"):
        assert said in done.stdout


def test_the_doctor_names_the_missing_scopes(demo, tmp_path: Path) -> None:
    done = doctor(demo, tmp_path, "--json", key="usersonly")
    assert done.returncode == 1
    found = {finding["what"]: finding for finding in json.loads(done.stdout)}
    assert found["Users"]["good"]
    assert "functions.read" in found["Functions"]["said"]
    assert "buckets.read" in found["Storage"]["said"]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"APPWRITE_ENDPOINT": "http://127.0.0.1:9/v1"}, "refuses connections"),
        ({"APPWRITE_ENDPOINT": "127.0.0.1/v1"}, "no scheme"),
        ({"APPWRITE_PROJECT_ID": "nowhere"}, "no project of this id"),
        ({"APPWRITE_API_KEY": "standard_" + "0" * 64}, "the API key is wrong"),
        ({"APPWRITE_PROJECT_ID": ""}, "no project"),
    ],
)
def test_the_doctor_says_what_is_wrong(
    demo, tmp_path: Path, change: dict[str, str], said: str
) -> None:
    done = doctor(demo, tmp_path, **change)
    assert done.returncode == 1
    assert said in done.stdout


def test_nothing_configured_is_said(tmp_path: Path) -> None:
    done = run("doctor", tmp_path=tmp_path)
    assert done.returncode == 1
    assert "Nothing is configured" in done.stdout


def test_without_a_terminal_the_explorer_says_so(tmp_path: Path) -> None:
    done = run(tmp_path=tmp_path)
    assert done.returncode == 2
    assert "needs a terminal" in done.stderr


def test_the_version_is_told(tmp_path: Path) -> None:
    assert run("--version", tmp_path=tmp_path).stdout.startswith("appwrite-tui ")
