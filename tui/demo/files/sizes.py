"""Owns what a file takes in storage after compression and encryption."""

from __future__ import annotations

import gzip
import zlib

LIMIT = 20_000_000
"""Larger files are neither compressed nor encrypted."""


def stored_size(content: bytes, compression: str, encrypted: bool) -> int:
    """`sizeActual`: encrypted content is kept as Base64. Deflate stands in for zstd."""
    size = len(content)
    if compression == "gzip":
        size = len(gzip.compress(content, mtime=0))
    elif compression == "zstd":
        size = len(zlib.compress(content, 9))
    return -(-size // 3) * 4 if encrypted else size
