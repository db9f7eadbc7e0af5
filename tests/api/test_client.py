"""The client against servers that misbehave, and with the SDK's services on top."""

from __future__ import annotations

import gzip
import json
import ssl
import subprocess
import sys
import threading
import traceback
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
import trustme

from tui.api.client import Client
from tui.api.connection import Connection, Target
from tui.api.errors import ApiError
from tui.api.gate import opened
from tui.api.transport import Request, Transport
from tui.config.secret import Secret
from tui.core.endpoint import Effect, Endpoint
from tui.core.problem import Cause, Problem

KEY = "standard_" + "c0ffee" * 12
USERS = Endpoint("GET", "/users", "users.list", ("users.read",))
USER = Endpoint("GET", "/users/{userId}", "users.get", ("users.read",))
BLOCK = Endpoint("PATCH", "/users/{userId}/status", "users.update_status", effect=Effect.WRITE)


def http(
    status: str = "200 OK",
    body: bytes = b"{}",
    headers: str = "Content-Type: application/json\r\n",
    length: int | None = None,
) -> bytes:
    """An answer as it goes over the wire; `length` lies about the body's."""
    size = len(body) if length is None else length
    return f"HTTP/1.1 {status}\r\nContent-Length: {size}\r\n{headers}\r\n".encode() + body


def connect(endpoint: str, **more: Any) -> Connection:
    return Connection(Target(endpoint, "p", Secret(KEY), **more))


def problem_of(connection: Connection, endpoint: Endpoint = USERS) -> Problem:
    with pytest.raises(ApiError) as caught:
        connection.fetch(endpoint, {"userId": "u"})
    assert KEY not in "".join(traceback.format_exception(caught.value))
    return caught.value.problem


@pytest.mark.parametrize(
    ("answer", "cause", "said"),
    [
        (http(body=b"<html>hello</html>"), Cause.NOT_APPWRITE, "an HTML page"),
        (http(body=b'{"total": 1, "us'), Cause.NOT_APPWRITE, "JSON that breaks off"),
        (http(body=b"\xff\xfe\x00"), Cause.NOT_APPWRITE, "no JSON"),
        (http(body=b"[1, 2]"), Cause.NOT_APPWRITE, "no JSON"),
        (http(body=b'{"a": 1}', length=500, headers="Connection: close\r\n"), Cause.NETWORK,
         "in the middle of its answer"),
        (http("500 Oops", b'{"message": "Server Error"}'), Cause.SERVER, "failed (500)"),
        (http("500 Oops", b"{}"), Cause.SERVER, "no reason given"),
        (http("502 Bad Gateway", b"<html>nginx</html>"), Cause.NOT_APPWRITE, "502"),
        (http("401 No", b'{"message": "x", "type": "user_unauthorized", "code": 401}'), Cause.AUTH,
         "the API key is wrong"),
        (http("404 No", b'{"message": "x", "type": "project_not_found", "code": 404}'),
         Cause.NOT_FOUND, "no project of this id"),
        (http("301 Moved", b"", "Location: https://other.test/v1/users\r\n"), Cause.REDIRECT,
         "https://other.test/v1/users"),
        (b"", Cause.NETWORK, "closed the connection"),
    ],
)  # fmt: skip
def test_each_misbehaviour_has_its_sentence(serve, answer: bytes, cause: Cause, said: str) -> None:
    problem = problem_of(connect(serve(answer).endpoint))
    assert problem.cause is cause, problem
    assert said in problem.line
    assert "Traceback" not in problem.line


def test_a_missing_scope_names_what_would_do(serve) -> None:
    message = 'app.x (role: applications) missing scopes (["users.read","old.read"])'
    body = json.dumps({"message": message, "type": "general_unauthorized_scope", "code": 401})
    problem = problem_of(connect(serve(http("401 No", body.encode())).endpoint))
    assert problem.scopes == ("users.read", "old.read")
    assert "cannot read users: it lacks the scope users.read (or old.read)" in problem.sentence


