"""From the command line to a running explorer: configuration, first page, then Textual."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import replace

from tui.cli.demo import DemoServer
from tui.cli.frame import Frame
from tui.cli.parser import Launch, parse
from tui.config.confirmed import confirm
from tui.config.flags import Flags
from tui.config.last_place import last_place, remember_place
from tui.config.problem import ConfigError
from tui.config.resolve import Surroundings, resolve
from tui.config.settings import Settings
from tui.core.place import Place
from tui.resources.places import PlaceError
from tui.resources.places import parse as parse_place
from tui.screens.opening import Opening

FIRST_PLACE = Place("user")


def open_explorer(arguments: Sequence[str], frame: Frame) -> int:
    """Run the explorer until it is left; gives the exit status."""
    parsed = parse(arguments)
    if not isinstance(parsed, Launch):
        return parsed.command()
    demo = DemoServer() if parsed.flags.demo else None
    try:
        return _run(parsed.flags, frame, demo)
    except (ConfigError, PlaceError) as error:
        frame.restore()
        print(f"appwrite-tui: {error}", file=sys.stderr)
        return 2
    finally:
        if demo is not None:
            demo.stop()


def _run(flags: Flags, frame: Frame, demo: DemoServer | None) -> int:
    around = Surroundings.here()
    opening = Opening(around, flags)
    if demo is not None:
        # The server starts while Textual is imported; there is nothing to ask it before.
        import tui.app  # noqa: F401

        settings: Settings | None = demo.settings(flags.read_only, flags.remote)
    else:
        settings = resolve(flags, around)
    if settings is not None:
        if settings.mixed:
            settings = _confirmed(settings, frame, around)
        opening.connect(settings, _first_place(flags, settings, around))
    from tui.app import ExplorerApp

    app = ExplorerApp(opening, kept_screen=frame.entered)
    status = app.run(mouse=settings is None or not settings.remote)
    frame.restore()
    if app.report:
        print(app.report, file=sys.stderr)
    _remember(opening, around)
    return app.return_code or status or 0


def _first_place(flags: Flags, settings: Settings, around: Surroundings) -> Place:
    """What the command line names, else where one was at last, else the users."""
    if flags.place:
        return parse_place(flags.place)
    text = None
    if not flags.fresh and not flags.demo:
        text = last_place(settings.endpoint, settings.project, around.state)
    try:
        return parse_place(text) if text else FIRST_PLACE
    except PlaceError:
        # It was written by another version of this program.
        return FIRST_PLACE


def _confirmed(settings: Settings, frame: Frame, around: Surroundings) -> Settings:
    """Ask once whether a key may go to an endpoint that another source names."""
    frame.restore()
    print("Endpoint, project and key come from different places:\n")
    values = {"endpoint": settings.endpoint, "project": settings.project, "key": settings.key}
    for name, value in values.items():
        print(f"  {name:<9} {value!s:<50} from {settings.origins.get(name, '—')}")
    print("\nA cloned repository could send your key to a stranger that way.")
    if input("Send this key to this endpoint? [y/N] ").strip().lower() not in ("y", "yes"):
        raise ConfigError("Nothing was sent.", "Say --profile, or set all three in one place.")
    confirm(settings, around.state)
    frame.enter()
    return replace(settings, mixed=False)


def _remember(opening: Opening, around: Surroundings) -> None:
    for endpoint, project, place in opening.last_places():
        try:
            remember_place(endpoint, project, place, around.state)
        except OSError as error:
            reason = error.strerror
            print(f"The last place could not be remembered ({reason}).", file=sys.stderr)
