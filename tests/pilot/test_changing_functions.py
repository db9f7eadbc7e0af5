"""A person who sets functions, their variables and deployments."""

from __future__ import annotations

from typing import Any

SEND = "/functions/send-invoice"


def variable(shop: Any, key: str) -> Any:
    found = shop.get(f"{SEND}/variables").body["variables"]
    return next((one for one in found if one["key"] == key), None)


async def test_settings_are_changed_and_undone_without_resetting_the_others(
    changing: Any, shop: Any
) -> None:
    before = shop.get(SEND).body
    assert before["scopes"] and before["events"] and before["execute"] == ["users"]
    async with changing("functions") as ui:
        await ui.sees("send-invoice")
        await ui.press("e")
        await ui.sees("Edit function send-invoice", "timeout", "entrypoint", "logging")
        await ui.press("down", "down", "down")
        await ui.type("whenever")
        await ui.press("ctrl+s")
        await ui.sees("String must be a valid cron expression")
        await ui.press("ctrl+u")
        await ui.type("0 9 ")
        ui.screen.panels.paste("* * 1-5")
        await ui.sees("At 09:00 on Monday through Friday (UTC), next in")
        await ui.press("ctrl+s")
        await ui.sees("Saved: schedule")
        now = shop.get(SEND).body
        assert now["schedule"] == "0 9 * * 1-5"
        kept = ("execute", "events", "scopes", "timeout", "commands", "entrypoint", "name")
        assert {name: now[name] for name in kept} == {name: before[name] for name in kept}
        await ui.press("u")
        await ui.sees("Undo: Update function")
        await ui.press("y")
        await ui.sees("Undone")
        now = shop.get(SEND).body
        assert {name: now[name] for name in kept} == {name: before[name] for name in kept}
        assert now["schedule"] == ""


async def test_who_may_run_it_is_searched_by_name_and_asked_about(changing: Any, shop: Any) -> None:
    async with changing("functions") as ui:
        await ui.sees("resize-image")
        await ui.press("e", "down", "down", "down", "down")
        await ui.sees("enter searches a role")
        await ui.press("enter")
        await ui.sees("role")
        await ui.type("guests")
        await ui.press("enter")
        await ui.sees("guests")
        await ui.press("ctrl+s")
        await ui.sees("Update function send-invoice?", "execute")
        await ui.press("y")
        await ui.sees("Saved")
        assert shop.get(SEND).body["execute"] == ["users", "guests"]
        await ui.press("u")
        await ui.sees("Undo")
        await ui.press("y")
        await ui.sees("Undone")
        assert shop.get(SEND).body["execute"] == ["users"]


async def test_a_variable_is_added_changed_deleted_and_brought_back(
    changing: Any, shop: Any
) -> None:
    async with changing("functions/send-invoice:variables") as ui:
        await ui.sees("SHOP_URL")
        await ui.press("a")
        await ui.sees("New variable", "write-only if secret")
        await ui.type("RETRIES")
        await ui.press("ctrl+s")
        await ui.sees('This "key" is taken by another variable')
        await ui.type("_MAX")
        await ui.press("down")
        await ui.type("5")
        await ui.press("ctrl+s")
        await ui.sees("next deployment", "Redeploy now")
        await ui.press("escape")
        await ui.sees("A redeploy is needed", "RETRIES_MAX")
        assert variable(shop, "RETRIES_MAX")["value"] == "5"
        await ui.press("D")
        await ui.sees("Delete variable RETRIES_MAX")
        await ui.press("y")
        await ui.sees("Redeploy now")
        await ui.press("escape", "u")
        await ui.sees("Undo: Create variable RETRIES_MAX")
        await ui.press("y")
        await ui.sees("Undone", "A redeploy is needed")
        assert variable(shop, "RETRIES_MAX")["value"] == "5"


async def test_a_secret_is_written_never_read_and_never_plain_again(
    changing: Any, shop: Any
) -> None:
    async with changing("functions/send-invoice:variables") as ui:
        await ui.sees("SMTP_PASSWORD", "write-only")
        ui.screen.grid.go(1)
        await ui.press("e")
        await ui.sees("Edit variable", "SMTP_PASSWORD", "never plain again")
        await ui.press("down", "down", "left", "ctrl+s")
        await ui.sees("can never be made plain again", "Delete it and add a plain one")
        await ui.press("ctrl+r", "up")
        await ui.type("hunter2-hunter2")
        await ui.press("ctrl+s")
        await ui.sees("Redeploy now", "There is no undo")
        assert "hunter2" not in ui.text
        await ui.press("escape", "H")
        await ui.sees("variable SMTP_PASSWORD")
        assert "hunter2" not in ui.text
        entries = ui.screen.session.writing.remembered()
        assert entries and "hunter2" not in repr(entries)
        await ui.press("escape", "D")
        await ui.sees("nobody can read its value")
        await ui.press("escape")


async def test_a_redeploy_is_offered_and_followed(changing: Any, shop: Any) -> None:
    before = shop.get(SEND).body["deploymentId"]
    async with changing("functions/send-invoice:variables") as ui:
        await ui.sees("RETRIES")
        ui.screen.grid.go(2)
        await ui.press("e", "down")
        await ui.type("1")
        await ui.press("ctrl+s")
        await ui.sees("Redeploy now")
        await ui.press("y")
        await ui.sees("is ready and runs now")
        assert shop.get(SEND).body["deploymentId"] != before


