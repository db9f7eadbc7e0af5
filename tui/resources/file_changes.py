"""Changes of files: uploaded, renamed, deleted."""

from __future__ import annotations

from collections.abc import Mapping

from tui.core.change import PERMISSIONS, Change, Level, Look, Verb, Write
from tui.core.endpoint import Effect, Endpoint
from tui.core.kind import Resource, Writes
from tui.core.spec import Shape, Spec
from tui.core.text import safe
from tui.resources.buckets import FILE_PATH, FILES_PATH, GET_FILE, PUT_FILE
from tui.resources.put_changes import update_by_put

SCOPES = ("files.write",)
UPLOAD = Endpoint("POST", FILES_PATH, "storage.create_file", SCOPES, Effect.WRITE)
DELETE = Endpoint("DELETE", FILE_PATH, "storage.delete_file", SCOPES, Effect.DESTROY)
_KEPT = ("name", PERMISSIONS, "sizeOriginal", "mimeType", "signature")


def file_form(parent: Resource | None, new: bool) -> tuple[Spec, ...]:
    """A file's name; its content is uploaded, never edited."""
    return (Spec("name", Shape.TEXT, "text", required=True, longest=2048),)


def new_file(ids: Mapping[str, str], values: Resource) -> Change:
    """The upload of a file: name and permissions. Its chunks are sent by whoever carries it."""
    given = {"name": values.get("name"), PERMISSIONS: list(values.get(PERMISSIONS) or ())}
    if values.get("chunksUploaded"):
        # An unfinished file is not there: it has fewer.
        given["chunksUploaded"] = values["chunksUploaded"]
    # What is sent are the chunks; name and permissions are the same in each.
    return Change(
        Verb.CREATE, "file", ids, _name(ids), Write(UPLOAD, ids), Look(GET_FILE), {}, given
    )


def _create(ids: Mapping[str, str], parent: Resource | None, values: Resource) -> Change:
    """For whoever wants to know what became of an upload; nobody sends it as it is."""
    return new_file(ids, values)


def _delete(ids: Mapping[str, str], parent: Resource | None, whole: Resource) -> Change:
    return Change(
        Verb.DELETE,
        "file",
        ids,
        _name(ids),
        Write(DELETE, ids),
        Look(GET_FILE),
        {name: whole.get(name) for name in _KEPT},
        {},
        str(whole.get("$updatedAt") or ""),
        level=Level.TYPE_ID,
        notes=("! There is no undo for this: download it first (S) where it may be needed.",),
    )


def _name(ids: Mapping[str, str]) -> str:
    return safe(f"file {ids['bucketId']}/{ids['fileId']}")


FILE_WRITES = Writes(
    update_by_put("file", "fileId", PUT_FILE, GET_FILE, ("name", PERMISSIONS)), _create, _delete
)
