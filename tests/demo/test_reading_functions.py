"""Reading functions, deployments, variables and executions in the seeded shop, and health."""

from __future__ import annotations

from typing import Any

EXECUTIONS = "/functions/send-invoice/executions"


def equal(attribute: str, *values: Any) -> dict[str, Any]:
    return {"method": "equal", "attribute": attribute, "values": list(values)}


def test_functions_show_their_variables_but_no_secrets(demo: Any) -> None:
    function = demo.get("/functions/send-invoice").body
    variables = {each["key"]: each for each in function["vars"]}
    assert variables["SHOP_URL"]["value"] == "https://shop.example.test"
    assert (variables["SMTP_PASSWORD"]["secret"], variables["SMTP_PASSWORD"]["value"]) == (True, "")
    listed = demo.get("/functions/send-invoice/variables").body["variables"]
    assert listed == function["vars"]
    secret = variables["SMTP_PASSWORD"]["$id"]
    assert demo.get(f"/functions/send-invoice/variables/{secret}").body["value"] == ""


def test_deployments_of_every_status_are_there(demo: Any) -> None:
    functions = demo.get("/functions").body["functions"]
    assert [each["$id"] for each in functions] == ["send-invoice", "nightly-report", "resize-image"]
    statuses = set()
    for function in functions:
        path = f"/functions/{function['$id']}/deployments"
        deployments = demo.get(path).body["deployments"]
        statuses |= {each["status"] for each in deployments}
        active = demo.get(f"{path}/{function['deploymentId']}").body
        assert active["status"] == "ready"
        assert "Deployment finished." in active["buildLogs"]
    assert statuses == {"waiting", "processing", "building", "ready", "failed", "canceled"}


def test_executions_are_filtered_by_what_went_wrong(demo: Any) -> None:
    failed = demo.get(EXECUTIONS, equal("status", "failed")).body
    assert failed["total"] > 10
    assert all(
        each["errors"] and each["responseStatusCode"] == 500 for each in failed["executions"]
    )
    everything = demo.get(EXECUTIONS).body["total"]
    assert everything > 200
    by_trigger = [
        demo.get(EXECUTIONS, equal("trigger", kind)).body["total"]
        for kind in ("http", "event", "schedule")
    ]
    assert sum(by_trigger) == everything
    slow = {"method": "greaterThan", "attribute": "duration", "values": [5]}
    assert 0 < demo.get(EXECUTIONS, slow).body["total"] < 30
    refused = demo.get(EXECUTIONS, equal("nope", 1))
    assert (refused.status, refused.body["type"]) == (400, "general_argument_invalid")


def test_executions_of_every_status_are_there(demo: Any) -> None:
    statuses = {"waiting", "processing", "completed", "failed", "scheduled"}
    assert {
        s for s in statuses if demo.get(EXECUTIONS, equal("status", s)).body["total"]
    } == statuses


def test_one_log_is_very_long(demo: Any) -> None:
    found = demo.get(EXECUTIONS, {"method": "limit", "values": [200]}).body["executions"]
    assert max(len(each["logs"]) for each in found) > 500_000


def test_public_lists_refuse_an_api_key(demo: Any) -> None:
    refused = demo.get("/functions/runtimes")
    assert (refused.status, refused.body["type"]) == (401, "general_unauthorized_scope")
    assert 'missing scopes (["public"])' in refused.body["message"]
    runtimes = demo.get("/functions/runtimes", key=None).body["runtimes"]
    assert "python-3.12" in [each["$id"] for each in runtimes]
    assert demo.get("/functions/specifications").body["total"] == 3


def test_health_answers_on_everything(demo: Any) -> None:
    for path in ("/health", "/health/storage", "/health/storage/local"):
        assert demo.get(path).body["status"] == "pass"
    for path in ("/health/db", "/health/cache", "/health/pubsub"):
        statuses = demo.get(path).body["statuses"]
        assert {each["status"] for each in statuses} == {"pass"}
    assert demo.get("/health/queue/functions").body == {"size": 0}
    assert demo.get("/health/queue/nonsense").status == 404
    assert demo.get("/health/time").body["diff"] == 0


def test_newer_servers_have_no_queues_and_no_logs(start_demo: Any) -> None:
    with start_demo("--server-version", "2.0") as new:
        for path in ("/health/queue/functions", "/users/alice/logs", "/teams/support/logs"):
            reply = new.get(path)
            assert reply.status == 404
            assert reply.headers["content-type"].startswith("text/html")
        execution = new.get(EXECUTIONS).body["executions"][0]
        assert (execution["resourceId"], execution["resourceType"]) == ("send-invoice", "functions")
        assert "functionId" not in execution
