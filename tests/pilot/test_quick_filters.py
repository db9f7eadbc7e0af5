"""Quick filters: every one of them is a filter that the server takes."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from tui.core.filtering import compile_filter
from tui.core.local_fields import with_local
from tui.core.query import parse
from tui.resources import KINDS
from tui.resources.quick_filters import QUICK

PATHS = {
    "user": "/users",
    "row": "/tablesdb/shop/tables/orders/rows",
    "file": "/storage/buckets/invoices/files",
    "execution": "/functions/send-invoice/executions",
    # Those of each function are asked for.
    "failure": "/functions/send-invoice/executions",
    "deployment": "/functions/send-invoice/deployments",
    "function": "/functions",
    "team": "/teams",
    "membership": "/teams/support/memberships",
}


@pytest.mark.parametrize("kind", QUICK)
def test_the_server_takes_each_and_their_keys_differ(kind: str, demo: Any) -> None:
    found = KINDS[kind].filters
    assert found is not None
    fields = with_local(found(None), KINDS[kind].fields(None), (), not KINDS[kind].own_columns)
    for quick in QUICK[kind]:
        now = datetime.now().astimezone()
        compiled = compile_filter(parse(quick.text), fields, KINDS[kind].search, now)
        assert demo.get(PATHS[kind], *compiled.queries).status == 200, quick
    assert len({quick.key for quick in QUICK[kind]} | {"x"}) == len(QUICK[kind]) + 1


async def test_files_whose_upload_broke_off_are_found(opened: Any, demo: Any) -> None:
    bucket = "/storage/buckets/quick"
    demo.request("POST", "/storage/buckets", {"bucketId": "quick", "name": "Quick"})
    head = {"content-type": "multipart/form-data; boundary=cut"}
    part = 'Content-Disposition: form-data; name="{}"{}\r\n\r\n'
    name = part.format("file", '; filename="half.bin"').encode()
    body = b"--cut\r\n" + part.format("fileId", "").encode() + b"half\r\n--cut\r\n" + name
    body += b"x" * 5 * 2**20 + b"\r\n--cut--\r\n"
    sent = demo.request(
        "POST",
        f"{bucket}/files",
        raw=body,
        headers={**head, "content-range": f"bytes 0-{5 * 2**20 - 1}/{6 * 2**20}"},
    )
    assert sent.status == 201, sent.body
    async with opened("storage/quick") as ui:
        await ui.sees("half.bin")
        await ui.press("f", "p")
        await ui.sees("/ chunksTotal > 1 upload ~ pending", "filtered here", "1–1 of 1")
    demo.request("DELETE", bucket)


async def test_a_key_and_a_letter_list_only_the_blocked(opened: Any) -> None:
    async with opened("users") as ui:
        await ui.sees("user0519")
        await ui.press("f")
        await ui.sees("List only users that are", "blocked")
        await ui.press("b")
        await ui.sees("/ status = blocked", "blocked")
        await ui.press("f", "x")
        await ui.sees("user0519")


async def test_a_list_without_any_says_so(opened: Any) -> None:
    async with opened("databases") as ui:
        await ui.sees("Databases")
        await ui.press("f")
        await ui.sees("There are no quick filters for databases")
