"""Starting in a terminal with a configuration that is broken, or broken where nobody looks."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from bench.terminal import Terminal

PROGRAM = str(Path(sys.executable).parent / "appwrite-tui")


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Callable[..., Terminal]]:
    """`start("--demo", APPWRITE_ENDPOINT=…)` in an empty directory."""
    opened: list[Terminal] = []

    def run(*arguments: str, **environment: str) -> Terminal:
        settings = {
            "PATH": os.environ["PATH"],
            "HOME": str(tmp_path),
            "LANG": "C.UTF-8",
            "XDG_CONFIG_HOME": str(tmp_path / "config"),
            "XDG_STATE_HOME": str(tmp_path / "state"),
            **environment,
        }
        opened.append(Terminal([PROGRAM, *arguments], settings, directory=tmp_path))
        return opened[-1]

    yield run
    for terminal in opened:
        terminal.close()


@pytest.fixture
def variables(demo) -> dict[str, str]:
    return {
        "APPWRITE_ENDPOINT": demo.endpoint,
        "APPWRITE_PROJECT_ID": demo.project,
        "APPWRITE_API_KEY": demo.keys["full"],
    }


def profiles(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "config" / "appwrite-tui" / "profiles.toml"
    path.parent.mkdir(parents=True)
    path.write_text(text)
    path.chmod(0o600)
    return path


def test_broken_profiles_stop_nobody_who_does_not_use_them(start, variables, tmp_path) -> None:
    profiles(tmp_path, "[profiles.shop\n")
    terminal = start("databases/shop/orders", **variables)
    terminal.wait_for("order19999")
    terminal.send(":@shop\r")
    terminal.wait_for("line 1: This is no valid TOML")
    assert "order19999" in terminal.text


@pytest.mark.parametrize(
    ("arguments", "change", "said"),
    [
        (["--profile", "shop"], {}, r"profiles\.toml, line 1: This is no valid TOML"),
        ([], {"APPWRITE_API_KEY": ""}, r"profiles\.toml, line 1: This is no valid TOML"),
        ([], {"APPWRITE_ENDPOINT": "localhost/v1"}, r"Did you mean http://localhost/v1\?"),
        (["--ca-bundle", "none.pem"], {}, r"none\.pem cannot be read"),
        (["nonsense/x"], {}, "nonsense"),
    ],
)
def test_what_is_wrong_is_said_on_a_restored_terminal(
    start, variables, tmp_path, arguments: list[str], change: dict[str, str], said: str
) -> None:
    profiles(tmp_path, "[profiles.shop\n")
    terminal = start(*arguments, **{**variables, **change})
    assert terminal.ended() == 2
    assert re.search(said, terminal.text.replace("\n", ""))
    assert b"Traceback" not in terminal.output
    assert variables["APPWRITE_API_KEY"].encode() not in terminal.output
    left = terminal.output.rindex(b"\x1b[?1049l")
    assert b"appwrite-tui: " in terminal.output[left:]


@pytest.mark.parametrize("configured", [True, False])
def test_a_config_directory_that_cannot_be_read(
    start, variables, tmp_path, configured: bool
) -> None:
    # A file in its place: the mode of a directory stops no administrator.
    (tmp_path / "config").mkdir()
    (tmp_path / "config" / "appwrite-tui").write_text("")
    terminal = start(**(variables if configured else {}))
    assert terminal.ended() == 2
    said = terminal.text.replace("\n", "")
    assert "cannot be read (Not a directory). Make file and folder readable" in said
    assert b"Traceback" not in terminal.output


def test_a_state_directory_that_cannot_be_written_costs_only_the_last_place(
    start, variables, tmp_path
) -> None:
    (tmp_path / "state").mkdir()
    (tmp_path / "state" / "appwrite-tui").write_text("")
    terminal = start("users", **variables)
    terminal.wait_for("user0519")
    terminal.send("q")
    assert terminal.ended() == 0
    said = terminal.text.replace("\n", "")
    assert "The last place could not be remembered (File exists)." in said


def test_a_demo_that_is_not_installed_is_said(start, tmp_path) -> None:
    """The extra's packages are hidden by ones that cannot be found."""
    hiding = tmp_path / "hiding"
    hiding.mkdir()
    (hiding / "sitecustomize.py").write_text("import sys; sys.modules['uvicorn'] = None\n")
    terminal = start("--demo", PYTHONPATH=str(hiding))
    assert terminal.ended() == 2
    assert "pip install 'appwrite-tui[demo]'" in terminal.text
    assert b"Traceback" not in terminal.output


def test_nothing_configured_asks_for_a_connection(start) -> None:
    terminal = start()
    terminal.wait_for("Nothing is configured yet")
    terminal.wait_for("Project id")
    assert "API key" in terminal.text


def test_the_first_rows_need_no_textual() -> None:
    asked = "import sys, tui.launch, tui.screens.opening, tui.screens.first_rows"
    told = "print([name for name in ('textual', 'appwrite.client') if name in sys.modules])"
    command = [sys.executable, "-c", f"{asked}\n{told}"]
    assert subprocess.run(command, capture_output=True, text=True).stdout == "[]\n"
