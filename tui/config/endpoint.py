"""What an endpoint must look like, and what people type instead."""

from __future__ import annotations

import re
from urllib.parse import SplitResult, urlsplit

from tui.config.problem import ConfigError

EXAMPLE = "It looks like https://HOST/v1."
_CREDENTIALS = re.compile(r"//[^/]*@")


def checked_endpoint(text: str, where: str) -> str:
    """The endpoint as requests use it: scheme and host in lower case, the host in ASCII.

    `where` says where it stands. Raises ConfigError that names what is missing, with a proposal.
    """
    endpoint = text.strip().rstrip("/")
    shown = repr(_CREDENTIALS.sub("//…@", endpoint))
    if not endpoint:
        raise ConfigError("The endpoint is empty.", EXAMPLE, where)
    if any(one.isspace() or not one.isprintable() or one == "\\" for one in endpoint):
        raise ConfigError(
            f"The endpoint {shown} has a space or another character that no address has.",
            EXAMPLE,
            where,
        )
    if "://" not in endpoint:
        raise ConfigError(
            f"The endpoint {shown} has no scheme.",
            _with_scheme(endpoint.lstrip("/")),
            where,
        )
    parts = _split(endpoint, shown, where)
    if parts.username is not None or parts.password is not None:
        raise ConfigError(
            "The endpoint holds a user name or password.", "Leave it out; keys have a place.", where
        )
    if parts.query or parts.fragment or not parts.path.endswith("/v1"):
        raise ConfigError(
            f"The endpoint {shown} does not end in /v1.", f"Did you mean {_proposal(parts)}?", where
        )
    return f"{parts.scheme}://{_ascii_host(parts, shown, where)}{parts.path}"


def is_loopback(endpoint: str) -> bool:
    """Whether an endpoint is on this very machine, where nobody can listen in."""
    import ipaddress

    host = (urlsplit(endpoint).hostname or "").rstrip(".")
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def is_plain(endpoint: str) -> bool:
    """Whether what is sent there can be read and changed on the way."""
    return urlsplit(endpoint).scheme != "https" and not is_loopback(endpoint)


def _split(endpoint: str, shown: str, where: str) -> SplitResult:
    try:
        parts = urlsplit(endpoint)
        parts.port  # noqa: B018 - reading it is what checks it
    except ValueError as error:
        # Its text repeats the endpoint, with a password that may be in it.
        raise ConfigError(f"The endpoint {shown} is no address.", EXAMPLE, where) from error
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ConfigError(f"The endpoint {shown} is no web address.", EXAMPLE, where)
    return parts


def _ascii_host(parts: SplitResult, shown: str, where: str) -> str:
    """Host and port; a name of other letters as it is asked for, so that look-alikes show."""
    host = parts.hostname or ""
    try:
        host = host.encode("idna").decode("ascii")
    except UnicodeError as error:
        raise ConfigError(
            f"The endpoint {shown} has no valid host name.", EXAMPLE, where
        ) from error
    if ":" in host:
        host = f"[{host}]"
    return host if parts.port is None else f"{host}:{parts.port}"


def _with_scheme(endpoint: str) -> str:
    """The remedy for an endpoint without a scheme."""
    try:
        parts = urlsplit(f"//{endpoint}")
        return f"Did you mean {_proposal(parts)}?" if parts.netloc else EXAMPLE
    except ValueError:
        return EXAMPLE


def _proposal(parts: SplitResult) -> str:
    """What was probably meant: with a scheme, without a page of the Console, with /v1."""
    scheme = parts.scheme or ("http" if is_loopback(f"//{parts.netloc}") else "https")
    path = parts.path.rstrip("/")
    if path.startswith("/console"):
        path = ""
    return f"{scheme}://{parts.netloc}{path.removesuffix('/v1')}/v1"
