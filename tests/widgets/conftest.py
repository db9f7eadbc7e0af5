"""The widgets in Textual's pilot: `async with shown(FakeLines(10)) as ui:`."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Any

import pytest
from textual.pilot import Pilot

from tests.widgets.harness import FakeLines, Harness

Shown = Callable[..., AbstractAsyncContextManager["Ui"]]


class Ui:
    """What a person does and sees."""

    def __init__(self, app: Harness, pilot: Pilot[None]) -> None:
        self.app = app
        self.pilot = pilot
        self.grid = app.grid

    @property
    def rows(self) -> list[str]:
        """The lines of the screen."""
        strips = self.app.screen._compositor.render_strips()
        return [strip.text.rstrip() for strip in strips]

    @property
    def grid_rows(self) -> list[str]:
        """The grid's header and lines."""
        return self.rows[1:-1]

    @property
    def text(self) -> str:
        return "\n".join(self.rows)

    async def press(self, *keys: str) -> None:
        await self.pilot.press(*keys)
        await self.pilot.pause()


@pytest.fixture
def shown() -> Shown:
    """The harness around some lines, in a terminal of a size."""

    @asynccontextmanager
    async def show(
        lines: FakeLines | None = None, size: tuple[int, int] = (100, 14), **options: Any
    ) -> AsyncIterator[Ui]:
        app = Harness(lines, **options)
        async with app.run_test(size=size) as pilot:
            await pilot.pause()
            yield Ui(app, pilot)

    return show
