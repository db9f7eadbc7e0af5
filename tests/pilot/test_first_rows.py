"""The first rows, drawn before Textual is there: what it then draws must be the same picture."""

from __future__ import annotations

import queue
from pathlib import Path
from typing import Any

import pyte
import pytest
from rich.color import ColorSystem
from rich.console import Console

from tests.pilot.conftest import Ui
from tui.app import ExplorerApp
from tui.config.flags import Flags
from tui.config.resolve import Surroundings
from tui.config.secret import Secret
from tui.config.settings import Settings
from tui.resources.places import parse
from tui.screens.first_rows import FirstRows
from tui.screens.opening import Opening
from tui.widgets.styles import colours


def opening_of(demo: Any, folder: Path, place: str, **settings: Any) -> Opening:
    around = Surroundings({}, folder, folder / "profiles.toml", folder / "state")
    opening = Opening(around, Flags())
    told = Settings(demo.endpoint, demo.project, Secret(demo.keys["full"]), **settings)
    opening.connect(told, parse(place))
    return opening


def cells(text: str, size: tuple[int, int]) -> list[list[Any]]:
    """What a terminal shows of it: each cell with its character and its look."""
    screen = pyte.Screen(*size)
    pyte.Stream(screen).feed(text.replace("\x1b[?2026h", "").replace("\x1b[?2026l", ""))
    return [[screen.buffer[y][x] for x in range(size[0])] for y in range(size[1])]


@pytest.mark.parametrize(
    ("place", "size", "remote", "shared"),
    [
        ("users", (120, 40), False, 120),
        ("users", (80, 24), False, 80),
        ("databases/shop/orders", (120, 40), True, 120),
        ("databases/shop/orders/order19995", (151, 45), False, 91),
        ("databases/shop/orders", (151, 45), True, 151),
        ("databases/shop/orders", (40, 10), False, 40),
        ("functions", (60, 15), False, 60),
        ("users/user0519", (101, 30), False, 61),
    ],
)
async def test_the_picture_before_textual_is_what_textual_draws(
    demo: Any,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    place: str,
    size: tuple[int, int],
    remote: bool,
    shared: int,
) -> None:
    opening = opening_of(demo, tmp_path, place, remote=remote)
    written: queue.Queue[str] = queue.Queue()
    monkeypatch.setattr("tui.screens.first_rows.colours", lambda: ColorSystem.TRUECOLOR)
    session, at = opening.sessions[0]
    first = FirstRows(session, at, opening.actions, size, written.put)
    early = cells(written.get(timeout=20), size)
    first.stop()
    app = ExplorerApp(opening)
    async with app.run_test(size=size) as pilot:
        await Ui(app, pilot).sees("enter open")
        await Ui(app, pilot).sees_not("loading")
        strips = app.screen._compositor.render_strips()
        console = Console(force_terminal=True, color_system="truecolor")
        late = cells("\r\n".join(strip.render(console) for strip in strips), size)
    # The first line tells how fast the server is.
    assert [row[:shared] for row in early[1:-1]] == [row[:shared] for row in late[1:-1]]
    assert early[-1] == late[-1]
    assert "".join(cell.data for cell in early[5][:shared]).strip()


async def test_what_goes_wrong_is_left_to_the_screen(demo: Any, tmp_path: Path) -> None:
    demo.spoil("500", path="/users")
    opening = opening_of(demo, tmp_path, "users")
    session, at = opening.sessions[0]
    drawn: list[str] = []
    first = FirstRows(session, at, opening.actions, (120, 40), drawn.append)
    app = ExplorerApp(opening)
    first.stop()
    async with app.run_test(size=(120, 40)) as pilot:
        await Ui(app, pilot).sees("500")
    assert not drawn


@pytest.mark.parametrize(
    ("terminal", "colour"),
    [
        ("xterm-256color", "truecolor"),
        ("xterm-256color", ""),
        ("xterm-kitty", ""),
        ("xterm", ""),
        ("linux", ""),
        ("screen-16color", ""),
        ("dumb", ""),
    ],
)
def test_colours_are_counted_as_textual_does(
    monkeypatch: pytest.MonkeyPatch, terminal: str, colour: str
) -> None:
    monkeypatch.setenv("TERM", terminal)
    monkeypatch.setenv("COLORTERM", colour)
    monkeypatch.delenv("NO_COLOR", raising=False)
    assert colours() == Console(force_terminal=True)._color_system
