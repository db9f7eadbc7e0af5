"""What an endpoint must look like, and what people type instead."""

from __future__ import annotations

import ipaddress
from urllib.parse import urlsplit

from tui.config.problem import ConfigError


def checked_endpoint(text: str, where: str) -> str:
    """The endpoint without a trailing slash. Raises ConfigError naming what is missing."""
    endpoint = text.strip().rstrip("/")
    if not endpoint:
        raise ConfigError("The endpoint is empty.", "It looks like https://HOST/v1.", where)
    if any(character.isspace() for character in endpoint):
        raise ConfigError(
            f"The endpoint {endpoint!r} has a space in it.", "It looks like https://HOST/v1.", where
        )
    if "://" not in endpoint:
        raise ConfigError(
            f"The endpoint {endpoint!r} has no scheme.", f"Did you mean https://{endpoint}?", where
        )
    try:
        parts = urlsplit(endpoint)
        parts.port  # noqa: B018 - reading it is what checks it
    except ValueError as error:
        raise ConfigError(
            f"The endpoint {endpoint!r} is no address: {error}.",
            "It looks like https://HOST/v1.",
            where,
        ) from error
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ConfigError(
            f"The endpoint {endpoint!r} is no web address.",
            "It looks like https://HOST/v1.",
            where,
        )
    if parts.username or parts.password:
        raise ConfigError(
            "The endpoint holds a user name or password.", "Leave it out; keys have a place.", where
        )
    if not parts.path.endswith("/v1"):
        raise ConfigError(
            f"The endpoint {endpoint!r} does not end in /v1.",
            f"Did you mean {parts.scheme}://{parts.netloc}/v1?",
            where,
        )
    return endpoint


def is_loopback(endpoint: str) -> bool:
    """Whether an endpoint is on this very machine, where nobody can listen in."""
    host = urlsplit(endpoint).hostname or ""
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
