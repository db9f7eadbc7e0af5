"""The command line, read into flags or a command."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tui import __version__
from tui.cli.quick import command_at, opens_explorer
from tui.config.flags import Flags

if TYPE_CHECKING:
    from tui.cli.selecting import Wanted

DESCRIPTION = "Explore an Appwrite project in the terminal."
EPILOG = """\
Without options it takes APPWRITE_ENDPOINT, APPWRITE_PROJECT_ID and APPWRITE_API_KEY from the
environment or from .env, else the default profile of profiles.toml.

  appwrite-tui                          the last place, or the users
  appwrite-tui databases/shop/orders    the rows of a table
  appwrite-tui doctor                   what was found, and what works
  appwrite-tui import FILE shop/orders  CSV, JSON or NDJSON into a table
  appwrite-tui export shop/orders       what a list holds, as CSV, NDJSON, JSON or Markdown
  appwrite-tui download BUCKET/FILE     files, resumed and checked
  appwrite-tui upload PATH… BUCKET      files into a bucket, resumed and checked
  appwrite-tui execute FUNCTION         run a function
  appwrite-tui get users/ID             one resource as JSON
  appwrite-tui list users               the first of a list, --json for programs
  appwrite-tui keys                     all keys, as settings.toml takes them
"""


@dataclass(frozen=True, slots=True)
class Launch:
    """The explorer is to be opened."""

    flags: Flags


@dataclass(frozen=True, slots=True)
class Run:
    """A command is to be run; it gives the exit status."""

    command: Callable[[], int]


def parse(arguments: Sequence[str]) -> Launch | Run:
    """What to do. Leaves with status 2 and a sentence for what it does not understand."""
    words = list(arguments)
    command = command_at(words)
    if command is not None:
        name = words.pop(command)
        return _COMMANDS[name](words)
    parser = _parser("appwrite-tui", DESCRIPTION)
    parser.epilog = EPILOG
    parser.add_argument("place", nargs="?", help="where to open, e.g. databases/shop/orders")
    parser.add_argument("--demo", action="store_true", help="open the embedded Appwrite")
    parser.add_argument("--fresh", action="store_true", help="do not go to the last place")
    parser.add_argument("--version", action="version", version=f"appwrite-tui {__version__}")
    flags = Flags(**vars(parser.parse_args(words)))
    if flags.demo and any(
        value is not None
        for value in (flags.profile, flags.endpoint, flags.project, flags.ca_bundle)
    ):
        parser.error("--demo brings its own endpoint, project and key")
    if not opens_explorer(words):
        parser.error("a place or value begins with a dash; values may: --profile=-NAME")
    return Launch(flags)


def _doctor(words: Sequence[str]) -> Run:
    parser = _parser("appwrite-tui doctor", "Say what was found and tried, and what works.")
    parser.add_argument("--json", action="store_true", help="for programs")
    found = vars(parser.parse_args(words))
    as_json = found.pop("json")

    def command() -> int:
        from tui.cli.doctor import run

        return run(Flags(**found), as_json)

    return Run(command)


def _import(words: Sequence[str]) -> Run:
    parser = _parser(
        "appwrite-tui import", "Put the rows of a CSV, JSON or NDJSON file in a table."
    )
    parser.add_argument("file", help="the file, - for standard input")
    parser.add_argument("table", help="DATABASE/TABLE")
    parser.add_argument("--format", choices=("csv", "json", "ndjson"), help="(by its name)")
    parser.add_argument(
        "--map", action="append", default=[], metavar="FIELD=COLUMN", help="COLUMN empty: leave out"
    )
    parser.add_argument("--id", default="", metavar="FIELD", help="the field with the rows' ids")
    parser.add_argument("--upsert", action="store_true", help="change rows that are there")
    parser.add_argument("--empty-text", action="store_true", help="empty cells are no null")
    parser.add_argument("--dry-run", action="store_true", help="send nothing, tell all failures")
    parser.add_argument("--on-error", choices=("skip", "stop"), default="skip")
    parser.add_argument("--rejects", metavar="FILE", help="write what was rejected there")
    parser.add_argument("--resume", action="store_true", help="go on with an import that stopped")
    parser.add_argument("--yes", action="store_true", help="do not ask")
    found = vars(parser.parse_args(words))
    given = {
        name: found.pop(name)
        for name in (
            *("file", "table", "format", "map", "id", "upsert", "empty_text", "dry_run"),
            *("on_error", "rejects", "resume", "yes"),
        )
    }
    mapping = {}
    for one in given["map"]:
        field, equals, column = one.partition("=")
        if not equals or not field:
            parser.error(f"--map takes FIELD=COLUMN, not {one!r}")
        mapping[field] = column

    def command() -> int:
        from tui.cli.importing import Order, run
        from tui.core.importing import Options
        from tui.core.records import Format

        order = Order(
            given["file"],
            given["table"],
            Options(mapping, given["id"], given["upsert"], given["empty_text"]),
            Format(given["format"]) if given["format"] else None,
            given["dry_run"],
            given["on_error"] == "stop",
            given["resume"],
            Path(given["rejects"]) if given["rejects"] else None,
            given["yes"],
        )
        return run(Flags(**found), order)

    return Run(command)


def _export(words: Sequence[str]) -> Run:
    parser = _parser("appwrite-tui export", "Write what a list holds to a file or a pipe.")
    _add_wanted(parser)
    parser.add_argument(
        "--format",
        choices=("csv", "ndjson", "json", "md"),
        help="(by the file's name, else ndjson)",
    )
    parser.add_argument("--columns", default="", metavar="A,B", help="these only, in this order")
    parser.add_argument("-o", "--output", metavar="FILE", help="(-, standard output)")
    parser.add_argument("--force", action="store_true", help="replace FILE if it is there")
    parser.add_argument("--anew", action="store_true", help="go on with no FILE.part")
    parser.add_argument("--raw", action="store_true", help="leave formulas in CSV as they are")
    found = vars(parser.parse_args(words))
    wanted = _wanted(found)
    names = ("format", "columns", "output", "force", "raw", "anew")
    given = {name: found.pop(name) for name in names}

    def command() -> int:
        from tui.cli.exporting import Order, run
        from tui.core.export_text import Form

        order = Order(
            wanted(),
            Form(given["format"]) if given["format"] else None,
            tuple(name for name in given["columns"].split(",") if name),
            Path(given["output"]) if given["output"] not in (None, "-") else None,
            given["force"],
            given["raw"],
            given["anew"],
        )
        return run(Flags(**found), order)

    return Run(command)


def _get(words: Sequence[str]) -> Run:
    parser = _parser("appwrite-tui get", "Print one resource as JSON.")
    parser.add_argument("place", help="users/ID, shop/orders/ID, …")
    parser.add_argument("--secrets", action="store_true", help="with hashes and secrets")
    parser.add_argument("--json", action="store_true", help="(it always is)")
    found = vars(parser.parse_args(words))
    place, secrets, _ = found.pop("place"), found.pop("secrets"), found.pop("json")

    def command() -> int:
        from tui.cli.printing import get

        return get(Flags(**found), place, secrets)

    return Run(command)


def _list(words: Sequence[str]) -> Run:
    parser = _parser("appwrite-tui list", "Print the first of a list, for people or as JSON.")
    _add_wanted(parser)
    parser.add_argument("--limit", type=_positive, default=100, metavar="N", help="so many (100)")
    parser.add_argument("--json", action="store_true", help="for programs, with all there is")
    found = vars(parser.parse_args(words))
    wanted, limit, as_json = _wanted(found), found.pop("limit"), found.pop("json")

    def command() -> int:
        from tui.cli.printing import list_

        return list_(Flags(**found), wanted(), limit, as_json)

    return Run(command)


def _add_wanted(parser: argparse.ArgumentParser) -> None:
    """What a command reads: a list, narrowed and sorted."""
    parser.add_argument("place", help="shop/orders, users, functions/ID, …")
    parser.add_argument("--where", default="", metavar="FILTER", help="status=paid total>100")
    parser.add_argument(
        "--sort", default="", metavar="A,B", help="by these columns; --sort=-A is the reverse"
    )
    parser.add_argument("--secrets", action="store_true", help="with hashes and secrets")


def _wanted(found: dict[str, Any]) -> Callable[[], Wanted]:
    """Takes what `_add_wanted` added out of what was found; most commands need none of it."""
    place, where, secrets = found.pop("place"), found.pop("where"), found.pop("secrets")
    sort = tuple(name for name in found.pop("sort").split(",") if name)

    def made() -> Wanted:
        from tui.cli.selecting import Wanted

        return Wanted(place, where, sort, secrets)

    return made


def _positive(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is no number above 0")
    return int(text)


def _download(words: Sequence[str]) -> Run:
    parser = _parser("appwrite-tui download", "Bring files here; the same again goes on.")
    parser.add_argument("files", nargs="+", metavar="BUCKET/FILE", help="by their ids")
    parser.add_argument("-o", "--output", default=".", metavar="DIR", help="- for standard output")
    found = vars(parser.parse_args(words))
    files, folder = found.pop("files"), found.pop("output")

    def command() -> int:
        from tui.cli.downloading import run

        return run(Flags(**found), files, folder)

    return Run(command)


def _execute(words: Sequence[str]) -> Run:
    parser = _parser("appwrite-tui execute", "Run a function; prints the body of its response.")
    parser.add_argument("function", help="its id")
    parser.add_argument("--path", default="/", help="path and query (/)")
    parser.add_argument("--method", default="", help="(POST with --data, else GET)")
    parser.add_argument("--data", default="", metavar="TEXT|@FILE|@-", help="the body")
    parser.add_argument("--header", action="append", default=[], metavar="NAME:VALUE")
    parser.add_argument("--background", action="store_true", help="longer than 30 s; no body")
    parser.add_argument("--wait", action="store_true", help="with --background: until it ended")
    parser.add_argument("--at", default="", metavar="TIME", help="later: 2026-01-31T03:00+01:00")
    found = vars(parser.parse_args(words))
    names = ("function", "path", "method", "data", "header", "background", "wait", "at")
    given = {name: found.pop(name) for name in names}

    def command() -> int:
        from tui.cli.executing import Order, run

        return run(Flags(**found), Order(**given))

    return Run(command)


def _upload(words: Sequence[str]) -> Run:
    parser = _parser("appwrite-tui upload", "Bring files into a bucket; the same again goes on.")
    parser.add_argument("paths", nargs="+", metavar="PATH", help="files on this machine")
    parser.add_argument("bucket", metavar="BUCKET", help="by its id")
    parser.add_argument("--id", default="", help="the file's id (generated)")
    parser.add_argument(
        "--permission", action="append", default=[], metavar="TEXT", help="""'read("any")'"""
    )
    parser.add_argument("--json", action="store_true", help="print the file as JSON")
    found = vars(parser.parse_args(words))
    given = {name: found.pop(name) for name in ("paths", "bucket", "id", "permission", "json")}

    def command() -> int:
        from tui.cli.uploading import Order, run

        return run(Flags(**found), Order(**given))

    return Run(command)


def _keys(words: Sequence[str]) -> Run:
    parser = argparse.ArgumentParser(
        prog="appwrite-tui keys", description="Print all keys, to change them in settings.toml."
    )
    parser.parse_args(words)

    def command() -> int:
        from tui.cli.keys import run

        return run()

    return Run(command)


_COMMANDS: dict[str, Callable[[Sequence[str]], Run]] = {
    "doctor": _doctor,
    "import": _import,
    "export": _export,
    "get": _get,
    "list": _list,
    "download": _download,
    "execute": _execute,
    "keys": _keys,
    "upload": _upload,
}


def _parser(name: str, description: str) -> argparse.ArgumentParser:
    """A parser with the options that say which project, and how."""
    parser = argparse.ArgumentParser(
        prog=name,
        description=description,
        allow_abbrev=False,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--profile", metavar="NAME", help="a profile of profiles.toml")
    parser.add_argument("--endpoint", metavar="URL", help="https://HOST/v1")
    parser.add_argument("--project", metavar="ID", help="the project's id")
    parser.add_argument("--read-only", action="store_true", help="refuse every write")
    parser.add_argument(
        "--remote", action="store_true", help="save bytes, as over SSH (set by itself there)"
    )
    parser.add_argument("--ca-bundle", metavar="FILE", help="trust these certificate authorities")
    parser.add_argument(
        "--insecure", action="store_true", help="do not check the server's certificate"
    )
    return parser
