"""Owns the endpoints that say how the server is (`/health`)."""

from __future__ import annotations

from datetime import UTC, datetime

from tui.demo.answers import Answer, answer_json, answer_page
from tui.demo.call import Call
from tui.demo.errors import ApiError
from tui.demo.params import Number, OneOf, Text, param_of
from tui.demo.routing import Routes

routes = Routes()
_QUEUES = frozenset(
    {
        *("audits", "builds", "certificates", "databases", "deletes", "functions", "logs"),
        *("mails", "messaging", "migrations", "stats-resources", "stats-usage", "webhooks"),
    }
)


_FAILING = (
    *("v1-database", "v1-deletes", "v1-audits", "v1-mails", "v1-functions", "v1-stats-resources"),
    *("v1-stats-usage", "v1-webhooks", "v1-certificates", "v1-builds", "v1-screenshots"),
    *("v1-messaging", "v1-migrations"),
)
"""Queues that can be asked for what failed in them."""


@routes.get("/health", "health.read")
def get_health(call: Call) -> Answer:
    return answer_json(_status("http"))


@routes.get("/health/version", "public")
def get_version(call: Call) -> Answer:
    """Public: a request with an API key lacks the scope `public` and is refused."""
    return answer_json({"version": call.settings.version.reported})


@routes.get("/health/db", "health.read")
def get_databases(call: Call) -> Answer:
    return _statuses("Console.DB (console)", "Projects.DB (database_db_main)")


@routes.get("/health/cache", "health.read")
def get_cache(call: Call) -> Answer:
    return _statuses("Cache")


@routes.get("/health/pubsub", "health.read")
def get_pubsub(call: Call) -> Answer:
    return _statuses("PubSub (pubsub)")


@routes.get("/health/storage", "health.read")
def get_storage(call: Call) -> Answer:
    return answer_json(_status(""))


@routes.get("/health/storage/local", "health.read")
def get_local_storage(call: Call) -> Answer:
    return answer_json(_status(""))


@routes.get("/health/anti-virus", "health.read")
def get_antivirus(call: Call) -> Answer:
    return answer_json({"version": "", "status": "disabled"})


@routes.get("/health/time", "health.read")
def get_time(call: Call) -> Answer:
    """Seconds since 1970; this machine's clock counts as right."""
    moment = int(datetime.now(UTC).timestamp())
    return answer_json({"remoteTime": moment, "localTime": moment, "diff": 0})


@routes.get("/health/queue/{name}", "health.read")
def get_queue(call: Call, name: str) -> Answer:
    if name not in _QUEUES:
        raise ApiError.of("general_route_not_found")
    call.param("threshold", Number(0, 2**31 - 1), 5000)
    return answer_json({"size": 0})


@routes.get("/health/queue/failed/{name}", "health.read")
def get_failed(call: Call, name: str) -> Answer:
    param_of({"name": name}, "name", OneOf(_FAILING))
    call.param("threshold", Number(0, 2**31 - 1), 5000)
    return answer_json({"size": 0})


@routes.get("/health/certificate", "health.read")
def get_certificate(call: Call) -> Answer:
    """No other host is asked for anything from here."""
    call.param("domain", Text(0))
    raise ApiError(
        404,
        "health_invalid_host",
        "Failed to establish a connection to the specified host. Please verify the domain name "
        "and ensure that the server is running and accessible.",
    )


def _status(name: str) -> dict[str, object]:
    return {"name": name, "ping": 0, "status": "pass"}


def _statuses(*names: str) -> Answer:
    return answer_page(len(names), "statuses", [_status(name) for name in names])
