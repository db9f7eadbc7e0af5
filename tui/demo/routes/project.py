"""Owns the endpoints that read the project itself: its settings, API keys and platforms."""

from __future__ import annotations

from typing import Any

from tui.demo.answers import Answer, answer_json, answer_page
from tui.demo.call import Call
from tui.demo.errors import ApiError
from tui.demo.routing import Routes
from tui.demo.settings import KEYS

routes = Routes()
_MADE = "2026-01-01T00:00:00.000+00:00"
"""When the project was made; it is the same on every start."""
_AUTH_METHODS = (
    *("email-password", "magic-url", "email-otp", "anonymous", "invites", "jwt", "phone"),
)
_SERVICES = (
    *("account", "avatars", "databases", "tablesdb", "locale", "health", "project", "storage"),
    *("teams", "users", "vcs", "sites", "functions", "proxy", "graphql", "migrations"),
    *("messaging", "advisor"),
)
_PROTOCOLS = ("rest", "graphql", "websocket")


@routes.get("/project", "project.read")
def get_project(call: Call) -> Answer:
    return answer_json(
        {
            "$id": call.settings.project,
            "$createdAt": _MADE,
            "$updatedAt": _MADE,
            "name": "Demo",
            "teamId": "demo-organization",
            "region": "default",
            "devKeys": [],
            "smtpEnabled": False,
            "smtpSenderName": "",
            "smtpSenderEmail": "",
            "smtpReplyToName": "",
            "smtpReplyToEmail": "",
            "smtpHost": "",
            "smtpPort": 0,
            "smtpUsername": "",
            "smtpPassword": "",
            "smtpSecure": "",
            "pingCount": 0,
            "pingedAt": "",
            "labels": [],
            "status": "active",
            "authMethods": _enabled(_AUTH_METHODS),
            "services": _enabled(_SERVICES),
            "protocols": _enabled(_PROTOCOLS),
            "blocks": [],
            "consoleAccessedAt": _MADE,
        }
    )


@routes.get("/project/keys", "keys.read")
def list_keys(call: Call) -> Answer:
    return answer_page(len(KEYS), "keys", [_key(call, id_) for id_ in KEYS])


@routes.get("/project/keys/{key_id}", "keys.read")
def get_key(call: Call, key_id: str) -> Answer:
    if key_id not in KEYS:
        raise ApiError(404, "key_not_found", "Key with the requested ID could not be found.")
    return answer_json(_key(call, key_id))


@routes.get("/project/platforms", "platforms.read")
def list_platforms(call: Call) -> Answer:
    web = {
        "$id": "web",
        "$createdAt": _MADE,
        "$updatedAt": _MADE,
        "name": "web",
        "type": "web",
        "hostname": "localhost",
        "key": "",
    }
    return answer_page(1, "platforms", [web])


def _enabled(names: tuple[str, ...]) -> list[dict[str, Any]]:
    return [{"$id": name, "enabled": True} for name in names]


def _key(call: Call, id_: str) -> dict[str, Any]:
    """An API key with its secret, as whoever may read keys sees it."""
    return {
        "$id": id_,
        "$createdAt": _MADE,
        "$updatedAt": _MADE,
        "name": KEYS[id_].name,
        "expire": "",
        "scopes": sorted(KEYS[id_].scopes),
        "secret": call.settings.keys[id_],
        "accessedAt": "",
        "sdks": [],
    }
