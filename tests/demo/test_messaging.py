"""Providers, topics, subscribers and messages: what hangs together, and what nothing is sent by."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest

MESSAGES = "/messaging/messages"


@pytest.fixture
def topic(demo: Any) -> Iterator[str]:
    demo.request("POST", "/messaging/topics", {"topicId": "news", "name": "News"})
    yield "/messaging/topics/news"
    demo.request("DELETE", "/messaging/topics/news")


@pytest.fixture
def target(demo: Any, user: Callable[..., str]) -> str:
    """The id of a user's e-mail address as a target."""
    id_ = user(name="Reader")
    return str(demo.get(f"/users/{id_}/targets").body["targets"][0]["$id"])


def ended(demo: Any, id_: str) -> dict[str, Any]:
    deadline = time.monotonic() + 20
    while True:
        body: dict[str, Any] = demo.get(f"{MESSAGES}/{id_}").body
        if body["status"] != "processing":
            return body
        assert time.monotonic() < deadline


def smtp(demo: Any, **changes: Any) -> Any:
    body = {"providerId": "mail", "name": "Mail", "host": "localhost", **changes}
    return demo.request("POST", "/messaging/providers/smtp", body)


def test_a_topic_counts_its_subscribers(demo: Any, topic: str, target: str) -> None:
    made = demo.request("POST", f"{topic}/subscribers", {"subscriberId": "s", "targetId": target})
    assert (made.status, made.body["userName"]) == (201, "Reader")
    assert demo.get(topic).body["emailTotal"] == 1
    again = demo.request("POST", f"{topic}/subscribers", {"subscriberId": "t", "targetId": target})
    assert (again.status, again.body["type"]) == (409, "subscriber_already_exists")
    ghost = demo.request("POST", f"{topic}/subscribers", {"subscriberId": "g", "targetId": "g"})
    assert (ghost.status, ghost.body["type"]) == (404, "user_target_not_found")
    assert demo.request("DELETE", f"{topic}/subscribers/s").status == 204
    assert demo.get(topic).body["emailTotal"] == 0


def test_only_roles_of_a_topic_subscribe(
    demo: Any, topic: str, target: str, as_user: Callable[..., dict[str, Any]]
) -> None:
    owner = demo.get("/users", {"method": "equal", "attribute": "name", "values": ["Reader"]})
    asking = as_user(owner.body["users"][0]["$id"])
    body = {"subscriberId": "s", "targetId": target}
    demo.request("PATCH", topic, {"subscribe": ["label:vip"]})
    refused = demo.request("POST", f"{topic}/subscribers", body, **asking)
    assert (refused.status, refused.body["type"]) == (401, "user_unauthorized")
    demo.request("PATCH", topic, {"subscribe": ["users"]})
    assert demo.request("POST", f"{topic}/subscribers", body, **asking).status == 201


@pytest.mark.parametrize(
    ("enabled", "status", "reached"), [(True, "sent", 1), (False, "failed", 0)]
)
def test_a_message_ends_as_its_provider_lets_it(
    demo: Any, topic: str, target: str, enabled: bool, status: str, reached: int
) -> None:
    made = smtp(demo, enabled=enabled, fromEmail="shop@example.test", encryption="none")
    assert (made.body["enabled"], made.body["options"]["encryption"]) == (enabled, "")
    demo.request("POST", f"{topic}/subscribers", {"subscriberId": "s", "targetId": target})
    body = {"messageId": "hello", "subject": "Hello", "content": "Text", "topics": ["news"]}
    try:
        assert demo.request("POST", f"{MESSAGES}/email", body).body["status"] == "processing"
        done = ended(demo, "hello")
        assert (done["status"], done["deliveredTotal"]) == (status, reached)
        late = demo.request("PATCH", f"{MESSAGES}/email/hello", {"subject": "Later"})
        assert (late.status, late.body["type"]) == (400, f"message_already_{status}")
    finally:
        demo.request("DELETE", f"{MESSAGES}/hello")
        demo.request("DELETE", "/messaging/providers/mail")


def test_a_provider_that_says_not_from_whom_stays_off(demo: Any) -> None:
    assert smtp(demo, enabled=True).body["enabled"] is False
    changed = demo.request(
        "PATCH", "/messaging/providers/smtp/mail", {"fromEmail": "a@b.test", "enabled": True}
    )
    assert (changed.body["enabled"], changed.body["credentials"]["host"]) == (True, "localhost")
    assert demo.request("DELETE", "/messaging/providers/mail").status == 204


def test_a_draft_needs_nobody_and_what_is_sent_does(demo: Any) -> None:
    draft = {"messageId": "d", "content": "Text", "draft": True}
    assert demo.request("POST", f"{MESSAGES}/sms", draft).body["status"] == "draft"
    sent = demo.request("PATCH", f"{MESSAGES}/sms/d", {"draft": False})
    assert (sent.status, sent.body["type"]) == (400, "message_missing_target")
    wrong = demo.request("PATCH", f"{MESSAGES}/push/d", {"draft": True})
    assert (wrong.status, wrong.body["type"]) == (404, "message_not_found")
    assert demo.request("DELETE", f"{MESSAGES}/d").status == 204
