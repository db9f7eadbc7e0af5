"""A person who watches what others do to a list."""

from __future__ import annotations

from typing import Any

import pytest

from tests.pilot.conftest import Ui
from tui.core.watching import Pace
from tui.screens import watching


@pytest.fixture(autouse=True)
def pace(monkeypatch: pytest.MonkeyPatch) -> None:
    """Look often."""
    monkeypatch.setattr(watching, "PACE", Pace(0.02, 0.04, 0.08))


def has(ui: Ui, sign: str, text: str) -> bool:
    """Whether the line with this text has the sign in its gutter."""
    return any(sign in line[:2] and text in line for line in ui.text.split("\n"))


def asked(shop: Any, path: str) -> int:
    seen = shop.control("GET", "seen")["requests"]
    return sum(one["path"].startswith(f"/v1{path}") for one in seen)


async def look_at_teams(ui: Ui, shop: Any) -> None:
    """Ask ten times for the teams, which takes many times as long as a look waits."""
    for _ in range(10):
        before = asked(shop, "/teams")
        await ui.press("r")
        await ui.until(lambda: asked(shop, "/teams") > before, "teams")  # noqa: B023


async def test_what_others_do_is_marked(changing: Any, shop: Any) -> None:
    for name in ("ada", "bob", "eve"):
        shop.request("POST", "/teams", {"teamId": f"w-{name}", "name": f"Watched {name}"})
    async with changing("teams") as ui:
        await ui.sees("1–")
        await ui.press("slash")
        await ui.type("Watched")
        await ui.press("enter")
        await ui.sees("Watched ada", "Watched eve")
        await ui.press("t")
        await ui.sees("watching")
        await ui.until(lambda: ui.screen.view.watch.knows_newest, "the newest")
        shop.behind("POST", "/teams", {"teamId": "w-new", "name": "Watched new"})
        await ui.until(lambda: has(ui, "+", "Watched new"), "+ at its place")
        shop.behind("PUT", "/teams/w-ada", {"name": "Watched Amy"})
        await ui.until(lambda: has(ui, "~", "Watched Amy"), "~")
        shop.behind("DELETE", "/teams/w-bob")
        await ui.until(lambda: has(ui, "−", "Watched bob"), "−")
        # The line that is gone stays, and what is new is counted.
        shop.behind("POST", "/teams", {"teamId": "w-later", "name": "Watched later"})
        await ui.sees("1 new beyond", "Watched bob")
        await ui.press("r")
        await ui.sees("Watched later")
        await ui.sees_not("Watched bob")
        assert not has(ui, "~", "Watched")


async def test_rows_are_read_only_where_they_changed(changing: Any, shop: Any) -> None:
    async with changing("databases/shop/orders") as ui:
        await ui.sees("order19999", "order19990")
        first = max(call.bytes for call in ui.screen.session.connection.recorder.calls)
        await ui.press("t")
        await ui.until(lambda: ui.screen.view.watch.knows_newest, "the newest")
        path = "/tablesdb/shop/tables/orders/rows/order19990"
        shop.behind("PATCH", path, {"data": {"total": 4242.5}})
        await ui.until(lambda: has(ui, "~", "order19990"), "~")
        await ui.sees("4242.5")
        await ui.until(lambda: not ui.screen.view.watch.asks, "an answer")
        quiet = ui.screen.session.connection.recorder.calls[-1].bytes
        assert quiet < first / 4, (quiet, first)


async def test_it_asks_nothing_when_off_or_elsewhere(changing: Any, shop: Any) -> None:
    async with changing("users") as ui:
        await ui.sees("1–")
        shop.control("DELETE", "seen")
        await ui.press("t")
        await ui.until(lambda: asked(shop, "/users") > 2, "looks")
        await ui.press("5")
        await ui.sees_not("watching")
        await ui.until(lambda: users_idle(ui), "its last answer")
        before = asked(shop, "/users")
        await look_at_teams(ui, shop)
        assert asked(shop, "/users") == before
        await ui.press("1")
        await ui.until(lambda: asked(shop, "/users") > before, "looks again")
        await ui.until(lambda: users_idle(ui), "its answer")
        await ui.press("t")
        await ui.sees("No longer watched.")
        await ui.sees_not("watching")
        # One may have been under way.
        await ui.press("5")
        await look_at_teams(ui, shop)
        last = asked(shop, "/users")
        await look_at_teams(ui, shop)
        assert asked(shop, "/users") == last


