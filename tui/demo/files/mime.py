"""Owns the MIME type of a file, found from its bytes as libmagic does it."""

from __future__ import annotations

import json
import re

_MAGIC = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"BM", "image/bmp"),
    (b"%PDF-", "application/pdf"),
    (b"PK\x03\x04", "application/zip"),
    (b"\x1f\x8b", "application/gzip"),
    (b"\x28\xb5\x2f\xfd", "application/zstd"),
    (b"BZh", "application/x-bzip2"),
    (b"\xfd7zXZ\x00", "application/x-xz"),
    (b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"),
    (b"\x7fELF", "application/x-executable"),
    (b"SQLite format 3\x00", "application/vnd.sqlite3"),
    (b"OggS", "audio/ogg"),
    (b"ID3", "audio/mpeg"),
    (b"fLaC", "audio/flac"),
    (b"\x1aE\xdf\xa3", "video/webm"),
)
_TGA_KINDS = frozenset({1, 2, 3, 9, 10, 11, 32, 33})
_TGA_DEPTHS = frozenset({1, 8, 15, 16, 24, 32})
_BINARY = re.compile(rb"[\x00-\x06\x0e-\x1a\x1c-\x1f\x7f]")
_HEAD = 64 * 1024


def mime_type(content: bytes) -> str:
    """The type that a server stores with a finished file."""
    if not content:
        return "application/x-empty"
    for magic, found in _MAGIC:
        if content.startswith(magic):
            return found
    if content[:4] == b"RIFF" and content[8:12] in (b"WEBP", b"WAVE", b"AVI "):
        return {b"WEBP": "image/webp", b"WAVE": "audio/x-wav"}.get(content[8:12], "video/x-msvideo")
    if content[4:8] == b"ftyp":
        return "video/mp4"
    if _is_text(content):
        return _text_type(content)
    return "image/x-tga" if _is_tga(content) else "application/octet-stream"


def _is_text(content: bytes) -> bool:
    """UTF-8 of at least two bytes without control characters (escape sequences are text)."""
    if len(content) < 2 or _BINARY.search(content[:_HEAD]):
        return False
    try:
        content.decode()
    except UnicodeDecodeError:
        return False
    return True


def _text_type(content: bytes) -> str:
    head = content[:_HEAD].lstrip().lower()
    if head[:1] in (b"{", b"["):
        try:
            json.loads(content)
        except (ValueError, RecursionError):
            return "text/plain"
        return "application/json"
    if head.startswith((b"<!doctype html", b"<html")):
        return "text/html"
    if head.startswith(b"<?xml"):
        return "image/svg+xml" if b"<svg" in head else "text/xml"
    if head.startswith(b"<svg"):
        return "image/svg+xml"
    if head.startswith(b"#!/") and b"sh" in head[:32]:
        return "text/x-shellscript"
    return "text/plain"


def _is_tga(content: bytes) -> bool:
    """Targa pictures have no magic: colour map flag, kind, a size and a depth that make sense."""
    if len(content) < 18 or content[1] > 1 or content[2] not in _TGA_KINDS or content[7] & 0xC0:
        return False
    width, height = content[12:14], content[14:16]
    return any(width) and any(height) and content[16] in _TGA_DEPTHS
