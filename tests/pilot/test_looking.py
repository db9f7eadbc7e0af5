"""A person who looks into files: text, JSON, pictures, bytes, and what only claims to be one."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

import pytest
from PIL import Image
from urllib3.filepost import encode_multipart_formdata

from tests.core.test_picture import bomb
from tests.pilot.conftest import Open
from tui.jobs import contents

FILES = "/storage/buckets/mine/files"


def a_picture() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (300, 100), "red").save(out, "PNG")
    return out.getvalue()


STORED = {
    "log": ("server.txt", b"first \x1b[2J line\n" + b"another line\n" * 20_000),
    "json": ("data.json", b'{"a":[1,2.50],"text":"' + b"x" * 600 + b'"}'),
    "png": ("red.png", a_picture()),
    "liar": ("liar.png", b"<html><script>alert(1)</script></html>"),
    "broken": ("broken.png", a_picture()[:60] + bytes(40)),
    "bomb": ("bomb.png", bomb(30_000, 30_000)),
    "bytes": ("blob.bin", bytes(range(256))),
    "empty": ("empty.txt", b""),
}


@pytest.fixture(scope="module")
def store(start_demo: Any) -> Iterator[Any]:
    with start_demo("--empty") as started:
        started.request("POST", "/storage/buckets", {"bucketId": "mine", "name": "Mine"})
        for file_id, (name, content) in STORED.items():
            body, kind = encode_multipart_formdata({"fileId": file_id, "file": (name, content)})
            headers = {"content-type": kind}
            assert started.request("POST", FILES, raw=body, headers=headers).status == 201
        yield started


@pytest.fixture
def looking(opened: Open, store: Any) -> Any:
    """`async with looking("log") as ui:` with the cursor on that file."""
    store.control("DELETE", "faults")
    return lambda file_id, **more: opened(
        f"storage/mine/{file_id}", endpoint=store.endpoint, secret=store.keys["full"], **more
    )


def asked(store: Any, tail: str) -> int:
    seen = store.control("GET", "seen")["requests"]
    return sum(one["path"].endswith(tail) for one in seen)


async def test_text_is_read_as_far_as_it_is_looked_at(looking: Any, store: Any) -> None:
    store.control("DELETE", "seen")
    async with looking("log") as ui:
        await ui.sees("server.txt")
        assert asked(store, "/download") == 0
        await ui.press("enter")
        await ui.sees("File log · the first 65.5 KB of 260 KB, S downloads it", "first ␛[2J line")
        [call] = [
            one for one in ui.screen.session.connection.recorder.calls if "download" in one.path
        ]
        assert call.bytes == 64 * 1024
        await ui.press("G")
        await ui.sees_not("first ␛")
        await ui.press("escape")
        await ui.press("enter")
        await ui.sees("first ␛[2J line")
    assert asked(store, "/download") == 1


async def test_json_is_set_out_and_numbers_stay_as_they_are_written(looking: Any) -> None:
    async with looking("json", size=(80, 24)) as ui:
        await ui.sees("data.json")
        await ui.press("enter")
        await ui.sees('  "a": [', "    2.50")


async def test_a_picture_is_drawn_as_wide_as_there_is_room(looking: Any, store: Any) -> None:
    async with looking("png", size=(160, 40)) as ui:
        await ui.sees("red.png")
        await ui.press("enter")
        await ui.sees("▀" * 100)
        drawn = [line for line in ui.text.split("\n") if "▀" in line]
        assert len(drawn) == 26
        await ui.pilot.resize_terminal(80, 30)
        await ui.sees_not("▀" * 100)
        await ui.sees("▀" * 78)


async def test_over_ssh_nothing_is_read_until_somebody_asks(looking: Any, store: Any) -> None:
    store.control("DELETE", "seen")
    async with looking("png", remote=True) as ui:
        await ui.sees("red.png")
        await ui.press("i", "left_square_bracket")
        await ui.sees("A picture: enter draws it, which sends up to")
        await ui.press("enter")
        await ui.sees("A picture: enter again draws it")
        assert asked(store, "/preview") == 0
        await ui.press("enter")
        await ui.sees("▀▀▀")
    async with looking("log", remote=True) as ui:
        await ui.sees("server.txt")
        await ui.press("i", "left_square_bracket")
        await ui.sees("enter shows the first 65.5 KB of it.")
        await ui.press("enter")
        await ui.sees("first ␛[2J line")


@pytest.mark.parametrize(
    ("file_id", "texts"),
    [
        ("liar", ("<html><script>alert(1)</script></html>",)),
        ("broken", ("The picture could not be read.", "00000000  89 50 4e 47")),
        ("bomb", ("The picture", "00000000  89 50 4e 47")),
        ("bytes", ("00000010  10 11 12 13 14 15 16 17 18 19",)),
        ("empty", ("The file is empty.",)),
    ],
)
async def test_what_is_no_picture_is_text_or_bytes(
    looking: Any, file_id: str, texts: tuple[str, ...]
) -> None:
    async with looking(file_id) as ui:
        await ui.sees(STORED[file_id][0])
        await ui.press("enter")
        await ui.sees(*texts)


async def test_without_pillow_it_is_said_and_the_bytes_are_there(
    looking: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(contents, "is_drawable", lambda: False)
    async with looking("png") as ui:
        await ui.sees("red.png")
        await ui.press("enter")
        await ui.sees("pip install 'appwrite-tui[images]'.", "00000000  89 50 4e 47")


async def test_a_proxy_that_answers_a_page_instead_of_a_picture(looking: Any, store: Any) -> None:
    async with looking("png") as ui:
        await ui.sees("red.png")
        store.spoil("html", "GET", "/preview", times=9)
        await ui.press("enter")
        await ui.sees("answered 502 with an HTML page", "00000000  89 50 4e 47")


async def test_a_server_that_hangs_blocks_nothing(looking: Any, store: Any) -> None:
    async with looking("log") as ui:
        await ui.sees("server.txt")
        store.spoil("hang", "GET", "/download")
        await ui.press("enter")
        await ui.sees("Reading…")
        await ui.press("escape", "g", "enter")
        await ui.sees("The file is empty.")


async def test_what_could_not_be_read_is_tried_again(looking: Any, store: Any) -> None:
    async with looking("log") as ui:
        await ui.sees("server.txt")
        store.spoil("500", "GET", "/download")
        await ui.press("enter")
        await ui.sees("The server failed (500)", "enter tries again")
        await ui.press("enter")
        await ui.sees("first ␛[2J line")
