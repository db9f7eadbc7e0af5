"""Owns the activity logs: writing them and showing them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from tui.demo.accounts.clients import client_of
from tui.demo.answers import Answer, answer_page
from tui.demo.audits import Audit
from tui.demo.call import Call
from tui.demo.errors import ApiError
from tui.demo.identity import Who
from tui.demo.model.users import LOGS, USERS
from tui.demo.params import new_id
from tui.demo.query.parse import QueryError, parse
from tui.demo.query.where import Where
from tui.demo.store.clock import now
from tui.demo.store.database import incidental

_NEWEST_FIRST = json.dumps({"method": "orderDesc", "attribute": ""})
_OF_DOCUMENT = ("$id", "$createdAt", "$updatedAt")


def note(audit: Audit, call: Call, path_parameters: Mapping[str, str], answer: Answer) -> None:
    """Keep the note of a request that succeeded; a full disk costs the note, not the answer."""
    answered = json.loads(answer.body) if answer.body else {}
    resource = audit.resource.format_map({**answered, **path_parameters})
    user_id = str(answered[audit.by]) if audit.by else call.identity.user_id
    moment = now()
    log = {
        "$id": new_id(),
        "$createdAt": moment,
        "$updatedAt": moment,
        "event": audit.event,
        **_author(call, user_id),
        "mode": "default",
        "ip": "127.0.0.1",
        "time": f"{moment[:19]}.000+00:00",
        **client_of(call.user_agent),
    }
    with incidental(call.store):
        LOGS.add(call.store, log, resource)


def _author(call: Call, user_id: str) -> dict[str, Any]:
    user = USERS.get(call.store, user_id) if user_id else None
    if user is not None:
        facts = (user["$id"], user["email"] or "", user["name"], "user")
    elif call.identity.who is Who.KEY:
        facts = ("", call.identity.name, call.identity.key_name, "keyProject")
    else:
        name = f"guest.{call.settings.project}@service.localhost"
        facts = ("", name, "Guest", "guest")
    return dict(zip(("userId", "userEmail", "userName", "userType"), facts, strict=True))


def logs_on(call: Call, resource: str) -> Answer:
    """What happened to a resource (`team/ID`, `database/ID/table/ID`), the newest first."""
    return _page(call, Where("_parent = ?", (resource,)))


def logs_by(call: Call, user_id: str) -> Answer:
    """What a user did, the newest first."""
    return _page(call, Where('"c:userId" = ?', (user_id,)))


def _page(call: Call, scope: Where) -> Answer:
    queries = call.queries()
    for text in queries:
        _refuse_all_but_paging(call, text)
    page = LOGS.page(
        call.store,
        call.settings.version,
        [*queries, _NEWEST_FIRST],
        parent=None,
        total=call.wants_total(),
        scope=scope,
    )
    logs = [
        call.settings.version.present(
            "log", {key: value for key, value in log.items() if key not in _OF_DOCUMENT}
        )
        for log in page.documents
    ]
    return answer_page(page.total, "logs", logs)


def _refuse_all_but_paging(call: Call, text: str) -> None:
    """Lists of logs know `limit` and `offset`; what cannot be read is refused later."""
    try:
        method = parse(text, call.settings.version).method
    except QueryError:
        return
    if method not in ("limit", "offset"):
        reason = f"Invalid `queries` param: Invalid query method: {method}"
        raise ApiError.of("general_argument_invalid", reason=reason)
