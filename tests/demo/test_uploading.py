"""Uploading files whole and in pieces, what buckets refuse, previews and file tokens."""

from __future__ import annotations

import base64
import hashlib
import io
import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from PIL import Image

CHUNK = 5 * 1024 * 1024
BIG = bytes(range(256)) * (2 * CHUNK // 256) + b"the end"


@pytest.fixture
def bucket(demo: Any) -> Iterator[str]:
    demo.request("POST", "/storage/buckets", {"bucketId": "mine", "name": "Mine"})
    yield "/storage/buckets/mine"
    demo.request("DELETE", "/storage/buckets/mine")


def piece(number: int) -> tuple[bytes, tuple[int, int]]:
    start = number * CHUNK
    return BIG[start : start + CHUNK], (start, len(BIG))


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (1, 0, 1, 2), (0, 0, 0, 2, 2, 1)])
def test_chunks_arrive_in_any_order_and_more_than_once(
    demo: Any, bucket: str, upload: Callable[..., Any], order: tuple[int, ...]
) -> None:
    seen: set[int] = set()
    for number in order:
        content, chunk = piece(number)
        named = {"x-appwrite-id": "big"}
        reply = upload(
            f"{bucket}/files", "big.bin", content, chunk=chunk, headers=named, fileId="big"
        )
        seen.add(number)
        assert reply.status == 201
        assert (reply.body["chunksUploaded"], reply.body["chunksTotal"]) == (len(seen), 3)
        finished = len(seen) == 3
        assert bool(reply.body["signature"]) is finished
    assert reply.body["signature"] == hashlib.md5(BIG).hexdigest()
    assert demo.request("GET", f"{bucket}/files/big/download").body == BIG


def test_a_finished_file_is_not_uploaded_again(
    demo: Any, bucket: str, upload: Callable[..., Any]
) -> None:
    first = upload(f"{bucket}/files", "a.txt", b"once", fileId="a").body
    again = upload(f"{bucket}/files", "a.txt", b"twice", fileId="a")
    assert (again.status, again.body["type"]) == (409, "storage_file_already_exists")
    as_chunk = upload(f"{bucket}/files", "a.txt", b"once", chunk=(0, 4), fileId="a")
    assert (as_chunk.status, as_chunk.body) == (200, first)


@pytest.mark.parametrize(
    "content_range",
    ["bytes 0-3/2", "bytes 4-1/10", "bytes=0-3/4", "bytes 0-3", "bytes 0-/4", "bytes */4", "0-3/4"],
)
def test_a_range_that_makes_no_sense_is_refused(
    demo: Any, bucket: str, upload: Callable[..., Any], content_range: str
) -> None:
    headers = {"content-range": content_range}
    reply = upload(f"{bucket}/files", "a.txt", b"abcd", headers=headers, fileId="a")
    assert (reply.status, reply.body["type"]) == (400, "storage_invalid_content_range")
    assert demo.get(f"{bucket}/files").body["total"] == 0


def test_a_range_is_taken_at_its_word(demo: Any, bucket: str, upload: Callable[..., Any]) -> None:
    """Neither the unit nor the size of what came is looked at; the chunk is told by its start."""
    headers = {"content-range": "items 0-9/20"}
    first = upload(f"{bucket}/files", "a.txt", b"abcd", headers=headers, fileId="a").body
    assert (first["chunksUploaded"], first["chunksTotal"], first["sizeOriginal"]) == (1, 1, 20)
    again = upload(f"{bucket}/files", "a.txt", b"e", chunk=(10, 20), fileId="a")
    assert (again.status, again.body) == (200, first)


def test_a_file_without_a_range_is_one_chunk_however_large(
    demo: Any, bucket: str, upload: Callable[..., Any]
) -> None:
    made = upload(f"{bucket}/files", "big.bin", BIG, fileId="whole").body
    assert (made["chunksTotal"], made["chunksUploaded"]) == (1, 1)
    assert made["signature"] == hashlib.md5(BIG).hexdigest()
    start = CHUNK - 3
    part = {"headers": {"range": f"bytes={start}-{start + 9}"}}
    got = demo.request("GET", f"{bucket}/files/whole/download", **part)
    assert (got.status, got.body) == (206, BIG[start : start + 10])


