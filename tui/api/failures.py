"""What the network can do to a request, said in words."""

from __future__ import annotations

import socket
import ssl

from urllib3 import exceptions as http

from tui.core.problem import Cause, Problem


def explain(error: BaseException, host: str) -> Problem:
    """The problem behind an exception of urllib3, of a socket or of TLS."""
    for cause in _causes(error):
        found = _explain_one(cause, host)
        if found is not None:
            return found
    return Problem(f"No answer from {host}.", "r tries again.", Cause.NETWORK)


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


def _explain_one(error: BaseException, host: str) -> Problem | None:
    if isinstance(error, ssl.SSLCertVerificationError):
        return Problem(
            f"The certificate of {host} is not trusted: {error.verify_message}.",
            "Name its authority with --ca-bundle FILE, or do without the check with --insecure.",
            Cause.TLS,
        )
    if isinstance(error, ssl.SSLError):
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
    if isinstance(error, http.ConnectTimeoutError):
        return Problem(
            f"{host} could not be reached in time.", "Check the network; r tries again.",
            Cause.TIMEOUT,
        )  # fmt: skip
    if isinstance(error, http.ReadTimeoutError | TimeoutError):
        return Problem(
            f"{host} took the request but gave no answer in time.", "r tries again.", Cause.TIMEOUT
        )
    if isinstance(error, http.IncompleteRead | http.InvalidChunkLength):
        return Problem(
            f"{host} stopped in the middle of its answer.", "r tries again.", Cause.NETWORK
        )
    if isinstance(error, ConnectionResetError | BrokenPipeError | http.ProtocolError):
        return Problem(f"{host} closed the connection.", "r tries again.", Cause.NETWORK)
    return None
