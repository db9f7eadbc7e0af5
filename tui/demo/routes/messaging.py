"""Owns the endpoints of messaging but for messages: providers, topics and who subscribed to them.

Of the providers only SMTP servers can be set up here.
"""

from __future__ import annotations

import sqlite3
from typing import Any

from tui.demo.accounts.emails import Email
from tui.demo.answers import Answer, answer_json, answer_nothing, answer_page
from tui.demo.call import Call
from tui.demo.errors import ApiError, declare
from tui.demo.model.messaging import PROVIDERS, SUBSCRIBERS, TOPICS
from tui.demo.model.users import TARGETS, USERS
from tui.demo.params import Boolean, CustomId, Number, OneOf, Text, Uid
from tui.demo.permissions import RoleList, require_role
from tui.demo.routing import Routes
from tui.demo.store.clock import now
from tui.demo.store.collection import Collection, Document, shown

routes = Routes()
declare(
    {
        "provider_not_found": (404, "Provider with the requested ID could not be found."),
        "provider_already_exists": (409, "Provider with the requested ID already exists."),
        "provider_incorrect_type": (
            400,
            "Provider with the requested ID is of the incorrect type.",
        ),
        "topic_not_found": (404, "Topic with the request ID could not be found."),
        "topic_already_exists": (409, "Topic with the request ID already exists."),
        "subscriber_not_found": (404, "Subscriber with the request ID could not be found."),
        "subscriber_already_exists": (409, "Subscriber with the request ID already exists."),
    }
)
_TOPIC = "/messaging/topics/{topic_id}"
_SUBSCRIBERS = _TOPIC + "/subscribers"
_SMTP = "/messaging/providers/smtp"


def listed(call: Call, kind: Collection, key: str, parent: str = "") -> Answer:
    """A list of everything of a kind, searched and filtered."""
    page = kind.page(
        call.store,
        call.settings.version,
        call.queries(),
        parent=parent,
        search=call.search(),
        total=call.wants_total(),
    )
    return answer_page(page.total, key, page.documents)


def the(call: Call, kind: Collection, id_: str, missing: str, parent: str = "") -> Document:
    """What has an id; `missing` is the error that says it does not exist."""
    found = kind.get(call.store, id_, parent)
    if found is None:
        raise ApiError.of(missing)
    return found


def add(call: Call, kind: Collection, document: Document, taken: str, parent: str = "") -> None:
    """Keep what is new; `taken` is the error that says its id is not."""
    try:
        kind.add(call.store, document, parent)
    except sqlite3.IntegrityError as error:
        raise ApiError.of(taken) from error


@routes.get("/messaging/providers", "providers.read")
def list_providers(call: Call) -> Answer:
    return listed(call, PROVIDERS, "providers")


@routes.get("/messaging/providers/{provider_id}", "providers.read")
def get_provider(call: Call, provider_id: str) -> Answer:
    return answer_json(shown(the(call, PROVIDERS, provider_id, "provider_not_found")))


@routes.delete("/messaging/providers/{provider_id}", "providers.write")
def delete_provider(call: Call, provider_id: str) -> Answer:
    with call.store.write():
        the(call, PROVIDERS, provider_id, "provider_not_found")
        PROVIDERS.remove(call.store, provider_id)
    return answer_nothing()


def _smtp_parts(call: Call) -> dict[str, Any]:
    """What a request says of an SMTP server; None for what it leaves out."""
    text = Text(128, 0)
    return {
        "host": call.param("host", Text(0), None),
        "port": call.param("port", Number(1, 65_535), None),
        "username": call.param("username", Text(0, 0), None),
        "password": call.param("password", Text(0, 0), None),
        "encryption": call.param("encryption", OneOf(("none", "ssl", "tls")), None),
        "autoTLS": call.param("autoTLS", Boolean(), None),
        "mailer": call.param("mailer", Text(0, 0), None),
        "fromName": call.param("fromName", text, None),
        "fromEmail": call.param("fromEmail", Email(empty=True), None),
        "replyToName": call.param("replyToName", text, None),
        "replyToEmail": call.param("replyToEmail", Email(empty=True), None),
    }


def _with_parts(provider: Document, parts: dict[str, Any], enabled: bool | None) -> Document:
    """A provider changed; only one that says from whom it sends can be switched on."""
    given = {key: value for key, value in parts.items() if value is not None}
    if given.get("encryption") == "none":
        given["encryption"] = ""
    changed = {
        **provider,
        "credentials": {
            key: given.get(key, value) for key, value in provider["credentials"].items()
        },
        "options": {key: given.get(key, value) for key, value in provider["options"].items()},
        "$updatedAt": now(),
    }
    if enabled is not None:
        ready = changed["options"]["fromEmail"] and changed["credentials"]["host"]
        changed["enabled"] = bool(enabled and ready)
    return changed


@routes.post(_SMTP, "providers.write")
def create_smtp(call: Call) -> Answer:
    id_ = call.param("providerId", CustomId())
    name = call.param("name", Text(128))
    call.param("host", Text(0))
    parts = _smtp_parts(call)
    enabled = call.param("enabled", Boolean(), None)
    moment = now()
    provider = {
        "$id": id_,
        "$createdAt": moment,
        "$updatedAt": moment,
        "name": name,
        "provider": "smtp",
        "enabled": False,
        "type": "email",
        "credentials": {"port": 587, "username": "", "password": "", "host": ""},
        "options": {
            "fromName": "",
            "fromEmail": "",
            "replyToName": "",
            "replyToEmail": "",
            "encryption": "",
            "autoTLS": True,
            "mailer": "",
        },
    }
    made = _with_parts(provider, parts, enabled) | {"$updatedAt": moment}
    add(call, PROVIDERS, made, "provider_already_exists")
    return answer_json(made, 201)


