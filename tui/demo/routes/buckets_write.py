"""Owns the endpoints that make, change and delete buckets."""

from __future__ import annotations

import sqlite3
from typing import Any

from tui.demo.answers import Answer, answer_json, answer_nothing
from tui.demo.call import Call
from tui.demo.errors import ApiError, declare
from tui.demo.files.access import the_bucket
from tui.demo.model.storage import BUCKETS, FILE_TOKENS, FILES
from tui.demo.params import Boolean, CustomId, ListOf, Number, OneOf, Text
from tui.demo.permissions import CONTAINER_ACTIONS, PermissionList
from tui.demo.routes.buckets import shown_bucket
from tui.demo.routing import Routes
from tui.demo.store.blobs import BLOBS
from tui.demo.store.clock import now
from tui.demo.store.collection import Document

routes = Routes()
declare(
    {
        "storage_bucket_already_exists": (
            409,
            "A storage bucket with the requested ID already exists. Try again with a different "
            "ID or use ID.unique() to generate a unique ID.",
        ),
    }
)


def _settings(call: Call) -> dict[str, Any]:
    """What a caller chooses; whatever is left out gets its default, also in an update.

    Only `permissions` are kept by an update that does not name them: None then.
    """
    limit = call.settings.storage_limit
    return {
        "$permissions": call.param("permissions", PermissionList(CONTAINER_ACTIONS), None),
        "fileSecurity": call.param("fileSecurity", Boolean(), False),
        "enabled": call.param("enabled", Boolean(), True),
        "maximumFileSize": call.param("maximumFileSize", Number(1, limit), limit),
        "allowedFileExtensions": call.param("allowedFileExtensions", ListOf(Text(64), 100), []),
        "compression": call.param("compression", OneOf(("none", "gzip", "zstd")), "none"),
        "encryption": call.param("encryption", Boolean(), True),
        "antivirus": call.param("antivirus", Boolean(), True),
        "transformations": call.param("transformations", Boolean(), True),
    }


def _bucket(id_: str, name: str, created: str, settings: dict[str, Any]) -> Document:
    """A bucket with its fields in the server's order."""
    return {
        "$id": id_,
        "$createdAt": created,
        "$updatedAt": now(),
        "$permissions": settings["$permissions"],
        "fileSecurity": settings["fileSecurity"],
        "name": name,
        **{key: settings[key] for key in settings if key not in ("$permissions", "fileSecurity")},
        "totalSize": 0,
    }


@routes.post("/storage/buckets", "buckets.write")
def create(call: Call) -> Answer:
    id_ = call.param("bucketId", CustomId())
    name = call.param("name", Text(128))
    settings = _settings(call)
    settings["$permissions"] = settings["$permissions"] or []
    bucket = _bucket(id_, name, now(), settings)
    bucket["$updatedAt"] = bucket["$createdAt"]
    try:
        BUCKETS.add(call.store, bucket)
    except sqlite3.IntegrityError as error:
        raise ApiError.of("storage_bucket_already_exists") from error
    return answer_json(shown_bucket(call, bucket), 201)


@routes.put("/storage/buckets/{bucket_id}", "buckets.write")
def update(call: Call, bucket_id: str) -> Answer:
    name = call.param("name", Text(128))
    settings = _settings(call)
    with call.store.write():
        held = the_bucket(call, bucket_id)
        if settings["$permissions"] is None:
            settings["$permissions"] = held["$permissions"]
        changed = _bucket(held["$id"], name, held["$createdAt"], settings)
        BUCKETS.put(call.store, changed)
    return answer_json(shown_bucket(call, changed))


@routes.delete("/storage/buckets/{bucket_id}", "buckets.write")
def delete(call: Call, bucket_id: str) -> Answer:
    """Files, their bytes and their tokens go along."""
    with call.store.write():
        bucket = the_bucket(call, bucket_id)
        for file in FILES.all(call.store, bucket["$id"]):
            for token in FILE_TOKENS.where(
                call.store, "resourceId", f"{bucket['$id']}:{file['$id']}"
            ):
                FILE_TOKENS.remove(call.store, token["$id"])
        FILES.remove_all(call.store, bucket["$id"])
        BLOBS.remove_below(call.store, f"files/{bucket['$id'].lower()}/")
        BUCKETS.remove(call.store, bucket["$id"])
    return answer_nothing()