async def test_a_deployment_is_activated_and_the_former_one_again(changing: Any, shop: Any) -> None:
    function = "/functions/resize-image"
    former = shop.get(function).body["deploymentId"]
    async with changing("functions/resize-image:deployments") as ui:
        await ui.sees("● active", "waiting")
        await ui.press("m")
        await ui.sees("activate: let it run", "redeploy", "cancel its build")
        await ui.press("a")
        await ui.sees("Only what was built can be activated; this is waiting.")
        await ui.press("G", "m", "a")
        await ui.sees("Update function resize-image?", former)
        await ui.press("y")
        await ui.sees("Saved: deploymentId", "u undoes")
        assert shop.get(function).body["deploymentId"] != former
        await ui.press("u")
        await ui.sees("Undo: Update function")
        await ui.press("y")
        await ui.sees("Undone")
        assert shop.get(function).body["deploymentId"] == former


async def test_a_build_is_cancelled_a_deployment_deleted(changing: Any, shop: Any) -> None:
    function = "/functions/nightly-report"
    found = shop.get(function).body
    async with changing("functions/nightly-report:deployments") as ui:
        await ui.sees("building")
        await ui.press("m", "c")
        await ui.sees("building", "canceled", "The build stops")
        await ui.press("y")
        await ui.sees("There is no undo for it")
        await ui.press("m", "c")
        await ui.sees("Its build has ended already: it is canceled.")
        await ui.press("D")
        await ui.sees("Delete deployment", "Its code goes with it")
        await ui.press("y")
        await ui.sees("Deleted")
        await ui.press("G", "D")
        await ui.sees("It is the active one", f"type {found['deploymentId']}")
        await ui.type(found["deploymentId"])
        await ui.press("enter")
        await ui.until(lambda: shop.get(function).body["deploymentId"] == "", "no active one")


async def test_a_function_is_made_and_deleted(changing: Any, shop: Any) -> None:
    async with changing("functions") as ui:
        await ui.sees("send-invoice")
        await ui.press("a")
        await ui.sees("New function", "runtime")
        await ui.press("ctrl+u")
        await ui.type("fresh")
        await ui.press("down")
        await ui.type("Fresh")
        await ui.press("down")
        await ui.type("cobol-1")
        await ui.press("ctrl+s")
        await ui.sees("runtime", "must be one of")
        await ui.press("ctrl+u")
        await ui.type("node-22")
        await ui.press("ctrl+s")
        await ui.sees("Created", "fresh")
        assert shop.get("/functions/fresh").body["runtime"] == "node-22"
        await ui.press("D")
        await ui.sees("Delete function fresh?", "0 deployments", "type fresh and enter")
        await ui.type("fresh")
        await ui.press("enter")
        await ui.sees("Deleted", "There is no undo")
        assert shop.get("/functions/fresh").status == 404


async def test_all_executions_that_match_are_deleted_as_a_job(changing: Any, shop: Any) -> None:
    failed = {"method": "equal", "attribute": "status", "values": ["failed"]}
    path = f"{SEND}/executions"
    before = shop.get(path, failed).body["total"]
    everything = shop.get(path).body["total"]
    assert before > 5
    async with changing("functions/send-invoice") as ui:
        await ui.sees("1–")
        await ui.press("f", "f")
        await ui.sees("/ status = failed")
        await ui.press("A", "D")
        await ui.sees("executions?", "All that match: status = failed")
        await ui.press("y")
        await ui.sees("delete executions", f"{before} executions")
        assert shop.get(path, failed).body["total"] == 0
        assert shop.get(path).body["total"] == everything - before


async def test_what_still_runs_is_not_deleted_and_named(changing: Any, shop: Any) -> None:
    async with changing("functions/nightly-report") as ui:
        await ui.sees("1–")
        await ui.press("space", "space", "space", "space", "D")
        await ui.sees("Delete: 4 executions?")
        await ui.press("y")
        await ui.sees("failed", "ongoing execution")


async def test_keys_without_the_scope_and_read_only_change_nothing(
    changing: Any, shop: Any
) -> None:
    before = shop.get(SEND).body
    async with changing("functions/send-invoice:deployments", "readonly") as ui:
        await ui.sees("● active")
        await ui.press("m", "r", "y")
        await ui.sees("it lacks the scope functions.write")
        # From then on it is known, and said before.
        await ui.press("m")
        await ui.sees("redeploy: build its code anew  ", "functions.write")
        await ui.press("r")
        await ui.sees("redeploy: build its code anew  ")
        await ui.press("escape", "D")
        await ui.sees("functions.write")
    async with changing("functions/send-invoice:variables", read_only=True) as ui:
        await ui.sees("SHOP_URL")
        for key in ("a", "e", "D"):
            await ui.press(key)
            await ui.sees("read-only")
    async with changing("functions", read_only=True) as ui:
        await ui.sees("send-invoice")
        for key in ("a", "e", "D", "X"):
            await ui.press(key)
            await ui.sees("read-only")
    assert shop.get(SEND).body == before
