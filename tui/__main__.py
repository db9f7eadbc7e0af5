"""The way in: first picture, configuration, first page on its way, and only then Textual."""

from __future__ import annotations

import io
import os
import sys

from tui.cli.quick import opens_explorer, read


def main() -> int:
    """Open the explorer or run a command; gives the exit status."""
    arguments = sys.argv[1:]
    if not opens_explorer(arguments) or not (sys.stdin.isatty() and sys.stdout.isatty()):
        return _command(arguments)
    from tui.cli.frame import Frame

    frame = Frame()
    frame.enter()
    try:
        from tui.launch import open_explorer

        return open_explorer(read(arguments), frame)
    except KeyboardInterrupt:
        # Nothing is on the screen yet but the frame.
        return 130
    finally:
        frame.restore()


def _command(arguments: list[str]) -> int:
    from tui.cli.parser import Run, parse

    for stream in (sys.stdout, sys.stderr):
        _write_anything(stream)
    parsed = parse(arguments)
    if isinstance(parsed, Run):
        return parsed.command()
    print("The explorer needs a terminal: standard input and output must be one.", file=sys.stderr)
    return 2


def _write_anything(stream: object) -> None:
    """Let a stream take every text: what its encoding lacks is escaped, programs get UTF-8."""
    if isinstance(stream, io.TextIOWrapper):
        chosen = stream.isatty() or "PYTHONIOENCODING" in os.environ
        stream.reconfigure(encoding=None if chosen else "utf-8", errors="backslashreplace")


if __name__ == "__main__":
    sys.exit(main())
