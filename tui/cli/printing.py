"""`appwrite-tui get PLACE` and `list PLACE`: one resource, or the first of a list."""

from __future__ import annotations

import json
import os
import sys
import unicodedata
from collections.abc import Sequence

from tui.api.errors import ApiError
from tui.cli.connecting import configured, connect
from tui.cli.exporting import BAD_USAGE, BROKE_OFF, INTERRUPTED, READER_GONE
from tui.cli.nearest import told
from tui.cli.selecting import Wanted, ids_of, place_of, say, selected
from tui.config.flags import Flags
from tui.config.problem import ConfigError
from tui.core.jobs import Job
from tui.core.kind import Field, Resource
from tui.core.place import Place
from tui.core.query import FilterError
from tui.core.redact import without_secrets
from tui.jobs.reading import Reading
from tui.resources import KINDS
from tui.resources.places import PlaceError, ancestors

WIDEST = 40
FAILURES = (ConfigError, PlaceError)


def get(flags: Flags, place_text: str, secrets: bool) -> int:
    """Print one resource as JSON. 0, or 2 with a sentence."""
    connection = None
    try:
        place, ids = _one(place_text)
        kind = KINDS[place.kind]
        connection = connect(configured(flags))
        if kind.get is None:
            raise PlaceError(f"{kind.title} cannot be read one by one.")
        found = connection.fetch(kind.get, ids)
        if kind.name != "row" and not secrets:
            found = without_secrets(found)
        return _out(json.dumps(found, ensure_ascii=False, indent=2))
    except ApiError as error:
        say(told(error, connection, place_text))
    except FAILURES as error:
        say(str(error))
    except KeyboardInterrupt:
        return INTERRUPTED
    return BAD_USAGE


def list_(flags: Flags, wanted: Wanted, limit: int, as_json: bool) -> int:
    """Print the first of a list, as a table for people or as JSON. 0, or 2 with a sentence."""
    connection = None
    try:
        connection = connect(configured(flags))
        selection, parent = selected(connection, wanted)
        job, found = Job("list"), list[Resource]()
        for page in Reading(selection, size=limit + 1).pages(connection, job):
            found += page
            if len(found) > limit:
                break
        shown = found[:limit]
        if as_json:
            return _out(json.dumps(shown, ensure_ascii=False, indent=2))
        fields = [field for field in selection.kind.fields(parent) if field.in_list]
        done = _out("\n".join(_table(shown, fields)))
        if len(found) > limit and done == 0:
            say(f"The first {limit:,}; --limit shows more, `appwrite-tui export` all.")
        return done
    except FilterError as error:
        say(f"--where: {error}\n  {wanted.where}\n  {' ' * error.start}^")
    except ApiError as error:
        say(told(error, connection, wanted.place))
    except FAILURES as error:
        say(str(error))
    except KeyboardInterrupt:
        return INTERRUPTED
    return BAD_USAGE


def _out(text: str) -> int:
    try:
        print(text, flush=True)
    except OSError as error:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        if isinstance(error, BrokenPipeError):
            return READER_GONE
        say(f"{error.strerror}.")
        return BROKE_OFF
    return 0


def _table(resources: Sequence[Resource], fields: Sequence[Field]) -> list[str]:
    """The cells of the explorer, aligned; nothing in them that a terminal would act on."""
    lines = [[field.label for field in fields]]
    lines += [[field.show(one).text for field in fields] for one in resources]
    widths = [min(WIDEST, max(_cells(line[at]) for line in lines)) for at in range(len(fields))]
    return [
        "  ".join(_fitted(*cell) for cell in zip(line, widths, fields, strict=True)).rstrip()
        for line in lines
    ]


def _fitted(text: str, width: int, field: Field) -> str:
    while _cells(text) > width:
        text = f"{text.rstrip('…')[:-1]}…"
    spaces = " " * (width - _cells(text))
    return spaces + text if field.right else text + spaces


def _cells(text: str) -> int:
    """How many cells of a terminal a text takes."""
    wide = sum(unicodedata.east_asian_width(one) in "WF" for one in text)
    return len(text) + wide - sum(unicodedata.combining(one) > 0 for one in text)


def _one(text: str) -> tuple[Place, dict[str, str]]:
    """The resource that a text names, also one with lists below it: `users/alice`."""
    place = place_of(text)
    if place.focus is not None:
        ids = ids_of(place)
        return place, {**ids, KINDS[place.kind].id_name: place.focus}
    above = ancestors(KINDS[place.kind])
    if not above:
        raise PlaceError(f"{text} is a list: name one of it, {text}/ID.")
    return Place(above[-1].name, place.parents[:-1], place.parents[-1]), ids_of(place)
