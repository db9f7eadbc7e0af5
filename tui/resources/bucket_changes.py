"""Changes of buckets: made, set, deleted."""

from __future__ import annotations

from collections.abc import Mapping

from tui.core.change import Change, Guard, Level, Look, Verb, Write
from tui.core.endpoint import Effect, Endpoint
from tui.core.kind import Resource, Writes
from tui.core.spec import Shape, Spec
from tui.core.text import safe
from tui.resources.buckets import (
    BUCKET_PATH,
    BUCKET_SETTINGS,
    FILES_PATH,
    GET_BUCKET,
    PUT_BUCKET,
)
from tui.resources.put_changes import update_by_put

SCOPES = ("buckets.write",)
CREATE = Endpoint("POST", "/storage/buckets", "storage.create_bucket", SCOPES, Effect.WRITE)
DELETE = Endpoint("DELETE", BUCKET_PATH, "storage.delete_bucket", SCOPES, Effect.DESTROY)
FILES = Endpoint("GET", FILES_PATH, "storage.list_files", ("files.read",))
LARGEST = 30_000_000
"""Bytes of a file at most, where nobody says otherwise (`_APP_STORAGE_LIMIT`)."""


def bucket_form(parent: Resource | None, new: bool) -> tuple[Spec, ...]:
    """Everything that can be set; permissions have a form of their own."""
    fields = (
        Spec("name", Shape.TEXT, "text", required=True, longest=128),
        Spec("fileSecurity", Shape.BOOLEAN, "files have permissions", default=False),
        Spec("enabled", Shape.BOOLEAN, "boolean", default=True),
        Spec("maximumFileSize", Shape.INTEGER, "bytes ≥ 1", low=1, default=LARGEST),
        Spec("allowedFileExtensions", Shape.TEXT, "extension: png", array=True, longest=64),
        Spec(
            "compression",
            Shape.ENUM,
            "how it is stored",
            default="none",
            elements=("none", "gzip", "zstd"),
        ),
        Spec("encryption", Shape.BOOLEAN, "boolean", default=True),
        Spec("antivirus", Shape.BOOLEAN, "boolean", default=True),
        Spec("transformations", Shape.BOOLEAN, "previews may be made", default=True),
    )
    return (Spec("$id", Shape.ID, "id", longest=36), *fields) if new else fields


def _create(ids: Mapping[str, str], parent: Resource | None, values: Resource) -> Change:
    names = [name for name in BUCKET_SETTINGS if not name.startswith("$")]
    given = {name: values[name] for name in names if values.get(name) is not None}
    write = Write(CREATE, ids, {"bucketId": ids["bucketId"], **given})
    return Change(Verb.CREATE, "bucket", ids, _name(ids), write, Look(GET_BUCKET), {}, given)


def _delete(ids: Mapping[str, str], parent: Resource | None, whole: Resource) -> Change:
    known = whole.get("files")
    held = f"{len(known)}{'' if len(known) < 500 else ' or more'}" if known is not None else "All"
    return Change(
        Verb.DELETE,
        "bucket",
        ids,
        _name(ids),
        Write(DELETE, ids),
        Look(GET_BUCKET),
        {name: value for name, value in whole.items() if name != "files"},
        {},
        str(whole.get("$updatedAt") or ""),
        Guard.READ,
        Level.TYPE_ID,
        (f"! {held} files go with it. There is no undo for this.",),
    )


def _name(ids: Mapping[str, str]) -> str:
    return safe(f"bucket {ids['bucketId']}")


BUCKET_WRITES = Writes(
    update_by_put("bucket", "bucketId", PUT_BUCKET, GET_BUCKET, BUCKET_SETTINGS),
    _create,
    _delete,
    along={"files": FILES},
)
