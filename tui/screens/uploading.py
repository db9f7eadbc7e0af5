"""Bringing files into the bucket that is open: asks which, and works in the background."""

from __future__ import annotations

import os
import secrets
from collections.abc import Sequence
from pathlib import Path

from appwrite.id import ID

from tui.api.door import State
from tui.api.errors import ApiError
from tui.api.gate import READ_ONLY
from tui.core.cell import Tone
from tui.core.jobs import Job, Phase
from tui.core.journal import JournalError
from tui.core.kind import Resource
from tui.core.sizes import size as human
from tui.core.text import safe
from tui.jobs.local_file import Local, UploadError, objection
from tui.jobs.upload_state import FOLDER, UploadState
from tui.jobs.uploading import Upload, reason
from tui.screens.hindrance import lacking, lacks
from tui.screens.host import Explorer
from tui.widgets.prompt import Choice, Prompt

FAILURES = (ApiError, UploadError, JournalError, OSError)
MOST = 200


def ask(screen: Explorer) -> None:
    """Upload files that are asked for into the bucket that is open."""
    client, needs = screen.session.connection.client, screen.view.kind.needs
    if client.read_only:
        screen.say(READ_ONLY.line, Tone.BAD)
    elif lacks(needs, client):
        screen.say(lacking(needs).line, Tone.BAD)
    elif screen.view.parent is None:
        screen.say("The bucket is not known yet; try again in a moment.")
    else:
        Uploading(screen, screen.view.parent).ask(f"{Path.cwd()}/")


class Uploading:
    """Asks for files and sends them, one after the other."""

    def __init__(self, screen: Explorer, bucket: Resource) -> None:
        self._screen = screen
        self._bucket = bucket

    def ask(self, text: str) -> None:
        """Ask for a path; `tab` completes it, `*` stands for several."""
        hint = "a file, or several by *; tab completes"
        self._screen.asking.ask("upload", hint, _offer, self._entered, text)

    def _entered(self, said: Prompt.Submitted) -> None:
        typed = said.text.strip()
        paths = _found(typed)
        if not paths and said.choice:
            if said.choice.endswith("/") and said.choice != typed:
                self.ask(said.choice)
                return
            paths = _found(said.choice)
        if not paths:
            self._screen.asking.refuse(f"There is no file {safe(typed)}.")
            return
        try:
            files = [Local.of(path) for path in paths]
        except (OSError, UploadError) as error:
            self._screen.asking.refuse(str(error))
            return
        refused = next((why for one in files if (why := objection(one, self._bucket))), "")
        if refused:
            self._screen.asking.refuse(refused)
            return
        self._screen.asking.close()
        self._start(files)

    def _start(self, files: Sequence[Local]) -> None:
        screen, view, session = self._screen, self._screen.view, self._screen.session
        job = Job(f"upload {len(files)} to {view.ids['bucketId']}", _bytes(files), "bytes")
        folder = None if session.journal is None else session.journal.with_name(FOLDER)
        mark = secrets.token_hex(6) if len(files) > 1 else ""

        def work(job: Job) -> None:
            session.connection.learn_version()
            for local in files:
                target = session.connection.target
                where = (target.endpoint, target.project, view.ids["bucketId"])
                subject = (*where, str(local.path.absolute()), local.size, local.changed)
                state = UploadState(folder, subject, ID.unique())
                ids = {**view.ids, "fileId": state.file_id}
                upload = Upload(job, session.connection, local, ids, (), state)
                try:
                    outcome = upload.send(session.writing.door, mark)
                except FAILURES as error:
                    job.fail(local.path.name, str(error))
                    continue
                if outcome.state is not State.APPLIED:
                    job.fail(local.path.name, reason(outcome))

        def ended(job: Job) -> None:
            screen.show_again(view)
            came = len(files) - job.failed
            if job.failures:
                why = job.failures[0]
                screen.say(f"{came} came, {job.failed} not: {why.name}: {why.reason}", Tone.WARN)
            elif job.phase is Phase.DONE:
                screen.say(f"{came} uploaded, {human(job.done)}. u undoes.", Tone.GOOD)
            else:
                screen.say(f"{job.line}. The same again goes on where it stopped.", Tone.WARN)

        session.start(job, work, FAILURES, ended)
        screen.say(f"{job.title}: J shows how far it is, K stops it.", Tone.DIM)


def _bytes(files: Sequence[Local]) -> int:
    return sum(one.size for one in files)


def _found(text: str) -> list[Path]:
    """The files that a text names."""
    if not text:
        return []
    path = Path(os.path.expandvars(text)).expanduser()
    if path.is_file():
        return [path]
    try:
        return [one for one in sorted(path.parent.glob(path.name)) if one.is_file()]
    except (OSError, ValueError):
        return []


def _offer(text: str) -> list[Choice]:
    """What lies in the folder that is being typed."""
    head, _, tail = text.rpartition("/")
    folder = Path(os.path.expandvars(f"{head}/" if head or text.startswith("/") else "."))
    try:
        entries = sorted(folder.expanduser().iterdir(), key=lambda one: one.name.lower())
    except OSError:
        return []
    shown = [
        one
        for one in entries
        if one.name.lower().startswith(tail.lower())
        and (tail.startswith(".") or not one.name.startswith("."))
    ]
    return [_choice(one, head, bool(head) or text.startswith("/")) for one in shown[:MOST]]


def _choice(entry: Path, head: str, with_head: bool) -> Choice:
    name = f"{head}/{entry.name}" if with_head else entry.name
    try:
        if entry.is_dir():
            return Choice(f"{name}/", "folder")
        return Choice(name, human(entry.stat().st_size))
    except OSError:
        return Choice(name, "")
