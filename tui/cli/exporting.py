"""`appwrite-tui export PLACE` and `get PLACE`: what a list or a resource holds, for programs."""

from __future__ import annotations

import json
import os
import sys
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TextIO

from tui.api.connection import Connection
from tui.api.errors import ApiError
from tui.cli.connecting import configured, connect
from tui.config.flags import Flags
from tui.config.problem import ConfigError
from tui.core.export_text import ExportText, Form
from tui.core.filtering import compile_filter
from tui.core.jobs import Job, Phase
from tui.core.kind import Kind, Resource
from tui.core.local_fields import with_local
from tui.core.place import Place
from tui.core.query import FilterError
from tui.core.query import parse as parse_filter
from tui.core.redact import without_secrets
from tui.core.text import safe
from tui.jobs.exporting import Selection, columns_of, export, new_file
from tui.resources import KINDS
from tui.resources.places import PlaceError, ancestors
from tui.resources.places import parse as parse_place

BAD_USAGE = 2
INTERRUPTED = 130
FAILURES = (ApiError, OSError)


@dataclass(frozen=True, slots=True)
class Order:
    """What was asked for on the command line. `file` is None for standard output."""

    place: str
    where: str = ""
    form: Form | None = None
    columns: tuple[str, ...] = ()
    file: Path | None = None
    replace: bool = False
    raw: bool = False
    secrets: bool = False


def run(flags: Flags, order: Order) -> int:
    """Export. 0 where all came out, 1 where it broke off, 2 where nothing could begin."""
    try:
        place = _place(order.place)
        if place.focus is not None:
            raise PlaceError(f"{order.place} is one resource: `appwrite-tui get` prints it.")
        connection = connect(configured(flags))
        kind, ids = KINDS[place.kind], _ids(place)
        parent = _parent(connection, kind, ids)
        selection = _selection(kind, ids, parent, order)
        form = order.form or (order.file and Form.of_name(order.file.name)) or Form.NDJSON
        known = columns_of(kind, parent)
        unknown = set(order.columns) - set(known)
        if unknown:
            raise PlaceError(
                f"There is no column {safe(min(unknown))!r}. There are: {', '.join(known)}."
            )
        text = ExportText(form, order.columns or known, chosen=bool(order.columns), raw=order.raw)
        with _out(order) as out:
            return _export(Job(f"export {order.place}"), connection, selection, text, out)
    except FilterError as error:
        _say(f"--where: {error}\n  {order.where}\n  {' ' * error.start}^")
    except BrokenPipeError:
        _forget_output()
    except (ConfigError, PlaceError, ApiError, OSError) as error:
        _say(str(error))
    except KeyboardInterrupt:
        _say("Stopped. What is there so far has the ending .part.")
        return INTERRUPTED
    return BAD_USAGE


def get(flags: Flags, place_text: str, secrets: bool) -> int:
    """Print one resource as JSON. 0, or 2 with a sentence."""
    try:
        place, ids = _one(place_text)
        kind = KINDS[place.kind]
        connection = connect(configured(flags))
        if kind.get is None:
            raise PlaceError(f"{kind.title} cannot be read one by one.")
        found = connection.fetch(kind.get, ids)
        if kind.name != "row" and not secrets:
            found = without_secrets(found)
        print(json.dumps(found, ensure_ascii=False, indent=2))
        return 0
    except (ConfigError, PlaceError, ApiError, OSError) as error:
        _say(str(error))
        return BAD_USAGE


def _place(text: str) -> Place:
    """`shop/orders` is short for the rows `databases/shop/orders`."""
    try:
        return parse_place(text)
    except PlaceError:
        if text.count("/") in (1, 2):
            return parse_place(f"databases/{text}")
        raise


def _one(text: str) -> tuple[Place, dict[str, str]]:
    """The resource that a text names, also one with lists below it: `users/alice`."""
    place = _place(text)
    if place.focus is not None:
        ids = _ids(place)
        return place, {**ids, KINDS[place.kind].id_name: place.focus}
    above = ancestors(KINDS[place.kind])
    if not above:
        raise PlaceError(f"{text} is a list: name one of it, {text}/ID.")
    return Place(above[-1].name, place.parents[:-1], place.parents[-1]), _ids(place)


def _ids(place: Place) -> dict[str, str]:
    kinds = ancestors(KINDS[place.kind])
    return {kind.id_name: one for kind, one in zip(kinds, place.parents, strict=True)}


def _parent(connection: Connection, kind: Kind, ids: dict[str, str]) -> Resource | None:
    """The resource that the list hangs on: a table tells the columns of its rows."""
    above = ancestors(kind)
    endpoint = above[-1].get if above else None
    return None if endpoint is None else connection.fetch(endpoint, ids)


def _selection(kind: Kind, ids: dict[str, str], parent: Resource | None, order: Order) -> Selection:
    if not order.where:
        return Selection(kind, ids, secrets=order.secrets)
    now = datetime.now().astimezone()
    known = kind.filters(parent) if kind.filters is not None else ()
    fields = with_local(known, kind.fields(parent), (), not kind.own_columns)
    found = compile_filter(parse_filter(order.where), fields, kind.search, now)
    return Selection(kind, ids, found.queries, found.search, found.keep, order.secrets)


def _out(order: Order) -> AbstractContextManager[TextIO]:
    if order.file is not None:
        return new_file(order.file, order.replace)
    return nullcontext(sys.stdout)


def _export(
    job: Job, connection: Connection, selection: Selection, text: ExportText, out: TextIO
) -> int:
    job.listen(lambda: _progress(job, out))
    job.run(lambda job: export(job, connection, selection, text, out), (ApiError,))
    out.flush()
    if job.phase is Phase.FAILED:
        # Whoever opened the file must not take it for whole.
        raise OSError(f"{job.note} {job.done:,} {job.unit} came out before.")
    if sys.stderr.isatty() and out is not sys.stdout:
        print(f"\r{job.line}\x1b[K", file=sys.stderr)
    return 0


def _progress(job: Job, out: TextIO) -> None:
    if sys.stderr.isatty() and out is not sys.stdout:
        print(f"\r{job.line}\x1b[K", end="", file=sys.stderr, flush=True)


def _forget_output() -> None:
    """Who read our output has enough; Python would complain about it at its end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _say(sentence: str) -> None:
    print(f"appwrite-tui: {sentence}", file=sys.stderr)
