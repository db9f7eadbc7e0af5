"""Changes of the tokens of files. Their secrets are made by the server, and kept nowhere here."""

from __future__ import annotations

from collections.abc import Mapping

from tui.core.change import Change, Level, Look, Verb, Write, changed_fields
from tui.core.endpoint import Effect, Endpoint
from tui.core.kind import Resource, Writes
from tui.core.spec import Shape, Spec
from tui.core.text import safe
from tui.resources.file_tokens import ONE, PATH, READ

SCOPES = ("tokens.write",)
GET = Endpoint("GET", ONE, "tokens.get", READ)
CREATE = Endpoint("POST", PATH, "tokens.create_file_token", SCOPES, Effect.WRITE)
UPDATE = Endpoint("PATCH", ONE, "tokens.update", SCOPES, Effect.WRITE)
DELETE = Endpoint("DELETE", ONE, "tokens.delete", SCOPES, Effect.DESTROY)
ENDPOINTS = (GET, CREATE, UPDATE, DELETE)
OPENS = "! Whoever has its link reads the file, whatever the permissions say."
FOR_EVER = "! It never expires."
LINK = "y, then t copies its share link once it is there."


def token_form(parent: Resource | None, new: bool) -> tuple[Spec, ...]:
    """When it is to expire."""
    return (Spec("expire", Shape.DATETIME, "when it ends; left out: never"),)


def _create(ids: Mapping[str, str], parent: Resource | None, values: Resource) -> Change:
    expire = values.get("expire") or None
    given = {"expire": expire} if expire else {}
    notes = (OPENS, LINK) if expire else (OPENS, FOR_EVER, LINK)
    name = safe(f"token of file {ids['fileId']}")
    write = Write(CREATE, ids, given)
    return Change(
        Verb.CREATE, "file_token", ids, name, write, None, {}, given, level=Level.ASK, notes=notes
    )


def _update(
    ids: Mapping[str, str], parent: Resource | None, base: Resource, values: Resource
) -> Change | None:
    if "expire" not in values:
        return None
    # The server writes what never expires as an empty text, and takes null for it.
    before, after = {"expire": base.get("expire") or None}, {"expire": values["expire"] or None}
    if not changed_fields(before, after):
        return None
    notes = () if after["expire"] else (FOR_EVER,)
    level = Level.NONE if after["expire"] else Level.ASK
    write, look = Write(UPDATE, ids, after), Look(GET)
    return Change(
        Verb.UPDATE, "file_token", ids, _name(ids), write, look, before, after,
        level=level, notes=notes,
    )  # fmt: skip


def _delete(ids: Mapping[str, str], parent: Resource | None, whole: Resource) -> Change:
    """Its id is the server's: the one in the answer to its creation counts."""
    ids = {**ids, "tokenId": str(whole.get("$id") or ids["tokenId"])}
    shown = {name: whole.get(name) for name in ("expire", "accessedAt") if whole.get(name)}
    notes = (
        "! Links with it stop working.",
        "! There is no undo for this: another token has another secret.",
    )
    return Change(
        Verb.DELETE, "file_token", ids, _name(ids), Write(DELETE, ids), None, shown,
        level=Level.ASK, notes=notes,
    )  # fmt: skip


def _name(ids: Mapping[str, str]) -> str:
    return safe(f"token {ids['tokenId']} of file {ids['fileId']}")


TOKEN_WRITES = Writes(_update, _create, _delete)
