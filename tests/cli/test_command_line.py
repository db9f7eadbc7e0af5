"""The command line, and what the doctor finds."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.cli.parser import Launch, parse
from tui.cli.quick import read

WORDS = st.sampled_from(
    ["--read-only", "--remote", "--demo", "--profile", "--profile=p", "--endpoint", "--help", "-x",
     "--nonsense", "doctor", "users", "databases/shop", "--version", "--json", "--project", "a"]
)  # fmt: skip


@given(st.lists(WORDS, max_size=5))
def test_the_quick_reading_agrees_with_the_parser(arguments: list[str]) -> None:
    flags = read(arguments)
    if flags is not None:
        assert parse(arguments) == Launch(flags)


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
            "PYTHONPATH": str(Path(__file__).parents[2]),
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