@routes.patch(_SMTP + "/{provider_id}", "providers.write")
def update_smtp(call: Call, provider_id: str) -> Answer:
    name = call.param("name", Text(128), None)
    parts = _smtp_parts(call)
    enabled = call.param("enabled", Boolean(), None)
    with call.store.write():
        held = the(call, PROVIDERS, provider_id, "provider_not_found")
        changed = _with_parts(held | {"name": name or held["name"]}, parts, enabled)
        PROVIDERS.put(call.store, changed)
    return answer_json(shown(changed))


@routes.get("/messaging/topics", "topics.read")
def list_topics(call: Call) -> Answer:
    return listed(call, TOPICS, "topics")


@routes.get(_TOPIC, "topics.read")
def get_topic(call: Call, topic_id: str) -> Answer:
    return answer_json(shown(the(call, TOPICS, topic_id, "topic_not_found")))


@routes.post("/messaging/topics", "topics.write")
def create_topic(call: Call) -> Answer:
    moment = now()
    topic = {
        "$id": call.param("topicId", CustomId()),
        "$createdAt": moment,
        "$updatedAt": moment,
        "name": call.param("name", Text(128)),
        "emailTotal": 0,
        "smsTotal": 0,
        "pushTotal": 0,
        "subscribe": call.param("subscribe", RoleList(), ["users"]),
    }
    add(call, TOPICS, topic, "topic_already_exists")
    return answer_json(topic, 201)


@routes.patch(_TOPIC, "topics.write")
def update_topic(call: Call, topic_id: str) -> Answer:
    given = {
        "name": call.param("name", Text(128), None),
        "subscribe": call.param("subscribe", RoleList(), None),
    }
    with call.store.write():
        topic = the(call, TOPICS, topic_id, "topic_not_found")
        chosen = {key: value for key, value in given.items() if value is not None}
        changed = topic | chosen | {"$updatedAt": now()}
        TOPICS.put(call.store, changed)
    return answer_json(shown(changed))


@routes.delete(_TOPIC, "topics.write")
def delete_topic(call: Call, topic_id: str) -> Answer:
    """Its subscribers go along."""
    with call.store.write():
        topic = the(call, TOPICS, topic_id, "topic_not_found")
        SUBSCRIBERS.remove_all(call.store, topic["$id"])
        TOPICS.remove(call.store, topic["$id"])
    return answer_nothing()


@routes.get(_SUBSCRIBERS, "subscribers.read")
def list_subscribers(call: Call, topic_id: str) -> Answer:
    topic = the(call, TOPICS, topic_id, "topic_not_found")
    return listed(call, SUBSCRIBERS, "subscribers", topic["$id"])


@routes.get(_SUBSCRIBERS + "/{subscriber_id}", "subscribers.read")
def get_subscriber(call: Call, topic_id: str, subscriber_id: str) -> Answer:
    the(call, TOPICS, topic_id, "topic_not_found")
    return answer_json(
        shown(the(call, SUBSCRIBERS, subscriber_id, "subscriber_not_found", topic_id))
    )


@routes.post(_SUBSCRIBERS, "subscribers.write")
def create_subscriber(call: Call, topic_id: str) -> Answer:
    """A user may subscribe where the topic's roles let it; keys may subscribe anybody."""
    id_ = call.param("subscriberId", CustomId())
    target_id = call.param("targetId", Uid())
    moment = now()
    with call.store.write():
        topic = the(call, TOPICS, topic_id, "topic_not_found")
        require_role(topic["subscribe"], "subscribe", call.identity)
        target = TARGETS.anywhere(call.store, target_id)
        if target is None:
            raise ApiError(404, "user_target_not_found", "The target could not be found.")
        user = USERS.get(call.store, target["userId"]) or {}
        if any(each["targetId"] == target_id for each in SUBSCRIBERS.all(call.store, topic["$id"])):
            raise ApiError.of("subscriber_already_exists")
        subscriber = {
            "$id": id_,
            "$createdAt": moment,
            "$updatedAt": moment,
            "targetId": target["$id"],
            "target": shown(target),
            "userId": target["userId"],
            "userName": user.get("name") or "",
            "topicId": topic["$id"],
            "providerType": target["providerType"],
        }
        add(call, SUBSCRIBERS, subscriber, "subscriber_already_exists", topic["$id"])
        _count(call, topic, target["providerType"], 1)
    return answer_json(subscriber, 201)


@routes.delete(_SUBSCRIBERS + "/{subscriber_id}", "subscribers.write")
def delete_subscriber(call: Call, topic_id: str, subscriber_id: str) -> Answer:
    with call.store.write():
        topic = the(call, TOPICS, topic_id, "topic_not_found")
        held = the(call, SUBSCRIBERS, subscriber_id, "subscriber_not_found", topic["$id"])
        SUBSCRIBERS.remove(call.store, held["$id"], topic["$id"])
        _count(call, topic, held["providerType"], -1)
    return answer_nothing()


def _count(call: Call, topic: Document, kind: str, change: int) -> None:
    total = f"{kind}Total"
    TOPICS.put(call.store, topic | {total: max(0, topic[total] + change)})