def test_the_request_that_completes_a_file_says_who_may_read_it(
    demo: Any, bucket: str, upload: Callable[..., Any]
) -> None:
    named = {"x-appwrite-id": "big"}
    for number in range(3):
        content, chunk = piece(number)
        more = {"permissions[]": f'read("user:u{number}")'}
        reply = upload(
            f"{bucket}/files", "b.bin", content, chunk=chunk, headers=named, fileId="big", **more
        )
    assert reply.body["$permissions"] == ['read("user:u2")']


def test_an_id_in_the_header_counts_for_chunks_only(
    demo: Any, bucket: str, upload: Callable[..., Any]
) -> None:
    named = {"x-appwrite-id": "named"}
    whole = upload(f"{bucket}/files", "a.txt", b"abcd", headers=named, fileId="field")
    assert whole.body["$id"] == "field"
    chunk = upload(
        f"{bucket}/files", "a.txt", b"abcd", headers=named, chunk=(0, 4), fileId="unique()"
    )
    assert chunk.body["$id"] == "named"
    wrong = {"x-appwrite-id": "unique()"}
    refused = upload(f"{bucket}/files", "a.txt", b"abcd", headers=wrong, chunk=(0, 4), fileId="x")
    assert (refused.status, refused.body["type"]) == (400, "storage_invalid_appwrite_id")


def test_a_body_without_a_file_is_refused(demo: Any, bucket: str) -> None:
    reply = demo.request("POST", f"{bucket}/files", {"fileId": "a"})
    assert (reply.status, reply.body["type"]) == (400, "storage_file_empty")


def test_buckets_refuse_what_they_do_not_take(
    demo: Any, bucket: str, upload: Callable[..., Any]
) -> None:
    limits = {"name": "Mine", "maximumFileSize": 10, "allowedFileExtensions": ["txt"]}
    demo.request("PUT", bucket, limits)
    assert upload(f"{bucket}/files", "A.TXT", b"0123456789", fileId="ok").status == 201
    for name, content, kind in (
        ("a.exe", b"1", "storage_file_type_unsupported"),
        ("txt", b"1", "storage_file_type_unsupported"),
        ("a.txt", b"01234567890", "storage_invalid_file_size"),
    ):
        reply = upload(f"{bucket}/files", name, content, fileId="no")
        assert (reply.status, reply.body["type"]) == (400, kind)


def test_an_update_of_a_bucket_resets_what_it_leaves_out(demo: Any) -> None:
    body = {
        "bucketId": "reset",
        "name": "Reset",
        "permissions": ['read("any")'],
        "fileSecurity": True,
        "enabled": False,
        "maximumFileSize": 1000,
        "allowedFileExtensions": ["txt"],
        "compression": "gzip",
        "encryption": False,
    }
    assert demo.request("POST", "/storage/buckets", body).status == 201
    changed = demo.request("PUT", "/storage/buckets/reset", {"name": "Reset"}).body
    demo.request("DELETE", "/storage/buckets/reset")
    assert changed["$permissions"] == ['read("any")']
    assert (changed["fileSecurity"], changed["enabled"]) == (False, True)
    assert (changed["maximumFileSize"], changed["allowedFileExtensions"]) == (30_000_000, [])
    assert (changed["compression"], changed["encryption"]) == ("none", True)


def test_what_a_file_takes_depends_on_its_bucket(
    demo: Any, bucket: str, upload: Callable[..., Any]
) -> None:
    content = b"the same again and again " * 100
    plain = upload(f"{bucket}/files", "a.txt", content, fileId="encrypted").body
    assert (plain["sizeOriginal"], plain["sizeActual"]) == (2500, 3336)
    demo.request("PUT", bucket, {"name": "Mine", "encryption": False})
    open_ = upload(f"{bucket}/files", "a.txt", content, fileId="open").body
    assert (open_["sizeActual"], open_["encryption"]) == (2500, False)
    demo.request("PUT", bucket, {"name": "Mine", "compression": "gzip", "encryption": False})
    small = upload(f"{bucket}/files", "a.txt", content, fileId="small").body
    assert small["sizeActual"] < 200
    assert small["signature"] == open_["signature"]
    assert demo.request("GET", f"{bucket}/files/small/download").body == content


