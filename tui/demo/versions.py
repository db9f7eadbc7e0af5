"""Owns the differences between server versions: one table, read by whoever behaves differently."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Version:
    """What one server version has, lacks and names differently."""

    name: str
    """As `--server-version` takes it."""
    reported: str
    """What `GET /health/version` and the body of every error say."""
    unknown_route_is_html: bool
    integer_sequence: bool
    """`$sequence` of a row is a number instead of text."""
    string_columns_only: bool
    """There is no varchar, text, mediumtext, longtext or bigint, and tables show no `bytesMax`."""
    contains_any_and_all: bool
    """The query methods `containsAny` and `containsAll` exist."""


VERSIONS = {
    version.name: version
    for version in (
        Version("1.8.1", "1.8.1", False, True, True, False),
        Version("1.9.6", "1.9.6", True, False, False, True),
        Version("2.0", "1.9.6", True, False, False, True),
    )
}
