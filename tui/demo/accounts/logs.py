"""Owns the activity logs of users and teams."""

from __future__ import annotations

import json

from tui.demo.accounts.clients import client_of
from tui.demo.answers import Answer, answer_page
from tui.demo.call import Call
from tui.demo.model.users import LOGS, USERS
from tui.demo.params import new_id
from tui.demo.store.clock import now

_NEWEST_FIRST = json.dumps({"method": "orderDesc", "attribute": ""})
_OF_DOCUMENT = ("$id", "$createdAt", "$updatedAt")


def write_log(call: Call, parent: str, event: str, user_id: str = "") -> None:
    """Note that the caller (or `user_id`, who just signed in) did something.

    As on the real server users' logs hold what the users did themselves, not what keys did.
    """
    by_user = user_id or call.identity.user_id
    user = USERS.get(call.store, by_user) if by_user else None
    moment = now()
    LOGS.add(
        call.store,
        {
            "$id": new_id(),
            "$createdAt": moment,
            "$updatedAt": moment,
            "event": event,
            "userId": by_user,
            "userEmail": (user["email"] or "") if user else call.identity.name,
            "userName": user["name"] if user else "",
            "mode": "default",
            "userType": "user" if user else "keyProject",
            "ip": "127.0.0.1",
            "time": f"{moment[:19]}.000+00:00",
            **client_of(call.headers.get("user-agent", "")),
        },
        parent,
    )


def log_page(call: Call, parent: str) -> Answer:
    """A list of logs, the newest first; only `limit` and `offset` are of use."""
    page = LOGS.page(
        call.store,
        call.settings.version,
        [*call.queries(), _NEWEST_FIRST],
        parent=parent,
        total=call.wants_total(),
    )
    logs = [
        {key: value for key, value in log.items() if key not in _OF_DOCUMENT}
        for log in page.documents
    ]
    return answer_page(page.total, "logs", logs)