def test_a_preview_has_the_size_that_was_asked_for(demo: Any) -> None:
    pictures = "/storage/buckets/pictures/files/picture000/preview"

    def size(**params: str) -> tuple[int, int]:
        reply = demo.request("GET", pictures, params={**params, "output": "png"})
        assert reply.headers["content-type"] == "image/png"
        head: bytes = reply.body[16:24]
        return int.from_bytes(head[:4], "big"), int.from_bytes(head[4:], "big")

    assert size() == (48, 48)
    assert size(width="16") == (16, 16)
    assert size(width="30", height="10", gravity="top-left") == (30, 10)
    assert size(width="16", borderWidth="2", borderColor="ff0000") == (20, 20)
    jpeg = demo.request("GET", pictures, params={"output": "jpg", "quality": "50"})
    assert jpeg.body.startswith(b"\xff\xd8\xff")
    refused = demo.request("GET", pictures, params={"width": "5000"})
    assert (refused.status, refused.body["type"]) == (400, "general_argument_invalid")


def test_a_file_that_is_no_picture_has_a_placeholder(demo: Any) -> None:
    path = "/storage/buckets/attachments/files/attachment00/preview"
    assert demo.request("GET", path).body.startswith(b"\x89PNG")


def test_a_broken_picture_is_said_to_be_one(
    demo: Any, bucket: str, upload: Callable[..., Any]
) -> None:
    upload(f"{bucket}/files", "x.png", b"\x89PNG\r\n\x1a\nnot really", fileId="x")
    reply = demo.request("GET", f"{bucket}/files/x/preview")
    assert (reply.status, reply.body["type"]) == (400, "storage_file_type_unsupported")


PREVIEW = "/storage/buckets/pictures/files/picture000/preview"


@pytest.mark.parametrize(
    ("name", "good", "bad"),
    [
        ("width", ("0", "4000", "+7"), ("-1", "4001", "1.5", "x", "")),
        ("height", ("0", "4000"), ("-1", "4001")),
        ("gravity", ("top-right", "bottom"), ("middle", "")),
        ("quality", ("-1", "0", "100"), ("-2", "101")),
        ("borderWidth", ("0", "100"), ("-1", "101")),
        ("borderColor", ("f80", "ff8800", "FF8800"), ("", "#ff8800", "ff88", "gggggg")),
        ("borderRadius", ("0", "4000"), ("-1", "4001")),
        ("opacity", ("0", "0.5", "1"), ("-0.1", "1.1", "x")),
        ("rotation", ("-360", "90", "360"), ("-361", "361")),
        ("background", ("fff",), ("", "white")),
        ("output", ("jpg", "jpeg", "png", "gif", "webp"), ("bmp", "JPG", "")),
    ],
)
def test_previews_take_each_parameter_within_its_bounds(
    demo: Any, name: str, good: tuple[str, ...], bad: tuple[str, ...]
) -> None:
    for value in good:
        small = {"width": "8"} if name in ("height", "rotation") else {}
        reply = demo.request("GET", PREVIEW, params={**small, name: value})
        assert (reply.status, value) == (200, value), reply.body
    for value in bad:
        reply = demo.request("GET", PREVIEW, params={name: value})
        assert (reply.status, value) == (400, value)
        assert reply.body["message"].startswith(f"Invalid `{name}` param: ")


def test_previews_do_what_is_asked(demo: Any) -> None:
    def corner(**params: str) -> tuple[int, ...]:
        reply = demo.request("GET", PREVIEW, params={**params, "output": "png"})
        with Image.open(io.BytesIO(reply.body)) as picture:
            pixel: tuple[int, ...] = picture.convert("RGBA").getpixel((0, 0))
        return pixel

    assert corner(borderRadius="20")[3] == 0
    assert corner(opacity="0.5")[3] in (127, 128)
    assert corner(borderWidth="3", borderColor="0f0") == (0, 255, 0, 255)
    assert corner(rotation="45")[3] == 0
    assert corner(rotation="45", background="fff")[3] == 0
    assert corner()[3] == 255


def test_the_format_of_a_preview_is_that_of_the_name(
    demo: Any, bucket: str, upload: Callable[..., Any]
) -> None:
    picture = demo.request("GET", PREVIEW, params={"output": "png"}).body
    for name, kind in (("a.webp", "webp"), ("a.dat", "jpeg"), ("a", "png"), ("a.GIF", "gif")):
        id_ = name.replace(".", "-")
        upload(f"{bucket}/files", name, picture, fileId=id_)
        reply = demo.request("GET", f"{bucket}/files/{id_}/preview")
        assert (name, reply.headers["content-type"]) == (name, f"image/{kind}")


