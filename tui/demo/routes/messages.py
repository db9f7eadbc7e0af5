"""Owns the endpoints of messages (`/messaging/messages`). Nothing is really sent.

A message that is no draft ends as `sent` where there is an enabled provider of its kind, else as
`failed`.
"""

from __future__ import annotations

from functools import partial
from typing import Any

from tui.demo.answers import Answer, answer_json, answer_nothing, answer_page
from tui.demo.call import Call
from tui.demo.errors import ApiError, declare
from tui.demo.model.messaging import MESSAGES, PROVIDERS, SUBSCRIBERS
from tui.demo.model.users import TARGETS
from tui.demo.params import Boolean, CustomId, ListOf, Number, Object, OneOf, Text, Uid, Validator
from tui.demo.query.dates import parse_moment
from tui.demo.query.where import Where
from tui.demo.routes.messaging import add, listed, the
from tui.demo.routing import Routes
from tui.demo.store.clock import now
from tui.demo.store.collection import Document, shown
from tui.demo.store.database import Store

routes = Routes()
declare(
    {
        "message_not_found": (404, "Message with the requested ID could not be found."),
        "message_already_exists": (409, "Message with the requested ID already exists."),
        "message_missing_target": (
            400,
            "Message with the requested ID has no recipients (topics or users or targets).",
        ),
        "message_already_sent": (400, "Message with the requested ID has already been sent."),
        "message_already_failed": (
            400,
            "Message with the requested ID has already failed. Please create a new one.",
        ),
        "message_already_processing": (
            400,
            "Message with the requested ID is already being processed.",
        ),
        "message_missing_schedule": (
            400,
            "Message with the requested ID can not have status scheduled without a schedule.",
        ),
    }
)
PATH = "/messaging/messages"
_IDS = ListOf(Uid(), 1000)
_RECIPIENTS = ("topics", "users", "targets")
_TITLE = Text(256)
_LONG = Text(64_230)
_DATA: dict[str, dict[str, tuple[Validator, Any]]] = {
    "email": {
        "subject": (Text(998), None),
        "content": (_LONG, None),
        "html": (Boolean(), False),
        "cc": (_IDS, []),
        "bcc": (_IDS, []),
        "attachments": (ListOf(Text(73), 100), []),
    },
    "sms": {"content": (_LONG, None)},
    "push": {
        "title": (_TITLE, ""),
        "body": (_LONG, ""),
        "data": (Object(), {}),
        "action": (_TITLE, ""),
        "image": (_TITLE, ""),
        "icon": (_TITLE, ""),
        "sound": (_TITLE, ""),
        "color": (_TITLE, ""),
        "tag": (_TITLE, ""),
        "badge": (Number(-1, 2**31 - 1), -1),
        "contentAvailable": (Boolean(), False),
        "critical": (Boolean(), False),
        "priority": (OneOf(("normal", "high")), "high"),
    },
}
"""What a message of each kind says: rule and default; None for what has none."""
_DONE = {
    "sent": "message_already_sent",
    "failed": "message_already_failed",
    "processing": "message_already_processing",
}


@routes.get(PATH, "messages.read")
def list_messages(call: Call) -> Answer:
    return listed(call, MESSAGES, "messages")


@routes.get(PATH + "/{message_id}", "messages.read")
def get_message(call: Call, message_id: str) -> Answer:
    return answer_json(shown(the(call, MESSAGES, message_id, "message_not_found")))


@routes.get(PATH + "/{message_id}/targets", "messages.read")
def list_targets(call: Call, message_id: str) -> Answer:
    ids = the(call, MESSAGES, message_id, "message_not_found")["targets"]
    page = TARGETS.page(
        call.store,
        call.settings.version,
        call.queries(),
        parent=None,
        total=call.wants_total(),
        scope=Where(f"_id IN ({', '.join('?' * len(ids))})", tuple(ids)),
    )
    return answer_page(page.total, "targets", page.documents)


@routes.delete(PATH + "/{message_id}", "messages.write")
def delete_message(call: Call, message_id: str) -> Answer:
    with call.store.write():
        if the(call, MESSAGES, message_id, "message_not_found")["status"] == "processing":
            raise ApiError.of("message_already_processing")
        MESSAGES.remove(call.store, message_id)
    return answer_nothing()


@routes.post(PATH + "/email", "messages.write")
def create_email(call: Call) -> Answer:
    return _created(call, "email")


@routes.post(PATH + "/sms", "messages.write")
def create_sms(call: Call) -> Answer:
    return _created(call, "sms")


@routes.post(PATH + "/push", "messages.write")
def create_push(call: Call) -> Answer:
    return _created(call, "push")


