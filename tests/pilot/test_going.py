"""The go-to line: places with filters, things by id or name, what lies far down a list."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from textual import events

from tests.pilot.conftest import Open


async def test_rows_are_listed_by_a_filter_behind_their_table(opened: Open) -> None:
    async with opened("users") as ui:
        await ui.sees("user0519")
        await ui.go("rows shop/orders status = refunded")
        await ui.sees("Databases › shop › orders", "/ status = refunded")
        await ui.until(lambda: bool(ui.screen.view.loaded), "rows")
        assert {row["status"] for row in ui.screen.view.loaded} == {"refunded"}
        calls = ui.screen.session.connection.recorder.calls
        assert sum(call.path.endswith("/rows") and "orders" in call.path for call in calls) <= 2


async def test_going_back_restores_what_was_filtered(opened: Open) -> None:
    async with opened("databases/shop/orders") as ui:
        await ui.sees("order19999")
        await ui.go("rows shop/orders total > 100")
        await ui.sees("/ total > 100")
        await ui.press("minus")
        await ui.sees("order19999")
        await ui.sees_not("/ total > 100")
        await ui.press("minus")
        await ui.sees("/ total > 100")


async def test_a_filter_that_cannot_be_understood_is_asked_again(opened: Open) -> None:
    async with opened("users") as ui:
        await ui.sees("user0519")
        await ui.go("rows shop/orders totl > 100")
        await ui.sees("There is no 'totl' here. Did you mean total?")
        # The line that asked knows the columns in time, or the line that filters says it.
        assert ui.screen.prompt.text.endswith("totl > 100")


async def test_a_row_far_down_is_brought_up_and_opened(opened: Open) -> None:
    async with opened("users") as ui:
        await ui.sees("user0519")
        await ui.go("databases/shop/orders/order00042")
        await ui.sees("/ $id = order00042", "Row order00042")
        await ui.until(lambda: ui.screen.inspecting.reading, "the row is read")
        await ui.press("escape", "escape")
        await ui.sees("order19999")


async def test_users_are_searched_by_words(opened: Open) -> None:
    async with opened("databases") as ui:
        await ui.sees("shop")
        await ui.go("users alice")
        await ui.sees("/ alice", "Alice")


async def test_what_a_table_without_columns_is_filtered_by_is_said(opened: Open) -> None:
    async with opened("users") as ui:
        await ui.sees("user0519")
        await ui.go("rows shop/no-columns status = paid")
        await ui.sees("status = paid", "no-columns")
        assert ui.screen.prompt.text in ("status = paid", "rows shop/no-columns status = paid")


async def test_a_name_is_found_wherever_it_is(opened: Open) -> None:
    async with opened("users") as ui:
        await ui.sees("user0519")
        await ui.go("bob")
        await ui.sees("Users › bob")
        await ui.go("invoices")
        await ui.sees("Storage › invoices")


async def test_several_that_are_called_alike_are_offered(opened: Open) -> None:
    async with opened("databases") as ui:
        await ui.sees("shop")
        await ui.go("andersson")
        await ui.sees("are called so", "users/alice")
        assert ui.screen.prompt.text == "andersson"
        await ui.press("enter")
        await ui.sees("Users › ")
        await ui.go("alice")
        await ui.sees("Users › alice")


async def test_a_bare_id_of_a_row_is_looked_for_in_the_tables_at_hand(opened: Open) -> None:
    async with opened("users") as ui:
        await ui.sees("user0519")
        await ui.go("order00042")
        await ui.sees("Databases › shop › orders", "Row order00042")


async def test_a_file_is_found_by_its_name_and_an_execution_by_its_id(
    opened: Open, demo: Any
) -> None:
    buckets = demo.get("/storage/buckets").body["buckets"]
    bucket = next(one["$id"] for one in buckets if one["$id"] == "invoices")
    file = demo.get(f"/storage/buckets/{bucket}/files").body["files"][-1]
    execution = demo.get("/functions/send-invoice/executions").body["executions"][-1]
    async with opened("users") as ui:
        await ui.sees("user0519")
        await ui.go(f"file {bucket}/{file['name']}")
        await ui.sees(f"Storage › {bucket}", f"File {file['$id']}")
        await ui.go(f"execution {execution['$id']}")
        await ui.sees("Functions › send-invoice", f"Execution {execution['$id']}", "logs  errors")


async def test_nonsense_gets_the_nearest_and_stays(opened: Open) -> None:
    async with opened("users") as ui:
        await ui.sees("user0519")
        await ui.go("invoces")
        await ui.sees("Nothing is called 'invoces'. Did you mean storage/invoices?")
        assert ui.screen.prompt.text == "invoces"
        await ui.press("enter")
        await ui.sees("Storage › invoices")
        await ui.go("zzzzqqq")
        await ui.sees("Nothing is called 'zzzzqqq'.")
        assert ui.screen.prompt.text == "zzzzqqq"


async def test_what_is_known_not_to_be_there_is_not_gone_to(opened: Open, demo: Any) -> None:
    async with opened("databases/shop") as ui:
        await ui.sees("orders")
        await ui.press("colon")
        # Before that, one goes to look.
        await ui.until(lambda: ui.screen.going.catalogue.settled, "what there is")
        await ui.type("rows shop/ordrs status = paid")
        await ui.press("enter")
        nearest = "databases/shop/orders status = paid"
        await ui.sees(f"No table of shop is called 'ordrs'. Did you mean {nearest}?")
        assert ui.screen.prompt.text == "rows shop/ordrs status = paid"
        await ui.press("enter")
        await ui.sees("Databases › shop › orders", "/ status = paid")
        await ui.go("databases/shp")
        await ui.sees("No database is called 'shp'. Did you mean databases/shop?")
        # It was made after it was asked what there is.
        demo.request("POST", "/tablesdb", {"databaseId": "new-one", "name": "New"})
        await ui.press("ctrl+u")
        await ui.type("databases/new-one")
        await ui.press("enter")
        await ui.sees("Databases › new-one")
        demo.request("DELETE", "/tablesdb/new-one")
        await ui.go("databases/shop/orders/nosuch")
        await ui.sees("No row here has this id")


async def test_one_of_a_kind_is_completed_by_where_it_lies(opened: Open) -> None:
    async with opened("users") as ui:
        await ui.sees("user0519")
        await ui.press("colon")
        await ui.type("file inv")
        await ui.sees("file invoices/", "bucket Invoices")
        await ui.press("tab")
        await ui.until(lambda: ui.screen.prompt.text == "file invoices/", "the bucket")
        await ui.sees("storage/invoices", "all files")
        await ui.type("invoice-100001")
        await ui.sees("storage/invoices/invoice001")


async def test_who_is_not_there_is_not_taken_for_somebody_else(opened: Open) -> None:
    async with opened("users") as ui:
        await ui.sees("user0519")
        await ui.go("user Alice Nobody")
        await ui.sees("come near 'Alice Nobody'", "users/alice")
        assert ui.screen.prompt.text == "user Alice Nobody"


async def test_words_for_what_one_can_do_are_words_here_too(opened: Open) -> None:
    async with opened("users", read_only=False) as ui:
        await ui.sees("user0519")
        await ui.go("readonly")
        await ui.sees("READ-ONLY")
        await ui.go("requests")
        await ui.sees("Requests, newest first")


async def test_an_address_of_the_console_leads_there(opened: Open, demo: Any) -> None:
    host = urlsplit(demo.endpoint).netloc
    async with opened("users") as ui:
        await ui.sees("user0519")
        await ui.press("colon")
        page = "databases/database-shop/table-orders/row-order00042"
        ui.screen.asking.paste(f"http://{host}/console/project-fra-{demo.project}/{page}\n")
        await ui.press("enter")
        await ui.sees("Databases › shop › orders", "Row order00042")


async def test_an_address_of_another_project_says_so(opened: Open, demo: Any) -> None:
    async with opened("users") as ui:
        await ui.sees("user0519")
        await ui.press("colon")
        ui.screen.asking.paste("https://cloud.appwrite.io/console/project-fra-other/auth")
        await ui.press("enter")
        await ui.sees("This address is of project other at cloud.appwrite.io", "No profile has it.")
        assert ui.screen.prompt.text.endswith("/auth")


async def test_filters_are_completed_behind_a_place(opened: Open) -> None:
    async with opened("users") as ui:
        await ui.sees("user0519")
        await ui.press("colon")
        await ui.type("rows ord")
        await ui.sees("rows shop/orders")
        await ui.press("tab")
        await ui.type("stat")
        await ui.press("tab", "equals_sign", "space")
        await ui.type("ref")
        await ui.press("tab", "enter")
        await ui.sees("Databases › shop › orders", "/ status = refunded")


async def test_what_is_wrong_with_a_filter_is_said_before_going(opened: Open) -> None:
    async with opened("databases/shop/orders") as ui:
        await ui.sees("order19999")
        await ui.go("rows shop/orders totl > 100 ")
        await ui.sees("^^^^ There is no 'totl' here. Did you mean total?")
        assert ui.screen.prompt.text == "rows shop/orders totl > 100 "


async def test_a_bookmark_brings_back_filter_and_order_and_can_be_removed(opened: Open) -> None:
    async with opened("databases/shop/orders") as ui:
        await ui.sees("order19999")
        await ui.go("rows shop/orders status = refunded")
        await ui.sees("/ status = refunded")
        await ui.press("s")
        await ui.sees("↑ $id")
        await ui.press("b")
        await ui.sees("Bookmarked: databases/shop/orders status = refunded  ↑$id")
        await ui.press("s", "s", "escape", "1")
        await ui.sees("user0519")
        await ui.press("B")
        await ui.sees("bookmark", "databases/shop/orders status = refunded")
        await ui.press("enter")
        await ui.sees("/ status = refunded", "↑ $id")
        await ui.press("B", "ctrl+x")
        await ui.sees("Removed: databases/shop/orders")
        await ui.press("escape", "B")
        await ui.sees("There are no bookmarks in this project yet")


async def test_one_that_is_read_is_bookmarked_as_one(opened: Open) -> None:
    async with opened("databases/shop/orders/order00042") as ui:
        await ui.go("databases/shop/orders/order00042")
        await ui.sees("Row order00042")
        await ui.press("b")
        await ui.sees("Bookmarked: databases/shop/orders/order00042")
        await ui.press("B")
        await ui.until(lambda: ui.text.rstrip().split("\n")[-2].endswith("  row"), "what it is")


async def test_bookmarks_are_there_at_the_next_start_and_first_after_the_colon(
    opened: Open,
) -> None:
    async with opened("storage/invoices") as ui:
        await ui.sees("invoice059")
        await ui.press("b")
        await ui.sees("Bookmarked: storage/invoices")
    async with opened("users") as ui:
        await ui.sees("user0519")
        await ui.press("colon", "enter")
        await ui.sees("Storage › invoices")


async def test_failed_executions_of_all_functions_are_walked_newest_first(
    opened: Open, demo: Any
) -> None:
    functions = [one["$id"] for one in demo.get("/functions").body["functions"]]
    async with opened("users") as ui:
        await ui.sees("user0519")
        await ui.go("failed")
        await ui.sees("Functions › failed", "the newest 25 of each function")
        await ui.until(lambda: bool(ui.screen.view.loaded), "failures")
        rows = ui.screen.view.loaded
        assert {row["status"] for row in rows} == {"failed"}
        times = [row["$createdAt"] for row in rows]
        assert times == sorted(times, reverse=True)
        assert len({row["functionId"] for row in rows}) > 1
        calls = ui.screen.session.connection.recorder.calls
        asked = [call for call in calls if call.path.partition("?")[0].endswith("/executions")]
        assert len(asked) == len(functions)
        chosen = rows[3]
        await ui.press("j", "j", "j", "enter")
        await ui.sees(f"Functions › {chosen['functionId']}", f"Execution {chosen['$id']}")
        await ui.press("minus")
        await ui.sees("Functions › failed")
        await ui.press("q")
        await ui.sees("runtime")


async def test_what_a_list_of_many_lists_cannot_do_is_said_and_nothing_breaks(
    opened: Open,
) -> None:
    async with opened("failed", read_only=False) as ui:
        await ui.until(lambda: bool(ui.screen.view.loaded), "failures")
        for keys in (
            "e",
            "E",
            "=",
            "a",
            "D",
            "p",
            "m",
            "t",
            "f",
            "x",
            "y",
            "Y",
            "S",
            "~",
            "o",
        ):
            await ui.press({"=": "equals_sign", "~": "tilde"}.get(keys, keys), "escape", "escape")
            await ui.go("failed")
            await ui.sees("Functions › failed")
        await ui.press("slash")
        await ui.type("trigger = schedule")
        await ui.press("enter")
        await ui.sees("/ trigger = schedule")
        await ui.until(lambda: ui.screen.view.listing.arrived_once, "failures")
        assert {row["trigger"] for row in ui.screen.view.loaded} <= {"schedule"}
        await ui.press("s")
        await ui.sees("↑ $id")


async def test_failures_that_cannot_be_read_name_the_scope(opened: Open) -> None:
    async with opened("failed", key="usersonly") as ui:
        await ui.sees("The API key cannot read functions", "functions.read")


async def test_an_address_of_a_project_that_a_profile_has_opens_it(
    opened: Open, demo: Any, tmp_path: Any
) -> None:
    profile = f'[profiles.other]\nendpoint = "{demo.endpoint}"\nproject = "other"\n'
    (tmp_path / "profiles.toml").write_text(profile)
    (tmp_path / "profiles.toml").chmod(0o600)
    host = urlsplit(demo.endpoint).netloc
    async with opened("users") as ui:
        await ui.sees("user0519")
        address = f"http://{host}/console/project-other/storage/bucket-pictures"
        ui.screen.post_message(events.Paste(address))
        await ui.until(lambda: ui.screen.prompt.text == address, "the address in the line")
        await ui.press("enter")
        await ui.sees("This address is of project other", "enter opens it with @other.")
        await ui.press("enter")
        await ui.sees("other", "Storage › pictures")
        await ui.go("@zzz")
        await ui.sees("There is no profile 'zzz'. There are: other.")
        assert ui.screen.prompt.text == "@zzz"


async def test_what_the_key_could_not_look_into_is_said(opened: Open) -> None:
    async with opened("users", key="usersonly") as ui:
        await ui.sees("user0519")
        await ui.go("invoices")
        await ui.sees("Nothing is called 'invoices'. Could not look into", "buckets", "functions")
        await ui.press("ctrl+u")
        await ui.type("bob")
        await ui.press("enter")
        await ui.sees("Users › bob")
