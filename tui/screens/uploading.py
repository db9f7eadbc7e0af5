"""Bringing files into the bucket that is open: asks which, and works in the background."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from appwrite.id import ID

from tui.api.door import State
from tui.api.errors import ApiError
from tui.core.cell import Tone
from tui.core.change import PERMISSIONS
from tui.core.form import Form
from tui.core.jobs import BYTES, Job, Phase
from tui.core.journal import JournalError
from tui.core.kind import Resource
from tui.core.roles import RoleError, checked_permission
from tui.core.sizes import size as human
from tui.core.spec import Shape, Spec
from tui.core.text import brief, safe
from tui.jobs.local_file import Local, UploadError, objection
from tui.jobs.upload_state import FOLDER, UploadState
from tui.jobs.uploading import Upload, reason
from tui.screens import paths
from tui.screens.hindrance import lacking, lacks
from tui.screens.host import Explorer
from tui.widgets.prompt import Prompt

FAILURES = (ApiError, UploadError, JournalError, OSError)


def ask(screen: Explorer) -> None:
    """Upload files that are asked for into the bucket that is open."""
    client, needs = screen.session.connection.client, screen.view.kind.needs
    if client.refusal is not None:
        screen.say(client.refusal.line, Tone.BAD)
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
        self._view = screen.view
        self._bucket = bucket

    def ask(self, text: str) -> None:
        """Ask for a path; `tab` completes it, `*` stands for several."""
        hint = "a file, or several by *; tab completes"
        self._screen.asking.ask("upload", hint, paths.offer, self._entered, text)

    def _entered(self, said: Prompt.Submitted) -> None:
        typed = said.text.strip()
        found = paths.named(typed)
        if not found and said.choice:
            if said.choice.endswith("/") and said.choice != typed:
                self.ask(said.choice)
                return
            found = paths.named(said.choice)
        if not found:
            self._screen.asking.refuse(f"There is no file {safe(typed)}.")
            return
        try:
            files = [Local.of(path) for path in found]
        except (OSError, UploadError) as error:
            self._screen.asking.refuse(str(error))
            return
        refused = next((why for one in files if (why := objection(one, self._bucket))), "")
        if refused:
            self._screen.asking.refuse(refused)
            return
        self._screen.asking.close()
        self._fill(files)

    def _fill(self, files: Sequence[Local]) -> None:
        """Ask for what may be chosen: the id of one file, permissions."""
        counts = "none but the bucket's"
        if not self._bucket.get("fileSecurity"):
            counts = "none (file security is off: the bucket's count)"
        specs = [Spec(PERMISSIONS, Shape.TEXT, 'like read("any")', array=True)]
        if len(files) == 1:
            name = Spec("name", Shape.TEXT, "text", required=True, longest=255)
            specs = [Spec("$id", Shape.ID, "id", longest=36), name, *specs]
        what = safe(files[0].name) if len(files) == 1 else f"{len(files)} files"
        title = f"Upload {what}, {human(_bytes(files))}, to {safe(self._bucket_id)}"
        form = Form.of(title, specs, {"name": files[0].name}, absent=counts, does="upload")
        self._screen.panels.fill(form, lambda filled: self._filled(files, filled), compact=True)

    def _filled(self, files: Sequence[Local], form: Form) -> None:
        values = form.values()
        permissions = [str(one).strip() for one in values.get(PERMISSIONS) or ()]
        try:
            permissions = [str(checked_permission(one)) for one in permissions]
        except RoleError as error:
            self._screen.panels.refuse_text(f'"{PERMISSIONS}": {error}')
            return
        renamed = [replace(one, name=str(values.get("name") or one.name)) for one in files]
        refused = next((why for one in renamed if (why := objection(one, self._bucket))), "")
        if refused:
            self._screen.panels.refuse_text(refused)
            return
        self._screen.panels.put_away()
        self._start(renamed, str(values.get("$id") or ""), permissions)

    @property
    def _bucket_id(self) -> str:
        return str(self._bucket.get("$id"))

    def _start(self, files: Sequence[Local], file_id: str, permissions: Sequence[str]) -> None:
        screen, view, session = self._screen, self._view, self._screen.session
        what = safe(files[0].name) if len(files) == 1 else f"{len(files)} files"
        job = Job(f"upload {brief(what)}", _bytes(files), BYTES)
        folder = None if session.journal is None else session.journal.with_name(FOLDER)
        mark = secrets.token_hex(6) if len(files) > 1 else ""
        left = [*files]

        def send(job: Job, local: Local) -> str:
            """Send one; gives why it did not come. Raises of FAILURES."""
            # As it is now: before it is sent again, somebody may have mended it.
            now = Local.of(local.path, local.name)
            state = self._state(folder, now)
            if file_id:
                state.begin_as(file_id)
            ids = {**view.ids, "fileId": state.file_id}
            upload = Upload(job, session.connection, now, ids, permissions, state, bool(file_id))
            outcome = upload.send(session.writing.door, mark)
            return "" if outcome.state is State.APPLIED else reason(outcome)

        def work(job: Job) -> None:
            session.connection.learn_version()
            for local in files:
                try:
                    why_not = send(job, local)
                except FAILURES as error:
                    why_not = str(error)
                if why_not:
                    job.fail(local.name, why_not)
                else:
                    left.remove(local)

        def ended(job: Job) -> None:
            job.again = lambda: self._start(left, file_id, permissions)
            screen.show_again(view)
            came = len(files) - len(left)
            if job.failures:
                why = job.failures[0]
                screen.say(f"{came} came, {job.failed} not: {why.name}: {why.reason}", Tone.WARN)
            elif job.phase is Phase.DONE:
                screen.say(f"{came} uploaded, {human(job.done)}. u undoes.", Tone.GOOD)
            else:
                screen.say(
                    f"{job.line.rstrip('.')}. J, then R goes on where it stopped.", Tone.WARN
                )

        session.start(job, work, FAILURES, ended)
        screen.say("It is uploaded in the background; J shows how far it is, K stops it.", Tone.DIM)

    def _state(self, folder: Path | None, local: Local) -> UploadState:
        target = self._screen.session.connection.target
        where = (target.endpoint, target.project, self._bucket_id)
        subject = (*where, str(local.path.absolute()), local.size, local.changed)
        return UploadState(folder, subject, ID.unique())


def _bytes(files: Sequence[Local]) -> int:
    return sum(one.size for one in files)
