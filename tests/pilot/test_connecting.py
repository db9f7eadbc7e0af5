"""The form where nothing is configured: it tries, says what is wrong, and loses nothing typed."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from textual import events

from tests.pilot.conftest import Ui
from tui.app import ExplorerApp
from tui.config.flags import Flags
from tui.config.profiles import read_profiles
from tui.config.resolve import Surroundings
from tui.screens.opening import Opening
from tui.widgets.blanks_form import BlanksForm

Asked = Callable[..., AbstractAsyncContextManager[Ui]]


@pytest.fixture
def asked(tmp_path: Path) -> Asked:
    """`async with asked(Flags()) as ui:` with the form on the screen."""

    @asynccontextmanager
    async def start(flags: Flags | None = None, **variables: str) -> AsyncIterator[Ui]:
        around = Surroundings(variables, tmp_path, tmp_path / "profiles.toml", tmp_path / "state")
        app = ExplorerApp(Opening(around, flags or Flags()))
        async with app.run_test(size=(100, 24)) as pilot:
            ui = Ui(app, pilot)
            await ui.sees("Nothing is configured yet.", "Endpoint", "API key")
            yield ui
        assert not app.report

    return start


async def fill(ui: Ui, *texts: str) -> None:
    """Type into one blank after the other, in place of what stands there, and try."""
    while "▌ Endpoint" not in ui.text:
        await ui.press("tab")
        await ui.pilot.pause()
    for number, text in enumerate(texts):
        if number:
            await ui.press("tab")
        await ui.press("end", "ctrl+u")
        ui.app.screen_stack[-1].query_one(BlanksForm).post_message(events.Paste(text))
        await ui.pilot.pause()
    await ui.press("ctrl+s")


@pytest.mark.parametrize(
    ("endpoint", "said"),
    [
        ("", "The endpoint is empty."),
        ("localhost:1/v1", "has no scheme. Did you mean http://localhost:1/v1?"),
        ("http://127.0.0.1:1", "does not end in /v1. Did you mean http://127.0.0.1:1/v1?"),
        (
            "http://example.test/v1",
            "http://example.test/v1 is plain http: the API key would travel",
        ),
        ("http://127.0.0.1:1/v1", "127.0.0.1:1 refuses connections on this port."),
        ("https://nowhere.invalid/v1", "The name nowhere.invalid is unknown."),
    ],
)
async def test_an_endpoint_that_leads_nowhere(asked: Asked, endpoint: str, said: str) -> None:
    async with asked() as ui:
        await fill(ui, endpoint, "shop", "secret-of-mine")
        await ui.until(lambda: said in " ".join(ui.text.split()), said)
        await ui.sees(endpoint, "shop", "••••••••")
        assert "secret-of-mine" not in ui.text


async def test_what_was_wrong_is_corrected_in_its_place(asked: Asked, demo: Any) -> None:
    async with asked() as ui:
        await fill(ui, demo.endpoint, demo.project, "wrong")
        await ui.sees("the API key is wrong, or of another project. Check key and project")
        await ui.sees_not("doctor")
        await fill(ui, demo.endpoint, "nowhere", demo.keys["full"])
        await ui.sees("The server knows no project of this id.")
        await fill(ui, demo.endpoint, demo.project, "")
        await ui.sees("No API key: the server does not let guests read users. Fill in an API key.")
        await fill(ui, demo.endpoint, demo.project, demo.keys["full"])
        await ui.sees("user0519", demo.project)


async def test_a_key_without_scopes_is_let_in_and_told_in_the_panes(
    asked: Asked, demo: Any
) -> None:
    async with asked() as ui:
        await fill(ui, demo.endpoint, demo.project, demo.keys["noscopes"])
        await ui.sees("The API key cannot read users: it lacks the scope users.read.")


async def test_a_server_that_hangs_is_left_for_another_one(
    asked: Asked, demo: Any, start_demo: Any
) -> None:
    with start_demo("--empty") as silent:
        silent.spoil("hang", path="/users", times=9)
        async with asked() as ui:
            await fill(ui, silent.endpoint, silent.project, silent.keys["full"])
            await ui.sees("Trying…")
            await fill(ui, demo.endpoint, demo.project, demo.keys["full"])
            await ui.sees("user0519")


async def test_a_profile_is_saved_once_it_works(asked: Asked, demo: Any, tmp_path: Path) -> None:
    async with asked() as ui:
        await fill(ui, demo.endpoint, demo.project, "wrong", "work")
        await ui.sees("the API key is wrong")
        assert not (tmp_path / "profiles.toml").exists()
        await fill(ui, demo.endpoint, demo.project, demo.keys["full"], "work")
        await ui.sees(" work  127.0.0.1", "user0519")
    profiles = read_profiles(tmp_path / "profiles.toml")
    assert profiles.default == "work"
    assert profiles.named("work").key is not None
    assert (tmp_path / "profiles.toml").stat().st_mode & 0o777 == 0o600


async def test_what_the_command_line_says_counts_for_the_form_too(asked: Asked, demo: Any) -> None:
    flags = Flags(place="teams", read_only=True)
    async with asked(flags, SSH_CONNECTION="1 2 3 4") as ui:
        await fill(ui, demo.endpoint, demo.project, demo.keys["full"])
        await ui.sees("READ-ONLY", "members")
        settings = ui.screen.session.settings
        assert (settings.locked_by, settings.remote) == ("--read-only", True)
