"""From one project to another by the names of profiles, and back, whatever is wrong with one."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.pilot.conftest import Ui
from tui.app import ExplorerApp
from tui.config.flags import Flags
from tui.config.resolve import Surroundings, resolve
from tui.screens.opening import Opening

Started = Callable[..., AbstractAsyncContextManager[Ui]]


def profile(name: str, demo: Any, **more: Any) -> str:
    values = {"endpoint": demo.endpoint, "project": demo.project, **more}
    lines = [f"{key} = {json.dumps(value)}" for key, value in values.items()]
    return "\n".join([f"[profiles.{name}]", *lines, ""])


@pytest.fixture
def started(demo: Any, tmp_path: Path) -> Started:
    """`async with started(*profiles) as ui:` in the default one, which is called home."""

    @asynccontextmanager
    async def start(*others: str) -> AsyncIterator[Ui]:
        around = Surroundings({}, tmp_path, tmp_path / "profiles.toml", tmp_path / "state")
        home = profile("home", demo, key=demo.keys["full"])
        write(around.profiles, 'default = "home"', home, *others)
        settings = resolve(Flags(), around)
        assert settings is not None
        opening = Opening(around, Flags())
        opening.connect(settings, opening.first_place(settings))
        app = ExplorerApp(opening)
        async with app.run_test(size=(120, 40)) as pilot:
            yield Ui(app, pilot)
        assert not app.report

    return start


def write(path: Path, *parts: str) -> None:
    path.touch(0o600)
    path.write_text("\n".join(parts))


async def test_there_and_back_to_where_one_was(started: Started, demo: Any) -> None:
    async with started(profile("look", demo, key=demo.keys["full"], read_only=True)) as ui:
        await ui.sees("home", "user0519")
        await ui.go("databases/shop/orders")
        await ui.sees("order19999")
        await ui.go("@look teams")
        await ui.sees("READ-ONLY", "look", "members")
        await ui.go("@home")
        await ui.sees("order19999", "Databases › shop › orders")
        await ui.sees_not("READ-ONLY")
        await ui.go("@look")
        await ui.sees("READ-ONLY", "members")


async def test_the_palette_changes_the_project_too(started: Started, demo: Any) -> None:
    async with started(profile("users", demo, key=demo.keys["usersonly"])) as ui:
        await ui.sees("user0519")
        await ui.press("ctrl+p")
        await ui.type("@users")
        await ui.press("enter")
        await ui.sees(" users  127.0.0.1", "user0519")
        await ui.press("2")
        await ui.sees("lacks the scope databases.read")


async def test_a_wrong_key_is_said_and_one_comes_back_and_corrects_it(
    started: Started, demo: Any
) -> None:
    wrong = profile("work", demo, key="standard_" + "ab" * 40)
    async with started(wrong) as ui:
        await ui.sees("user0519")
        await ui.go("@work")
        sentence = "Not authorized to read users: the API key is wrong, or of another project."
        await ui.sees("work", sentence)
        assert ui.text.count(sentence) == 1
        await ui.go("@home")
        await ui.sees("home", "user0519")
        path = ui.app._opening._around.profiles
        right = profile("work", demo, key=demo.keys["full"])
        write(path, path.read_text().replace(wrong, right))
        await ui.go("@work")
        await ui.sees(" work  127.0.0.1", "user0519")
        await ui.go("@home")
        await ui.sees(" home  127.0.0.1", "user0519")


async def test_a_wrong_key_is_corrected_without_leaving(started: Started, demo: Any) -> None:
    wrong = profile("work", demo, key="standard_" + "ab" * 40)
    async with started(wrong) as ui:
        await ui.sees("user0519")
        await ui.go("@work")
        await ui.sees("the API key is wrong")
        path = ui.app._opening._around.profiles
        right = profile("work", demo, key=demo.keys["full"])
        write(path, path.read_text().replace(wrong, right))
        await ui.go("@work")
        await ui.sees(" work  127.0.0.1", "user0519")


@pytest.mark.parametrize(
    ("source", "said"),
    [
        (
            {"key_env": "NO_SUCH_KEY"},
            "Profile work takes its key from $NO_SUCH_KEY, which is not set. export NO_SUCH_KEY=…",
        ),
        (
            {"key_command": "sh -c 'exit 3'"},
            "The key_command of profile work ended with status 3. Try it in a terminal;",
        ),
    ],
)
async def test_a_key_that_is_not_to_be_had_keeps_one_where_one_is(
    started: Started, demo: Any, source: dict[str, str], said: str
) -> None:
    async with started(profile("work", demo, **source)) as ui:
        await ui.sees("user0519")
        await ui.go("@work")
        await ui.sees(said, "home", "user0519")
        await ui.press("j")
        await ui.sees_not(said)


async def test_what_was_wrong_is_said_also_where_a_list_failed(started: Started, demo: Any) -> None:
    wrong = profile("wrong", demo, key="standard_" + "ab" * 40)
    async with started(wrong, profile("work", demo, key_env="NO_SUCH_KEY")) as ui:
        await ui.sees("user0519")
        await ui.go("@wrong")
        await ui.sees("the API key is wrong")
        await ui.go("@work")
        await ui.sees("takes its key from $NO_SUCH_KEY")


async def test_an_unknown_name_is_said_where_it_was_typed(started: Started) -> None:
    async with started() as ui:
        await ui.sees("user0519")
        await ui.go("@nowhere")
        await ui.sees(": @nowhere", "There is no profile 'nowhere'. There are: home.", "user0519")


async def test_waiting_for_a_key_stops_nothing(started: Started, demo: Any, tmp_path: Path) -> None:
    gate = tmp_path / "gate"
    command = f"sh -c 'until test -e {gate}; do sleep 0.05; done; echo {demo.keys['full']}'"
    async with started(profile("vault", demo, key_command=command)) as ui:
        await ui.sees("user0519")
        await ui.go("@vault")
        await ui.sees("Opening @vault …")
        await ui.press("2")
        await ui.sees("shop", "archive")
        gate.touch()
        await ui.sees(" vault  127.0.0.1", "user0519")
