"""From the command line to a running explorer: configuration, first page, then Textual.

What is imported here is counted: it stands between a person and the first rows. The first page is
asked for, and drawn, by a thread of its own while this one imports Textual.
"""

from __future__ import annotations

import gc
import os
import signal
import sys
import termios
from dataclasses import replace
from typing import TYPE_CHECKING

from tui.cli.frame import Frame
from tui.config.flags import Flags
from tui.config.problem import ConfigError
from tui.config.resolve import Surroundings, is_remote, resolve
from tui.config.settings import Settings
from tui.core.text import safe
from tui.resources.places import PlaceError
from tui.resources.places import parse as parse_place

if TYPE_CHECKING:
    from types import FrameType

    from tui.cli.demo import DemoServer
    from tui.screens.first_rows import FirstRows
    from tui.screens.opening import Opening

MAKING_DATA = "\r\n  Making the shop to try this on; only the first start takes so long.\r\n"
SWITCH_SECONDS = 0.0005


def open_explorer(flags: Flags, frame: Frame) -> int:
    """Run the explorer until it is left; gives the exit status."""
    demo = None
    # The terminal tells its size itself, and when it changes; Rich would believe these instead.
    for name in ("COLUMNS", "LINES"):
        os.environ.pop(name, None)
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _leave)
    # Nothing becomes garbage while modules are imported; looking for it takes a tenth of the time.
    gc.disable()
    try:
        demo = _start_demo() if flags.demo else None
        return _run(flags, frame, demo)
    except (ConfigError, PlaceError) as error:
        frame.restore()
        print(f"appwrite-tui: {error}", file=sys.stderr)
        return 2
    finally:
        if demo is not None:
            demo.stop()


def _leave(number: int, _: FrameType | None) -> None:
    """Whoever ends the program from outside gets the terminal back as it was."""
    raise SystemExit(128 + number)


def _run(flags: Flags, frame: Frame, demo: DemoServer | None) -> int:
    # The thread that brings the first rows must not wait for the one that imports.
    usual = sys.getswitchinterval()
    sys.setswitchinterval(SWITCH_SECONDS)
    around = Surroundings.here()
    settings = None if demo is not None else resolve(flags, around)
    if settings is not None and settings.mixed:
        settings = _confirmed(settings, frame, around)
    # There will be rows soon, and who presses a key then means the explorer.
    frame.keep_keys()
    opening = _connect(flags, around, settings, demo, frame)
    first = _first_rows(opening, frame)
    from tui.app import ExplorerApp

    app = ExplorerApp(opening, frame.before if frame.entered else None)
    for one in first:
        one.stop()
    sys.setswitchinterval(usual)
    gc.freeze()
    gc.enable()
    status = app.run(mouse=not is_remote(flags, around))
    frame.restore()
    if app.report:
        print(app.report, file=sys.stderr)
    _remember(opening, around)
    return app.return_code or status or 0


def _connect(
    flags: Flags,
    around: Surroundings,
    settings: Settings | None,
    demo: DemoServer | None,
    frame: Frame,
) -> Opening:
    """Make the first session, if it is known what to connect to; its first page is asked for."""
    from tui.screens.opening import Opening

    opening = Opening(around, flags)
    if flags.place:
        # What is wrong with it is said before anything is asked.
        parse_place(flags.place)
    if demo is not None:
        # Textual is imported sooner than the embedded Appwrite has started.
        import tui.app  # noqa: F401

        remote = is_remote(flags, around)
        settings = demo.settings(flags.read_only, remote, lambda: frame.draw(MAKING_DATA))
    if settings is not None:
        opening.connect(settings, opening.start_place(settings))
    return opening


def _start_demo() -> DemoServer:
    from tui.cli.demo import DemoServer

    return DemoServer()


def _first_rows(opening: Opening, frame: Frame) -> list[FirstRows]:
    """Draws the first rows of the first session, if there is one, as soon as they come."""
    if not opening.sessions:
        return []
    # The page is on its way by now.
    from tui.screens.first_rows import FirstRows

    session, place = opening.sessions[0]
    return [FirstRows(session, place, opening.actions, frame.size, frame.draw)]


def _confirmed(settings: Settings, frame: Frame, around: Surroundings) -> Settings:
    """Ask once whether a key may go to an endpoint that another source names."""
    from tui.config.confirmed import confirm

    frame.restore()
    print("Endpoint, project and key come from different places:\n")
    values = {"endpoint": settings.endpoint, "project": settings.project, "key": settings.key}
    for name, value in values.items():
        print(f"  {name:<9} {value!s:<50} from {safe(settings.origins.get(name, '—'))}")
    print("\nA cloned repository could send your key to a stranger that way.")
    # What was typed before this question is no answer to it.
    termios.tcflush(sys.stdin.fileno(), termios.TCIFLUSH)
    try:
        answer = input("Send this key to this endpoint? [y/N] ").strip().lower()
    except (EOFError, KeyboardInterrupt):
        answer = ""
        print()
    if answer not in ("y", "yes"):
        raise ConfigError("Nothing was sent.", "Say --profile, or set all three in one place.")
    try:
        confirm(settings, around.state)
    except OSError as error:
        print(f"That could not be remembered ({error.strerror}): it is asked again next time.")
    frame.enter()
    return replace(settings, mixed=False)


def _remember(opening: Opening, around: Surroundings) -> None:
    from tui.config.last_place import remember_place

    for endpoint, project, place in opening.last_places():
        try:
            remember_place(endpoint, project, place, around.state)
        except OSError as error:
            reason = error.strerror
            print(f"The last place could not be remembered ({reason}).", file=sys.stderr)
