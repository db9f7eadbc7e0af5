"""Owns the command line of the embedded Appwrite: `python -m tui.demo`."""

from __future__ import annotations

import argparse
import os
import sqlite3
import sys
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from pathlib import Path

from tui.demo.app import Application
from tui.demo.cache import StateInUseError, kept_store, temporary_store
from tui.demo.minutes import keep_schedules
from tui.demo.resume import resume_work
from tui.demo.server import describe, listen, serve
from tui.demo.settings import PROJECT, Settings, public_keys
from tui.demo.store.database import QUERY_SECONDS, Store
from tui.demo.versions import VERSIONS

_LOOPBACK = ("127.0.0.1", "::1", "localhost")


def _arguments(argv: Sequence[str] | None) -> argparse.Namespace:
    """What is asked for; ends the program where that makes no sense."""
    parser = argparse.ArgumentParser(
        prog="python -m tui.demo",
        description="An embedded Appwrite for trying and testing. Not for real data: its keys "
        "are the same on every machine.",
    )
    _add_address(parser.add_argument_group("where it is reached").add_argument)
    _add_data(parser.add_argument_group("what it holds").add_argument)
    _add_manners(parser.add_argument_group("how it answers").add_argument)
    arguments = parser.parse_args(argv)
    mistake = _mistake(arguments)
    if mistake:
        parser.error(mistake)
    return arguments


def _add_address(add: Callable[..., object]) -> None:
    add("--host", default="127.0.0.1", help="address to listen on (loopback)")
    add("--port", type=int, default=0, help="port, 0 for any free one")
    add("--print-config", action="store_true", help="print endpoint, project and keys as JSON")
    add("--project", default=PROJECT, metavar="ID", help="the project's id; each has its own keys")
    add("--with-parent", action="store_true", help="stop when standard input is closed")
    add(
        "--serve-the-network-with-public-keys",
        action="store_true",
        help="allow a --host that other machines can reach",
    )


def _add_data(add: Callable[..., object]) -> None:
    add("--empty", action="store_true", help="start without the shop")
    add("--state", type=Path, metavar="DIR", help="keep the data in this folder")
    add("--rows", type=int, default=0, metavar="N", help="add a database with a table of N rows")
    add("--storage-limit", type=int, default=30, metavar="MB", help="size of files at most")


def _add_manners(add: Callable[..., object]) -> None:
    add("--server-version", choices=list(VERSIONS), default="1.9.6")
    add("--latency", type=float, default=0, metavar="MS", help="delay each answer")
    add("--jitter", type=float, default=0, metavar="MS", help="up to this more")
    add("--fail-rate", type=float, default=0, metavar="SHARE", help="let this share fail (0.1)")
    add("--realistic", action="store_true", help="take the time that a real server takes")
    add(
        "--wait-limit",
        type=float,
        default=30,
        metavar="SECONDS",
        help="how long a caller waits for a function",
    )
    add(
        "--query-timeout",
        type=float,
        default=QUERY_SECONDS,
        metavar="SECONDS",
        help="answer 408 to a query that takes longer (15)",
    )


def _mistake(arguments: argparse.Namespace) -> str:
    """What makes no sense about them; empty where they do."""
    if arguments.host not in _LOOPBACK and not arguments.serve_the_network_with_public_keys:
        return (
            f"{arguments.host} can be reached from other machines, and the keys are public. Add "
            "--serve-the-network-with-public-keys if that is meant."
        )
    if arguments.latency < 0 or arguments.jitter < 0:
        return "--latency and --jitter are milliseconds, 0 or more."
    if not 0 <= arguments.fail_rate <= 1:
        return "--fail-rate must lie between 0 and 1."
    if arguments.query_timeout <= 0:
        return "--query-timeout must be more than 0 seconds."
    if arguments.rows < 0 or not 0 <= arguments.port < 65536:
        return "--rows and --port must be positive (a port is below 65536)."
    return ""


def _store(arguments: argparse.Namespace) -> AbstractContextManager[Store]:
    """The data: kept in `--state`, else forgotten with the process."""
    what = (arguments.empty, arguments.rows, arguments.query_timeout)
    return kept_store(arguments.state, *what) if arguments.state else temporary_store(*what)


def main(argv: Sequence[str] | None = None) -> int:
    """Serve until stopped; 0 when stopped as asked, 1 when it could not start."""
    arguments = _arguments(argv)
    settings = Settings(
        project=arguments.project,
        keys=public_keys(arguments.project),
        version=VERSIONS[arguments.server_version],
        latency=arguments.latency / 1000,
        jitter=arguments.jitter / 1000,
        fail_rate=arguments.fail_rate,
        realistic=arguments.realistic,
        storage_limit=arguments.storage_limit * 1_000_000,
        wait_limit=arguments.wait_limit,
    )
    try:
        listening = listen(arguments.host, arguments.port)
        with _store(arguments) as store:
            announce = describe(listening, settings) if arguments.print_config else ""
            if not announce:
                host, port = listening.getsockname()[:2]
                print(f"Serving on http://{host}:{port}/v1 for trying and testing", file=sys.stderr)
            application = Application(store, settings)
            if arguments.state:
                resume_work(store, application.later)
            keep_schedules(store)
            serve(application, listening, announce, arguments.with_parent)
    except (OSError, sqlite3.Error, StateInUseError) as error:
        print(f"The embedded Appwrite did not start: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    code = main()
    sys.stdout.flush()
    # Handlers that still wait must not hold up the exit; the store is closed already.
    os._exit(code)
