"""What the network can do to a request, said in words."""

from __future__ import annotations

import socket
import ssl
from dataclasses import replace

from urllib3 import exceptions as http

from tui.core.problem import Cause, Problem

UNCERTAIN = "Whether the change was made is not known: look before you try again."
_AGAIN = "Try again."


def explain(error: BaseException, host: str, *, changes: bool = False) -> Problem:
    """The problem behind an exception of urllib3, of a socket or of TLS.

    `changes` says that a write was on its way, which may have arrived.
    """
    causes = _causes(error)
    for cause in causes:
        problem = _never_asked(cause, host)
        if problem is not None:
            return problem
    for cause in causes:
        problem = _broken_off(cause, host)
        if problem is not None:
            return replace(problem, remedy=UNCERTAIN, uncertain=True) if changes else problem
    remedy = UNCERTAIN if changes else _AGAIN
    return Problem(f"No answer from {host}.", remedy, Cause.NETWORK, uncertain=changes)


def _causes(error: BaseException) -> list[BaseException]:
    """The exceptions inside an exception, innermost first."""
    found: list[BaseException] = []
    waiting: list[object] = [error]
    while waiting:
        one = waiting.pop()
        if isinstance(one, BaseException) and one not in found:
            found.append(one)
            waiting += [one.__cause__, one.__context__, getattr(one, "reason", None), *one.args]
    return found[::-1]


def _never_asked(error: BaseException, host: str) -> Problem | None:
    """Failures before the request could leave."""
    if isinstance(error, ssl.SSLCertVerificationError):
        return Problem(
            f"The certificate of {host} is not trusted: {error.verify_message}.",
            "Name its authority with --ca-bundle FILE, or do without the check with --insecure.",
            Cause.TLS,
        )
    if isinstance(error, ssl.SSLError) and not isinstance(error, ssl.SSLEOFError):
        return Problem(
            f"{host} does not speak TLS as expected ({error.reason or 'no reason given'}).",
            "Is the endpoint's scheme (https, http) right?",
            Cause.TLS,
        )
    if isinstance(error, socket.gaierror):
        return Problem(
            f"The name {host} is unknown.", "Check the endpoint and the network.", Cause.NETWORK
        )
    if isinstance(error, ConnectionRefusedError):
        return Problem(
            f"{host} refuses connections on this port.",
            "Does the server run, and is the endpoint's port right?",
            Cause.NETWORK,
        )
    if isinstance(error, http.NewConnectionError):
        why = getattr(error.__cause__, "strerror", None)
        said = f"{host} cannot be reached{f': {why}' if why else ''}."
        return Problem(said, "Check endpoint and network.", Cause.NETWORK)
    if isinstance(error, http.ConnectTimeoutError):
        return Problem(f"{host} could not be reached in time.", "Check the network.", Cause.TIMEOUT)
    return None


def _broken_off(error: BaseException, host: str) -> Problem | None:
    """Failures after the request left, or may have left."""
    if isinstance(error, http.ReadTimeoutError | TimeoutError):
        return Problem(
            f"{host} took the request but gave no answer in time.", _AGAIN, Cause.TIMEOUT
        )
    if isinstance(error, http.IncompleteRead | http.InvalidChunkLength):
        return Problem(f"{host} stopped in the middle of its answer.", _AGAIN, Cause.NETWORK)
    if isinstance(error, http.DecodeError):
        return Problem(
            f"The answer of {host} is packed in a way that cannot be unpacked.",
            "Is there a proxy before the server that changes answers?",
            Cause.NOT_APPWRITE,
        )
    if isinstance(error, ConnectionResetError | BrokenPipeError | ssl.SSLEOFError):
        return Problem(f"{host} closed the connection.", _AGAIN, Cause.NETWORK)
    if isinstance(error, http.ProtocolError):
        return Problem(f"{host} closed the connection.", _AGAIN, Cause.NETWORK)
    return None
