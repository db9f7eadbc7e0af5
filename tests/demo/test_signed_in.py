"""The account of a signed-in user: addresses, second factors, targets, what needs mail."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tui.demo.accounts.totp import code_at

PASSWORD = "correct horse"


@pytest.fixture
def person(demo: Any, user: Callable[..., str]) -> Iterator[str]:
    yield user()


@pytest.fixture
def session(demo: Any, person: str) -> dict[str, Any]:
    """Options by which the person asks with a session."""
    return signed_in(demo, person)


def signed_in(demo: Any, person: str, password: str = PASSWORD) -> dict[str, Any]:
    email = demo.get(f"/users/{person}").body["email"]
    body = {"email": email, "password": password}
    reply = demo.request("POST", "/account/sessions/email", body)
    assert reply.status == 201, reply.body
    return {"key": None, "headers": {"x-appwrite-session": reply.body["secret"]}}


def said(reply: Any) -> tuple[int, str]:
    return reply.status, reply.body["type"]


def test_an_address_is_changed_with_the_password(
    demo: Any, person: str, session: dict[str, Any], user: Callable[..., str]
) -> None:
    new = {"email": f"{person}-NEW@example.test", "password": PASSWORD}
    wrong = demo.request("PATCH", "/account/email", {**new, "password": "not this one"}, **session)
    assert said(wrong) == (401, "user_invalid_credentials")
    demo.request("PATCH", f"/users/{person}/verification", {"emailVerification": True})
    changed = demo.request("PATCH", "/account/email", new, **session).body
    assert (changed["email"], changed["emailVerification"]) == (new["email"].lower(), False)
    assert changed["targets"][0]["identifier"] == new["email"].lower()
    taken = {"email": demo.get(f"/users/{user()}").body["email"], "password": PASSWORD}
    refused = demo.request("PATCH", "/account/email", taken, **session)
    assert said(refused) == (409, "user_target_already_exists")
    phone = {"phone": "+12065550177", "password": PASSWORD}
    assert demo.request("PATCH", "/account/phone", phone, **session).body["phone"] == "+12065550177"


def test_an_anonymous_user_gets_an_address_and_a_password(demo: Any) -> None:
    made = demo.request("POST", "/account/sessions/anonymous", {})
    id_ = made.body["userId"]
    asking = {"key": None, "headers": {"x-appwrite-session": made.body["secret"]}}
    body = {"email": f"{id_}@example.test", "password": PASSWORD}
    assert demo.request("PATCH", "/account/email", body, **asking).status == 200
    assert demo.get(f"/users/{id_}").body["hash"] == "argon2"
    signed_in(demo, id_)
    assert demo.request("DELETE", "/account", None, **asking).status == 204
    assert demo.get(f"/users/{id_}").status == 404


def test_a_user_blocks_itself(demo: Any, session: dict[str, Any]) -> None:
    assert demo.request("PATCH", "/account/status", {}, **session).body["status"] is False
    assert said(demo.get("/account", **session)) == (403, "user_blocked")


def test_a_second_factor_is_set_up_and_asked_for(
    demo: Any, person: str, session: dict[str, Any]
) -> None:
    path = "/account/mfa/authenticators"
    assert demo.request("POST", f"{path}/sms", {}, **session).status == 400
    made = demo.request("POST", f"{path}/totp", {}, **session).body
    assert made["secret"] in made["uri"]
    missed = demo.request("PUT", f"{path}/totp", {"otp": "000000x"}, **session)
    assert said(missed) == (401, "user_invalid_token")
    code = {"otp": code_at(made["secret"], time.time())}
    assert demo.request("PUT", f"{path}/totp", code, **session).status == 200
    again = demo.request("POST", f"{path}/totp", {}, **session)
    assert said(again) == (409, "user_authenticator_already_verified")
    demo.request("PATCH", "/account/mfa", {"mfa": True}, **session)
    assert demo.get("/account", **session).status == 200
    fresh = signed_in(demo, person)
    assert said(demo.get("/account", **fresh)) == (401, "user_more_factors_required")
    assert demo.get("/account/mfa/factors", **fresh).body["totp"] is True
    challenge = demo.request("POST", "/account/mfa/challenges", {"factor": "totp"}, **fresh).body
    body = {"challengeId": challenge["$id"], "otp": code_at(made["secret"], time.time())}
    proved = demo.request("PUT", "/account/mfa/challenges", body, **fresh).body
    assert proved["factors"] == ["password", "totp"]
    assert demo.get("/account", **fresh).status == 200
    used = demo.request("PUT", "/account/mfa/challenges", body, **fresh)
    assert said(used) == (401, "user_invalid_token")
    assert demo.request("DELETE", f"{path}/totp", None, **session).status == 204
    assert said(demo.request("DELETE", f"{path}/totp", None, **session)) == (
        404,
        "user_authenticator_not_found",
    )


def test_a_recovery_code_counts_once(demo: Any, person: str, session: dict[str, Any]) -> None:
    codes = "/account/mfa/recovery-codes"
    assert said(demo.get(codes, **session)) == (404, "user_recovery_codes_not_found")
    made = demo.request("POST", codes, {}, **session)
    assert (made.status, len(made.body["recoveryCodes"])) == (201, 6)
    assert said(demo.request("POST", codes, {}, **session))[0] == 409
    code = made.body["recoveryCodes"][0]
    for expected in (200, 401):
        asked = {"factor": "recoverycode"}
        challenge = demo.request("POST", "/account/mfa/challenges", asked, **session).body
        body = {"challengeId": challenge["$id"], "otp": code}
        assert demo.request("PUT", "/account/mfa/challenges", body, **session).status == expected
    assert len(demo.get(codes, **session).body["recoveryCodes"]) == 5


def test_a_user_that_cannot_prove_more_is_not_asked_to(demo: Any, session: dict[str, Any]) -> None:
    demo.request("PATCH", "/account/mfa", {"mfa": True}, **session)
    assert demo.get("/account", **session).status == 200
    for factor, kind in (("email", "user_email_not_verified"), ("phone", "user_phone_not_found")):
        reply = demo.request("POST", "/account/mfa/challenges", {"factor": factor}, **session)
        assert said(reply) == (400, kind)


def test_targets_of_devices(demo: Any, session: dict[str, Any], person: str) -> None:
    body = {"targetId": f"{person}-phone", "identifier": f"token-of-{person}"}
    made = demo.request("POST", "/account/targets/push", body, **session)
    assert (made.status, made.body["providerType"]) == (201, "push")
    again = demo.request("POST", "/account/targets/push", body, **session)
    assert said(again) == (409, "user_target_already_exists")
    path = f"/account/targets/{body['targetId']}/push"
    changed = demo.request("PUT", path, {"identifier": f"other-of-{person}"}, **session).body
    assert changed["identifier"] == f"other-of-{person}"
    assert demo.request("DELETE", path, None, **session).status == 204
    assert said(demo.request("DELETE", path, None, **session)) == (404, "user_target_not_found")


def test_a_session_is_extended(demo: Any, session: dict[str, Any]) -> None:
    before = demo.get("/account/sessions/current", **session).body["expire"]
    after = demo.request("PATCH", "/account/sessions/current", {}, **session).body["expire"]
    assert after > before
    assert demo.request("PATCH", "/account/sessions/ghost", {}, **session).status == 404


@pytest.mark.parametrize(
    ("method", "path", "body", "status", "kind"),
    [
        ("POST", "/account/tokens/email", {"userId": "x", "email": "a@b.test"}, 503, "smtp"),
        ("POST", "/account/tokens/magic-url", {"userId": "x", "email": "a@b.test"}, 503, "smtp"),
        ("POST", "/account/tokens/phone", {"userId": "x", "phone": "+12065550100"}, 503, "phone"),
        ("POST", "/account/recovery", {"email": "a@b.test", "url": "http://x"}, 503, "smtp"),
    ],
)
def test_what_would_be_sent_is_not(
    demo: Any, method: str, path: str, body: dict[str, str], status: int, kind: str
) -> None:
    assert said(demo.request(method, path, body, key=None)) == (status, f"general_{kind}_disabled")


@pytest.mark.parametrize("path", ["sessions/magic-url", "sessions/phone", "verifications/email"])
def test_secrets_that_were_never_sent_open_nothing(demo: Any, person: str, path: str) -> None:
    body = {"userId": person, "secret": "guessed"}
    assert said(demo.request("PUT", f"/account/{path}", body, key=None)) == (
        401,
        "user_invalid_token",
    )
    ghost = demo.request("PUT", f"/account/{path}", {**body, "userId": "ghost"}, key=None)
    assert said(ghost) == (404, "user_not_found")


def test_sessions_end_from_the_oldest_where_somebody_signs_in(demo: Any, person: str) -> None:
    for _ in range(12):
        demo.request("POST", f"/users/{person}/sessions", {})
    assert demo.get(f"/users/{person}/sessions").body["total"] == 12
    signed_in(demo, person)
    assert demo.get(f"/users/{person}/sessions").body["total"] == 10


def test_other_providers_show_a_page_to_people(demo: Any) -> None:
    for provider, status in (("github", 412), ("nonsense", 400)):
        reply = demo.request("GET", f"/account/tokens/oauth2/{provider}", key=None)
        assert (reply.status, reply.headers["content-type"]) == (status, "text/html; charset=UTF-8")
