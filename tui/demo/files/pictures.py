"""Owns previews: pictures made smaller, turned and framed with Pillow (the extra `images`)."""

from __future__ import annotations

import io
from dataclasses import dataclass
from functools import cache
from typing import Any

from tui.demo.errors import ApiError
from tui.demo.files.png import png

FORMATS = {
    "jpg": "JPEG",
    "jpeg": "JPEG",
    "png": "PNG",
    "webp": "WEBP",
    "heic": "HEIC",
    "avif": "AVIF",
    "gif": "GIF",
}
"""What a preview can be written as, by the name of the parameter `output`."""
INPUTS = {
    "image/jpeg": "JPEG",
    "image/gif": "GIF",
    "image/png": "PNG",
    "image/heic": "HEIC",
    "image/webp": "WEBP",
    "image/avif": "AVIF",
}
"""Pictures, by their types, that previews are made of; all other files show a placeholder."""
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
    border_radius: int = 0
    opacity: float = 1.0
    rotation: int = 0
    background: str = ""
    output: str = ""


@cache
def placeholder() -> bytes:
    """What files that are no pictures are shown as."""
    width, height = _PLACEHOLDER
    return png(width, height, lambda _x, _y: (240, 240, 242))


def preview(content: bytes, wanted: Wanted, output: str) -> tuple[bytes, str]:
    """The picture as `output` (a name of `FORMATS`) and its MIME type.

    Raises `ApiError` for what Pillow cannot read or write.
    """
    try:
        from PIL import Image, UnidentifiedImageError
    except ImportError as error:
        message = "Previews need Pillow. Install the extra: pip install 'appwrite-tui[images]'."
        raise ApiError(501, "general_not_implemented", message) from error
    try:
        picture: Any = Image.open(io.BytesIO(content))
        if picture.width * picture.height > _MOST_PIXELS:
            raise _unreadable("The picture is too large.")
        picture.load()
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, ValueError) as error:
        raise _unreadable("The picture could not be read.") from error
    fitted = _fitted(picture.convert("RGBA"), wanted)
    return _written(_framed(_blended(fitted, wanted), wanted), FORMATS[output], wanted)


def _unreadable(reason: str) -> ApiError:
    return ApiError(400, "storage_file_type_unsupported", reason)


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


def _blended(picture: Any, wanted: Wanted) -> Any:
    """Made transparent, then put on its background."""
    from PIL import Image

    if 0 < wanted.opacity < 1:
        picture.putalpha(picture.getchannel("A").point(lambda alpha: alpha * wanted.opacity))
    if not wanted.background:
        return picture
    ground = Image.new("RGBA", picture.size, f"#{wanted.background}")
    return Image.alpha_composite(ground, picture)


def _framed(picture: Any, wanted: Wanted) -> Any:
    """With a border, rounded corners, and turned clockwise."""
    from PIL import Image, ImageChops, ImageDraw, ImageOps

    if wanted.border_width:
        colour = f"#{wanted.border_color or '000000'}"
        picture = ImageOps.expand(picture, wanted.border_width, colour)
    if wanted.border_radius:
        mask = Image.new("L", picture.size, 0)
        corner = (picture.width - 1, picture.height - 1)
        ImageDraw.Draw(mask).rounded_rectangle(((0, 0), corner), wanted.border_radius, 255)
        picture.putalpha(ImageChops.multiply(picture.getchannel("A"), mask))
    if wanted.rotation:
        picture = picture.rotate(-wanted.rotation, expand=True)
    return picture


def _written(picture: Any, kind: str, wanted: Wanted) -> tuple[bytes, str]:
    from PIL import Image

    if kind == "JPEG":
        ground = Image.new("RGBA", picture.size, "#ffffff")
        picture = Image.alpha_composite(ground, picture).convert("RGB")
    options = {"quality": wanted.quality} if wanted.quality >= 0 and kind != "PNG" else {}
    written = io.BytesIO()
    try:
        picture.save(written, kind, **options)
    except (KeyError, OSError, ValueError) as error:
        message = f"This embedded Appwrite cannot write {kind} pictures."
        raise ApiError(501, "general_not_implemented", message) from error
    return written.getvalue(), f"image/{kind.lower()}"
