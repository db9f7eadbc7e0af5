"""Owns the endpoints of file tokens, which let anybody who has one read a file (`/tokens`)."""

from __future__ import annotations

import time
from datetime import datetime
from typing import Any

from tui.demo.accounts.tokens import sign
from tui.demo.answers import Answer, answer_json, answer_nothing, answer_page
from tui.demo.call import Call
from tui.demo.errors import ApiError, declare
from tui.demo.files.access import readable_file
from tui.demo.model.storage import FILE_TOKENS
from tui.demo.params import new_id
from tui.demo.query.dates import parse_moment
from tui.demo.query.where import Where
from tui.demo.routing import Routes
from tui.demo.store.clock import now
from tui.demo.store.collection import Document

routes = Routes()
declare({"token_not_found": (404, "The requested file token could not be found.")})
PATH = "/tokens/buckets/{bucket_id}/files/{file_id}"


class Future:
    """A moment that is still to come."""

    def problem(self, value: Any) -> str:
        moment = parse_moment(value) if isinstance(value, str) else None
        if moment is not None and moment > now():
            return ""
        return "Value must be valid date in the future"

    def clean(self, value: Any) -> Any:
        return parse_moment(value)


def _the_token(call: Call, token_id: str) -> Document:
    found = FILE_TOKENS.get(call.store, token_id)
    if found is None:
        raise ApiError.of("token_not_found")
    return found


def _shown(call: Call, token: Document) -> Document:
    payload: dict[str, Any] = {
        "tokenId": token["$id"],
        "resourceId": token["resourceId"],
        "resourceType": token["resourceType"],
        "iat": int(time.time()),
    }
    if token["expire"]:
        payload["exp"] = int(datetime.fromisoformat(token["expire"]).timestamp())
    return {
        "$id": token["$id"],
        "$createdAt": token["$createdAt"],
        "resourceId": token["resourceId"],
        "resourceType": token["resourceType"],
        "expire": token["expire"] or "",
        "secret": sign(payload, call.settings),
        "accessedAt": token["accessedAt"],
    }


@routes.get(PATH, "tokens.read")
def list_tokens(call: Call, bucket_id: str, file_id: str) -> Answer:
    bucket, file = readable_file(call, bucket_id, file_id)
    page = FILE_TOKENS.page(
        call.store,
        call.settings.version,
        call.queries(),
        total=call.wants_total(),
        scope=Where('"c:resourceId" = ?', (f"{bucket['$id']}:{file['$id']}",)),
    )
    return answer_page(page.total, "tokens", [_shown(call, each) for each in page.documents])


@routes.post(PATH, "tokens.write")
def create(call: Call, bucket_id: str, file_id: str) -> Answer:
    bucket, file = readable_file(call, bucket_id, file_id)
    moment = now()
    token = {
        "$id": new_id(),
        "$createdAt": moment,
        "$updatedAt": moment,
        "resourceId": f"{bucket['$id']}:{file['$id']}",
        "resourceType": "files",
        "expire": call.param("expire", Future(), None),
        "accessedAt": "",
    }
    FILE_TOKENS.add(call.store, token)
    return answer_json(_shown(call, token), 201)


@routes.get("/tokens/{token_id}", "tokens.read")
def get(call: Call, token_id: str) -> Answer:
    return answer_json(_shown(call, _the_token(call, token_id)))


@routes.patch("/tokens/{token_id}", "tokens.write")
def update(call: Call, token_id: str) -> Answer:
    """Without `expire` the token counts for ever."""
    with call.store.write():
        token = _the_token(call, token_id)
        changed = token | {"expire": call.param("expire", Future(), None), "$updatedAt": now()}
        FILE_TOKENS.put(call.store, changed)
    return answer_json(_shown(call, changed))


@routes.delete("/tokens/{token_id}", "tokens.write")
def delete(call: Call, token_id: str) -> Answer:
    FILE_TOKENS.remove(call.store, _the_token(call, token_id)["$id"])
    return answer_nothing()