def test_a_bucket_that_allows_no_transformations_does_so_for_keys(
    demo: Any, bucket: str, upload: Callable[..., Any]
) -> None:
    demo.request(
        "PUT", bucket, {"name": "M", "permissions": ['read("any")'], "transformations": False}
    )
    upload(f"{bucket}/files", "a.txt", b"text", fileId="a")
    refused = demo.request("GET", f"{bucket}/files/a/preview", key=None)
    assert (refused.status, refused.body["type"]) == (
        403,
        "storage_bucket_transformations_disabled",
    )
    assert demo.request("GET", f"{bucket}/files/a/preview").status == 200


def test_a_disabled_bucket_is_there_for_keys_only(
    demo: Any, bucket: str, upload: Callable[..., Any]
) -> None:
    upload(f"{bucket}/files", "a.txt", b"text", fileId="a")
    demo.request("PUT", bucket, {"name": "M", "permissions": ['read("any")'], "enabled": False})
    for path in ("files", "files/a", "files/a/download", "files/a/view", "files/a/preview"):
        assert demo.request("GET", f"{bucket}/{path}").status == 200
        hidden = demo.request("GET", f"{bucket}/{path}", key=None)
        assert (hidden.status, hidden.body["type"]) == (404, "storage_bucket_not_found")


def test_a_file_token_lets_anybody_read_one_file(
    demo: Any, bucket: str, upload: Callable[..., Any]
) -> None:
    for id_ in ("a", "b"):
        upload(f"{bucket}/files", f"{id_}.txt", b"secret", fileId=id_)
    path = f"{bucket}/files/a/download"
    assert demo.request("GET", path, key=None).status == 401
    made = demo.request("POST", "/tokens/buckets/mine/files/a", {}).body
    params = {"token": made["secret"]}
    assert demo.request("GET", path, key=None, params=params).body == b"secret"
    other = demo.request("GET", f"{bucket}/files/b/download", key=None, params=params)
    assert other.status == 401
    forged = json.loads(base64.urlsafe_b64decode(made["secret"].split(".")[1] + "=="))
    assert forged["resourceId"] == "mine:a"
    assert demo.get(f"/tokens/{made['$id']}").body["accessedAt"]
    assert demo.request("DELETE", f"/tokens/{made['$id']}").status == 204
    assert demo.request("GET", path, key=None, params=params).status == 401


def test_a_token_cannot_end_in_the_past(demo: Any) -> None:
    body = {"expire": "2001-01-01T00:00:00.000+00:00"}
    reply = demo.request("POST", "/tokens/buckets/pictures/files/picture000", body)
    assert (reply.status, reply.body["type"]) == (400, "general_argument_invalid")


def test_deleting_a_bucket_takes_its_files_along(
    demo: Any, bucket: str, upload: Callable[..., Any]
) -> None:
    upload(f"{bucket}/files", "a.txt", b"old", fileId="a")
    demo.request("DELETE", bucket)
    demo.request("POST", "/storage/buckets", {"bucketId": "mine", "name": "Again"})
    assert demo.get(f"{bucket}/files").body["total"] == 0
    assert demo.get(f"{bucket}/files/a").status == 404


def test_only_who_may_sees_and_changes_files(
    demo: Any,
    upload: Callable[..., Any],
    user: Callable[..., str],
    as_user: Callable[..., dict[str, Any]],
) -> None:
    ann, ben = user(), user()
    body = {"bucketId": "shared", "name": "S", "fileSecurity": True}
    demo.request("POST", "/storage/buckets", {**body, "permissions": ['create("users")']})
    files = "/storage/buckets/shared/files"
    try:
        mine = as_user(ann)
        made = upload(files, "a.txt", b"mine", fileId="a", **mine).body
        assert made["$permissions"] == [
            f'{action}("user:{ann}")' for action in ("read", "update", "delete")
        ]
        grant = {"permissions[0]": f'read("user:{ben}")'}
        refused = upload(files, "b.txt", b"x", fileId="b", **mine, **grant)
        assert (refused.status, refused.body["type"]) == (401, "user_unauthorized")
        assert demo.get(files, **as_user(ben)).body == {"total": 0, "files": []}
        assert demo.get(f"{files}/a", **as_user(ben)).status == 404
        renamed = demo.request("PUT", f"{files}/a", {"name": "b.txt"}, **as_user(ben))
        assert renamed.status == 401
        assert demo.request("PUT", f"{files}/a", {"name": "b.txt"}, **mine).body["name"] == "b.txt"
        assert upload(files, "c.txt", b"guest", fileId="c", key=None).status == 401
        assert demo.request("DELETE", f"{files}/a", **mine).status == 204
    finally:
        demo.request("DELETE", "/storage/buckets/shared")
