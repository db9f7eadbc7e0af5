"""Pictures as half blocks, and what only claims to be one."""

from __future__ import annotations

import io
import struct
import sys
import zlib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from tui.core import picture
from tui.core.cell import Cell, Tone
from tui.core.picture import PictureError, read

RED, GREEN, BLUE = (255, 0, 0, 255), (0, 255, 0, 255), (0, 0, 255, 255)
NOTHING = (9, 9, 9, 0)


def written(size: tuple[int, int], pixels: list[Any], kind: str = "PNG") -> bytes:
    image = Image.new("RGBA", size)
    image.putdata(pixels)
    out = io.BytesIO()
    (image.convert("RGB") if kind == "JPEG" else image).save(out, kind)
    return out.getvalue()


def test_two_pixels_make_a_cell_and_equal_ones_a_run() -> None:
    content = written((3, 3), [RED, RED, NOTHING, GREEN, GREEN, BLUE, NOTHING, RED, NOTHING])
    lines = read(content, 10, 10).lines()
    assert [[cell.text for cell in line] for line in lines] == [["▀▀", "▄"], [" ", "▀", " "]]
    assert lines[0][0].tone == (0xFF0000, 0x00FF00)
    assert lines[0][1].tone == (None, 0x0000FF)
    assert lines[1][0].tone is Tone.PLAIN


def test_without_colours_it_is_shades() -> None:
    content = written((2, 2), [(255,) * 4, NOTHING] * 2)
    [[cell]] = read(content, 10, 10).lines(colourless=True)
    assert cell == Cell("█ ")


@pytest.mark.parametrize("kind", picture.FORMATS)
def test_each_format_fits_into_the_cells_there_are(kind: str) -> None:
    content = written((200, 100), [RED] * 20_000, kind)
    lines = read(content, 40, 30).lines()
    assert (len(lines), sum(len(cell.text) for cell in lines[0])) == (10, 40)
    tall = read(written((10, 100), [RED] * 1000, kind), 40, 5).lines()
    assert len(tall) == 5


def bomb(width: int, height: int) -> bytes:
    """A few bytes that claim to be very many pixels."""

    def part(name: bytes, body: bytes) -> bytes:
        return (
            struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
        )

    head = struct.pack(">IIBBBBB", width, height, 8, 6, 0, 0, 0)
    rows = zlib.compress(bytes(100_000))
    return b"\x89PNG\r\n\x1a\n" + part(b"IHDR", head) + part(b"IDAT", rows) + part(b"IEND", b"")


@pytest.mark.parametrize("size", [(30_000, 30_000), (9_000, 9_000), (1, 2**31 - 1)])
def test_a_bomb_is_not_unpacked(size: tuple[int, int], monkeypatch: pytest.MonkeyPatch) -> None:
    def load(*_: Any) -> None:
        raise AssertionError("it was unpacked")

    monkeypatch.setattr("PIL.ImageFile.ImageFile.load", load)
    with pytest.raises(PictureError):
        read(bomb(*size), 40, 20)


def test_a_png_that_is_html_is_said_to_be_no_picture() -> None:
    with pytest.raises(PictureError, match="is no picture: <html>"):
        read(b"<html>\x1b[2J", 40, 20)


@pytest.mark.parametrize("kind", ["BMP", "TIFF", "PPM", "ICO"])
def test_other_formats_are_not_even_tried(kind: str) -> None:
    with pytest.raises(PictureError, match="is no picture"):
        read(written((4, 4), [RED] * 16, "PNG").replace(b"PNG", b"BMP"), 4, 4)
    image, out = Image.new("RGB", (4, 4)), io.BytesIO()
    image.save(out, kind)
    with pytest.raises(PictureError, match="is no picture"):
        read(out.getvalue(), 4, 4)


@given(st.integers(0, 300), st.binary(max_size=20))
def test_a_broken_picture_is_refused_or_drawn(at: int, rubbish: bytes) -> None:
    content = written((9, 9), [RED, BLUE, GREEN] * 27)
    try:
        read(content[:at] + rubbish + content[at + len(rubbish) :], 9, 9).lines()
    except PictureError as error:
        assert str(error)


def test_without_pillow_it_is_said_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "PIL", None)
    picture._pillow.cache_clear()
    with pytest.raises(PictureError, match=r"pip install 'appwrite-tui\[images\]'"):
        read(b"", 4, 4)
    picture._pillow.cache_clear()
