"""Owns the endpoints that make and delete users, also with hashes of other systems."""

from __future__ import annotations

from typing import Any

from tui.demo.accounts.emails import Email, Phone
from tui.demo.accounts.passwords import ARGON2, Hashed, Password, hash_password
from tui.demo.accounts.shapes import shown_user
from tui.demo.accounts.users import NO_PASSWORD, create_user, delete_user
from tui.demo.answers import Answer, answer_json, answer_nothing
from tui.demo.call import Call
from tui.demo.errors import ApiError, declare
from tui.demo.model.users import IDENTITIES
from tui.demo.params import CustomId, Number, OneOf, Text
from tui.demo.routes.users import the_user
from tui.demo.routing import Routes

routes = Routes()
declare({"user_identity_not_found": (404, "The identity could not be found.")})
_SHA = (
    *("sha1", "sha224", "sha256", "sha384", "sha512/224", "sha512/256", "sha512"),
    *("sha3-224", "sha3-256", "sha3-384", "sha3-512"),
)
_ANY_NUMBER = Number(0, 2**31 - 1)


def password_rule(call: Call, empty: bool = False) -> Password:
    return Password(call.settings.version.common_passwords_in_rule, empty)


@routes.post("/users", "users.write")
def create(call: Call) -> Answer:
    id_ = call.param("userId", CustomId())
    email = call.param("email", Email(nullable=True), "")
    phone = call.param("phone", Phone(), "")
    password = call.param("password", password_rule(call), "")
    name = call.param("name", Text(128, 0), "")
    hashed = hash_password(password) if password else NO_PASSWORD
    user = create_user(call.store, id_, email, phone, name, hashed)
    return answer_json(shown_user(call, user), 201)


@routes.post("/users/argon2", "users.write")
def import_argon2(call: Call) -> Answer:
    return _imported(call, "argon2", dict(ARGON2))


@routes.post("/users/bcrypt", "users.write")
def import_bcrypt(call: Call) -> Answer:
    return _imported(call, "bcrypt", {"type": "bcrypt", "cost": 8})


@routes.post("/users/md5", "users.write")
def import_md5(call: Call) -> Answer:
    return _imported(call, "md5", {"type": "md5"})


@routes.post("/users/phpass", "users.write")
def import_phpass(call: Call) -> Answer:
    return _imported(call, "phpass", {"type": "phpass"})


@routes.post("/users/sha", "users.write")
def import_sha(call: Call) -> Answer:
    version = call.param("passwordVersion", OneOf(_SHA), "sha3-512")
    return _imported(call, "sha", {"type": "sha", "version": version})


@routes.post("/users/scrypt", "users.write")
def import_scrypt(call: Call) -> Answer:
    options = {
        "type": "scrypt",
        "salt": call.param("passwordSalt", Text(128, 0)),
        "costCpu": call.param("passwordCpu", _ANY_NUMBER),
        "costMemory": call.param("passwordMemory", _ANY_NUMBER),
        "costParallel": call.param("passwordParallel", _ANY_NUMBER),
        "length": call.param("passwordLength", _ANY_NUMBER),
    }
    return _imported(call, "scrypt", options)


@routes.post("/users/scrypt-modified", "users.write")
def import_scrypt_modified(call: Call) -> Answer:
    options = {
        "type": "scryptMod",
        "salt": call.param("passwordSalt", Text(128)),
        "saltSeparator": call.param("passwordSaltSeparator", Text(128)),
        "signerKey": call.param("passwordSignerKey", Text(128)),
    }
    return _imported(call, "scryptMod", options)


def _imported(call: Call, kind: str, options: dict[str, Any]) -> Answer:
    """A user whose `password` is a hash already."""
    id_ = call.param("userId", CustomId())
    email = call.param("email", Email())
    hashed = Hashed(call.param("password", Text(256)), kind, options)
    name = call.param("name", Text(128, 0), "")
    user = create_user(call.store, id_, email, "", name, hashed)
    return answer_json(shown_user(call, user), 201)


@routes.delete("/users/{user_id}", "users.write")
def delete(call: Call, user_id: str) -> Answer:
    with call.store.write():
        delete_user(call.store, the_user(call, user_id))
    return answer_nothing()


@routes.delete("/users/identities/{identity_id}", "users.write")
def delete_identity(call: Call, identity_id: str) -> Answer:
    if not IDENTITIES.remove(call.store, identity_id):
        raise ApiError.of("user_identity_not_found")
    return answer_nothing()
