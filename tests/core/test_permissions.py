"""Appwrite's permissions: their grammar, in a word for a list, in sentences for the inspector."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.core.permissions import (
    Permission,
    container_in_words,
    in_words,
    parse,
    parse_all,
    role_in_words,
    summary,
    summary_within,
)

ROLES = {
    "any": "everybody",
    "guests": "guests",
    "users": "signed-in users",
    "users/verified": "verified users",
    "users/unverified": "unverified users",
    "user:alice": "user alice",
    "user:alice/verified": "user alice if verified",
    "team:sup": "team sup",
    "team:sup/lead": "team sup as lead",
    "member:66f0": "member 66f0",
    "label:vip": "label vip",
}
roles = st.sampled_from(sorted(ROLES))
actions = st.sampled_from(["read", "create", "update", "delete", "write"])
permissions = st.builds(lambda action, role: f'{action}("{role}")', actions, roles)


@given(actions, roles)
def test_a_permission_reads_back(action: str, role: str) -> None:
    assert parse(str(Permission(action, role))) == Permission(action, role)


@pytest.mark.parametrize(
    "text",
    ['read("any"', 'READ("any")', 'execute("any")', "read(any)", ' read("any")', 'read("any")\n',
     'read("a") read("b")', 'read("a""b")', "", None, 3, ["read"]],
)  # fmt: skip
def test_what_is_none(text: object) -> None:
    assert parse(text) is None


def test_write_stands_for_what_it_expands_to() -> None:
    def expanded(creates: bool) -> list[str]:
        return [one.action for one in parse_all(['write("any")'], creates)]

    assert expanded(creates=True) == ["create", "update", "delete"]
    assert expanded(creates=False) == ["update", "delete"]


@pytest.mark.parametrize(("role", "said"), ROLES.items())
def test_a_role_in_words(role: str, said: str) -> None:
    assert role_in_words(role) == said


@pytest.mark.parametrize(
    ("texts", "said"),
    [
        ([], "keys only"),
        (None, "keys only"),
        (['update("any")'], "keys only"),
        (['read("any")'], "any"),
        (['read("user:alice")', 'read("any")'], "any"),
        (['read("team:sup/lead")'], "team:sup/lead"),
        (['read("team:a")', 'read("team:b/lead")', 'read("users")'], "users, 2 teams"),
        (['read("team:a")', 'read("user:b")', 'read("label:c")'], "1 team, 1 user, 1 label"),
        (['read("user:a")', 'read("user:a")'], "user:a"),
        (['read("user:\x1b[2J")'], "user:␛[2J"),
    ],
)
def test_who_may_read_in_a_word(texts: object, said: str) -> None:
    assert summary(texts, "read") == said


@given(st.lists(permissions), st.lists(permissions))
def test_a_list_that_does_not_count_changes_nothing(own: list[str], above: list[str]) -> None:
    for action in ("read", "update", "delete"):
        off = summary_within(own, {"$permissions": above}, "rowSecurity", action)
        assert off == summary(above, action)
        table = {"$permissions": above, "rowSecurity": True}
        both = summary_within(own, table, "rowSecurity", action)
        assert (both == "keys only") == (summary(own + above, action, creates=False) == "keys only")


def told(own: list[str], above: list[str], security: bool) -> list[str]:
    return [cell.text for cell in in_words(own, above, security, "row", "table")]


def test_where_a_right_comes_from_is_told() -> None:
    lines = told(['read("user:alice")', 'write("team:sup")'], ['read("users")'], True)
    assert lines == [
        "read    signed-in users (from the table), user alice (from the row)",
        "update  team sup (from the row)",
        "delete  team sup (from the row)",
        "",
        "row security is on: the row's own list counts as well.",
    ]


def test_a_list_that_is_ignored_is_said_to_be() -> None:
    lines = told(['read("user:alice")'], ['read("users")'], False)
    assert lines[0] == "read    signed-in users (from the table)"
    assert lines[-1] == "row security is off: the row's own list of 1 is ignored."
    assert told([], [], False)[-1] == "row security is off: only the table's list counts."


@pytest.mark.parametrize(
    ("above", "warned"),
    [
        (['update("any")'], "! Everybody can update, signed in or not."),
        (['update("guests")', 'update("users")'], "! Everybody can update, signed in or not."),
        (['delete("guests")'], "! Whoever is not signed in can delete."),
        (['read("any")', 'update("users")'], None),
    ],
)
def test_what_is_open_to_the_world_is_warned_of(above: list[str], warned: str | None) -> None:
    warnings = [line for line in told([], above, True) if line.startswith("!")]
    assert warnings == ([warned] if warned else [])


def test_an_ignored_list_is_not_warned_of() -> None:
    assert not any(line.startswith("!") for line in told(['update("any")'], [], False))


def test_a_container_in_words() -> None:
    lines = [cell.text for cell in container_in_words(['write("users")'], True, "file")]
    assert lines == [
        "read    nobody but API keys",
        "create  signed-in users",
        "update  signed-in users",
        "delete  signed-in users",
        "",
        "file security is on: each file may grant more.",
    ]
    closed = [cell.text for cell in container_in_words([], False, "row")]
    assert closed[-1] == "row security is off: lists of single rows are ignored."
