"""Owns the endpoints that say how the server is (`/health`)."""

from __future__ import annotations

from tui.demo.answers import Answer, answer_json
from tui.demo.call import Call
from tui.demo.routing import Routes

routes = Routes()


@routes.get("/health", "health.read")
def get_health(call: Call) -> Answer:
    return answer_json(_status("http"))


@routes.get("/health/version", "public")
def get_version(call: Call) -> Answer:
    """Public: a request with an API key lacks the scope `public` and is refused."""
    return answer_json({"version": call.settings.version.reported})


def _status(name: str) -> dict[str, object]:
    return {"name": name, "ping": 0, "status": "pass"}
