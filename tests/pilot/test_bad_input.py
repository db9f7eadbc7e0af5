"""Servers, keys and rows that are not as they should be: one honest sentence, and no more harm."""

from __future__ import annotations

from typing import Any

import pytest

from tests.pilot.conftest import Open


async def test_a_key_of_another_project(opened: Open, start_demo: Any) -> None:
    with start_demo("--empty", "--project", "another") as another:
        mine = {"endpoint": another.endpoint, "secret": another.keys["full"]}
        async with opened("users", project="another", **mine) as ui:
            await ui.sees("No users here.")
        # The demo's key, on the other server and project.
        async with opened("users", project="another", endpoint=another.endpoint) as ui:
            await ui.sees("the API key is wrong, or of another project", "Check key and project id")
            await ui.press("2")
            await ui.sees("Not authorized to read databases")
        # The other server's key, here.
        async with opened("users", secret=another.keys["full"]) as ui:
            await ui.sees("the API key is wrong, or of another project")


async def test_an_unknown_project(opened: Open) -> None:
    async with opened("users", project="nowhere") as ui:
        await ui.sees("The server knows no project of this id.", "Check the project id")


@pytest.mark.parametrize(
    ("fault", "times", "said"),
    [
        ("html", 9, "an HTML page"),
        ("half", 9, "stopped in the middle of its answer"),
        ("500", 1, "The server failed (500)"),
        ("429", 9, "The server is being asked too often."),
        ("drop", 9, "closed the connection"),
    ],
)
async def test_what_a_server_does_wrong_is_said_and_tried_again_by_r(
    opened: Open, start_demo: Any, fault: str, times: int, said: str
) -> None:
    with start_demo("--empty") as server:
        server.request("POST", "/users", {"userId": "ada", "name": "Ada"})
        server.spoil(fault, path="/users", times=times)
        async with opened("users", endpoint=server.endpoint, secret=server.keys["full"]) as ui:
            await ui.sees(said)
            await ui.press("2")
            await ui.sees("No databases here.")
            server.control("DELETE", "faults")
            await ui.press("1", "r")
            await ui.sees("Ada")


async def test_a_server_that_asks_for_patience_is_waited_for(opened: Open, start_demo: Any) -> None:
    with start_demo("--empty") as server:
        server.request("POST", "/users", {"userId": "ada", "name": "Ada"})
        server.spoil("429", path="/users", times=1, retry_after=1)
        async with opened("users", endpoint=server.endpoint, secret=server.keys["full"]) as ui:
            await ui.sees("Ada")
            await ui.press("exclamation_mark")
            await ui.sees("2 tries")


async def test_columns_called_data_and_id_and_a_text_of_a_megabyte(opened: Open) -> None:
    async with opened("databases/shop/odd/megabyte", size=(150, 40)) as ui:
        await ui.sees("Row megabyte", "1 MB", "line 1 of a long text")
        assert {"id", "data"} <= set(ui.line(3).split())
        await ui.press("enter", "G")
        await ui.sees_not("line 1 of a long text")
        await ui.press("g", "right_square_bracket")
        await ui.sees('"data": "1 MB"')


async def test_a_row_with_200_columns_is_read_to_its_end(opened: Open) -> None:
    async with opened("databases/shop/wide", size=(150, 40)) as ui:
        await ui.sees("Row wide")
        await ui.press("enter", "G")
        await ui.sees("column199")


async def test_a_table_without_columns(opened: Open) -> None:
    async with opened("databases/shop/no-columns") as ui:
        await ui.sees("No rows here.")
        await ui.press("tab")
        await ui.sees("No columns here.")