def test_a_server_that_never_answers_is_given_up(serve) -> None:
    transport = Transport(serve(None).endpoint)
    with pytest.raises(ApiError) as caught:
        transport.send(Request("GET", "/users", {}, again=True, read_seconds=0.2))
    assert caught.value.problem.cause is Cause.TIMEOUT
    assert "gave no answer in time" in caught.value.problem.sentence


def test_a_port_that_refuses_and_a_name_that_is_unknown() -> None:
    assert "refuses connections" in problem_of(connect("http://127.0.0.1:9/v1")).sentence
    unknown = problem_of(connect("http://no-such-host.invalid/v1")).sentence
    assert "no-such-host.invalid" in unknown
    assert "unknown" in unknown


def test_reads_are_tried_again_and_writes_never(serve) -> None:
    busy = http("429 Slow", b"{}", "Retry-After: 0\r\nContent-Type: application/json\r\n")
    fake = serve(busy, http(body=b'{"total": 7}'))
    connection = connect(fake.endpoint, read_only=False)
    assert connection.fetch(USERS)["total"] == 7
    assert connection.recorder.calls[-1].attempts == 2
    refusing = serve(busy)
    with pytest.raises(ApiError), opened():
        connect(refusing.endpoint, read_only=False).fetch(BLOCK, {"userId": "u"}, {"status": True})
    assert len(refusing.requests) == 1


def test_a_connection_that_breaks_once_is_no_failure_for_a_read(serve) -> None:
    fake = serve(b"", http(body=b'{"total": 1}'))
    assert connect(fake.endpoint).fetch(USERS) == {"total": 1}


def test_many_calls_share_one_connection(serve) -> None:
    fake = serve(http())
    connection = connect(fake.endpoint)
    for _ in range(10):
        connection.fetch(USERS)
    assert fake.connections == 1
    assert connection.connections_opened == 1


def test_no_redirect_is_followed_and_no_key_goes_there(serve) -> None:
    there = serve(http())
    here = serve(http("302 Found", b"", f"Location: {there.endpoint}/users\r\n"))
    assert there.endpoint in problem_of(connect(here.endpoint)).sentence
    assert not there.requests


def test_no_cookie_is_kept(serve) -> None:
    fake = serve(
        http(headers="Set-Cookie: a_session_p=secret\r\nContent-Type: application/json\r\n")
    )
    connection = connect(fake.endpoint)
    connection.fetch(USERS)
    connection.fetch(USERS)
    assert "cookie" not in fake.requests[1].lower()


def test_ids_are_encoded_and_queries_numbered(serve) -> None:
    fake = serve(http())
    connect(fake.endpoint).fetch(
        USER, {"userId": "a/../b?c"}, {"queries": ["x=1", "é"], "total": False}
    )
    path = fake.requests[0].split()[1]
    assert path == "/v1/users/a%2F..%2Fb%3Fc?queries%5B0%5D=x%3D1&queries%5B1%5D=%C3%A9&total=0"


def test_an_answer_that_unpacks_without_end_is_stopped(serve) -> None:
    bomb = gzip.compress(b"0" * 3_000_000)
    fake = serve(http(body=bomb, headers="Content-Encoding: gzip\r\n"))
    transport = Transport(fake.endpoint, largest_answer=1_000_000)
    with pytest.raises(ApiError, match="larger than"):
        transport.send(Request("GET", "/users", {"accept-encoding": "gzip"}))


def test_an_answer_may_lack_its_content_type(serve) -> None:
    assert connect(serve(http(body=b'{"total": 2}', headers="")).endpoint).fetch(USERS) == {
        "total": 2
    }
    empty = connect(serve(http("204 No Content", b"", "")).endpoint, read_only=False)
    with opened():
        assert empty.fetch(BLOCK, {"userId": "u"}) == {}


def test_warnings_reach_the_listener_once_and_not_the_terminal(serve, capfd) -> None:
    fake = serve(http(headers="X-Appwrite-Warning: too new;too new; too old\r\n"))
    connection = connect(fake.endpoint)
    heard: list[str] = []
    connection.client.warn(heard.append)
    connection.fetch(USERS)
    connection.fetch(USERS)
    assert heard == ["too new", "too old"]
    assert capfd.readouterr() == ("", "")


