"""`appwrite-tui export PLACE`: what a list holds, to a file or a pipe."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from tui.api.errors import ApiError
from tui.cli import progress
from tui.cli.connecting import configured, connect
from tui.cli.nearest import told
from tui.cli.selecting import Wanted, named_columns, say, selected
from tui.config.flags import Flags
from tui.config.problem import ConfigError
from tui.config.resolve import Surroundings
from tui.core.export_text import ExportText, Form
from tui.core.jobs import Job, Phase
from tui.core.query import FilterError
from tui.core.text import safe
from tui.jobs.export_state import FOLDER
from tui.jobs.exporting import FileExport, export, state_of
from tui.jobs.reading import Reading
from tui.resources.places import PlaceError

BROKE_OFF = 1
BAD_USAGE = 2
INTERRUPTED = 130
READER_GONE = 141
"""As a shell tells of a program that was ended by SIGPIPE."""


@dataclass(frozen=True, slots=True)
class Order:
    """What was asked for on the command line. `file` is None for standard output."""

    wanted: Wanted
    form: Form | None = None
    columns: tuple[str, ...] = ()
    file: Path | None = None
    replace: bool = False
    raw: bool = False
    anew: bool = False


def run(flags: Flags, order: Order) -> int:
    """Export. 0 where all came out, 1 where it broke off, 2 where nothing could begin."""
    job = Job(f"export {safe(order.wanted.place)}")
    connection = None
    try:
        settings = configured(flags)
        connection = connect(settings)
        folder = Surroundings.here().state / FOLDER if settings.journal else None
        selection, parent = selected(connection, order.wanted)
        form = order.form or (order.file and Form.of_name(order.file.name)) or Form.NDJSON
        job.unit = selection.kind.title.lower()
        known = named_columns(selection.kind, parent, order.columns)
        text = ExportText(form, order.columns or known, chosen=bool(order.columns), raw=order.raw)
        if order.file is None:
            return _export(
                job, partial(export, job, connection, selection, text, sys.stdout), order
            )
        state = state_of(folder, order.file, connection, selection, text, order.wanted.where)
        source, replaces = Reading(selection), order.replace
        file = FileExport(order.file, text, source, replace=replaces, state=state)
        found = "" if order.anew else _taken_up(file)
        if found:
            say(f"{found} --anew would start over." if file.count else found)
        return _export(job, partial(file.run, job, connection), order)
    except FilterError as error:
        say(f"--where: {error}\n  {order.wanted.where}\n  {' ' * error.start}^")
    except BrokenPipeError:
        _forget_output()
        return READER_GONE
    except ApiError as error:
        say(told(error, connection, order.wanted.place))
    except (ConfigError, PlaceError) as error:
        say(str(error))
    except OSError as error:
        _forget_output()
        progress.clear()
        why = f"{error.strerror}." if error.strerror else str(error)
        say(f"{why} {_left(order, job)}".rstrip() if job.done and order.file else why)
        return BROKE_OFF if job.done or order.file is None else BAD_USAGE
    except KeyboardInterrupt:
        progress.clear()
        say(f"Stopped after {job.done:,} {job.unit}. {_left(order, job)}".rstrip())
        _forget_output()
        return INTERRUPTED
    return BAD_USAGE


def _export(job: Job, work: Callable[[], object], order: Order) -> int:
    shows = sys.stderr.isatty() and not (order.file is None and sys.stdout.isatty())
    if shows:
        progress.follow(job)
    job.run(lambda job: work(), (ApiError,))
    sys.stdout.flush()
    if shows:
        progress.result(job)
    if job.phase is Phase.DONE:
        return 0
    # Whoever opened the file must not take it for whole.
    say(f"{job.note} {job.done:,} {job.unit} came out before. {_left(order, job)}".rstrip())
    return BROKE_OFF if job.done else BAD_USAGE


def _taken_up(file: FileExport) -> str:
    try:
        return file.take_up()
    except FileExistsError as error:
        raise ConfigError(str(error), "Name another file; --anew writes over it.") from error


def _left(order: Order, job: Job) -> str:
    """Where what came out is, that it is not all, and how to get the rest."""
    if order.file is None:
        return "What came out is not all."
    if not job.done:
        return ""
    return f"What came out is in {safe(str(order.file))}.part; the same command goes on with it."


def _forget_output() -> None:
    """What cannot be written any more is not tried again when the program ends."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
