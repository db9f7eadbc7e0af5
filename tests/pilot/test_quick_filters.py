"""Quick filters: every one of them is a filter that the server takes."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from tui.core.filtering import compile_filter
from tui.core.query import parse
from tui.resources import KINDS
from tui.resources.quick_filters import QUICK

PATHS = {
    "user": "/users",
    "row": "/tablesdb/shop/tables/orders/rows",
}


@pytest.mark.parametrize("kind", QUICK)
def test_each_can_be_compiled_and_its_keys_differ(kind: str) -> None:
    found = KINDS[kind].filters
    assert found is not None
    for quick in QUICK[kind]:
        tree = parse(quick.text)
        assert compile_filter(tree, found(None), KINDS[kind].search, datetime.now().astimezone())
    assert len({quick.key for quick in QUICK[kind]} | {"x"}) == len(QUICK[kind]) + 1


@pytest.mark.parametrize("kind", PATHS)
def test_the_server_takes_each(kind: str, demo: Any) -> None:
    found = KINDS[kind].filters
    assert found is not None
    for quick in QUICK[kind]:
        now = datetime.now().astimezone()
        compiled = compile_filter(parse(quick.text), found(None), KINDS[kind].search, now)
        assert demo.get(PATHS[kind], *compiled.queries).status == 200, quick


async def test_a_key_and_a_letter_list_only_the_blocked(opened: Any) -> None:
    async with opened("users") as ui:
        await ui.sees("user0519")
        await ui.press("f")
        await ui.sees("List only users that are", "blocked")
        await ui.press("b")
        await ui.sees("/ active = false", "blocked")
        await ui.press("f", "x")
        await ui.sees("user0519")


async def test_a_list_without_any_says_so(opened: Any) -> None:
    async with opened("teams") as ui:
        await ui.sees("Teams")
        await ui.press("f")
        await ui.sees("There are no quick filters for teams")
