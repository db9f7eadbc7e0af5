"""What a function may be run with: what servers refuse of it is refused here."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.core.form import Form
from tui.resources import KINDS
from tui.resources.execution_changes import execute
from tui.resources.execution_request import (
    BACKGROUND,
    LARGEST,
    LATER,
    NOW,
    asked_again,
    body_problem,
    headers_of,
    headers_problem,
    time_problem,
    when_problem,
)

names = st.from_regex(r"[A-Za-z0-9-]{1,12}", fullmatch=True).filter(
    lambda name: not name.lower().startswith("x-appwrite")
)
values = st.from_regex(r"[!-~]{1,12}", fullmatch=True)


@given(st.dictionaries(names, values, max_size=5))
def test_headers_are_sent_as_they_are_typed(headers: dict[str, str]) -> None:
    lines = [f"{name}: {value}" for name, value in headers.items()]
    assert headers_of(lines) == headers
    different = {name.lower() for name in headers}
    assert (headers_problem(lines, {}) == "") == (len(different) == len(headers))


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (["my header: 1"], "letters, digits and hyphens"),
        (["no colon"], "name: value"),
        ([": nameless"], "letters, digits and hyphens"),
        (["x-appwrite-key: 1"], "server's own"),
        (["a: 1", "A: 2"], "twice"),
        ([f"h{number}: 1" for number in range(101)], "At most 100"),
        (["a: " + "x" * 17_000], "16,384"),
    ],
)
def test_headers_that_servers_refuse(lines: list[str], said: str) -> None:
    assert said in headers_problem(lines, {})


@given(st.recursive(st.none() | st.integers() | st.text(), st.lists, max_leaves=5))
def test_json_is_json(value: Any) -> None:
    assert body_problem(json.dumps(value), {"headers": ["content-type: application/json"]}) == ""


@pytest.mark.parametrize(
    ("body", "headers", "said"),
    [
        ('{"a": 1,\n oops}', [], "line 2 column 2; a header like content-type: text/plain"),
        ("plain", [], ""),
        ("plain", ["Content-Type: application/json"], "Not JSON"),
        ("{{template}}", ["content-type: text/plain"], ""),
        ("[" * 100_000, [], "nested too deeply"),
        ("", ["content-type: application/json"], ""),
    ],
)
def test_bodies(body: str, headers: list[str], said: str) -> None:
    found = body_problem(body, {"headers": headers})
    assert said in found
    assert bool(said) == bool(found)


def test_times_are_a_minute_ahead_and_to_the_minute() -> None:
    now = datetime.now(UTC)
    later = {"when": LATER}
    assert "past" in time_problem((now - timedelta(days=1)).isoformat(), later)
    assert "past" in time_problem((now + timedelta(seconds=20)).isoformat(), later)
    minute = (now + timedelta(hours=1)).replace(second=0, microsecond=0)
    assert time_problem(minute.isoformat(), later) == ""
    assert "seconds" in time_problem(minute.replace(second=1).isoformat(), later)
    assert LATER in time_problem(minute.isoformat(), {"when": NOW})
    assert when_problem(LATER, {}) and not when_problem(LATER, {"scheduledAt": minute.isoformat()})


def test_a_body_of_more_than_10_mb_is_refused_in_the_form() -> None:
    form = KINDS["execution"].form
    assert form is not None
    filled = Form.of("", form(None, True), {}).filled({"body": "x" * (LARGEST + 1)})
    assert "10,485,760" in filled.errors["body"]
    assert not Form.of("", form(None, True), {}).filled({"body": "x" * LARGEST}).errors


@pytest.mark.parametrize(
    ("when", "asynchronous"), [(NOW, False), (BACKGROUND, True), (LATER, True)]
)
def test_what_is_sent(when: str, asynchronous: bool) -> None:
    typed = {"headers": ["a: 1"], "body": "{}", "when": when, "scheduledAt": "2099-01-01T00:00Z"}
    change = execute({"functionId": "f"}, None, {"requestMethod": "PUT", **typed})
    timed = {"scheduledAt": "2099-01-01T00:00Z"} if when == LATER else {}
    assert change.write.body == {
        "method": "PUT", "path": "/", "async": asynchronous, "headers": {"a": "1"}, "body": "{}",
        **timed,
    }  # fmt: skip
    assert change.after == {"requestMethod": "PUT", "requestPath": "/"}
    assert {"responseBody", "logs"} <= set(change.forgets)


def test_a_past_execution_is_asked_again_as_far_as_it_is_known() -> None:
    ran = {
        "requestMethod": "POST",
        "requestPath": "/a?b",
        "requestHeaders": [
            {"name": "content-type", "value": "text/plain"},
            {"name": "x-appwrite-client-ip", "value": "1"},
            {"name": "content-length", "value": "3"},
            "odd",
        ],
    }
    assert asked_again(ran) == {
        "requestMethod": "POST", "requestPath": "/a?b", "headers": ["content-type: text/plain"],
    }  # fmt: skip
    assert asked_again({"requestHeaders": None}) == {}