def users_idle(ui: Ui) -> bool:
    """Whether the watch of the users waits and has nothing under way."""
    users = next(view for view in ui.screen.session.views if view.kind.name == "user")
    return users.watch is not None and not users.watch.asks


async def test_trouble_is_told_once(changing: Any, shop: Any) -> None:
    async with changing("users") as ui:
        await ui.sees("1–")
        # A page that is fetched ahead would be refused as well, and that said instead.
        await ui.until(lambda: not ui.screen.view.listing.loading, "rest")
        shop.spoil("500", "GET", "/users", times=1000)
        await ui.press("t")
        await ui.sees("Watching got no answer.", "no answer")
        shop.control("DELETE", "faults")
        await ui.sees_not(": no answer")


async def test_a_refusal_ends_it_with_a_sentence(changing: Any, shop: Any) -> None:
    shop.request("POST", "/storage/buckets", {"bucketId": "short", "name": "Short-lived"})
    async with changing("storage/short") as ui:
        await ui.sees("No files here.")
        await ui.press("t")
        await ui.until(lambda: ui.screen.view.watch.knows_newest, "the newest")
        shop.behind("DELETE", "/storage/buckets/short")
        await ui.sees("Files no longer watched.", "could not be found")
        await ui.sees_not("watching")
        before = asked(shop, "/storage/buckets/short")
        await ui.press("5")
        await look_at_teams(ui, shop)
        assert asked(shop, "/storage/buckets/short") == before


async def test_all_lines_of_a_tall_terminal_are_watched(changing: Any, shop: Any) -> None:
    ids = [f"{number:03d}{'x' * 33}" for number in range(150)]
    for one in ids:
        shop.request("POST", "/teams", {"teamId": one, "name": f"Tall {one[:3]}"})
    async with changing("teams", size=(120, 160)) as ui:
        await ui.sees("Tall 149", "Tall 000")
        await ui.press("t")
        await ui.until(lambda: ui.screen.view.watch.knows_newest, "the newest")
        shop.behind("PUT", f"/teams/{ids[149]}", {"name": "First again"})
        shop.behind("PUT", f"/teams/{ids[0]}", {"name": "Last again"})
        shop.behind("DELETE", f"/teams/{ids[1]}")
        await ui.until(lambda: has(ui, "~", "149xxx"), "~ at the top")
        await ui.until(lambda: has(ui, "~", "000xxx"), "~ at the bottom")
        await ui.until(lambda: has(ui, "−", "001xxx"), "− at the bottom")


async def test_what_runs_is_looked_at_again_soon(
    changing: Any, shop: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    # In peace the tenth look would come after ten seconds, the twentieth never.
    monkeypatch.setattr(watching, "PACE", Pace(0.02, 3600, 3600))
    path = "/functions/send-invoice/executions"
    shop.behind("POST", path, {"async": True, "path": "/sleep?seconds=4"})
    async with changing("functions/send-invoice/executions") as ui:
        await ui.sees("1–", "◌")
        await ui.press("t")
        before = asked(shop, path)
        await ui.until(lambda: asked(shop, path) > before + 20, "many looks")
        await ui.until(lambda: has(ui, "~", "/sleep?seconds=4"), "its end")
        await ui.sees("✓ done")


async def test_what_cannot_be_watched_says_so(changing: Any) -> None:
    async with changing("users") as ui:
        await ui.sees("1–")
        await ui.press("enter", "t")
        await ui.sees("cannot be watched")
