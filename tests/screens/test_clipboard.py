"""The ways of a text to the clipboard, with tools that are scripts."""

from __future__ import annotations

import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from tui.core.osc52 import LARGEST
from tui.screens.clipboard import Clipboard

Make = Callable[..., Clipboard]


@pytest.fixture
def make(tmp_path: Path) -> Make:
    """`make("xclip", DISPLAY=":0")` with that tool alone; what it gets goes to a file."""

    def made(*tools: str, script: str = "cat", remote: bool = False, **more: str) -> Clipboard:
        for tool in tools:
            path = tmp_path / tool
            path.write_text(f"#!/bin/sh\n{script} > {tmp_path}/{tool}.got\n")
            path.chmod(0o755)
        environment = {"PATH": f"{tmp_path}:/bin:/usr/bin", "TERM": "xterm", **more}
        return Clipboard(environment, remote, tmp_path / "state")

    return made


@pytest.mark.parametrize(
    ("tool", "variable"),
    [("wl-copy", "WAYLAND_DISPLAY"), ("xclip", "DISPLAY"), ("xsel", "DISPLAY")],
)
def test_a_tool_of_the_system_comes_first(
    make: Make, tmp_path: Path, tool: str, variable: str
) -> None:
    copied = make(tool, **{variable: "0"}).put("zwölf\n€", "The cell")
    assert copied.said == f"The cell was copied: {tool} took it."
    assert copied.sequence == ""
    assert (tmp_path / f"{tool}.got").read_bytes() == "zwölf\n€".encode()


def test_windows_gets_its_own_letters(make: Make, tmp_path: Path) -> None:
    make("clip.exe", WSL_DISTRO_NAME="Debian").put("€", "The cell")
    assert (tmp_path / "clip.exe.got").read_bytes() == "€".encode("utf-16-le")


@pytest.mark.parametrize("script", ["exit 1 #", "kill -9 $$ #"])
def test_a_tool_that_fails_is_not_believed(make: Make, script: str) -> None:
    copied = make("xclip", script=script, DISPLAY=":0").put("a", "The id")
    assert copied.sequence.startswith("\x1b]52;c;")
    assert "does not say" in copied.said


@pytest.mark.parametrize("far", [{"SSH_CONNECTION": "1 2 3 4"}, {"SSH_TTY": "/dev/pts/1"}])
def test_far_away_the_terminal_is_asked(make: Make, tmp_path: Path, far: dict[str, str]) -> None:
    copied = make("xclip", "wl-copy", DISPLAY=":0", WAYLAND_DISPLAY="0", **far).put("a", "The id")
    assert copied.sequence == "\x1b]52;c;YQ==\x07"
    assert not list(tmp_path.glob("*.got"))


def test_what_no_terminal_takes_lies_in_a_private_file(make: Make) -> None:
    clipboard = make(remote=True)
    copied = clipboard.put("x" * (LARGEST + 1), "The JSON")
    path = clipboard.folder / "copied.txt"
    assert copied.sequence == ""
    assert copied.said.startswith(f"In {path}: 75.0 KB is more")
    assert path.read_text() == "x" * (LARGEST + 1)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_path_below_home_is_told_as_one_writes_it(
    make: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    copied = make(remote=True).put("x" * (LARGEST + 1), "The JSON")
    assert copied.said.startswith("In ~/state/copied.txt: ")


def test_that_it_cannot_be_written_is_said(make: Make, tmp_path: Path) -> None:
    (tmp_path / "state").write_text("a file where a folder should be")
    copied = make(remote=True).put("x" * (LARGEST + 1), "The JSON")
    assert "more than terminals take" in copied.said
    assert "and no file takes it: " in copied.said
    assert "Errno" not in copied.said
