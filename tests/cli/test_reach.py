"""Servers that are reached only half way: silent ones, and certificates of every sort."""

from __future__ import annotations

import contextlib
import datetime
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import trustme

from tui.cli.finding import Finding
from tui.cli.reach import reach
from tui.config.settings import Settings


@pytest.fixture
def authority() -> trustme.CA:
    return trustme.CA(organization_name="Testing Ltd")


@pytest.fixture
def serve() -> Iterator[Callable[[ssl.SSLContext | None], int]]:
    """`serve(context)` accepts connections, with TLS where there is a context; gives the port."""
    with contextlib.ExitStack() as stack:

        def start(context: ssl.SSLContext | None) -> int:
            listener = stack.enter_context(socket.create_server(("127.0.0.1", 0)))
            threading.Thread(target=_accept, args=(listener, context), daemon=True).start()
            return int(listener.getsockname()[1])

        yield start


def _accept(listener: socket.socket, context: ssl.SSLContext | None) -> None:
    with contextlib.suppress(OSError):
        while True:
            connection, _ = listener.accept()
            with connection, contextlib.suppress(OSError):
                if context is None:
                    connection.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")
                else:
                    context.wrap_socket(connection, server_side=True).close()


def tls(certificate: trustme.LeafCert) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    certificate.configure_cert(context)
    return context


def found(port: int, **values: object) -> Finding:
    """What is said of TLS."""
    settings = Settings(f"https://127.0.0.1:{port}/v1", "p", **values)  # type: ignore[arg-type]
    steps = reach(settings)
    assert [one.what for one in steps] == ["name", "connection", "TLS"]
    assert all(one.good for one in steps[:2])
    return steps[2]


@pytest.fixture
def bundle(authority: trustme.CA, tmp_path: Path) -> str:
    authority.cert_pem.write_to_path(tmp_path / "ca.pem")
    return str(tmp_path / "ca.pem")


def test_a_trusted_certificate_tells_who_vouches_and_how_long(serve, authority, bundle) -> None:
    expires = datetime.datetime.now(datetime.UTC) + datetime.timedelta(days=40, hours=1)
    port = serve(tls(authority.issue_cert("127.0.0.1", not_after=expires)))
    finding = found(port, ca_bundle=bundle)
    assert finding.good
    assert finding.said.startswith("TLSv1.3, certificate trusted, issued by Testing Ltd")
    assert "expires in 40 d" in finding.said


def test_an_unknown_authority(serve, authority) -> None:
    finding = found(serve(tls(authority.issue_cert("127.0.0.1"))))
    assert not finding.good
    assert "not trusted" in finding.said
    assert "--ca-bundle" in finding.said


def test_an_expired_certificate(serve, authority, bundle) -> None:
    yesterday = datetime.datetime.now(datetime.UTC) - datetime.timedelta(days=1)
    port = serve(tls(authority.issue_cert("127.0.0.1", not_after=yesterday)))
    assert "certificate has expired" in found(port, ca_bundle=bundle).said


def test_a_certificate_for_another_name(serve, authority, bundle) -> None:
    port = serve(tls(authority.issue_cert("other.test")))
    finding = found(port, ca_bundle=bundle)
    assert not finding.good
    assert "mismatch" in finding.said


def test_an_unchecked_certificate_is_nothing_good(serve, authority) -> None:
    port = serve(tls(authority.issue_cert("other.test")))
    finding = found(port, insecure=True, origins={"insecure": "command line"})
    assert not finding.good
    assert finding.said == "TLSv1.3, certificate NOT checked (from command line)"


def test_a_server_without_tls(serve) -> None:
    finding = found(serve(None))
    assert not finding.good
    assert "does not speak TLS" in finding.said


def test_a_bundle_without_certificates(serve, tmp_path: Path) -> None:
    broken = tmp_path / "ca.pem"
    broken.write_text("-----BEGIN CERTIFICATE-----\nnothing\n-----END CERTIFICATE-----\n")
    assert "CA bundle is of no use" in found(serve(None), ca_bundle=str(broken)).said


def test_plain_http(serve) -> None:
    steps = reach(Settings(f"http://localhost:{serve(None)}/v1", "p"))
    assert [one.good for one in steps] == [True, True, True]
    assert steps[2].said == "not used: plain http"


def test_a_name_that_nobody_knows() -> None:
    steps = reach(Settings("https://no-such-host.invalid/v1", "p"))
    assert [(one.what, one.good) for one in steps] == [("name", False)]
    assert "no-such-host.invalid is unknown" in steps[0].said
