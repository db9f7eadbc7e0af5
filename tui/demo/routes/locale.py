"""Owns the endpoint that says where the caller seems to be (`/locale`)."""

from __future__ import annotations

from tui.demo.answers import Answer, answer_json
from tui.demo.call import Call
from tui.demo.routing import Routes

routes = Routes()


@routes.get("/locale", "locale.read")
def get_locale(call: Call) -> Answer:
    """A loopback address has no country."""
    return answer_json(
        {
            "ip": "127.0.0.1",
            "countryCode": "--",
            "country": "Unknown",
            "continentCode": "--",
            "continent": "Unknown",
            "eu": False,
            "currency": "",
        }
    )
