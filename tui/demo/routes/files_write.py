"""Owns the endpoints that upload, change and delete files."""

from __future__ import annotations

from tui.demo.answers import Answer, answer_json, answer_nothing
from tui.demo.call import Call
from tui.demo.errors import ApiError, declare
from tui.demo.files.access import require_change, the_bucket, the_file
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
    bucket = the_bucket(call, bucket_id)
    require_action(bucket["$permissions"], "create", call.identity)
    id_ = _file_id(call)
    sent = call.uploads.get("file")
    if sent is None:
        raise ApiError.of("storage_file_empty")
    permissions = call.param("permissions", PermissionList(CONTENT_ACTIONS), None)
    piece = read_piece(sent.content, call.headers.get("content-range", ""))
    require_fitting(bucket, sent.filename, piece.size)
    if permissions is None:
        permissions = granted_to_creator(call.identity)
    require_grantable(permissions, call.identity)
    with call.store.write():
        file = FILES.get(call.store, id_, bucket["$id"])
        if file is None:
            file = new_file(id_, bucket, sent.filename, permissions, piece)
            FILES.add(call.store, file, bucket["$id"])
        elif file["chunksUploaded"] == file["chunksTotal"]:
            return _again(call, file, piece)
        elif file["sizeOriginal"] != piece.size:
            raise ApiError.of("storage_invalid_content_range")
        # Adding a piece is creating: whoever may create needs no permission to update.
        file = receive(call.store, bucket, file, piece)
    return answer_json(shown_file(call, file), 201)


def _again(call: Call, file: Document, piece: Piece) -> Answer:
    if not piece.ranged:
        raise ApiError.of("storage_file_already_exists")
    return answer_json(shown_file(call, file))


def _file_id(call: Call) -> str:
    """The id in `x-appwrite-id`, which chunks after the first name, else the parameter."""
    id_: str = call.param("fileId", CustomId())
    named = call.headers.get("x-appwrite-id", "")
    if not named or not call.headers.get("content-range"):
        return id_
    if not is_id(named):
        raise ApiError.of("storage_invalid_appwrite_id")
    return named


@routes.put(PATH + "/{file_id}", "files.write")
def update(call: Call, bucket_id: str, file_id: str) -> Answer:
    with call.store.write():
        bucket = the_bucket(call, bucket_id)
        file = the_file(call, bucket, file_id)
        require_change(call, bucket, file, "update")
        name = call.param("name", Text(255), file["name"])
        permissions = call.param("permissions", PermissionList(CONTENT_ACTIONS), None)
        if permissions is None:
            permissions = file["$permissions"]
        else:
            require_grantable(permissions, call.identity)
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
        bucket = the_bucket(call, bucket_id)
        file = the_file(call, bucket, file_id)
        require_change(call, bucket, file, "delete")
        for token in FILE_TOKENS.where(call.store, "resourceId", f"{bucket['$id']}:{file['$id']}"):
            FILE_TOKENS.remove(call.store, token["$id"])
        BLOBS.remove(call.store, blob_of(bucket["$id"], file["$id"]))
        FILES.remove(call.store, file["$id"], bucket["$id"])
    return answer_nothing()
