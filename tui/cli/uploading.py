"""`appwrite-tui upload PATH… BUCKET`: files into a bucket; the same again goes on."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from appwrite.id import ID

from tui.api.connection import Connection
from tui.api.door import Door, State
from tui.api.errors import ApiError
from tui.cli import progress
from tui.cli.connecting import configured, connect, door_of
from tui.config.flags import Flags
from tui.config.problem import ConfigError
from tui.config.resolve import Surroundings
from tui.config.settings import Settings
from tui.core.jobs import CancelledError, Job
from tui.core.journal import JournalError
from tui.core.kind import Resource
from tui.core.roles import RoleError, checked_permission
from tui.core.text import safe
from tui.jobs.local_file import Local, UploadError, objection
from tui.jobs.upload_state import FOLDER, UploadState
from tui.jobs.uploading import Upload, reason
from tui.resources.buckets import GET_BUCKET

BAD_USAGE = 2
INTERRUPTED = 130


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be uploaded, and how it is told."""

    paths: Sequence[str]
    bucket: str
    id: str
    permission: Sequence[str]
    json: bool


def run(flags: Flags, order: Order) -> int:
    """Upload all of them. 0 where all came, 1 where some did not, 2 where nothing could begin."""
    try:
        if order.id and len(order.paths) > 1:
            raise ConfigError("One id cannot be that of several files.", "Leave --id away.")
        permissions = [str(checked_permission(one)) for one in order.permission]
        order = replace(order, permission=permissions)
        settings = configured(flags)
        connection = connect(settings)
        bucket = connection.fetch(GET_BUCKET, {"bucketId": order.bucket})
        files = [Local.of(Path(path).expanduser()) for path in order.paths]
        refused = next((why for one in files if (why := objection(one, bucket))), "")
        if refused:
            raise ConfigError(refused)
        connection.learn_version()
        door = door_of(connection, settings, "upload")
        sent = [_send(connection, door, settings, order, one) for one in files]
        return 0 if all(sent) else 1
    except (ConfigError, ApiError, UploadError, JournalError, OSError, RoleError) as error:
        print(f"appwrite-tui: {error}", file=sys.stderr)
        return BAD_USAGE
    except (KeyboardInterrupt, CancelledError):
        progress.clear()
        print("Stopped. The same again goes on where it stopped.", file=sys.stderr)
        return INTERRUPTED


def _send(
    connection: Connection, door: Door, settings: Settings, order: Order, local: Local
) -> bool:
    folder = Surroundings.here().state / FOLDER if settings.journal else None
    where = (settings.endpoint, settings.project, order.bucket)
    subject = (*where, str(local.path.absolute()), local.size, local.changed)
    state = UploadState(folder, subject, order.id or ID.unique())
    if order.id:
        state.begin_as(order.id)
    ids = {"bucketId": order.bucket, "fileId": state.file_id}
    job = Job(f"upload {safe(local.path.name)}", local.size, "bytes")
    progress.follow(job)
    try:
        outcome = Upload(job, connection, local, ids, order.permission, state, bool(order.id)).send(
            door
        )
    except (UploadError, OSError) as error:
        progress.clear()
        print(f"appwrite-tui: {error}", file=sys.stderr)
        return False
    progress.clear()
    if outcome.state is not State.APPLIED:
        print(f"appwrite-tui: {safe(local.path.name)}: {reason(outcome)}", file=sys.stderr)
        return False
    _tell(outcome.answer or {}, ids, order.json)
    return True


def _tell(file: Resource, ids: Mapping[str, str], as_json: bool) -> None:
    if as_json:
        print(json.dumps(file, ensure_ascii=False), flush=True)
    else:
        print(f"{ids['bucketId']}/{ids['fileId']}", flush=True)
