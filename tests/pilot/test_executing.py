"""A person who runs functions."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.pilot.conftest import Open


@pytest.fixture(scope="module")
def shop(start_demo: Any) -> Iterator[Any]:
    """A shop whose functions may run."""
    with start_demo() as started:
        yield started


@pytest.fixture
def changing(opened: Open, shop: Any) -> Any:
    return lambda place, **more: opened(
        place, endpoint=shop.endpoint, secret=shop.keys["full"], **more
    )


@pytest.fixture(scope="module")
def function(shop: Any) -> str:
    """A function that can run."""
    functions = shop.get("/functions").body["functions"]
    return str(next(one["$id"] for one in functions if one["enabled"] and one["deploymentId"]))


def newest(shop: Any, function: str) -> Any:
    query = {"method": "orderDesc", "attribute": "$sequence", "values": []}
    return shop.get(f"/functions/{function}/executions", query).body["executions"][0]


async def test_a_function_runs_and_its_execution_is_shown(
    changing: Any, shop: Any, function: str
) -> None:
    async with changing(f"functions/{function}") as ui:
        await ui.sees("1–")
        await ui.press("X")
        await ui.sees("New execution", "requestMethod")
        await ui.press("down", "ctrl+u")
        await ui.type("/echo?a=1")
        await ui.press("ctrl+s")
        await ui.sees("✓ done  200", "/echo?a=1")
        ran = newest(shop, function)
        assert ran["requestPath"] == "/echo?a=1"
        assert ran["status"] == "completed"


async def test_a_past_execution_runs_again(changing: Any, shop: Any, function: str) -> None:
    async with changing(f"functions/{function}") as ui:
        await ui.sees("1–")
        before = newest(shop, function)
        await ui.press("g", "X")
        await ui.sees("New execution", before["requestPath"])
        await ui.press("ctrl+s")
        await ui.sees("enter shows logs and response")
        after = newest(shop, function)
        assert after["$id"] != before["$id"]
        assert after["requestPath"] == before["requestPath"]


async def test_one_in_the_background_is_followed_to_its_end(
    changing: Any, shop: Any, function: str
) -> None:
    async with changing(f"functions/{function}") as ui:
        await ui.sees("1–")
        await ui.press("X", "down", "ctrl+u")
        await ui.type("/sleep?seconds=0.4")
        await ui.press("down", "down", "down", "right", "right", "ctrl+s")
        await ui.sees("is followed")
        await ui.sees("✓ done  200")
        assert newest(shop, function)["status"] == "completed"


async def test_the_body_of_the_response_is_shown(changing: Any, function: str) -> None:
    async with changing(f"functions/{function}") as ui:
        await ui.sees("1–")
        await ui.press("X", "down", "ctrl+u")
        await ui.type("/json")
        await ui.press("ctrl+s")
        await ui.sees("✓ done  200")
        await ui.press("i", "right_square_bracket", "right_square_bracket", "right_square_bracket")
        for _ in range(6):
            if '"square"' in ui.text:
                break
            await ui.press("right_square_bracket")
        await ui.sees('"square"')


async def test_headers_that_are_no_json_are_refused_at_their_field(
    changing: Any, shop: Any, function: str
) -> None:
    async with changing(f"functions/{function}") as ui:
        await ui.sees("1–")
        before = newest(shop, function)["$id"]
        await ui.press("X", "down", "down", "down")
        await ui.type("{oops")
        await ui.press("ctrl+s")
        await ui.sees("New execution", "JSON")
        assert newest(shop, function)["$id"] == before


async def test_the_record_of_an_execution_is_deleted(
    changing: Any, shop: Any, function: str
) -> None:
    async with changing(f"functions/{function}") as ui:
        await ui.sees("1–")
        gone = newest(shop, function)["$id"]
        await ui.press("g", "D")
        await ui.sees(f"Delete execution {gone}?", "What the function has done stays done")
        await ui.press("y")
        await ui.sees("Deleted")
        assert newest(shop, function)["$id"] != gone


async def test_what_is_no_function_cannot_be_executed(changing: Any) -> None:
    async with changing("users") as ui:
        await ui.sees("user0519")
        await ui.press("X")
        await ui.sees("Only functions can be executed")
