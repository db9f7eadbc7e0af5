"""Owns the endpoints that make and delete users, also with hashes of other systems."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tui.demo.accounts.emails import Email, Phone
from tui.demo.accounts.passwords import ARGON2, Hashed, Password, hash_password
from tui.demo.accounts.shapes import shown_user
from tui.demo.accounts.users import NO_PASSWORD, create_user, delete_user
from tui.demo.answers import Answer, answer_json, answer_nothing
from tui.demo.call import Call
from tui.demo.errors import ApiError, declare
from tui.demo.model.users import IDENTITIES
from tui.demo.params import CustomId, OneOf, Text, Validator, WholeNumber
from tui.demo.routes.users import the_user
from tui.demo.routing import Routes

routes = Routes()
declare({"user_identity_not_found": (404, "The identity could not be found.")})
_SHA = (
    *("sha1", "sha224", "sha256", "sha384", "sha512/224", "sha512/256", "sha512"),
    *("sha3-224", "sha3-256", "sha3-384", "sha3-512"),
)


def password_rule(call: Call, empty: bool = False) -> Password:
    """What a new password has to be like."""
    return Password(call.settings.version.common_passwords_in_rule, empty)


@routes.post("/users", "users.write")
def create(call: Call) -> Answer:
    id_ = call.param("userId", CustomId())
    email = call.param("email", Email(nullable=True), "")
    phone = call.param("phone", Phone(nullable=True), "")
    password = call.param("password", password_rule(call), "")
    name = call.param("name", Text(128), "")
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
    return _imported(call, "sha", {"type": "sha"}, {"version": ("passwordVersion", OneOf(_SHA))})


@routes.post("/users/scrypt", "users.write")
def import_scrypt(call: Call) -> Answer:
    number = WholeNumber(call.settings.version.integers_have_bits)
    costs: dict[str, tuple[str, Validator]] = {
        "salt": ("passwordSalt", Text(128)),
        "costCpu": ("passwordCpu", number),
        "costMemory": ("passwordMemory", number),
        "costParallel": ("passwordParallel", number),
        "length": ("passwordLength", number),
    }
    return _imported(call, "scrypt", {"type": "scrypt"}, costs)


@routes.post("/users/scrypt-modified", "users.write")
def import_scrypt_modified(call: Call) -> Answer:
    parts = {
        "salt": ("passwordSalt", Text(128)),
        "saltSeparator": ("passwordSaltSeparator", Text(128)),
        "signerKey": ("passwordSignerKey", Text(128)),
    }
    return _imported(call, "scryptMod", {"type": "scryptMod"}, parts)


def _imported(
    call: Call,
    kind: str,
    options: dict[str, Any],
    parameters: Mapping[str, tuple[str, Validator]] | None = None,
) -> Answer:
    """A user whose `password` is a hash already.

    `parameters` are further options of the hash by name: the parameter and its rule. They are
    required, but for the version of a SHA.
    """
    id_ = call.param("userId", CustomId())
    email = call.param("email", Email())
    password = call.param("password", Password())
    for option, (parameter, rule) in (parameters or {}).items():
        default = ("sha3-512",) if option == "version" else ()
        options[option] = call.param(parameter, rule, *default)
    name = call.param("name", Text(128), "")
    user = create_user(call.store, id_, email, "", name, Hashed(password, kind, options))
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
