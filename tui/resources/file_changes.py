"""Changes of files: uploaded, renamed, deleted."""

from __future__ import annotations

from collections.abc import Mapping

from tui.core.change import PERMISSIONS, Change, Guard, Level, Look, Verb, Write
from tui.core.endpoint import Effect, Endpoint
from tui.core.kind import Resource, Writes
from tui.core.sizes import size as human
from tui.core.spec import Shape, Spec
from tui.core.text import safe
from tui.resources.buckets import FILE_PATH, FILES_PATH, GET_FILE, PUT_FILE
from tui.resources.put_changes import update_by_put

SCOPES = ("files.write",)
UPLOAD = Endpoint("POST", FILES_PATH, "storage.create_file", SCOPES, Effect.WRITE)
DELETE = Endpoint("DELETE", FILE_PATH, "storage.delete_file", SCOPES, Effect.DESTROY)
LARGEST_KEPT = 25_000_000
"""Bytes of a file up to which an undo of its deletion is worth the room and the time."""
UNKEPT = "$unkept"
_KEPT = (
    *("name", PERMISSIONS, "sizeOriginal", "mimeType", "signature"),
    *("chunksUploaded", "chunksTotal", UNKEPT),
)


def file_form(parent: Resource | None, new: bool) -> tuple[Spec, ...]:
    """A file's name; its content is uploaded, never edited."""
    return (Spec("name", Shape.TEXT, "text", required=True, longest=255),)


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
        {name: whole[name] for name in _KEPT if name in whole},
        {},
        str(whole.get("$updatedAt") or ""),
        Guard.READ,
        Level.ASK if is_kept(whole) or is_pending(whole) else Level.TYPE_ID,
        notes=(_fate(whole),),
    )


def _restore(ids: Mapping[str, str], parent: Resource | None, whole: Resource) -> Change | None:
    if not is_kept(whole):
        return None
    return new_file(ids, {name: whole.get(name) for name in ("name", PERMISSIONS)})


def is_kept(file: Resource) -> bool:
    """Whether the bytes of a file are put aside before it is deleted; `$unkept` forbids it."""
    size = file.get("sizeOriginal")
    small = isinstance(size, int) and size <= LARGEST_KEPT
    return small and not file.get(UNKEPT) and not is_pending(file)


def is_pending(file: Resource) -> bool:
    """Whether chunks of a file are missing: nobody can read it, whatever has come."""
    return bool(file.get("chunksUploaded") != file.get("chunksTotal"))


def _fate(file: Resource) -> str:
    if is_pending(file):
        return "Its upload was never finished: there is nothing to bring back."
    if is_kept(file):
        return f"u brings it back: its bytes ({human(file.get('sizeOriginal'))}) are kept for that."
    why = "nothing may be kept on disk here" if file.get(UNKEPT) else "it is larger than 25 MB"
    return f"! There is no undo for this: {why}. S downloads it first."


def _name(ids: Mapping[str, str]) -> str:
    return safe(f"file {ids['fileId']} of {ids['bucketId']}")


FILE_WRITES = Writes(
    update_by_put("file", "fileId", PUT_FILE, GET_FILE, ("name", PERMISSIONS), _name),
    _create,
    _delete,
    _restore,
)
