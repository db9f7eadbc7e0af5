"""Owns uploads: whole files and chunks in any order, until a file is complete."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass

from tui.demo.errors import ApiError, declare
from tui.demo.files.mime import mime_type
from tui.demo.files.sizes import LIMIT, stored_size
from tui.demo.model.storage import FILES, blob_of
from tui.demo.store.blobs import BLOBS, CHUNK
from tui.demo.store.clock import now
from tui.demo.store.collection import Document
from tui.demo.store.database import Store

declare(
    {
        "storage_invalid_content_range": (
            400,
            "The content range is invalid. Please check the value of the Content-Range header.",
        ),
        "storage_file_already_exists": (
            409,
            "A storage file with the requested ID already exists.",
        ),
        "storage_file_empty": (400, "Empty file passed to the endpoint."),
        "storage_file_type_unsupported": (400, "File extension not allowed"),
        "storage_invalid_file_size": (400, "File size not allowed"),
    }
)
_CONTENT_RANGE = re.compile(r"\S+ (\d+)-(\d+)/(\d+)")


@dataclass(frozen=True)
class Piece:
    """One chunk of a file; a file that comes whole is its only chunk."""

    content: bytes
    start: int
    size: int
    """Of the whole file."""
    ranged: bool
    """Whether the client sent a `Content-Range`."""

    @property
    def number(self) -> int:
        """Which chunk it is (from 0), by where it starts."""
        return self.start // CHUNK

    @property
    def chunks(self) -> int:
        """How many the file has; one that comes without a range comes whole."""
        return max(1, -(-self.size // CHUNK)) if self.ranged else 1


def read_piece(content: bytes, content_range: str) -> Piece:
    """A request's part of a file; raises 400 for a `Content-Range` that makes no sense.

    Whether it tells the size of what came is not looked at, nor its unit.
    """
    if not content_range:
        return Piece(content, 0, len(content), False)
    parts = _CONTENT_RANGE.fullmatch(content_range.strip())
    if parts is None:
        raise ApiError.of("storage_invalid_content_range")
    start, end, size = (int(part) for part in parts.groups())
    if not start <= end <= size:
        raise ApiError.of("storage_invalid_content_range")
    return Piece(content, start, size, True)


def require_fitting(bucket: Document, name: str, size: int) -> None:
    """Refuse what the bucket does not take."""
    allowed = bucket["allowedFileExtensions"]
    extension = name.rpartition(".")[2].lower() if "." in name else ""
    if allowed and extension not in allowed:
        raise ApiError.of("storage_file_type_unsupported")
    if size > bucket["maximumFileSize"]:
        raise ApiError.of("storage_invalid_file_size")


def new_file(
    id_: str, bucket: Document, name: str, permissions: list[str], piece: Piece
) -> Document:
    """A file of which nothing has arrived."""
    moment = now()
    return {
        "$id": id_,
        "bucketId": bucket["$id"],
        "$createdAt": moment,
        "$updatedAt": moment,
        "$permissions": permissions,
        "name": name,
        "folder": "",
        "key": name,
        "signature": "",
        "mimeType": "",
        "sizeOriginal": piece.size,
        "sizeActual": 0,
        "chunksTotal": piece.chunks,
        "chunksUploaded": 0,
        "encryption": False,
        "compression": "",
    }


def receive(
    store: Store, bucket: Document, file: Document, piece: Piece, permissions: list[str]
) -> Document:
    """Keep a chunk; the last one that was missing completes the file.

    A chunk that comes twice counts once. `permissions` are those of the request that completes it.
    """
    owner = blob_of(bucket["$id"], file["$id"])
    if file["chunksTotal"] == 1:
        BLOBS.put(store, owner, piece.content)
        arrived = 1
    else:
        BLOBS.put_chunk(store, owner, piece.number, piece.content)
        arrived = BLOBS.count(store, owner)
    changed = file | {"chunksUploaded": arrived}
    if piece.ranged:
        changed["$updatedAt"] = now()
    if arrived == file["chunksTotal"]:
        content = BLOBS.read(store, owner)
        if arrived > 1:
            # Ranges are read from chunks of one size, which those of a client need not be.
            BLOBS.put(store, owner, content)
        changed |= {"$permissions": permissions, **_completed(bucket, content)}
    FILES.put(store, changed, bucket["$id"])
    return changed


def _completed(bucket: Document, content: bytes) -> Document:
    small = len(content) <= LIMIT
    compression = bucket["compression"] if small else "none"
    encrypted = bucket["encryption"] and small
    return {
        "signature": hashlib.md5(content).hexdigest(),
        "mimeType": mime_type(content),
        "sizeActual": stored_size(content, compression, encrypted),
        "encryption": encrypted,
        "compression": compression,
    }
