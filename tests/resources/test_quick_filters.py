"""Quick filters against what the server really holds: each finds all that it says, nothing else."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest

from tui.core.filtering import compile_filter
from tui.core.local_fields import with_local
from tui.core.query import parse
from tui.resources import KINDS
from tui.resources.quick_filters import QUICK

PATHS = {
    "user": "/users",
    "row": "/tablesdb/shop/tables/notes/rows",
    "file": "/storage/buckets/attachments/files",
    "execution": "/functions/send-invoice/executions",
    # Those of each function are asked for.
    "failure": "/functions/send-invoice/executions",
    "deployment": "/functions/send-invoice/deployments",
    "function": "/functions",
    "team": "/teams",
    "membership": "/teams/support/memberships",
}
BOUNDARY = "--cut"
PAGE = 400


def since(name: str, **ago: float) -> Callable[[Any], bool]:
    """Whether a moment lies after so long ago; after midnight where nothing is said."""
    now = datetime.now().astimezone()
    start = now - timedelta(**ago) if ago else now.replace(hour=0, minute=0, second=0)
    return lambda one: datetime.fromisoformat(one[name]) >= start


def in_the_night(one: Any) -> bool:
    midnight = datetime.now().astimezone().replace(hour=0, minute=0, second=0, microsecond=0)
    made = datetime.fromisoformat(one["$createdAt"])
    return midnight - timedelta(hours=2) <= made <= midnight + timedelta(hours=6)


TRUE: dict[tuple[str, str], Callable[[Any], bool]] = {
    ("execution", "f"): lambda one: one["status"] == "failed",
    ("execution", "s"): lambda one: one["duration"] > 5,
    ("execution", "h"): since("$createdAt", hours=1),
    ("execution", "g"): in_the_night,
    ("execution", "t"): since("$createdAt"),
    ("execution", "d"): lambda one: one["status"] == "scheduled",
    ("execution", "c"): lambda one: one["trigger"] == "schedule",
    ("execution", "r"): lambda one: one["status"] in ("waiting", "processing"),
    ("execution", "5"): lambda one: 500 <= one["responseStatusCode"] <= 599,
    ("user", "b"): lambda one: not one["status"],
    ("user", "u"): lambda one: not (one["emailVerification"] or one["phoneVerification"]),
    ("user", "t"): since("registration"),
    ("user", "w"): since("registration", days=7),
    ("user", "s"): lambda one: not one["accessedAt"],
    ("file", "l"): lambda one: one["sizeOriginal"] > 10_000_000,
    ("file", "t"): since("$createdAt"),
    ("file", "p"): lambda one: one["chunksUploaded"] < one["chunksTotal"],
    ("file", "i"): lambda one: one["mimeType"].startswith("image/"),
    ("row", "t"): since("$createdAt"),
    ("row", "c"): since("$updatedAt"),
    ("row", "h"): since("$updatedAt", hours=1),
    ("function", "d"): lambda one: not one["enabled"],
    ("deployment", "f"): lambda one: one["status"] == "failed",
    ("deployment", "t"): since("$createdAt"),
    ("team", "e"): lambda one: one["total"] == 0,
    ("team", "t"): since("$createdAt"),
    ("membership", "i"): lambda one: not one["confirm"],
}
TRUE |= {("failure", key): test for (kind, key), test in TRUE.items() if kind == "execution"}
NONE_OF_THESE = {("file", "l"), ("execution", "g"), ("failure", "g")}
"""What the shop may hold nothing of: no file is that large, and not every night has one."""


def form(part: str, name: str, content: bytes, **fields: str) -> bytes:
    """A file with some fields, as forms send it."""
    told = [f'name="{field}"\r\n\r\n{value}' for field, value in fields.items()]
    told.append(f'name="{part}"; filename="{name}"\r\nContent-Type: text/plain\r\n\r\n')
    heads = [f"{BOUNDARY}\r\nContent-Disposition: form-data; {one}" for one in told]
    return "\r\n".join(heads).encode() + content + f"\r\n{BOUNDARY}--\r\n".encode()


@pytest.fixture(scope="module")
def shop(start_demo: Any) -> Iterator[Any]:
    """The shop, after somebody has worked in it today."""
    with start_demo() as demo:
        row = PATHS["row"]
        old = demo.get(row).body["rows"][0]["$id"]
        for method, path, body in (
            ("POST", "/users", {"userId": "today", "email": "today@example.test"}),
            ("POST", "/teams", {"teamId": "today", "name": "Of today"}),
            ("POST", row, {"rowId": "today", "data": {"title": "Of today"}}),
            ("PATCH", f"{row}/{old}", {"data": {"title": "Changed"}}),
            ("POST", PATHS["execution"], {"path": "/fail"}),
            ("POST", PATHS["execution"], {"path": "/sleep?seconds=30", "async": True}),
            ("PUT", "/functions/resize-image", {"name": "Resize", "enabled": False}),
        ):
            reply = demo.request(method, path, body)
            assert reply.status < 300, (path, reply.body)
        head = {"content-type": f"multipart/form-data; boundary={BOUNDARY.removeprefix('--')}"}
        png = b"\x89PNG\r\n\x1a\n" + bytes(60)
        for path, body in (
            (PATHS["file"], form("file", "a.png", png, fileId="unique()")),
            (PATHS["deployment"], form("code", "a.tar.gz", b"code", activate="false")),
        ):
            sent = demo.request("POST", path, raw=body, headers=head)
            assert sent.status < 300, sent.body
        yield demo


def listed(demo: Any, kind: str, *queries: str) -> list[Any]:
    limit = json.dumps({"method": "limit", "values": [PAGE]})
    found: list[Any] = []
    while True:
        offset = json.dumps({"method": "offset", "values": [len(found)]})
        reply = demo.get(PATHS[kind], *queries, limit, offset)
        assert reply.status == 200, reply.body
        page = reply.body[KINDS[kind].items]
        found += page
        if len(page) < PAGE:
            return found


@pytest.mark.parametrize(
    ("kind", "key"), [(kind, quick.key) for kind, each in QUICK.items() for quick in each]
)
def test_it_finds_what_it_says(shop: Any, kind: str, key: str) -> None:
    quick = next(one for one in QUICK[kind] if one.key == key)
    known = KINDS[kind].filters
    assert known is not None
    parent = shop.get("/tablesdb/shop/tables/notes").body if kind == "row" else None
    everything = listed(shop, kind)
    own = KINDS[kind].own_columns
    fields = with_local(known(parent), KINDS[kind].fields(parent), everything, not own)
    now = datetime.now().astimezone()
    compiled = compile_filter(parse(quick.text), fields, KINDS[kind].search, now)
    found = listed(shop, kind, *compiled.queries)
    names = {one["$id"] for one in found if compiled.keep is None or compiled.keep(one)}
    assert names == {one["$id"] for one in everything if TRUE[kind, key](one)}
    assert names or (kind, key) in NONE_OF_THESE
