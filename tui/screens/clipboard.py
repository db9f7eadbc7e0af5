"""The way of a text to the clipboard: the system's tool, the terminal, at last a file.

Over SSH the tools of this machine would fill a clipboard that nobody sees: there the terminal is
asked. Whether a terminal did it, it does not say, and so neither do we.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from tui.config.child import without_key
from tui.config.paths import from_home, state_dir, write_private
from tui.core.cell import Tone
from tui.core.osc52 import TooLargeError, sequence, within_tmux
from tui.core.sizes import size
from tui.core.text import safe
from tui.screens.session import Session

TOOL_SECONDS = 3.0
FILE = "copied.txt"


@dataclass(frozen=True, slots=True)
class Copied:
    """What became of a text: what to say, and what is still to be written to the terminal."""

    said: str
    sequence: str = ""
    tone: Tone = Tone.PLAIN


@dataclass(frozen=True, slots=True)
class Clipboard:
    """Where a text can go. `environment` is what the tools get; files are put in `folder`."""

    environment: Mapping[str, str]
    remote: bool
    folder: Path

    def put(self, text: str, what: str) -> Copied:
        """Bring it there; may take seconds. `what` names it in what is said: `The id`."""
        if not self.is_remote:
            for name, command in _tools(self.environment):
                if self._handed(
                    command, text.encode("utf-16-le" if name == "clip.exe" else "utf-8")
                ):
                    return Copied(f"{what} was copied: {name} took it.", tone=Tone.GOOD)
        try:
            asking = sequence(text, self.environment)
        except TooLargeError:
            return self._written(text, what)
        if within_tmux(self.environment):
            self._handed(("tmux", "load-buffer", "-w", "-"), text.encode())
            said = (
                f"{what} was sent to tmux and the terminal; if it pastes nothing, tmux forbids it."
            )
            return Copied(said, asking)
        return Copied(
            f"{what} was sent to the terminal's clipboard; it does not say if it took it.", asking
        )

    @property
    def is_remote(self) -> bool:
        """Whether the person sits at another machine."""
        return self.remote or "SSH_CONNECTION" in self.environment or "SSH_TTY" in self.environment

    def _handed(self, command: Sequence[str], content: bytes) -> bool:
        """Whether a tool took it."""
        program = shutil.which(command[0], path=self.environment.get("PATH"))
        if program is None:
            return False
        try:
            # It may stay, to answer who pastes: its output must not be waited for.
            done = subprocess.run(
                [program, *command[1:]],
                input=content,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                env=dict(self.environment),
                timeout=TOOL_SECONDS,
                check=False,
                start_new_session=True,
            )
        except (OSError, subprocess.TimeoutExpired):
            return False
        return done.returncode == 0

    def _written(self, text: str, what: str) -> Copied:
        large = size(len(text.encode("utf-8", "surrogatepass")))
        path = self.folder / FILE
        try:
            write_private(path, text)
        except (OSError, UnicodeError) as error:
            why = getattr(error, "strerror", None) or error
            said = f"{what}, {large}, is more than terminals take, and no file takes it: {why}."
            return Copied(said, tone=Tone.BAD)
        # The path first: the line may be cut.
        where = safe(from_home(str(path)))
        return Copied(f"In {where}: {large} is more than terminals take.", tone=Tone.WARN)


def clipboard_of(session: Session) -> Clipboard:
    """The clipboard of whoever uses this session."""
    environment = without_key(os.environ, session.settings.key)
    folder = state_dir() if session.journal is None else session.journal.parent
    return Clipboard(environment, session.settings.remote, folder)


def _tools(environment: Mapping[str, str]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The tools that may know the clipboard of whoever sits here, the likeliest first."""
    if sys.platform == "darwin":
        yield "pbcopy", ("pbcopy",)
    if "WAYLAND_DISPLAY" in environment:
        yield "wl-copy", ("wl-copy",)
    if "DISPLAY" in environment:
        yield "xclip", ("xclip", "-selection", "clipboard", "-in")
        yield "xsel", ("xsel", "--clipboard", "--input")
    if "WSL_DISTRO_NAME" in environment:
        yield "clip.exe", ("clip.exe",)
