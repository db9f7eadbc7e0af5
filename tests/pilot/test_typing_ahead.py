"""Keys that come faster than program and server: each goes where those before it lead, or nowhere.

What a key waits for is held back until all keys are typed.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.pilot.conftest import PATIENCE, Open, Ui

ORDERS = "/tablesdb/shop/tables/orders/rows/"


class Slow:
    """Answers that come when `let_go` is called, and not before."""

    def __init__(self, ui: Ui) -> None:
        self.gate = threading.Event()
        self.answered = 0
        session = ui.screen.session
        run = session.run

        def held(job: Callable[[], Any], report: Callable[[Any], object]) -> None:
            def wait() -> Any:
                self.gate.wait(PATIENCE)
                return job()

            def told(result: Any) -> object:
                self.answered += 1
                return report(result)

            run(wait, told)

        session.run = held  # type: ignore[method-assign]
        # What is looked for comes aside of what is shown.
        session.aside = session.do  # type: ignore[method-assign]

    def let_go(self) -> None:
        """Let all come, also what is asked for later."""
        self.gate.set()


async def typed(ui: Ui, *keys: str) -> None:
    """Type all of it at once; what waits says so."""
    ui.at_once(*keys)
    await ui.sees("esc drops")


async def test_the_palette_does_what_was_typed(opened: Open) -> None:
    async with opened("users") as ui:
        await ui.sees("1–")
        ui.at_once("ctrl+p", *"requests", "enter")
        await ui.sees("Requests")


async def test_what_follows_a_place_is_meant_for_the_place(opened: Open) -> None:
    async with opened("users") as ui:
        await ui.sees("1–")
        ui.at_once(":", *"databases", "enter", "?")
        await ui.sees("Databases  ", "one line down")


async def test_a_filter_is_typed_and_the_next_asked_for(opened: Open) -> None:
    async with opened("users") as ui:
        await ui.sees("1–")
        ui.at_once("/", *"Petrov", "enter", ":", *"tea")
        await ui.sees("/ Petrov", ": tea")


async def test_menus_close_before_the_next_key(opened: Open) -> None:
    async with opened("users") as ui:
        await ui.sees("1–")
        ui.at_once("f", "b", "escape", "f", "u")
        await ui.sees("/ verified = false")


async def test_a_list_is_walked_before_it_has_come(opened: Open) -> None:
    async with opened("users") as ui:
        await ui.sees("1–")
        slow = Slow(ui)
        await typed(ui, ":", *"databases", "enter", "j", "enter", "tab")
        slow.let_go()
        await ui.sees("Databases › archive")


async def test_who_pages_through_what_is_not_read_is_not_held_up(opened: Open) -> None:
    async with opened("databases/shop/orders") as ui:
        await ui.sees("order19999")
        await ui.until(lambda: not ui.screen.view.listing.loading, "rest")
        slow = Slow(ui)
        ui.at_once(*["pagedown"] * 6)
        await ui.until(lambda: ui.screen.grid.state.cursor >= 100, "a page further")
        assert ui.screen.grid.current is None
        slow.let_go()
        await ui.until(lambda: ui.screen.grid.current is not None, "its lines")


async def test_what_is_typed_before_the_form_is_there_stands_in_it(
    changing: Any, shop: Any
) -> None:
    async with changing("databases/shop/orders/order19900") as ui:
        await ui.sees("▌ order19900")
        before = shop.get(ORDERS + "order19900").body["total"]
        slow = Slow(ui)
        await typed(ui, "e", "down", "down", "ctrl+u", *"12.5")
        await ui.sees("7 keys wait")
        slow.let_go()
        await ui.sees("Edit row order19900", f"total {before} → 12.5")


async def test_escape_gives_up_what_is_awaited(changing: Any) -> None:
    async with changing("databases/shop/orders/order19901") as ui:
        await ui.sees("▌ order19901")
        slow = Slow(ui)
        ui.at_once("e", *"5", "escape")
        await ui.sees("Given up.", "1 key typed ahead dropped")
        slow.let_go()
        await ui.until(lambda: slow.answered > 0, "the answer")
        await ui.press("j")
        await ui.sees("▌ order19900")
        assert not ui.screen.is_covered


async def test_what_was_meant_for_a_form_that_does_not_open_is_dropped(
    changing: Any, shop: Any
) -> None:
    async with changing("databases/shop/orders/order19902") as ui:
        await ui.sees("▌ order19902")
        slow = Slow(ui)
        shop.behind("DELETE", ORDERS + "order19902")
        await typed(ui, "e", "5", "D", "y")
        slow.let_go()
        await ui.sees("3 keys typed ahead dropped", "Databases › shop › orders")
        assert not ui.screen.is_covered


async def test_where_nothing_may_be_changed_no_key_is_taken_for_a_command(opened: Open) -> None:
    async with opened("users", read_only=True) as ui:
        await ui.sees("1–")
        ui.at_once("e", *"5", "enter")
        await ui.sees("This connection is read-only.", "2 keys typed ahead dropped")
        await ui.sees("▌ user0519")


async def test_a_question_is_not_answered_before_it_was_asked(changing: Any, shop: Any) -> None:
    async with changing("databases/shop/orders/order19903") as ui:
        await ui.sees("▌ order19903")
        slow = Slow(ui)
        await typed(ui, "D", "y")
        slow.let_go()
        await ui.sees("Delete row order19903", "1 key typed before this was asked")
        assert shop.get(ORDERS + "order19903").status == 200
        await ui.press("y")
        await ui.sees("Deleted")


async def test_the_id_of_what_is_deleted_is_typed_after_the_question(
    changing: Any, shop: Any
) -> None:
    async with changing("teams") as ui:
        await ui.sees("1–")
        team = ui.screen.grid.current
        assert team is not None
        slow = Slow(ui)
        await typed(ui, "D", *team["$id"], "enter")
        slow.let_go()
        await ui.sees("Delete team", "typed before this was asked")
        assert shop.get(f"/teams/{team['$id']}").status == 200


async def test_what_is_typed_is_not_given_up_unread(changing: Any) -> None:
    async with changing("databases/shop/products") as ui:
        await ui.sees("product239")
        await ui.press("e")
        await ui.sees("Edit row")
        ui.at_once("down", *"new", "escape", "y")
        await ui.sees("Discard 1 change?", "1 key typed before this was asked")
        await ui.press("x")
        await ui.sees("1 change", "new")


async def test_keys_after_saving_go_to_the_list(changing: Any, shop: Any) -> None:
    async with changing("databases/shop/products/product230") as ui:
        await ui.sees("▌ product230")
        await ui.press("e")
        await ui.sees("Edit row product230")
        await ui.press("down", "x")
        slow = Slow(ui)
        await typed(ui, "ctrl+s", "j", "e", "down", "ctrl+u", *"mine")
        assert ui.screen.view.parent is not None
        slow.let_go()
        await ui.sees("Edit row product229", "→ mine")
        saved = shop.get("/tablesdb/shop/tables/products/rows/product230").body
        assert any(str(one).endswith("x") for one in saved.values())
        assert not any("mine" in str(one) for one in saved.values())


async def test_what_is_being_saved_cannot_be_given_up(changing: Any, shop: Any) -> None:
    async with changing("databases/shop/products/product228") as ui:
        await ui.sees("▌ product228")
        await ui.press("e")
        await ui.sees("Edit row product228")
        await ui.press("down", "x")
        slow = Slow(ui)
        await typed(ui, "ctrl+s", "j")
        ui.at_once("escape")
        await ui.sees("It is on its way: its answer is awaited.", "1 key typed ahead dropped")
        slow.let_go()
        await ui.sees("Saved", "▌ product228")


async def test_keys_after_a_save_that_is_refused_change_nothing_in_the_form(
    changing: Any,
) -> None:
    async with changing("databases/shop/orders/order19896") as ui:
        await ui.sees("▌ order19896")
        await ui.press("e")
        await ui.sees("Edit row")
        await ui.press("ctrl+u")
        await ui.type("119895")
        slow = Slow(ui)
        await typed(ui, "ctrl+s", *"77")
        slow.let_go()
        await ui.sees("already exists", "2 keys typed ahead dropped")
        form = ui.screen.panels.form
        assert form is not None and form.form.drafts[0].line.text == "119895"


async def test_a_change_waits_for_the_one_before(changing: Any, shop: Any) -> None:
    async with changing("databases/shop/orders/order19904") as ui:
        await ui.sees("▌ order19904")
        await ui.press("D")
        await ui.sees("Delete row order19904")
        slow = Slow(ui)
        await typed(ui, "y", "k", "u")
        slow.let_go()
        await ui.sees("Undo: Create row order19904")
        await ui.press("y")
        await ui.sees("Undone")
        assert shop.get(ORDERS + "order19904").status == 200


async def test_what_is_looked_for_is_found_before_the_next_key(changing: Any) -> None:
    async with changing("databases") as ui:
        await ui.sees("1–")
        slow = Slow(ui)
        await typed(ui, ":", *"user0042", "enter", "tab")
        slow.let_go()
        await ui.sees("Users › user0042")
        await ui.until(lambda: ui.screen.view.kind.title == "Memberships", "the next list")


async def test_a_text_is_corrected_while_it_is_looked_for(changing: Any) -> None:
    async with changing("databases") as ui:
        await ui.sees("1–")
        Slow(ui)
        await ui.press("colon", *"user0042", "enter")
        await ui.sees("Looking for")
        await ui.press("backspace", "3")
        await ui.sees(": user0043")
        await ui.sees_not("Looking for")


async def test_what_is_searched_for_a_field_is_awaited(changing: Any) -> None:
    async with changing("databases/shop/orders/order19905") as ui:
        await ui.sees("▌ order19905")
        await ui.press("e")
        await ui.sees("Edit row")
        await ui.press(*["down"] * 17)
        slow = Slow(ui)
        await typed(ui, "enter", *"customer004", "enter", "up")
        slow.let_go()
        await ui.sees("customer0049", "1 change")


async def test_another_project_gets_what_was_typed_for_it(
    opened: Open, demo: Any, tmp_path: Path
) -> None:
    profiles = tmp_path / "profiles.toml"
    profiles.touch(0o600)
    profiles.write_text(
        f'[profiles.look]\nendpoint = "{demo.endpoint}"\nproject = "{demo.project}"\n'
        f'key = "{demo.keys["full"]}"\nread_only = true\n'
    )
    async with opened("users") as ui:
        await ui.sees("1–")
        ui.at_once(":", *"@look", "enter", "2", "j")
        await ui.sees("READ-ONLY", "▌ archive")
        await ui.go("@look")
        ui.at_once(":", *"@look", "enter", "1")
        await ui.sees("READ-ONLY", "▌ user0519")
