"""Bringing files here: asks for a folder, and works in the background."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from tui.api.errors import ApiError
from tui.config.paths import from_home
from tui.core.cell import Tone
from tui.core.jobs import BYTES, Job, Phase
from tui.core.kind import Resource
from tui.core.text import safe
from tui.jobs.downloading import DownloadError, download, targets_of
from tui.screens.host import Explorer
from tui.widgets.prompt import Prompt

FAILURES = (ApiError, DownloadError, OSError)


def ask(screen: Explorer) -> None:
    """Bring the marked files, or the one under the cursor, to a folder that is asked for."""
    Downloading(screen).ask()


class Downloading:
    """Asks where the marked files, or the one under the cursor, are to go."""

    def __init__(self, screen: Explorer) -> None:
        self._asking = screen.asking
        self._session = screen.session
        self._view = screen.view
        self._bucket = screen.view.ids.get("bucketId", "")
        marked = list(screen.view.marks.values())
        current = screen.current
        self._files = marked or ([current] if current is not None else [])
        self._say = screen.say

    def ask(self) -> None:
        """Ask for the folder."""
        if self._view.kind.name != "file":
            self._say("Only files can be downloaded; open a bucket.", Tone.WARN)
        elif self._view.all_marked:
            self._say("Mark the files one by one, or in ranges with v.", Tone.WARN)
        elif self._files:
            size = sum(int(file.get("sizeOriginal") or 0) for file in self._files)
            hint = f"download {len(self._files)} of {size:,} bytes to which folder?"
            self._asking.ask("to", hint, lambda text: (), self._entered, f"{Path.cwd()}/")

    def _entered(self, said: Prompt.Submitted) -> None:
        folder = Path(os.path.expandvars(said.text.strip())).expanduser()
        if not folder.is_dir() or not os.access(folder, os.W_OK):
            self._asking.refuse(f"{safe(str(folder))} is no folder that can be written.")
            return
        self._asking.close()
        self._start([*zip(self._files, targets_of(self._files, folder), strict=True)], folder)

    def _start(self, wanted: Sequence[tuple[Resource, Path]], folder: Path) -> None:
        """Bring each file to its path; the folder is what is told."""
        total = sum(int(file.get("sizeOriginal") or 0) for file, _ in wanted)
        job = Job(f"download {len(wanted)} to {safe(folder.name)}", total, BYTES)
        left = [*wanted]

        def work(job: Job) -> None:
            for file, path in wanted:
                try:
                    download(job, self._session.connection, self._bucket, file, path)
                except FAILURES as error:
                    job.fail(str(file.get("name")), str(error))
                else:
                    left.remove((file, path))

        def ended(job: Job) -> None:
            job.again = lambda: self._start(left, folder)
            came = len(wanted) - len(left)
            where = safe(from_home(str(folder.absolute())))
            if job.failures:
                why = job.failures[0]
                self._say(f"{came} came, {job.failed} not: {why.name}: {why.reason}", Tone.WARN)
            elif job.phase is Phase.DONE:
                self._say(f"{came} downloaded to {where}.", Tone.GOOD)
            else:
                said = "What came of the last is in its .part; J, then R goes on."
                self._say(f"{job.line.rstrip('.')}. {said}", Tone.WARN)

        self._session.start(job, work, FAILURES, ended)
        self._say(f"{job.title}: J shows how far it is.", Tone.DIM)
