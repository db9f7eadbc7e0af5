"""Requests as they are copied, run: Python with the Appwrite SDK, and curl."""

from __future__ import annotations

import contextlib
import io
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest
from appwrite.query import Query

from tui.api.connection import Connection
from tui.api.connection import Target as Where
from tui.api.errors import ApiError
from tui.api.gate import opened
from tui.config.secret import Secret
from tui.core.as_python import as_python
from tui.core.as_shell import as_cli, as_curl
from tui.core.endpoint import Effect, Endpoint
from tui.core.sending import Sending, Target
from tui.resources import KINDS, row_changes

SHOP = {"databaseId": "shop", "tableId": "orders"}
PAID = [
    Query.or_queries([Query.equal("status", ["paid", "sent"]), Query.greater_than("total", 900)]),
    Query.order_desc("$sequence"),
    Query.limit(7),
]
ASKED = [
    Sending(KINDS["row"].listing, SHOP, {"queries": PAID, "total": False}),
    Sending(KINDS["user"].listing, {}, {"search": 'ali\'s "x" $HOME `id`', "total": False}),
    Sending(KINDS["user"].get, {"userId": "alice"}),
    Sending(KINDS["execution"].listing, {"functionId": "send-invoice"}, {"queries": PAID[2:]}),
]
ASKED_IDS = [one.endpoint.sdk for one in ASKED]


@pytest.fixture
def target(demo: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Target]:
    monkeypatch.setenv("APPWRITE_API_KEY", demo.keys["full"])
    yield Target(demo.endpoint, demo.project)


@pytest.fixture
def connection(demo: Any) -> Iterator[Connection]:
    key = Secret(demo.keys["full"])
    made = Connection(Where(demo.endpoint, demo.project, key, read_only=False))
    yield made
    made.close()


def ids_in(answer: Any) -> list[str]:
    """The ids of what an answer lists, or its own."""
    lists = [value for value in answer.values() if isinstance(value, list)]
    rows = lists[0] if "total" in answer and lists else [answer]
    return [str(row.get("$id", row.get("id"))) for row in rows]


@pytest.mark.parametrize("sending", ASKED, ids=ASKED_IDS)
def test_python_gets_what_we_got(sending: Sending, target: Target, connection: Connection) -> None:
    answer = connection.fetch(sending.endpoint, sending.ids, sending.params)
    recorded = connection.recorder.calls[-1].sending
    assert recorded == sending
    made: dict[str, Any] = {}
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        exec(as_python(recorded, target), made)
    assert ids_in(made["answer"].to_dict()) == ids_in(answer)


@pytest.mark.skipif(shutil.which("curl") is None, reason="there is no curl")
@pytest.mark.parametrize("sending", ASKED, ids=ASKED_IDS)
def test_curl_gets_what_we_got(sending: Sending, target: Target, connection: Connection) -> None:
    answer = connection.fetch(sending.endpoint, sending.ids, sending.params)
    done = subprocess.run(
        ["bash", "-c", as_curl(sending, target)], capture_output=True, check=True, env=os.environ
    )
    assert json.loads(done.stdout) == answer


@pytest.mark.parametrize("sending", ASKED, ids=ASKED_IDS)
def test_the_cli_is_handed_the_same_words(sending: Sending, target: Target) -> None:
    """What a command named `appwrite` is called with; the CLI itself is not at hand."""
    script = f"appwrite() {{ printf '%s\\n' CALL \"$@\"; }}\n{as_cli(sending, target)}"
    done = subprocess.run(["bash", "-c", script], capture_output=True, text=True, check=True)
    setting, words = (part.split("\n") for part in done.stdout.split("CALL\n")[1:])
    assert os.environ["APPWRITE_API_KEY"] in setting
    for query in sending.params.get("queries", ()):
        assert query in words
    for name, value in sending.ids.items():
        option = {"databaseId": "--database-id", "tableId": "--table-id"}.get(name, "")
        assert not option or words[words.index(option) + 1] == value


HOSTILE = 'it\'s "quoted" `id` $(id) $HOME \\ \n\t = %s {x} ü\x7f'
ROWS = "/tablesdb/notes/tables/texts/rows"


@pytest.fixture(scope="module")
def notes(start_demo: Any) -> Iterator[Any]:
    """A table of texts that may be changed."""
    with start_demo("--empty") as started:
        column = {"key": "text", "size": 200, "required": False}
        for path, body in (
            ("/tablesdb", {"databaseId": "notes", "name": "Notes"}),
            ("/tablesdb/notes/tables", {"tableId": "texts", "name": "Texts"}),
            ("/tablesdb/notes/tables/texts/columns/string", column),
        ):
            assert started.request("POST", path, body).status in (201, 202)
        while (
            started.get("/tablesdb/notes/tables/texts/columns/text").body["status"] != "available"
        ):
            # It is made meanwhile.
            pass
        yield started


def run_python(program: str, **environment: str) -> None:
    done = subprocess.run(
        [sys.executable, "-"], input=program, capture_output=True, text=True, check=False,
        env={**os.environ, **environment},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr


def run_curl(command: str, **environment: str) -> None:
    if shutil.which("curl") is None:
        pytest.skip("there is no curl")
    subprocess.run(
        ["bash", "-c", command.replace("curl ", "curl --fail ", 1)],
        capture_output=True, check=True, env={**os.environ, **environment},
    )  # fmt: skip


@pytest.mark.parametrize(("write", "run"), [(as_python, run_python), (as_curl, run_curl)])
def test_a_row_is_made_and_changed_by_what_was_copied(notes: Any, write: Any, run: Any) -> None:
    key = Secret(notes.keys["full"])
    connection = Connection(Where(notes.endpoint, notes.project, key, read_only=False))
    target, held = Target(notes.endpoint, notes.project), notes.keys["full"]
    path = {"databaseId": "notes", "tableId": "texts"}
    data = {"data": {"text": HOSTILE}}

    def copied(change: Endpoint, ids: dict[str, str], params: dict[str, Any]) -> str:
        with opened():
            connection.fetch(change, ids, params)
        sending = connection.recorder.calls[-1].sending
        assert sending is not None
        return str(write(sending, target))

    made = copied(row_changes.CREATE, path, {"rowId": "one", **data})
    notes.request("DELETE", f"{ROWS}/one")
    run(made, APPWRITE_API_KEY=held)
    assert notes.get(f"{ROWS}/one").body["text"] == HOSTILE
    changed = copied(row_changes.UPDATE, {**path, "rowId": "one"}, data)
    notes.request("PATCH", f"{ROWS}/one", {"data": {"text": "other"}})
    run(changed, APPWRITE_API_KEY=held)
    assert notes.get(f"{ROWS}/one").body["text"] == HOSTILE
    notes.request("DELETE", f"{ROWS}/one")
    connection.close()


def test_a_password_is_not_even_kept(connection: Connection, target: Target) -> None:
    path, method = "/users/{userId}/password", "users.update_password"
    endpoint = Endpoint("PATCH", path, method, effect=Effect.WRITE)
    with opened(), pytest.raises(ApiError, match="could not be found"):
        connection.fetch(endpoint, {"userId": "nobody"}, {"password": "hunter2-hunter2"})
    assert "hunter2" not in repr(connection.recorder.calls)
    kept = connection.recorder.calls[-1].sending
    assert kept is not None
    assert '"password": "\'"$APPWRITE_PASSWORD"\'"' in as_curl(kept, target)
    assert "hunter2" not in repr(kept)
