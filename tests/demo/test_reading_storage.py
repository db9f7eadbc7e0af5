"""Reading buckets, files and their bytes in the seeded shop."""

from __future__ import annotations

import hashlib
import json
from typing import Any

import pytest

ATTACHMENTS = "/storage/buckets/attachments/files"


def files(demo: Any, bucket: str) -> dict[str, Any]:
    everything = {"method": "limit", "values": [200]}
    listed = demo.get(f"/storage/buckets/{bucket}/files", everything).body["files"]
    return {each["name"]: each for each in listed}


def test_the_shop_has_buckets_of_all_sorts(demo: Any) -> None:
    buckets = {each["$id"]: each for each in demo.get("/storage/buckets").body["buckets"]}
    assert buckets["old-logos"]["enabled"] is False
    assert buckets["invoices"]["fileSecurity"] is True
    assert demo.get("/storage/buckets/empty/files").body == {"total": 0, "files": []}
    counts = [demo.get(f"/storage/buckets/{id_}/files").body["total"] for id_ in buckets]
    assert sum(counts) > 200


def test_the_bytes_of_a_file_are_what_its_metadata_say(demo: Any) -> None:
    for file in files(demo, "attachments").values():
        if file["chunksUploaded"] < file["chunksTotal"]:
            continue
        reply = demo.request("GET", f"{ATTACHMENTS}/{file['$id']}/download")
        content = reply.body if isinstance(reply.body, bytes) else b""
        if file["mimeType"] == "application/json" or not file["sizeOriginal"]:
            continue
        assert hashlib.md5(content).hexdigest() == file["signature"]
        assert len(content) == file["sizeOriginal"]
        assert reply.headers["content-type"] == file["mimeType"]


def test_types_are_found_from_bytes_and_not_from_names(demo: Any) -> None:
    found = {name: file["mimeType"] for name, file in files(demo, "attachments").items()}
    assert found["data.json"] == "application/json"
    assert found["broken.json"] == "text/plain"
    assert found["manual.pdf"] == "application/pdf"
    assert found["empty.txt"] == "application/x-empty"
    assert found["one"] == "application/octet-stream"
    assert found["server.log.gz"] == "application/gzip"
    assert files(demo, "pictures").popitem()[1]["mimeType"] == "image/png"


def test_names_come_as_they_were_given(demo: Any) -> None:
    names = files(demo, "attachments").keys()
    assert {".bashrc", "../../x", "файл — 文件 🚀.txt", "\x1b[31mred\x1b[0m.txt"} <= names


def test_a_name_with_escape_sequences_does_not_break_the_header(demo: Any) -> None:
    file = files(demo, "attachments")["\x1b[31mred\x1b[0m.txt"]
    reply = demo.request("GET", f"{ATTACHMENTS}/{file['$id']}/view")
    assert reply.status == 200
    assert reply.headers["content-disposition"] == 'inline; filename="_[31mred_[0m.txt"'


def test_html_is_viewed_as_plain_text(demo: Any) -> None:
    file = files(demo, "attachments")["page.html"]
    view = demo.request("GET", f"{ATTACHMENTS}/{file['$id']}/view")
    assert view.headers["content-type"] == "text/plain"


@pytest.mark.parametrize(
    ("wanted", "status", "said"),
    [
        ("bytes=0-9", 206, "bytes 0-9/{size}"),
        ("bytes=10-19", 206, "bytes 10-19/{size}"),
        ("bytes=100-", 206, "bytes 100-{last}/{size}"),
        ("bytes=-10", 416, ""),
        ("bytes=99999999-", 416, ""),
        ("bytes=20-10", 416, ""),
        ("bytes=0-1", 206, "bytes 0-1/{size}"),
        ("bytes=5-5", 416, ""),
        ("bytes=0-19999999", 416, ""),
        ("bytes=0-99999999", 206, "bytes 0-{last}/{size}"),
        ("bytes=0-1,4-5", 416, ""),
        ("bytes=0-1-2", 416, ""),
        ("bytes=", 416, ""),
        ("bytes=a-b", 416, ""),
        ("bytes 0-9", 416, ""),
        ("Bytes=0-9", 416, ""),
        ("lines=0-9", 416, ""),
        ("nonsense", 416, ""),
    ],
)
def test_ranges(demo: Any, wanted: str, status: int, said: str) -> None:
    file = files(demo, "attachments")["server.log"]
    path = f"{ATTACHMENTS}/{file['$id']}/download"
    whole = demo.request("GET", path).body
    reply = demo.request("GET", path, headers={"range": wanted})
    assert reply.status == status
    if status == 416:
        assert reply.body["type"] == "storage_invalid_range"
        return
    size = len(whole)
    assert reply.headers["content-range"] == said.format(size=size, last=size - 1)
    start = int(wanted.split("=")[1].split("-")[0])
    assert whole[start : start + len(reply.body)] == reply.body


def test_an_unfinished_upload_is_listed_and_has_no_bytes(demo: Any) -> None:
    file = demo.get(f"{ATTACHMENTS}/backup-part").body
    assert (file["chunksUploaded"], file["chunksTotal"], file["mimeType"]) == (1, 4, "")
    assert demo.get(f"{ATTACHMENTS}/backup-part/download").status == 404


def test_a_json_file_is_downloaded_as_it_is(demo: Any) -> None:
    file = files(demo, "attachments")["data.json"]
    reply = demo.request("GET", f"{ATTACHMENTS}/{file['$id']}/download")
    assert len(json.dumps(reply.body)) == file["sizeOriginal"]


def test_files_are_filtered_and_searched(demo: Any) -> None:
    pictures = "/storage/buckets/pictures/files"
    big = demo.get(
        pictures, {"method": "greaterThan", "attribute": "sizeOriginal", "values": [500]}
    )
    assert 0 < big.body["total"] < 80
    assert demo.get(pictures, params={"search": "oak"}).body["total"] > 0
    assert demo.get(pictures, params={"search": "zzz"}).body["total"] == 0
