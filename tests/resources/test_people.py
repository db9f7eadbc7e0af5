"""Users and teams as a person sees them, from what real servers answered."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from tui.core.cell import Tone
from tui.resources import KINDS
from tui.resources.users import contact, password, status


def test_a_list_of_users_shows_what_the_console_shows(recorded, told) -> None:
    found = told("user", recorded("1.9.6-users_list", "user0004"))
    assert found["$id"] == "user0004"
    assert found["name"] == "李 Hopper"
    assert found["contact"] == "user0004@example.test"
    assert (found["status"], found["labels"]) == ("unverified", "vip")
    assert found["MFA"] == "off"
    assert told("user", recorded("1.9.6-users_get_blocked"))["last access"] == "never"
    listed = [field.label for field in KINDS["user"].fields(None) if field.in_list]
    assert listed == ["$id", "name", "contact", "status", "labels", "joined", "last access"]


@pytest.mark.parametrize("version", ["1.8.1", "1.9.6"])
def test_a_user_without_a_name_is_known_by_the_phone(recorded, told, version: str) -> None:
    found = told("user", recorded(f"{version}-users_list", "user0000"))
    assert (found["name"], found["contact"]) == ("—", "+15550000000")
    assert found["labels"] == "staff, tier2, eu"


@pytest.mark.parametrize("version", ["1.8.1", "1.9.6"])
def test_blocked_stands_out(recorded, version: str) -> None:
    cell = status(recorded(f"{version}-users_get_blocked"))
    assert (cell.text, cell.tone) == ("blocked", Tone.BAD)


@pytest.mark.parametrize(
    ("verified", "said"),
    [
        ((False, False), "unverified"),
        ((True, False), "verified email"),
        ((False, True), "verified phone"),
        ((True, True), "verified"),
    ],
)
def test_what_is_verified_is_said(verified: tuple[bool, bool], said: str) -> None:
    email, phone = verified
    user = {"status": True, "emailVerification": email, "phoneVerification": phone}
    assert status(user).text == said
    assert status({**user, "status": False}).text == "blocked"


def test_the_age_of_a_password_but_never_its_hash(recorded) -> None:
    user = recorded("1.9.6-users_get_bcrypt")
    hours = (datetime.now(UTC) - timedelta(days=3)).isoformat()
    assert password({**user, "passwordUpdate": hours}).text == "bcrypt, set 3 d ago"
    assert password({**user, "passwordUpdate": ""}).text == "bcrypt"
    assert password({**user, "password": ""}).text == "no password"
    assert user["password"] not in password(user).text


def test_contact_is_both_where_there_are_both(recorded) -> None:
    assert contact(recorded("1.9.6-users_get_full")).text == "user0060@example.test, +15550000060"
    assert contact(recorded("1.9.6-users_get_noemail")).text == "—"


def test_sessions_say_client_place_and_end(recorded, told) -> None:
    session = recorded("1.9.6-users_sessions")
    found = told("session", session)
    assert found["client"] == "Python urllib 3.11"
    assert (found["provider"], found["ip"], found["country"]) == ("email", "127.0.0.1", "Unknown")
    browser = {"clientName": "Firefox", "clientVersion": "139", "osName": "macOS", "osVersion": ""}
    assert told("session", browser)["client"] == "Firefox 139 on macOS"
    assert told("session", {"osName": "Linux"})["client"] == "Linux"


def test_memberships_say_role_and_state(recorded, told) -> None:
    found = told("user_membership", recorded("1.9.6-users_memberships"))
    assert (found["team"], found["roles"], found["state"]) == ("Core", "developer", "joined")
    invited = {**recorded("1.9.6-teams_memberships"), "confirm": False}
    found = told("membership", invited)
    assert (found["state"], found["phone"], found["last access"]) == (
        "invited", "+15550000000", "never",
    )  # fmt: skip
    # 1.8.1 does not tell it: that is not "never".
    assert told("membership", recorded("1.8.1-teams_memberships"))["last access"] == "—"


def test_targets_and_teams(recorded, told) -> None:
    found = told("target", recorded("1.9.6-users_targets", "tgt1"))
    assert [found[label] for label in ("type", "identifier", "name", "provider", "state")] == [
        "email", "alt@example.test", "alt mail", "—", "valid",
    ]  # fmt: skip
    found = told("team", recorded("1.9.6-teams_list", "team1"))
    assert (found["name"], found["members"]) == ("Ops & Friends", "5")