@routes.patch(PATH + "/email/{message_id}", "messages.write")
def update_email(call: Call, message_id: str) -> Answer:
    return _updated(call, message_id, "email")


@routes.patch(PATH + "/sms/{message_id}", "messages.write")
def update_sms(call: Call, message_id: str) -> Answer:
    return _updated(call, message_id, "sms")


@routes.patch(PATH + "/push/{message_id}", "messages.write")
def update_push(call: Call, message_id: str) -> Answer:
    return _updated(call, message_id, "push")


class Schedule:
    """A moment that is still to come, or null."""

    def problem(self, value: Any) -> str:
        moment = parse_moment(value) if isinstance(value, str) else None
        fits = moment is not None and moment > now()
        return "" if fits else "Value must be valid date in the future or null"

    def clean(self, value: Any) -> Any:
        return parse_moment(value)


def _created(call: Call, kind: str) -> Answer:
    id_ = call.param("messageId", CustomId())
    data = {
        name: call.param(name, rule, *(() if default is None else (default,)))
        for name, (rule, default) in _DATA[kind].items()
    }
    recipients = {name: call.param(name, _IDS, []) for name in _RECIPIENTS}
    draft = call.param("draft", Boolean(), False)
    scheduled_at = call.param("scheduledAt", Schedule(), None)
    moment = now()
    message = {
        "$id": id_,
        "$createdAt": moment,
        "$updatedAt": moment,
        "providerType": kind,
        **recipients,
        "scheduledAt": scheduled_at,
        "deliveredAt": None,
        "deliveryErrors": [],
        "deliveredTotal": 0,
        "data": data,
        "status": _status(draft, scheduled_at),
    }
    if message["status"] != "draft":
        _require_recipients(message)
    add(call, MESSAGES, message, "message_already_exists")
    _send_later(call, message)
    return answer_json(message, 201)


def _status(draft: bool, scheduled_at: str | None) -> str:
    return "draft" if draft else "scheduled" if scheduled_at else "processing"


def _require_recipients(message: Document) -> None:
    if not any(message[name] for name in _RECIPIENTS):
        raise ApiError.of("message_missing_target")


def _updated(call: Call, message_id: str, kind: str) -> Answer:
    """A message that was not sent yet, changed; it is sent once it is no draft any more."""
    recipients = {name: call.param(name, _IDS, None) for name in _RECIPIENTS}
    data = {name: call.param(name, rule, None) for name, (rule, _) in _DATA[kind].items()}
    draft = call.param("draft", Boolean(), None)
    scheduled_at = call.param("scheduledAt", Schedule(), None)
    with call.store.write():
        held = the(call, MESSAGES, message_id, "message_not_found")
        if held["providerType"] != kind:
            raise ApiError.of("message_not_found")
        if held["status"] in _DONE:
            raise ApiError.of(_DONE[held["status"]])
        changed = held | {key: value for key, value in recipients.items() if value is not None}
        said = {key: value for key, value in data.items() if value is not None}
        changed |= {
            "data": held["data"] | said,
            "scheduledAt": scheduled_at or held["scheduledAt"],
            "$updatedAt": now(),
        }
        if draft is not None:
            changed["status"] = _status(draft, changed["scheduledAt"])
        if changed["status"] != "draft":
            _require_recipients(changed)
        MESSAGES.put(call.store, changed)
    _send_later(call, changed)
    return answer_json(shown(changed))


def _send_later(call: Call, message: Document) -> None:
    if message["status"] == "processing":
        call.later.do(partial(_send, call.store, message["$id"]))


def _send(store: Store, message_id: str) -> None:
    """What the queue of a server would do."""
    with store.write():
        message = MESSAGES.get(store, message_id)
        if message is None or message["status"] != "processing":
            return
        kind = message["providerType"]
        ready = any(each["enabled"] and each["type"] == kind for each in PROVIDERS.all(store))
        done: dict[str, Any] = {
            "status": "failed",
            "deliveryErrors": [f"No enabled {kind} provider found."],
        }
        if ready:
            total = len(_reached(store, message, kind))
            done = {"status": "sent", "deliveredTotal": total, "deliveredAt": now()}
        MESSAGES.put(store, message | done | {"$updatedAt": now()})


def _reached(store: Store, message: Document, kind: str) -> set[str]:
    """The ids of the targets that a message goes to."""
    ids = set(message["targets"])
    for topic in message["topics"]:
        ids |= {each["targetId"] for each in SUBSCRIBERS.all(store, topic)}
    targets = [TARGETS.anywhere(store, id_) for id_ in ids]
    for user in message["users"]:
        targets += TARGETS.all(store, user)
    return {each["$id"] for each in targets if each and each["providerType"] == kind}
