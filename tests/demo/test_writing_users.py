"""Making and changing users, and signing in as them."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Any

import pytest

from tui.demo.accounts.aes import encrypt_ctr

PASSWORD = "correct horse"


def sign_in(demo: Any, id_: str, password: str = PASSWORD, key: str | None = "full") -> Any:
    body = {"email": f"{id_}@example.test", "password": password}
    return demo.request("POST", "/account/sessions/email", body, key=key)


def as_session(secret: str) -> dict[str, Any]:
    return {"key": None, "headers": {"x-appwrite-session": secret}}


def test_a_deleted_user_comes_back_with_its_hash(demo: Any, user: Callable[..., str]) -> None:
    id_ = user()
    kept = demo.get(f"/users/{id_}").body["password"]
    demo.request("DELETE", f"/users/{id_}")
    assert demo.get(f"/users/{id_}").status == 404
    body = {"userId": id_, "email": f"{id_}@example.test", "password": kept}
    assert demo.request("POST", "/users/argon2", body).status == 201
    assert sign_in(demo, id_).status == 201


@pytest.mark.parametrize(
    ("kind", "hashed", "more"),
    [
        ("md5", hashlib.md5(PASSWORD.encode()).hexdigest(), {}),
        ("sha", hashlib.sha256(PASSWORD.encode()).hexdigest(), {"passwordVersion": "sha256"}),
        ("bcrypt", "$2b$04$1WNXVlJwViXHDAgJJg4IlujcY8yWu1S2D5LM6.w6KkZZ.8Tpsa.Wa", {}),
        (
            "scrypt",
            hashlib.scrypt(PASSWORD.encode(), salt=b"salt", n=16, r=8, p=1, dklen=64).hex(),
            {"passwordSalt": "salt", "passwordCpu": 16, "passwordMemory": 8}
            | {"passwordParallel": 1, "passwordLength": 64},
        ),
    ],
)
def test_passwords_of_other_systems_work_and_are_hashed_anew(
    demo: Any, kind: str, hashed: str, more: dict[str, Any]
) -> None:
    id_ = f"from-{kind}"
    body = {"userId": id_, "email": f"{id_}@example.test", "password": hashed, **more}
    made = demo.request("POST", f"/users/{kind}", body)
    try:
        assert (made.status, made.body["hash"], made.body["password"]) == (201, kind, hashed)
        assert sign_in(demo, id_, "wrong password").status == 401
        assert demo.get(f"/users/{id_}").body["hash"] == kind
        assert sign_in(demo, id_).status == 201
        assert demo.get(f"/users/{id_}").body["hash"] == "argon2"
        assert sign_in(demo, id_).status == 201
    finally:
        demo.request("DELETE", f"/users/{id_}")


def test_a_hash_of_firebase_is_understood(demo: Any) -> None:
    body = {
        "userId": "from-firebase",
        "email": "from-firebase@example.test",
        "password": "UlM7JiXRcQhzAGlaonpSqNSLIz475WMddOgLjej5De9vxTy48K6WtqlEzrRFeK4t0COfMhWCb8wu"
        "MHgxOFCHFQ==",
        "passwordSalt": "UxLMreBr6tYyjQ==",
        "passwordSaltSeparator": "Bw==",
        "passwordSignerKey": "XyEKE9RcTDeLEsL/RjwPDBv/RqDl8fb3gpYEOQaPihbxf1ZAtSOHCjuAAa7Q3oHpCYhX"
        "SN9tizHgVOwn6krflQ==",
    }
    assert demo.request("POST", "/users/scrypt-modified", body).status == 201
    try:
        assert sign_in(demo, "from-firebase", "Appwrite").status == 401
        assert sign_in(demo, "from-firebase", "appwrite").status == 201
        assert demo.get("/users/from-firebase").body["hash"] == "argon2"
    finally:
        demo.request("DELETE", "/users/from-firebase")


def test_a_cipher_encrypts_as_its_standard_says() -> None:
    """As `openssl enc -aes-256-ctr` with a counter of zeroes."""
    key = bytes.fromhex("603deb1015ca71be2b73aef0857d77811f352c073b6108d72d9810a30914dff4")
    stream = encrypt_ctr(key, bytes(16))
    assert stream.hex() == "e568f68194cf76d6174d4cc04310a854"
    assert encrypt_ctr(key, b"text") == bytes(a ^ b for a, b in zip(b"text", stream, strict=False))


def test_a_portable_hash_of_phpass_is_understood(demo: Any) -> None:
    body = {
        "userId": "from-phpass",
        "email": "from-phpass@example.test",
        "password": "$P$9IQRaTwmfeRo7ud9Fh4E2PdI0S3r.L0",
    }
    assert demo.request("POST", "/users/phpass", body).status == 201
    try:
        assert sign_in(demo, "from-phpass", "test12346").status == 401
        assert sign_in(demo, "from-phpass", "test12345").status == 201
    finally:
        demo.request("DELETE", "/users/from-phpass")


def test_a_new_password_ends_every_session(demo: Any, user: Callable[..., str]) -> None:
    id_ = user()
    secret = sign_in(demo, id_).body["secret"]
    assert demo.get("/account", **as_session(secret)).body["$id"] == id_
    demo.request("PATCH", f"/users/{id_}/password", {"password": "another horse"})
    assert demo.get(f"/users/{id_}/sessions").body["total"] == 0
    assert demo.get("/account", **as_session(secret)).status == 401
    assert sign_in(demo, id_).status == 401
    assert sign_in(demo, id_, "another horse").status == 201


def test_a_new_address_is_unverified_and_so_is_the_old_one_again(
    demo: Any, user: Callable[..., str]
) -> None:
    id_ = user()
    demo.request("PATCH", f"/users/{id_}/verification", {"emailVerification": True})
    for address in ("new@example.test", f"{id_}@example.test"):
        changed = demo.request("PATCH", f"/users/{id_}/email", {"email": address}).body
        assert changed["emailVerification"] is False
        assert [target["identifier"] for target in changed["targets"]] == [address]


def test_addresses_belong_to_one_user(demo: Any, user: Callable[..., str]) -> None:
    one, two = user(phone="+4930111111"), user()
    taken = demo.request("PATCH", f"/users/{two}/email", {"email": f"{one}@example.test"})
    assert (taken.status, taken.body["type"]) == (409, "user_target_already_exists")
    body = {"userId": "third", "phone": "+4930111111"}
    assert demo.request("POST", "/users", body).body["type"] == "user_already_exists"


def test_a_client_without_a_key_finds_the_secret_in_a_cookie_only(
    demo: Any, user: Callable[..., str]
) -> None:
    id_ = user()
    reply = sign_in(demo, id_, key=None)
    assert (reply.status, reply.body["secret"]) == (201, "")
    name, _, secret = reply.headers["set-cookie"].split(";")[0].partition("=")
    assert name == f"a_session_{demo.project}"
    assert demo.get("/account", **as_session(secret)).body["$id"] == id_
    cookie = {"key": None, "headers": {"cookie": f"{name}={secret}"}}
    assert demo.get("/account", **cookie).body["$id"] == id_
    jwt = demo.request("POST", f"/users/{id_}/jwts", {}).body["jwt"]
    cookie["headers"] |= {"x-appwrite-jwt": jwt}
    assert demo.get("/account", **cookie).status == 403


def test_listed_sessions_do_not_give_away_what_signs_in(
    demo: Any, user: Callable[..., str]
) -> None:
    id_ = user()
    secret = demo.request("POST", f"/users/{id_}/sessions").body["secret"]
    listed = demo.get(f"/users/{id_}/sessions").body["sessions"][0]["secret"]
    assert listed != secret
    assert demo.get("/account", **as_session(listed)).status == 401
    assert demo.get("/account", **as_session(secret)).status == 200


def test_a_jwt_outlives_sessions_unless_it_names_one(demo: Any, user: Callable[..., str]) -> None:
    id_ = user()
    demo.request("POST", f"/users/{id_}/sessions")
    free, bound = (
        demo.request("POST", f"/users/{id_}/jwts", body).body["jwt"]
        for body in ({}, {"sessionId": "recent"})
    )
    demo.request("DELETE", f"/users/{id_}/sessions")
    assert demo.get("/account", key=None, headers={"x-appwrite-jwt": free}).status == 200
    assert demo.get("/account", key=None, headers={"x-appwrite-jwt": bound}).status == 401


def test_a_jwt_says_when_it_cannot_be_trusted(demo: Any, user: Callable[..., str]) -> None:
    jwt = demo.request("POST", f"/users/{user()}/jwts", {}).body["jwt"]
    for text in (jwt[:-4], "nonsense", "a.b.c", jwt.replace(".", "_", 1)):
        reply = demo.get("/account", key=None, headers={"x-appwrite-jwt": text})
        assert (reply.status, reply.body["type"]) == (401, "user_jwt_invalid")
    expired = demo.request("POST", f"/users/{user()}/jwts", {"duration": 0}).body["jwt"]
    for _ in range(500):
        reply = demo.get("/account", key=None, headers={"x-appwrite-jwt": expired})
        if reply.status == 401:
            break
    assert reply.body["type"] == "user_jwt_invalid"


def test_a_jwt_notes_that_the_user_was_there(demo: Any, user: Callable[..., str]) -> None:
    id_ = user()
    assert demo.get(f"/users/{id_}").body["accessedAt"] == ""
    jwt = demo.request("POST", f"/users/{id_}/jwts", {}).body["jwt"]
    demo.get("/account", key=None, headers={"x-appwrite-jwt": jwt})
    assert demo.get(f"/users/{id_}").body["accessedAt"]


def test_a_blocked_user_is_locked_out(
    demo: Any, user: Callable[..., str], as_user: Callable[..., dict[str, Any]]
) -> None:
    id_ = user()
    mine = as_user(id_)
    demo.request("PATCH", f"/users/{id_}/status", {"status": False})
    assert demo.get("/account", **mine).body["type"] == "user_blocked"
    assert sign_in(demo, id_).body["type"] == "user_blocked"


def test_a_token_signs_in_once(demo: Any, user: Callable[..., str]) -> None:
    id_ = user()
    secret = demo.request("POST", f"/users/{id_}/tokens", {"length": 32}).body["secret"]
    assert len(secret) == 32
    body = {"userId": id_, "secret": secret}
    assert demo.request("POST", "/account/sessions/token", body).status == 201
    again = demo.request("POST", "/account/sessions/token", body)
    assert (again.status, again.body["type"]) == (401, "user_invalid_token")


def test_key_and_session_together_are_refused(demo: Any, user: Callable[..., str]) -> None:
    secret = demo.request("POST", f"/users/{user()}/sessions").body["secret"]
    reply = demo.get("/users", headers={"x-appwrite-session": secret})
    assert (reply.status, reply.body["type"]) == (403, "user_api_key_and_session_set")


def test_targets_are_made_changed_and_deleted(demo: Any, user: Callable[..., str]) -> None:
    path = f"/users/{user()}/targets"
    body = {"targetId": "alt", "providerType": "email", "identifier": "alt@example.test"}
    assert demo.request("POST", path, {**body, "name": "Alt"}).status == 201
    assert demo.request("POST", path, body).body["type"] == "user_target_already_exists"
    bad = demo.request("POST", path, {**body, "targetId": "bad", "identifier": "x"})
    assert (bad.status, bad.body["type"]) == (400, "general_invalid_email")
    changed = demo.request("PATCH", f"{path}/alt", {"identifier": "alt2@example.test"}).body
    assert (changed["identifier"], changed["name"]) == ("alt2@example.test", "Alt")
    assert demo.request("DELETE", f"{path}/alt").status == 204
    assert demo.get(path).body["total"] == 1


def test_recovery_codes_are_made_once_and_replaced(demo: Any, user: Callable[..., str]) -> None:
    path = f"/users/{user()}/mfa/recovery-codes"
    assert demo.get(path).body["type"] == "user_recovery_codes_not_found"
    codes = demo.request("PATCH", path).body["recoveryCodes"]
    assert demo.get(path).body["recoveryCodes"] == codes
    assert demo.request("PATCH", path).status == 409
    assert demo.request("PUT", path).body["recoveryCodes"] != codes


def test_what_a_user_does_is_logged_and_what_keys_do_is_not(
    demo: Any, user: Callable[..., str]
) -> None:
    id_ = user()
    demo.request("PATCH", f"/users/{id_}/name", {"name": "By a key"})
    assert demo.get(f"/users/{id_}/logs").body["total"] == 0
    secret = sign_in(demo, id_).body["secret"]
    demo.request("PATCH", "/account/name", {"name": "Myself"}, **as_session(secret))
    logs = demo.get(f"/users/{id_}/logs").body["logs"]
    assert [log["event"] for log in logs] == ["user.update", "session.create"]


def test_an_impersonator_acts_as_somebody_else(
    demo: Any, user: Callable[..., str], as_user: Callable[..., dict[str, Any]]
) -> None:
    support, customer = user(), user()
    mine = as_user(support)
    mine["headers"]["x-appwrite-impersonate-user-id"] = customer
    assert demo.get("/account", **mine).body["$id"] == support
    demo.request("PATCH", f"/users/{support}/impersonator", {"impersonator": True})
    account = demo.get("/account", **mine).body
    assert (account["$id"], account["impersonatorUserId"]) == (customer, support)
    mine["headers"]["x-appwrite-impersonate-user-id"] = "ghost"
    account = demo.get("/account", **mine).body
    assert (account["$id"], account["impersonatorUserId"]) == (support, None)


def test_an_empty_password_is_shown_once_and_lets_nobody_in(
    demo: Any, user: Callable[..., str]
) -> None:
    id_ = user(password=PASSWORD)
    changed = demo.request("PATCH", f"/users/{id_}/password", {"password": ""}).body
    assert (changed["password"], changed["hash"]) == ("", "argon2")
    assert changed["passwordUpdate"] > changed["registration"]
    assert sign_in(demo, id_).status == 401


def test_a_server_says_for_whom_it_asks(demo: Any, user: Callable[..., str]) -> None:
    id_ = user()
    agent = "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0"
    headers = {"x-forwarded-user-agent": agent}
    made = demo.request("POST", f"/users/{id_}/sessions", {}, headers=headers).body
    assert made["clientName"] == "Firefox"


def test_the_address_may_name_the_project(demo: Any) -> None:
    headers = {"x-appwrite-project": ""}
    named = demo.get("/users", params={"project": "demo"}, headers=headers)
    assert named.status == 200
    unknown = demo.get("/users", params={"project": "nowhere"}, headers=headers)
    assert (unknown.status, unknown.body["type"]) == (404, "project_not_found")


def test_boundaries_of_a_user(demo: Any) -> None:
    """Each value at its limit, then beyond it."""
    for field, good, bad in (
        ("userId", ["a" * 36, "A.b_c-1"], ["a" * 37, "", ".a", "a b", 5, None]),
        ("email", ["a@b.test", None], ["a", "", "a@", 5]),
        (
            "phone",
            ["+1234567", "+123456789012345", None],
            ["+123456", "+1234567890123456", "+0123456", "", 5],
        ),
        ("password", ["x" * 8, "x" * 256], ["x" * 7, "x" * 257, "é" * 129, 12345678]),
        ("name", ["x" * 128, "é" * 128], ["x" * 129, "", 5, []]),
    ):
        for value in good:
            body = {"userId": "limits", field: value}
            made = demo.request("POST", "/users", body)
            assert made.status == 201, (field, value, made.body)
            demo.request("DELETE", f"/users/{made.body['$id']}")
        for value in bad:
            refused = demo.request("POST", "/users", {"userId": "limits", field: value})
            assert refused.status == 400, (field, value)
            assert refused.body["message"].startswith(f"Invalid `{field}` param: ")


def test_targets_belong_to_one_user_and_an_unknown_provider_to_nobody(
    demo: Any, user: Callable[..., str]
) -> None:
    ann, ben = user(), user()
    body = {"targetId": f"{ann}-t", "providerType": "push", "identifier": f"device-{ann}"}
    made = demo.request("POST", f"/users/{ann}/targets", {**body, "providerId": "ghost"})
    assert (made.status, made.body["providerId"]) == (201, None)
    for same in ({}, {"targetId": f"{ben}-t"}, {"identifier": f"device-{ben}"}):
        refused = demo.request("POST", f"/users/{ben}/targets", {**body, **same})
        assert (refused.status, refused.body["type"]) == (409, "user_target_already_exists")
    path = f"/users/{ann}/targets/{ann}-t"
    assert demo.request("PATCH", path, {"providerId": "ghost"}).body["type"] == "provider_not_found"
    assert demo.request("PATCH", path, {"identifier": ""}).status == 400
    assert demo.request("PATCH", f"/users/{ben}/targets/{ann}-t", {"name": "x"}).status == 404


@pytest.mark.parametrize("route", ["verification", "verification/phone", "mfa"])
def test_some_truth_values_are_taken_at_their_word_only(
    demo: Any, user: Callable[..., str], route: str
) -> None:
    id_ = user()
    field = {"verification": "emailVerification", "mfa": "mfa"}.get(route, "phoneVerification")
    for value in ("true", 1, "1", None):
        assert demo.request("PATCH", f"/users/{id_}/{route}", {field: value}).status == 400
    for value in ("false", 0, "0", False):
        changed = demo.request("PATCH", f"/users/{id_}/status", {"status": value})
        assert (changed.status, changed.body["status"]) == (200, False)
    assert demo.request("PATCH", f"/users/{id_}/status", {"status": "no"}).status == 400


@pytest.mark.parametrize(
    ("prefs", "fits"),
    [
        ({}, True),
        ([], True),
        ({"a": [1, {"b": None}]}, True),
        ({"a": "x" * 65_527}, True),
        ({"a": "x" * 65_528}, False),
        ({"a": "/" * 33_000}, False),
        (["a"], False),
        ({"0": "a", "1": "b"}, False),
        ({"1": "b"}, True),
        ("text", False),
        (None, False),
    ],
)
def test_preferences_are_an_object_as_php_sees_it(
    demo: Any, user: Callable[..., str], prefs: Any, fits: bool
) -> None:
    reply = demo.request("PATCH", f"/users/{user()}/prefs", {"prefs": prefs})
    assert reply.status == (200 if fits else 400)
    if not fits:
        assert reply.body["message"] == "Invalid `prefs` param: Value must be a valid object."
