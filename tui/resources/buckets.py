"""Buckets and the files in them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from tui.core.cell import NOTHING, Cell, Tone
from tui.core.endpoint import Effect, Endpoint
from tui.core.kind import Field, Grants, Kind, Resource, Search, Writes
from tui.core.order import Order
from tui.core.permissions import container_in_words, in_words, summary_within
from tui.core.text import brief
from tui.resources import fields as f
from tui.resources.tables import who, writers

if TYPE_CHECKING:
    from tui.core.filter_field import FilterField
    from tui.core.spec import Spec

BUCKET_PATH = "/storage/buckets/{bucketId}"
FILES_PATH = f"{BUCKET_PATH}/files"
FILE_PATH = f"{FILES_PATH}/{{fileId}}"
GET_BUCKET = Endpoint("GET", BUCKET_PATH, "storage.get_bucket", ("buckets.read",))
PUT_BUCKET = Endpoint("PUT", BUCKET_PATH, "storage.update_bucket", ("buckets.write",), Effect.WRITE)
GET_FILE = Endpoint("GET", FILE_PATH, "storage.get_file", ("files.read",))
DOWNLOAD = Endpoint("GET", f"{FILE_PATH}/download", "storage.get_file_download", ("files.read",))
PREVIEW = Endpoint("GET", f"{FILE_PATH}/preview", "storage.get_file_preview", ("files.read",))
PUT_FILE = Endpoint("PUT", FILE_PATH, "storage.update_file", ("files.write",), Effect.WRITE)
BUCKET_SETTINGS = (
    "name",
    "$permissions",
    "fileSecurity",
    "enabled",
    "maximumFileSize",
    "allowedFileExtensions",
    "compression",
    "encryption",
    "antivirus",
    "transformations",
)
"""What the PUT of a bucket takes, and resets where it is left out."""


def _bucket_permissions(bucket: Resource, above: Resource | None) -> Sequence[Cell]:
    return container_in_words(bucket.get("$permissions"), bool(bucket.get("fileSecurity")), "file")


def _file_permissions(file: Resource, bucket: Resource | None) -> Sequence[Cell]:
    if bucket is None:
        return [Cell("The bucket is not known yet.", Tone.DIM)]
    own, above = file.get("$permissions"), bucket.get("$permissions")
    return in_words(own, above, bool(bucket.get("fileSecurity")), "file", "bucket")


def upload(file: Resource) -> Cell:
    """Whether all chunks of a file have come."""
    done, whole = file.get("chunksUploaded"), file.get("chunksTotal")
    if isinstance(done, int) and isinstance(whole, int) and done != whole:
        return Cell(brief(f"pending {done}/{whole}"), Tone.WARN)
    return Cell("whole", Tone.DIM)


def _bucket_filters(parent: Resource | None) -> tuple[FilterField, ...]:
    from tui.resources import filters as q

    return q.with_own(
        q.text("name"),
        q.switch("enabled"),
        q.switch("fileSecurity"),
        q.size("maximumFileSize"),
        q.switch("encryption"),
        q.switch("antivirus"),
    )


def _bucket_changes() -> Writes:
    from tui.resources.bucket_changes import BUCKET_WRITES

    return BUCKET_WRITES


def _bucket_form(parent: Resource | None, new: bool) -> tuple[Spec, ...]:
    from tui.resources.bucket_changes import bucket_form

    return bucket_form(parent, new)


BUCKETS = Kind(
    name="bucket",
    filters=_bucket_filters,
    search=Search.OWN,
    title="Buckets",
    noun="Bucket",
    id_name="bucketId",
    listing=Endpoint("GET", "/storage/buckets", "storage.list_buckets", ("buckets.read",)),
    get=GET_BUCKET,
    changes=_bucket_changes,
    form=_bucket_form,
    grants=Grants("bucket", "fileSecurity"),
    items="buckets",
    order=Order(descending=False),
    children=("file",),
    permissions=_bucket_permissions,
    fields=f.always(
        f.identifier(),
        f.text("name", "name", 24, grow=True),
        f.enabled(),
        who("read", "read"),
        f.made("write", writers, 18),
        f.switch("file security", "fileSecurity", Cell("on", Tone.GOOD), Cell("off", Tone.DIM), 13),
        f.bytes_of("size", "totalSize"),
        f.bytes_of("largest", "maximumFileSize"),
        f.words("extensions", "allowedFileExtensions", in_list=False),
        f.text("compression", "compression", in_list=False),
        f.switch("encryption", "encryption", Cell("on"), Cell("off"), in_list=False),
        f.switch("antivirus", "antivirus", Cell("on"), Cell("off"), in_list=False),
        f.switch("transformations", "transformations", Cell("on"), Cell("off"), in_list=False),
        *f.stamps(updated=True),
    ),
)


def file_fields(bucket: Resource | None) -> tuple[Field, ...]:
    """The fields of a file; who may read it, its bucket says as well."""

    def readers(file: Resource) -> Cell:
        if bucket is None:
            return NOTHING
        return Cell(summary_within(file.get("$permissions"), bucket, "fileSecurity", "read"))

    return (
        f.identifier(),
        f.text("name", "name", 32, grow=True),
        f.text("type", "mimeType", 20),
        f.bytes_of("size", "sizeOriginal"),
        f.made("upload", upload, 12),
        f.made("readable by", readers, 14),
        f.bytes_of("on disk", "sizeActual", in_list=False),
        f.text("MD5", "signature", in_list=False),
        f.text("compression", "compression", in_list=False),
        f.switch("encryption", "encryption", Cell("on"), Cell("off"), in_list=False),
        f.text("folder", "folder", in_list=False),
        *f.stamps(),
    )


def _file_filters(parent: Resource | None) -> tuple[FilterField, ...]:
    from tui.resources import filters as q

    return q.with_own(
        q.text("name"),
        q.text("mimeType", "type"),
        q.size("sizeOriginal", "size"),
        q.text("signature", "md5"),
        q.number("chunksTotal"),
        q.number("chunksUploaded"),
    )


def _file_changes() -> Writes:
    from tui.resources.file_changes import FILE_WRITES

    return FILE_WRITES


def _file_form(parent: Resource | None, new: bool) -> tuple[Spec, ...]:
    from tui.resources.file_changes import file_form

    return file_form(parent, new)


FILES = Kind(
    name="file",
    filters=_file_filters,
    search=Search.OWN,
    title="Files",
    noun="File",
    id_name="fileId",
    parent="bucket",
    listing=Endpoint("GET", FILES_PATH, "storage.list_files", ("files.read",)),
    get=GET_FILE,
    changes=_file_changes,
    form=_file_form,
    grants=Grants("file", "fileSecurity", inherits=True),
    contents=True,
    apart=("file_token",),
    items="files",
    order=Order(),
    permissions=_file_permissions,
    fields=file_fields,
)