def test_the_version_is_asked_for_without_the_key_and_then_spoken(serve) -> None:
    fake = serve(http(body=b'{"version": "1.9.6"}'))
    connection = connect(fake.endpoint)
    assert connection.learn_version() == "1.9.6"
    assert KEY not in fake.requests[0]
    assert "response-format" not in fake.requests[0].lower()
    connection.fetch(USERS)
    assert "x-appwrite-response-format: 1.9.6" in fake.requests[1].lower()


def test_writes_leave_by_the_door_only(serve) -> None:
    fake = serve(http())
    with pytest.raises(ApiError, match="read-only"), opened():
        connect(fake.endpoint, read_only=True).fetch(BLOCK, {"userId": "u"})
    free = connect(fake.endpoint, read_only=False)
    with pytest.raises(ApiError, match="past the door"):
        free.fetch(BLOCK, {"userId": "u"})
    with pytest.raises(ApiError, match="past the door"):
        free.client.call("post", "/users", {"content-type": "application/json"}, {})
    assert not fake.requests
    with opened():
        free.fetch(BLOCK, {"userId": "u"}, {"status": False})
    assert fake.requests[0].startswith("PATCH /v1/users/u/status")


def test_a_self_signed_certificate(capfd, recwarn) -> None:
    authority = trustme.CA()
    certificate = authority.issue_cert("127.0.0.1")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    certificate.configure_cert(context)
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Empty)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    endpoint = f"https://127.0.0.1:{server.server_port}/v1"
    try:
        problem = problem_of(connect(endpoint))
        assert problem.cause is Cause.TLS
        assert "--ca-bundle" in problem.remedy
        assert "--insecure" in problem.remedy
        with authority.cert_pem.tempfile() as bundle:
            assert connect(endpoint, ca_bundle=bundle).fetch(USERS) == {}
        assert connect(endpoint, insecure=True).fetch(USERS) == {}
        assert capfd.readouterr().err == ""
        assert not recwarn.list
    finally:
        server.shutdown()
        server.server_close()


class _Empty(BaseHTTPRequestHandler):
    """Answers `{}` to everything."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Length", "2")
        self.end_headers()
        self.wfile.write(b"{}")

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the base class has it
        return


def test_the_key_is_seen_nowhere(serve) -> None:
    connection = connect(serve(http()).endpoint)
    connection.fetch(USERS)
    seen = f"{connection!r} {connection.target!r} {connection.client!r} {connection.recorder.calls}"
    assert KEY not in seen
    assert connection.identity == f"key …{KEY[-3:]}"


def test_the_sdks_services_work_on_it(demo) -> None:
    from appwrite.query import Query
    from appwrite.services.functions import Functions
    from appwrite.services.storage import Storage
    from appwrite.services.tables_db import TablesDB
    from appwrite.services.teams import Teams
    from appwrite.services.users import Users

    client = Client(Transport(demo.endpoint), project=demo.project)
    client.set_key(demo.keys["full"])
    assert Users(client).list([Query.limit(3)]).total == 520
    assert Users(client).get("alice").id == "alice"
    assert len(TablesDB(client).list_rows("shop", "orders", [Query.limit(2)]).rows) == 2
    assert Teams(client).list().total == 8
    assert Functions(client).list_executions("send-invoice").total > 10
    files = Storage(client).list_files("exports").files
    content = Storage(client).get_file_download("exports", files[0].id)
    assert isinstance(content, bytes)


def test_the_explorer_never_imports_what_is_slow() -> None:
    code = (
        "import sys, tui.launch, tui.app, tui.screens.opening;"
        "bad = {'appwrite.client', 'appwrite.models', 'pydantic', 'requests', 'tui.demo'};"
        "sys.exit(str(bad & set(sys.modules)) if bad & set(sys.modules) else 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
