"""Buckets and the files in them."""

from __future__ import annotations

from collections.abc import Sequence

from tui.core.cell import NOTHING, Cell, Tone
from tui.core.endpoint import Endpoint
from tui.core.kind import Field, Kind, Resource
from tui.core.order import Order
from tui.core.permissions import container_in_words, in_words, summary_within
from tui.core.text import brief
from tui.resources import fields as f
from tui.resources.tables import who, writers


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
        return Cell(brief(f"pending, {done} of {whole} chunks"), Tone.WARN)
    return Cell("whole", Tone.DIM)


BUCKETS = Kind(
    name="bucket",
    title="Buckets",
    noun="Bucket",
    id_name="bucketId",
    listing=Endpoint("GET", "/storage/buckets", "storage.list_buckets", ("buckets.read",)),
    get=Endpoint("GET", "/storage/buckets/{bucketId}", "storage.get_bucket", ("buckets.read",)),
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

FILES_PATH = "/storage/buckets/{bucketId}/files"


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


FILES = Kind(
    name="file",
    title="Files",
    noun="File",
    id_name="fileId",
    parent="bucket",
    listing=Endpoint("GET", FILES_PATH, "storage.list_files", ("files.read",)),
    get=Endpoint("GET", f"{FILES_PATH}/{{fileId}}", "storage.get_file", ("files.read",)),
    items="files",
    order=Order(),
    permissions=_file_permissions,
    fields=file_fields,
)
