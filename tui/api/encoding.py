"""Parameters as Appwrite reads them: in the query, as JSON, as the fields of a form, in chunks."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import quote_plus

from appwrite.input_file import InputFile
from urllib3.filepost import encode_multipart_formdata

PIECE = 128 * 1024
CHUNK = 5 * 2**20
"""Appwrite takes files in chunks of exactly this size (`APP_LIMIT_UPLOAD_CHUNK_SIZE`)."""


def query_string(params: Mapping[str, Any]) -> str:
    """With its question mark, empty without parameters: `?queries[0]=…&total=0`, encoded.

    Truth values are 1 and 0: Appwrite takes the text `false` of an address for true, as PHP does.
    """
    pairs: list[str] = []
    for name, value in params.items():
        if isinstance(value, list | tuple):
            for index, one in enumerate(value):
                pairs.append(f"{name}%5B{index}%5D={quote_plus(_text(one))}")
        else:
            given = int(value) if isinstance(value, bool) else value
            pairs.append(f"{name}={quote_plus(_text(given))}")
    return "?" + "&".join(pairs) if pairs else ""


def json_body(params: Mapping[str, Any]) -> bytes:
    """Our own parameters, which are plain JSON."""
    return json.dumps(params).encode()


def sdk_json_body(params: Mapping[str, Any]) -> bytes:
    """Parameters as the SDK's services hand them over, enumerations and models among them."""
    # The encoder brings all of the SDK's models: a third of a second at every start.
    from appwrite.encoders.value_class_encoder import ValueClassEncoder

    return json.dumps(params, cls=ValueClassEncoder).encode()


def form_body(params: Mapping[str, Any]) -> tuple[bytes, str]:
    """A multipart body and its content type."""
    return encode_multipart_formdata(_fields(params))


def form_around_file(fields: Mapping[str, Any], filename: str) -> tuple[bytes, bytes, str]:
    """What comes before and after the bytes of the form's last field (`file`); its type."""
    body, kind = form_body({**fields, "file": InputFile.from_bytes(b"", filename)})
    end = b"\r\n--" + kind.partition("boundary=")[2].encode() + b"--\r\n"
    return body.removesuffix(end), end, kind


def in_pieces(content: bytes) -> Iterator[bytes]:
    """Bytes as they are sent: each piece has a time limit of its own on a slow link."""
    for start in range(0, len(content), PIECE):
        yield content[start : start + PIECE]


def file_chunks(file: InputFile) -> Iterator[tuple[int, int, bytes]]:
    """Start, whole size and bytes of each chunk of a file, one of them in memory at a time."""
    if file.source_type == "path":
        with open(file.path, "rb") as opened:  # noqa: PTH123 - the SDK hands a path as text
            size = opened.seek(0, 2)
            opened.seek(0)
            for start in range(0, max(size, 1), CHUNK):
                yield start, size, opened.read(CHUNK)
    else:
        for start in range(0, max(len(file.data), 1), CHUNK):
            yield start, len(file.data), file.data[start : start + CHUNK]


def _text(value: Any) -> str:
    return ("true" if value else "false") if isinstance(value, bool) else str(value)


def _fields(values: Mapping[str, Any], prefix: str = "") -> list[tuple[str, Any]]:
    """The fields of a form, nested ones with their keys in brackets."""
    found: list[tuple[str, Any]] = []
    for key, value in values.items():
        name = f"{prefix}[{key}]" if prefix else str(key)
        if isinstance(value, InputFile):
            found.append((name, (value.filename, value.data)))
        elif isinstance(value, list | tuple):
            found += _fields({str(index): one for index, one in enumerate(value)}, name)
        elif isinstance(value, dict):
            found += _fields(value, name)
        else:
            found.append((name, _text(value)))
    return found
