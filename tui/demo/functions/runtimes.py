"""Owns which runtimes and specifications there are for functions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tui.demo.versions import Version

_VERSIONS: Mapping[str, str] = {
    "node": "14.5 16.0 18.0 19.0 20.0 21.0 22 23 24 25",
    "php": "8.0 8.1 8.2 8.3 8.4",
    "ruby": "3.0 3.1 3.2 3.3 3.4 4.0",
    "python": "3.8 3.9 3.10 3.11 3.12 3.13 3.14",
    "python-ml": "3.11 3.12 3.13",
    "deno": "1.21 1.24 1.35 1.40 1.46 2.0 2.5 2.6",
    "dart": "2.15 2.16 2.17 2.18 2.19 3.0 3.1 3.3 3.5 3.8 3.9 3.10 3.11",
    "dotnet": "6.0 7.0 8.0 10",
    "java": "8.0 11.0 17.0 18.0 21.0 22 25",
    "swift": "5.5 5.8 5.9 5.10 6.2",
    "kotlin": "1.6 1.8 1.9 2.0 2.3",
    "cpp": "17 20",
    "bun": "1.0 1.1 1.2 1.3",
    "go": "1.23 1.24 1.25 1.26",
    "rust": "1.83",
    "static": "1",
    "flutter": "3.24 3.27 3.29 3.32 3.35 3.38 3.41",
}
_SINCE_1_9: Mapping[str, str] = {
    "node": "23 24 25",
    "php": "8.4",
    "ruby": "3.4 4.0",
    "python": "3.13 3.14",
    "python-ml": "3.13",
    "deno": "2.5 2.6",
    "dart": "3.10 3.11",
    "dotnet": "10",
    "java": "25",
    "swift": "6.2",
    "kotlin": "2.3",
    "bun": "1.2 1.3",
    "go": "1.24 1.25 1.26",
    "rust": "1.83",
    "flutter": "3.38 3.41",
}
_NAMES = {
    "node": "Node.js",
    "php": "PHP",
    "python-ml": "Python (ML)",
    "cpp": "C++",
    "dotnet": ".NET",
    "static": "Static",
}
SPECIFICATIONS: tuple[dict[str, Any], ...] = (
    {"slug": "s-0.5vcpu-512mb", "memory": 512, "cpus": 0.5, "enabled": True},
    {"slug": "s-1vcpu-512mb", "memory": 512, "cpus": 1, "enabled": True},
    {"slug": "s-1vcpu-1gb", "memory": 1024, "cpus": 1, "enabled": True},
)
DEFAULT_SPECIFICATION = "s-1vcpu-1gb"


def runtimes(version: Version) -> list[str]:
    """The ids of the runtimes in the server's order."""
    newer = _ids(_SINCE_1_9) if version.oldest_runtimes else []
    return [id_ for id_ in _ids(_VERSIONS) if id_ not in newer]


def runtime_of(id_: str) -> dict[str, Any]:
    """A runtime as the list shows it."""
    key, _, version = id_.rpartition("-")
    return {
        "$id": id_,
        "key": key,
        "name": _NAMES.get(key, key.capitalize()),
        "version": version,
        "base": f"{key}:{version}-alpine",
        "image": f"openruntimes/{key}:v5-{version}",
        "logo": f"{key}.png",
        "supports": ["x86", "arm64"],
    }


def _ids(versions: Mapping[str, str]) -> list[str]:
    return [f"{key}-{version}" for key, each in versions.items() for version in each.split()]
