"""Owns the endpoints that read files and their bytes (`/storage/buckets/{bucket}/files`)."""

from __future__ import annotations

import re

from tui.demo.answers import Answer, answer_json, answer_page
from tui.demo.call import Call
from tui.demo.errors import ApiError
from tui.demo.files.access import readable_file, readable_files, the_bucket
from tui.demo.files.ranges import span_of
from tui.demo.model.storage import FILES, blob_of
from tui.demo.routing import Routes
from tui.demo.store.blobs import BLOBS
from tui.demo.store.collection import Document, shown

routes = Routes()
PATH = "/storage/buckets/{bucket_id}/files"
_SHOWN_INLINE = re.compile(
    r"(image/(?!svg)|video/|audio/|application/(pdf|msword|vnd\.openxml|vnd\.ms-)).*"
)
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")


def shown_file(call: Call, file: Document) -> Document:
    return call.settings.version.present("file", shown(file))


@routes.get(PATH, "files.read")
def list_files(call: Call, bucket_id: str) -> Answer:
    bucket = the_bucket(call, bucket_id)
    page = FILES.page(
        call.store,
        call.settings.version,
        call.queries(),
        parent=bucket["$id"],
        search=call.search(),
        total=call.wants_total(),
        scope=readable_files(call, bucket),
    )
    return answer_page(page.total, "files", [shown_file(call, each) for each in page.documents])


@routes.get(PATH + "/{file_id}", "files.read")
def get_file(call: Call, bucket_id: str, file_id: str) -> Answer:
    _, file = readable_file(call, bucket_id, file_id)
    return answer_json(shown_file(call, file))


@routes.get(PATH + "/{file_id}/download", "files.read")
def download(call: Call, bucket_id: str, file_id: str) -> Answer:
    bucket, file = readable_file(call, bucket_id, file_id)
    return _bytes(call, bucket, file, "attachment", file["mimeType"])


@routes.get(PATH + "/{file_id}/view", "files.read")
def view(call: Call, bucket_id: str, file_id: str) -> Answer:
    """Inline; what a browser might run is called plain text."""
    bucket, file = readable_file(call, bucket_id, file_id)
    inline = _SHOWN_INLINE.fullmatch(file["mimeType"])
    return _bytes(call, bucket, file, "inline", file["mimeType"] if inline else "text/plain")


def _bytes(call: Call, bucket: Document, file: Document, how: str, media_type: str) -> Answer:
    if file["chunksUploaded"] < file["chunksTotal"]:
        raise ApiError.of("storage_file_not_found")
    owner = blob_of(bucket["$id"], file["$id"])
    headers = [("Content-Disposition", f'{how}; filename="{_header_text(file["name"])}"')]
    wanted = call.headers.get("range", "")
    if not wanted:
        return Answer(200, BLOBS.read(call.store, owner), media_type, tuple(headers))
    size = file["sizeOriginal"]
    span = span_of(wanted, size)
    headers += [
        ("Accept-Ranges", "bytes"),
        ("Content-Range", f"bytes {span.start}-{span.end}/{size}"),
    ]
    content = BLOBS.read(call.store, owner, span.start, span.end + 1)
    return Answer(206, content, media_type, tuple(headers))


def _header_text(name: str) -> str:
    """A name as the server puts it in a header: raw UTF-8; control characters would break it."""
    return _CONTROL.sub("_", name).encode("utf-8", "replace").decode("latin-1")
