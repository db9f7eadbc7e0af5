"""The pool of kept connections to one server: TLS as asked for, and a count of what was opened."""

from __future__ import annotations

import ssl
import threading
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import urllib3
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import HTTPError, InsecureRequestWarning

from tui.api.errors import ApiError
from tui.core.problem import Cause, Problem
from tui.core.text import safe

CONNECTIONS = 8
CONNECT_SECONDS = 10.0
READ_SECONDS = 60.0


class _Opened(threading.local):
    """How many TCP connections the current thread has opened."""

    count = 0


opened_here = _Opened()


class _Plain(HTTPConnection):
    def connect(self) -> None:
        super().connect()
        opened_here.count += 1


class _Secure(HTTPSConnection):
    def connect(self) -> None:
        super().connect()
        opened_here.count += 1


class _PlainPool(urllib3.HTTPConnectionPool):
    ConnectionCls = _Plain


class _SecurePool(urllib3.HTTPSConnectionPool):
    ConnectionCls = _Secure


def open_pool(endpoint: str, ca_bundle: str | None, insecure: bool) -> urllib3.HTTPConnectionPool:
    """A pool without any connection yet. Raises ApiError for an endpoint or bundle of no use."""
    parts = urlsplit(endpoint)
    options: dict[str, Any] = {
        "maxsize": CONNECTIONS,
        "block": True,
        "timeout": urllib3.Timeout(connect=CONNECT_SECONDS, read=READ_SECONDS),
    }
    try:
        host, port = parts.hostname, parts.port
        if not host or parts.scheme not in ("http", "https"):
            raise ValueError(parts.scheme)
        if parts.scheme == "http":
            return _PlainPool(host, port, **options)
        return _SecurePool(host, port, **options, **_tls(ca_bundle, insecure))
    except (HTTPError, ValueError) as error:
        raise ApiError(
            Problem(
                f"{safe(endpoint)} is no address of a server.", "Check the endpoint.", Cause.INPUT
            )
        ) from error


def _tls(ca_bundle: str | None, insecure: bool) -> dict[str, Any]:
    if insecure:
        # The header of the screen says so; a line on stderr would only paint over it.
        urllib3.disable_warnings(InsecureRequestWarning)
        return {"cert_reqs": "CERT_NONE"}
    if ca_bundle is None:
        return {"cert_reqs": "CERT_REQUIRED"}
    is_folder = Path(ca_bundle).is_dir()
    try:
        context = ssl.create_default_context(
            cafile=None if is_folder else ca_bundle, capath=ca_bundle if is_folder else None
        )
    except OSError as error:
        why = "it holds no certificate" if isinstance(error, ssl.SSLError) else error.strerror
        raise ApiError(
            Problem(
                f"The CA bundle {safe(ca_bundle)} is of no use: {why}.",
                "Name a readable file with certificates in PEM form.",
                Cause.INPUT,
            )
        ) from error
    return {"ssl_context": context}
