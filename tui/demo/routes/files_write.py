"""Owns the endpoints that upload, change and delete files."""

from __future__ import annotations

from tui.demo.answers import Answer, answer_json, answer_nothing
from tui.demo.call import Call
from tui.demo.errors import ApiError, declare
from tui.demo.files.access import changeable_file, the_bucket
from tui.demo.files.uploads import Piece, new_file, read_piece, receive, require_fitting
from tui.demo.model.storage import FILE_TOKENS, FILES, blob_of
from tui.demo.params import CustomId, Text, is_id
from tui.demo.permissions import (
    CONTENT_ACTIONS,
    PermissionList,
    granted_to_creator,
    require_action,
    require_grantable,
)
from tui.demo.routes.files import PATH, shown_file
from tui.demo.routing import Routes
from tui.demo.store.blobs import BLOBS
from tui.demo.store.clock import now
from tui.demo.store.collection import Document

routes = Routes()
declare(
    {
        "storage_invalid_appwrite_id": (
            400,
            "The value for x-appwrite-id header is invalid. Please check the value of the "
            "x-appwrite-id header is a valid id and not unique().",
        ),
    }
)


@routes.post(PATH, "files.write")
def upload(call: Call, bucket_id: str) -> Answer:
    """A whole file, or a chunk of one; a chunk of a complete file is answered with the file."""
    id_ = call.param("fileId", CustomId())
    permissions = call.param("permissions", PermissionList(CONTENT_ACTIONS), None)
    bucket = the_bucket(call, bucket_id)
    require_action(bucket["$permissions"], "create", call.identity)
    if permissions is None:
        permissions = granted_to_creator(call.identity)
    require_grantable(permissions, call.identity)
    sent = call.uploads.get("file")
    if sent is None:
        raise ApiError.of("storage_file_empty")
    piece = read_piece(sent.content, call.headers.get("content-range", ""))
    if piece.ranged:
        id_ = _named(call) or id_
    require_fitting(bucket, sent.filename, piece.size)
    with call.store.write():
        file = FILES.get(call.store, id_, bucket["$id"])
        if file is None:
            file = new_file(id_, bucket, sent.filename, permissions, piece)
            FILES.add(call.store, file, bucket["$id"])
        elif file["chunksUploaded"] == file["chunksTotal"]:
            return _again(call, file, piece)
        # Adding a piece is creating: whoever may create needs no permission to update.
        file = receive(call.store, bucket, file, piece, permissions)
    return answer_json(shown_file(call, file), 201)


def _again(call: Call, file: Document, piece: Piece) -> Answer:
    if not piece.ranged:
        raise ApiError.of("storage_file_already_exists")
    return answer_json(shown_file(call, file))


def _named(call: Call) -> str:
    """The id in `x-appwrite-id`, which chunks after the first name; empty without one."""
    named = call.headers.get("x-appwrite-id", "")
    if named and not is_id(named):
        raise ApiError.of("storage_invalid_appwrite_id")
    return named


@routes.put(PATH + "/{file_id}", "files.write")
def update(call: Call, bucket_id: str, file_id: str) -> Answer:
    name = call.param("name", Text(call.settings.version.longest_file_name), None)
    permissions = call.param("permissions", PermissionList(CONTENT_ACTIONS), None)
    with call.store.write():
        bucket, file = changeable_file(call, bucket_id, file_id, "update")
        if permissions is None:
            permissions = file["$permissions"]
        else:
            require_grantable(permissions, call.identity)
        if name is None:
            name = file["name"]
        changed = file | {
            "name": name,
            "key": name,
            "$permissions": permissions,
            "$updatedAt": now(),
        }
        FILES.put(call.store, changed, bucket["$id"])
    return answer_json(shown_file(call, changed))


@routes.delete(PATH + "/{file_id}", "files.write")
def delete(call: Call, bucket_id: str, file_id: str) -> Answer:
    with call.store.write():
        bucket, file = changeable_file(call, bucket_id, file_id, "delete")
        for token in FILE_TOKENS.where(call.store, "resourceId", f"{bucket['$id']}:{file['$id']}"):
            FILE_TOKENS.remove(call.store, token["$id"])
        BLOBS.remove(call.store, blob_of(bucket["$id"], file["$id"]))
        FILES.remove(call.store, file["$id"], bucket["$id"])
    return answer_nothing()
