"""Owns previews: pictures made smaller, turned and framed with Pillow (the extra `images`)."""

from __future__ import annotations

import io
from dataclasses import dataclass
from functools import cache
from typing import Any

from tui.demo.errors import ApiError
from tui.demo.files.png import png

FORMATS = {"jpg": "JPEG", "jpeg": "JPEG", "png": "PNG", "gif": "GIF", "webp": "WEBP"}
GRAVITIES = (
    *("center", "top-left", "top", "top-right", "left", "right"),
    *("bottom-left", "bottom", "bottom-right"),
)
_PLACEHOLDER = (1200, 800)
_MOST_PIXELS = 64_000_000


@dataclass(frozen=True)
class Wanted:
    """How a preview is to look; 0 and empty mean as the picture is."""

    width: int = 0
    height: int = 0
    gravity: str = "center"
    quality: int = -1
    border_width: int = 0
    border_color: str = ""
    rotation: int = 0
    background: str = ""
    output: str = ""


@cache
def placeholder() -> bytes:
    """What files that are no pictures are shown as."""
    width, height = _PLACEHOLDER
    return png(width, height, lambda _x, _y: (240, 240, 242))


def preview(content: bytes, wanted: Wanted) -> tuple[bytes, str]:
    """The picture and its MIME type; raises `ApiError` for what Pillow cannot read."""
    try:
        from PIL import Image, UnidentifiedImageError
    except ImportError as error:
        message = "Previews need Pillow. Install the extra: pip install 'appwrite-tui[images]'."
        raise ApiError(501, "general_not_implemented", message) from error
    try:
        picture: Any = Image.open(io.BytesIO(content))
        kind = FORMATS.get(wanted.output) or picture.format or "PNG"
        if picture.width * picture.height > _MOST_PIXELS:
            raise ApiError.of("general_bad_request", reason="The picture is too large.")
        picture.load()
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, ValueError) as error:
        reason = "The picture could not be read."
        raise ApiError.of("general_bad_request", reason=reason) from error
    return _written(_framed(_fitted(picture.convert("RGBA"), wanted), wanted), kind, wanted)


def _fitted(picture: Any, wanted: Wanted) -> Any:
    """Cut to the wanted shape and scaled; one side alone keeps the shape."""
    width, height = wanted.width, wanted.height
    if not (width or height):
        return picture
    if not (width and height):
        ratio = picture.width / picture.height
        width = width or max(1, round(height * ratio))
        height = height or max(1, round(width / ratio))
        return picture.resize((width, height))
    scale = max(width / picture.width, height / picture.height)
    size = (max(width, round(picture.width * scale)), max(height, round(picture.height * scale)))
    grown = picture.resize(size)
    left = _placed(grown.width - width, wanted.gravity, "left", "right")
    top = _placed(grown.height - height, wanted.gravity, "top", "bottom")
    return grown.crop((left, top, left + width, top + height))


def _placed(space: int, gravity: str, first: str, last: str) -> int:
    if first in gravity:
        return 0
    return space if last in gravity else space // 2


def _framed(picture: Any, wanted: Wanted) -> Any:
    from PIL import ImageOps

    if wanted.border_width:
        colour = f"#{wanted.border_color or '000000'}"
        picture = ImageOps.expand(picture, wanted.border_width, colour)
    if wanted.rotation:
        picture = picture.rotate(-wanted.rotation, expand=True)
    return picture


def _written(picture: Any, kind: str, wanted: Wanted) -> tuple[bytes, str]:
    from PIL import Image

    if kind == "JPEG" or wanted.background:
        ground = Image.new("RGBA", picture.size, f"#{wanted.background or 'ffffff'}")
        picture = Image.alpha_composite(ground, picture)
    if kind == "JPEG":
        picture = picture.convert("RGB")
    options = {"quality": wanted.quality} if wanted.quality >= 0 and kind != "PNG" else {}
    written = io.BytesIO()
    picture.save(written, kind, **options)
    return written.getvalue(), f"image/{kind.lower()}"
