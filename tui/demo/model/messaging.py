"""Owns how messages, and what they are sent by and to, are kept. Subscribers have their topic's id
as parent."""

from __future__ import annotations

from tui.demo.store.collection import Collection
from tui.demo.store.schema import Type, attribute

PROVIDERS = Collection(
    "providers",
    "Provider",
    (
        attribute("name", Type.TEXT),
        attribute("provider", Type.TEXT),
        attribute("type", Type.TEXT),
        attribute("enabled", Type.BOOLEAN),
    ),
    searched=("$id", "name", "provider", "type"),
)
TOPICS = Collection(
    "topics",
    "Topic",
    (
        attribute("name", Type.TEXT),
        attribute("emailTotal", Type.INTEGER),
        attribute("smsTotal", Type.INTEGER),
        attribute("pushTotal", Type.INTEGER),
    ),
)
SUBSCRIBERS = Collection(
    "subscribers",
    "Subscriber",
    (
        attribute("targetId", Type.TEXT),
        attribute("topicId", Type.TEXT),
        attribute("userId", Type.TEXT),
        attribute("providerType", Type.TEXT),
    ),
    searched=("$id", "targetId", "userId", "providerType"),
)
MESSAGES = Collection(
    "messages",
    "Message",
    (
        attribute("scheduledAt", Type.DATETIME),
        attribute("deliveredAt", Type.DATETIME),
        attribute("deliveredTotal", Type.INTEGER),
        attribute("status", Type.TEXT),
        attribute("providerType", Type.TEXT),
    ),
    searched=lambda message: " ".join(map(str, (message["$id"], *message["data"].values()))),
)

COLLECTIONS = (PROVIDERS, TOPICS, SUBSCRIBERS, MESSAGES)
