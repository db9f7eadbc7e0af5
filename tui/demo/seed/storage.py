"""Owns the buckets of the shop and the files in them."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from tui.demo.files.mime import mime_type
from tui.demo.files.sizes import stored_size
from tui.demo.model.storage import BUCKETS, FILES, blob_of
from tui.demo.seed import contents
from tui.demo.seed.moments import ago
from tui.demo.store.blobs import BLOBS, CHUNK
from tui.demo.store.database import Store


@dataclass(frozen=True)
class _Bucket:
    id: str
    name: str
    permissions: tuple[str, ...] = ()
    file_security: bool = False
    enabled: bool = True
    extensions: tuple[str, ...] = ()
    compression: str = "none"
    encryption: bool = True
    maximum: int = 30_000_000


_BUCKETS = (
    _Bucket("pictures", "Product pictures", ('read("any")', 'create("team:editors")')),
    _Bucket(
        "invoices",
        "Invoices",
        ('create("team:finance")', 'read("team:finance")'),
        file_security=True,
        compression="gzip",
    ),
    _Bucket("attachments", "Attachments", ('create("users")',), file_security=True),
    _Bucket("exports", "Exports (CSV)", extensions=("csv", "json", "txt"), compression="zstd"),
    _Bucket("old-logos", "Old logos", ('read("any")',), enabled=False, encryption=False),
    _Bucket("empty", "Nothing yet", ('read("users")',), maximum=5_000_000),
)


def seed(store: Store) -> None:
    """Six buckets, 200 files with real bytes, one upload that was never finished."""
    makers = {
        "pictures": contents.pictures,
        "invoices": contents.invoices,
        "attachments": contents.attachments,
        "exports": contents.exports,
        "old-logos": contents.logos,
    }
    for order, bucket in enumerate(_BUCKETS):
        maker = makers.get(bucket.id)
        made = list(maker()) if maker else []
        _bucket(store, bucket, ago(380 - order), sum(len(file.content) for file in made))
        for number, file in enumerate(made):
            _file(store, bucket, file, ago(340 - number * 1.5))
    _unfinished(store, ago(2))


def _bucket(store: Store, bucket: _Bucket, moment: str, size: int) -> None:
    # A server counts the size of a bucket now and then, not with each file: what is new shows 0.
    BUCKETS.add(
        store,
        {
            "$id": bucket.id,
            "$createdAt": moment,
            "$updatedAt": moment,
            "$permissions": list(bucket.permissions),
            "fileSecurity": bucket.file_security,
            "name": bucket.name,
            "enabled": bucket.enabled,
            "maximumFileSize": bucket.maximum,
            "allowedFileExtensions": list(bucket.extensions),
            "compression": bucket.compression,
            "encryption": bucket.encryption,
            "antivirus": bucket.encryption,
            "transformations": True,
            "totalSize": size,
        },
    )


def _file(store: Store, bucket: _Bucket, file: contents.NewFile, moment: str) -> None:
    chunks = max(1, -(-len(file.content) // CHUNK))
    document = {
        "$id": file.id,
        "bucketId": bucket.id,
        "$createdAt": moment,
        "$updatedAt": moment,
        "$permissions": list(file.permissions),
        "name": file.name,
        "folder": "",
        "key": file.name,
        "signature": hashlib.md5(file.content).hexdigest(),
        "mimeType": mime_type(file.content),
        "sizeOriginal": len(file.content),
        "sizeActual": stored_size(file.content, bucket.compression, bucket.encryption),
        "chunksTotal": chunks,
        "chunksUploaded": chunks,
        "encryption": bucket.encryption,
        "compression": bucket.compression,
    }
    FILES.add(store, document, bucket.id)
    BLOBS.put(store, blob_of(bucket.id, file.id), file.content)


def _unfinished(store: Store, moment: str) -> None:
    document = {
        "$id": "backup-part",
        "bucketId": "attachments",
        "$createdAt": moment,
        "$updatedAt": moment,
        "$permissions": ['read("user:bob")', 'delete("user:bob")'],
        "name": "backup-2026.bin",
        "folder": "",
        "key": "backup-2026.bin",
        "signature": "",
        "mimeType": "",
        "sizeOriginal": 3 * CHUNK + 4096,
        "sizeActual": 0,
        "chunksTotal": 4,
        "chunksUploaded": 1,
        "encryption": False,
        "compression": "",
    }
    FILES.add(store, document, "attachments")
    BLOBS.put_chunk(store, blob_of("attachments", "backup-part"), 0, bytes(CHUNK))
