"""Owns who may see and change files: permissions of the bucket, of the file, and file tokens."""

from __future__ import annotations

from datetime import UTC, datetime

from tui.demo.accounts.tokens import verified
from tui.demo.call import Call
from tui.demo.errors import ApiError, declare
from tui.demo.model.storage import BUCKETS, FILE_TOKENS, FILES
from tui.demo.params import Text
from tui.demo.permissions import granted_in_document, require_action
from tui.demo.query.where import Where
from tui.demo.store.clock import written
from tui.demo.store.collection import Document
from tui.demo.store.database import incidental
from tui.demo.tables.access import allows

declare(
    {
        "storage_bucket_not_found": (
            404,
            "Storage bucket with the requested ID could not be found.",
        ),
        "storage_file_not_found": (404, "The requested file could not be found."),
    }
)


def the_bucket(call: Call, bucket_id: str) -> Document:
    """A bucket that the caller may use; disabled ones exist for API keys only."""
    found = BUCKETS.get(call.store, bucket_id)
    if found is None or not (found["enabled"] or call.identity.is_key):
        raise ApiError.of("storage_bucket_not_found")
    return found


def the_file(call: Call, bucket: Document, file_id: str) -> Document:
    """A file whatever its permissions."""
    found = FILES.get(call.store, file_id, bucket["$id"])
    if found is None:
        raise ApiError.of("storage_file_not_found")
    return found


def readable_file(call: Call, bucket_id: str, file_id: str) -> tuple[Document, Document]:
    """A bucket and a file in it that the caller may read, by permission or by token."""
    bucket = the_bucket(call, bucket_id)
    if _has_token(call, bucket, file_id):
        return bucket, the_file(call, bucket, file_id)
    by_bucket = allows(bucket["$permissions"], "read", call.identity)
    if not by_bucket and not bucket["fileSecurity"]:
        require_action(bucket["$permissions"], "read", call.identity)
    file = the_file(call, bucket, file_id)
    if not by_bucket and not allows(file["$permissions"], "read", call.identity):
        raise ApiError.of("storage_file_not_found")
    return bucket, file


def readable_files(call: Call, bucket: Document) -> Where:
    """The files of a bucket that the caller sees; 401 where there cannot be any."""
    if allows(bucket["$permissions"], "read", call.identity):
        return Where()
    if not bucket["fileSecurity"]:
        require_action(bucket["$permissions"], "read", call.identity)
    return granted_in_document("read", call.identity)


def changeable_file(
    call: Call, bucket_id: str, file_id: str, action: str
) -> tuple[Document, Document]:
    """A bucket and a file in it that the caller may `update` or `delete`; reading is not needed."""
    bucket = the_bucket(call, bucket_id)
    by_bucket = allows(bucket["$permissions"], action, call.identity)
    if not by_bucket and not bucket["fileSecurity"]:
        require_action(bucket["$permissions"], action, call.identity)
    file = the_file(call, bucket, file_id)
    if not by_bucket and not allows(file["$permissions"], action, call.identity):
        if action == "delete":
            require_action(file["$permissions"], action, call.identity)
        raise ApiError.of("user_unauthorized")
    return bucket, file


def _has_token(call: Call, bucket: Document, file_id: str) -> bool:
    """Whether `?token=` holds a file token that still counts; refuses one of another file."""
    given = call.param("token", Text(512), "")
    payload = verified(given, call.settings) if given else None
    if payload is None:
        return False
    token = FILE_TOKENS.get(call.store, str(payload.get("tokenId", "")))
    moment = written(datetime.now(UTC))
    if token is None or (token["expire"] and token["expire"] < moment):
        return False
    of_bucket, _, of_file = token["resourceId"].partition(":")
    if of_bucket != bucket["$id"] or of_file.lower() != file_id.lower():
        raise ApiError.of("user_unauthorized")
    with incidental(call.store):
        FILE_TOKENS.put(call.store, token | {"accessedAt": moment})
    return True
