"""Owns the endpoint that shows a file as a picture (`…/files/{file}/preview`)."""

from __future__ import annotations

import re
from typing import Any

from tui.demo.answers import Answer
from tui.demo.call import Call
from tui.demo.errors import ApiError, declare
from tui.demo.files.access import readable_file, the_bucket
from tui.demo.files.pictures import FORMATS, GRAVITIES, INPUTS, Wanted, placeholder, preview
from tui.demo.model.storage import blob_of
from tui.demo.params import Fraction, Number, OneOf, Text
from tui.demo.routes.files import PATH
from tui.demo.routing import Routes
from tui.demo.store.blobs import BLOBS
from tui.demo.store.collection import Document

routes = Routes()
declare(
    {
        "storage_bucket_transformations_disabled": (
            403,
            "Image transformations are disabled for the requested bucket.",
        ),
    }
)
_MISS = (("X-Appwrite-Cache", "miss"),)


class HexColour:
    """A colour like `ff8800`."""

    def problem(self, value: Any) -> str:
        fits = isinstance(value, str) and re.fullmatch(r"([0-9a-fA-F]{3}){1,2}", value)
        return "" if fits else "Value must be a valid Hex color code"

    def clean(self, value: Any) -> Any:
        return value


@routes.get(PATH + "/{file_id}/push", "public")
def show_pushed(call: Call, bucket_id: str, file_id: str) -> Answer:
    """Devices fetch pictures of push messages here, by tokens that nothing here makes."""
    call.param("jwt", Text(2048, 0), "")
    raise ApiError.of("user_unauthorized")


@routes.get(PATH + "/{file_id}/preview", "files.read")
def show(call: Call, bucket_id: str, file_id: str) -> Answer:
    wanted = Wanted(
        width=call.param("width", Number(0, 4000), 0),
        height=call.param("height", Number(0, 4000), 0),
        gravity=call.param("gravity", OneOf(GRAVITIES), "center"),
        quality=call.param("quality", Number(-1, 100), -1),
        border_width=call.param("borderWidth", Number(0, 100), 0),
        border_color=call.param("borderColor", HexColour(), ""),
        border_radius=call.param("borderRadius", Number(0, 4000), 0),
        opacity=call.param("opacity", Fraction(0, 1), 1.0),
        rotation=call.param("rotation", Number(-360, 360), 0),
        background=call.param("background", HexColour(), ""),
        output=call.param("output", OneOf(tuple(FORMATS)), ""),
    )
    if not (the_bucket(call, bucket_id)["transformations"] or call.identity.is_key):
        raise ApiError.of("storage_bucket_transformations_disabled")
    bucket, file = readable_file(call, bucket_id, file_id)
    if file["chunksUploaded"] < file["chunksTotal"]:
        raise ApiError.of("storage_file_not_found")
    if file["mimeType"] not in INPUTS:
        if wanted == Wanted():
            return Answer(200, placeholder(), "image/png", _MISS)
        picture, kind = preview(placeholder(), wanted, wanted.output or "png")
        return Answer(200, picture, kind, _MISS)
    content = BLOBS.read(call.store, blob_of(bucket["$id"], file["$id"]))
    picture, kind = preview(content, wanted, _output(wanted, file))
    return Answer(200, picture, kind, _MISS)


def _output(wanted: Wanted, file: Document) -> str:
    """The format: as asked for, else that of the file's name (`jpg` for one that is none)."""
    extension = file["name"].rpartition(".")[2].lower() if "." in file["name"] else ""
    if wanted.output or extension:
        return wanted.output or (extension if extension in FORMATS else "jpg")
    return next((name for name in FORMATS if INPUTS.get(file["mimeType"]) == FORMATS[name]), "jpg")
