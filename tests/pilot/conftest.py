"""A person at the explorer: `await ui.press(...)`, `await ui.sees(...)`, over real HTTP."""

from __future__ import annotations

import string
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from textual import events
from textual.keys import _character_to_key
from textual.pilot import Pilot

from tui.app import ExplorerApp
from tui.config.flags import Flags
from tui.config.resolve import Surroundings
from tui.config.secret import Secret
from tui.config.settings import Settings
from tui.resources.places import parse
from tui.screens.explorer import ExplorerScreen
from tui.screens.opening import Opening

PATIENCE = 60.0
"""Seconds after which what was expected is taken to never come."""


NAMES = {character: _character_to_key(character) for character in string.punctuation + " "}
"""What Textual calls the keys of characters that are no letters."""
CHARACTERS = {name: character for character, name in NAMES.items()}
HOPS = 6
"""More than there are widgets between the terminal and the screen, each with a queue."""


class Ui:
    """What a person does and sees."""

    def __init__(self, app: ExplorerApp, pilot: Pilot[Any]) -> None:
        self.app = app
        self.pilot = pilot

    @property
    def screen(self) -> ExplorerScreen:
        screen = self.app.screen_stack[-1]
        assert isinstance(screen, ExplorerScreen)
        return screen

    @property
    def text(self) -> str:
        """Everything that is on the screen, line by line."""
        lines = self.app.screen_stack[-1]._compositor.render_strips()
        return "\n".join(strip.text.rstrip() for strip in lines)

    async def press(self, *keys: str) -> None:
        """Type like somebody who sees what a key opened before the next is pressed."""
        for key in keys:
            self.at_once(key)
            await self._taken()
            await self.until(self._is_answered, f"what {key} asks for")

    async def _taken(self) -> None:
        """Wait until what was typed has gone from the driver by all widgets to the screen."""
        for _ in range(HOPS):
            await self.pilot.pause(0)

    def _is_answered(self) -> bool:
        screen = self.app.screen_stack[-1] if self.app.screen_stack else None
        return not isinstance(screen, ExplorerScreen) or screen.typing.is_idle

    async def type(self, text: str) -> None:
        self.at_once(*text)
        await self._taken()
        await self.until(self._is_answered, f"what {text} asks for")

    def at_once(self, *keys: str) -> None:
        """Type faster than the program: all keys are there before the first is looked at.

        A text stands for its characters: `ui.at_once("colon", *"users", "enter")`.
        """
        driver = self.app._driver
        assert driver is not None
        for key in keys:
            name = NAMES.get(key, key)
            event = events.Key(name, key if len(key) == 1 else CHARACTERS.get(name))
            event.set_sender(self.app)
            driver.send_message(event)

    async def go(self, place: str) -> None:
        """Use the go-to line."""
        await self.press("colon")
        await self.type(place)
        await self.press("enter")

    async def sees(self, *texts: str) -> None:
        """Wait until all of these are on the screen."""
        await self.until(lambda: all(text in self.text for text in texts), f"{texts}")

    async def sees_not(self, text: str) -> None:
        await self.until(lambda: text not in self.text, f"no {text!r}")

    async def until(self, condition: Callable[[], bool], what: str) -> None:
        end = time.monotonic() + PATIENCE
        while not condition():
            assert time.monotonic() < end, f"expected {what} on\n{self.text}\n{self.app.report}"
            await self.pilot.pause(0.01)

    def line(self, number: int) -> str:
        return self.text.split("\n")[number]


Open = Callable[..., AbstractAsyncContextManager[Ui]]


@pytest.fixture
def opened(demo: Any, tmp_path: Path) -> Open:
    """`async with opened("databases/shop/orders") as ui:` on the embedded Appwrite."""

    @asynccontextmanager
    async def open_ui(
        place: str = "users",
        *,
        key: str = "full",
        size: tuple[int, int] = (120, 40),
        endpoint: str | None = None,
        secret: str | None = None,
        state: str = "state",
        **settings: Any,
    ) -> AsyncIterator[Ui]:
        around = Surroundings({}, tmp_path, tmp_path / "profiles.toml", tmp_path / state)
        opening = Opening(around, Flags())
        told = Settings(
            endpoint or demo.endpoint,
            settings.pop("project", demo.project),
            Secret(secret or demo.keys[key]),
            **settings,
        )
        opening.connect(told, parse(place))
        app = ExplorerApp(opening)
        async with app.run_test(size=size) as pilot:
            yield Ui(app, pilot)
        assert not app.report

    return open_ui


@pytest.fixture(scope="module")
def shop(start_demo: Any) -> Iterator[Any]:
    """A shop that may be changed, the file's own."""
    with start_demo() as started:
        yield started


@pytest.fixture
def changing(opened: Open, shop: Any) -> Iterator[Any]:
    """`async with changing(place) as ui:` on the shop that may be changed."""
    yield lambda place, key="full", **more: opened(
        place, endpoint=shop.endpoint, secret=shop.keys[key], **more
    )
    # What one test orders is no trouble of the next.
    shop.control("DELETE", "faults")


@pytest.fixture
def clipboard(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Any:
    """A tool of the system that keeps what it gets; gives the text it got last."""
    kept = tmp_path / "kept"
    tool = tmp_path / "bin" / "wl-copy"
    tool.parent.mkdir()
    tool.write_text(f"#!/bin/sh\nexec cat > {kept}\n")
    tool.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tool.parent}:/usr/bin:/bin")
    monkeypatch.setenv("WAYLAND_DISPLAY", "wayland-0")
    for name in ("SSH_CONNECTION", "SSH_TTY", "TMUX"):
        monkeypatch.delenv(name, raising=False)
    return lambda: kept.read_text() if kept.exists() else ""
