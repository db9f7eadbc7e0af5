"""Whether a server can be reached: its name, its port, its certificate, one after the other."""

from __future__ import annotations

import contextlib
import socket
import ssl
import time
from typing import Any
from urllib.parse import urlsplit

from tui.api.failures import explain
from tui.cli.finding import Finding
from tui.config.settings import Settings

SECONDS = 10.0


def reach(settings: Settings, seconds: float = SECONDS) -> list[Finding]:
    """A finding for each step; it stops where the next one cannot work."""
    parts = urlsplit(settings.endpoint)
    host, port = parts.hostname or "", parts.port or (443 if parts.scheme == "https" else 80)
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        return [Finding("name", False, explain(error, host).line)]
    addresses = list(dict.fromkeys(str(one[4][0]) for one in found))
    findings = [Finding("name", True, f"{host} is {', '.join(addresses)}")]
    started = time.perf_counter()
    try:
        connected = socket.create_connection((host, port), seconds)
    except TimeoutError:
        said = f"{host} did not accept a connection on port {port} within {seconds:g} s."
        return [*findings, Finding("connection", False, said)]
    except OSError as error:
        return [*findings, Finding("connection", False, explain(error, host).line)]
    with connected:
        ms = (time.perf_counter() - started) * 1000
        findings.append(Finding("connection", True, f"port {port} answers in {ms:.0f} ms"))
        if parts.scheme == "https":
            findings.append(_tls(connected, host, settings))
        else:
            findings.append(Finding("TLS", True, "not used: plain http"))
    return findings


def _tls(connected: socket.socket, host: str, settings: Settings) -> Finding:
    try:
        context = ssl.create_default_context(cafile=settings.ca_bundle)
    except OSError as error:
        return Finding("TLS", False, f"The CA bundle is of no use: {error.strerror or error}")
    if settings.insecure:
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    try:
        with context.wrap_socket(connected, server_hostname=host) as secured:
            version, certificate = secured.version(), secured.getpeercert() or {}
    except OSError as error:
        return Finding("TLS", False, explain(error, host).line)
    if settings.insecure:
        where = settings.origins["insecure"]
        return Finding("TLS", False, f"{version}, certificate NOT checked (from {where})")
    return Finding("TLS", True, f"{version}, {_described(certificate)}")


def _described(certificate: dict[str, Any]) -> str:
    """Who vouches for a trusted certificate, and for how long."""
    names = {name: value for group in certificate.get("issuer", ()) for name, value in group}
    issuer = names.get("organizationName") or names.get("commonName") or "somebody unnamed"
    expires = ""
    with contextlib.suppress(KeyError, ValueError):
        days = int((ssl.cert_time_to_seconds(certificate["notAfter"]) - time.time()) // 86400)
        expires = f", expires in {days} d ({certificate['notAfter']})"
    return f"certificate trusted, issued by {issuer}{expires}"
