"""Owns how buckets, files and file tokens are kept. Files have their bucket's id as parent."""

from __future__ import annotations

from tui.demo.store.collection import Collection
from tui.demo.store.schema import Type, attribute

BUCKETS = Collection(
    "buckets",
    "Bucket",
    (
        attribute("enabled", Type.BOOLEAN),
        attribute("name", Type.TEXT),
        attribute("fileSecurity", Type.BOOLEAN),
        attribute("maximumFileSize", Type.INTEGER),
        attribute("encryption", Type.BOOLEAN),
        attribute("antivirus", Type.BOOLEAN),
        attribute("transformations", Type.BOOLEAN),
    ),
)
FILES = Collection(
    "files",
    "File",
    (
        attribute("name", Type.TEXT),
        attribute("folder", Type.TEXT),
        attribute("signature", Type.TEXT),
        attribute("mimeType", Type.TEXT),
        attribute("sizeOriginal", Type.INTEGER),
        attribute("chunksTotal", Type.INTEGER),
        attribute("chunksUploaded", Type.INTEGER),
    ),
)
FILE_TOKENS = Collection(
    "file_tokens",
    "Token",
    (attribute("expire", Type.DATETIME), attribute("resourceId", Type.TEXT)),
    searched=(),
)

COLLECTIONS = (BUCKETS, FILES, FILE_TOKENS)


def blob_of(bucket_id: str, file_id: str) -> str:
    """Where the bytes of a file are; ids are equal whatever their case."""
    return f"files/{bucket_id.lower()}/{file_id.lower()}"
