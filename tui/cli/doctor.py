"""`appwrite-tui doctor`: what was found and tried, and what works."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass

from appwrite.query import Query

from tui.api.connection import Connection, Target
from tui.api.errors import ApiError
from tui.config.flags import Flags
from tui.config.problem import ConfigError
from tui.config.resolve import Surroundings, gather, resolve
from tui.config.settings import Settings
from tui.core.problem import Cause
from tui.core.text import safe
from tui.resources import KINDS, PANES


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the report."""

    what: str
    good: bool
    said: str


def run(flags: Flags, as_json: bool) -> int:
    """Print the report. 0 where all is well, else 1."""
    findings = examine(flags, Surroundings.here())
    if as_json:
        print(json.dumps([asdict(finding) for finding in findings], indent=2, ensure_ascii=False))
    else:
        width = max(len(finding.what) for finding in findings)
        for finding in findings:
            mark = "ok  " if finding.good else "FAIL"
            print(f"{mark}  {finding.what:<{width}}  {finding.said}")
    return 0 if all(finding.good for finding in findings) else 1


def examine(flags: Flags, around: Surroundings) -> list[Finding]:
    """All findings, from the configuration to the panes; it stops where nothing more can work."""
    try:
        findings = _sources(flags, around)
        settings = resolve(flags, around)
    except ConfigError as error:
        return [Finding("configuration", False, str(error))]
    if settings is None:
        return [*findings, Finding("configuration", False, "Nothing is configured.")]
    findings += _settings(settings)
    if settings.mixed:
        said = "Endpoint, project and key come from several sources; open the explorer to confirm."
        return [*findings, Finding("mix", False, said)]
    connection = Connection(
        Target(
            settings.endpoint,
            settings.project,
            settings.key,
            read_only=True,
            ca_bundle=settings.ca_bundle,
            insecure=settings.insecure,
        )
    )
    server = _server(connection, settings)
    findings += server
    return findings + _panes(connection) if all(finding.good for finding in server) else findings


def _sources(flags: Flags, around: Surroundings) -> list[Finding]:
    sources, profiles = gather(flags, around)
    findings = []
    for source in sources:
        said = [
            name
            for name, value in (
                ("endpoint", source.endpoint),
                ("project", source.project),
                ("key", source.key or (source.profile and source.profile.key_env)),
            )
            if value
        ]
        findings.append(Finding(source.name, True, f"says {', '.join(said) or 'nothing'}"))
    names = ", ".join(sorted(profiles.by_name)) or "none"
    findings.append(Finding("profiles", True, f"{names} in {profiles.path}"))
    return findings


def _settings(settings: Settings) -> list[Finding]:
    origins = settings.origins
    key = str(settings.key) if settings.key is not None else "none: the server sees a guest"
    mode = f"yes, by {settings.locked_by}" if settings.read_only else "no"
    return [
        Finding("endpoint", True, f"{settings.endpoint} (from {origins['endpoint']})"),
        Finding("project", True, f"{safe(settings.project)} (from {origins['project']})"),
        Finding("key", settings.key is not None, f"{key} (from {origins.get('key', 'nowhere')})"),
        Finding("read-only", True, mode),
    ]


def _server(connection: Connection, settings: Settings) -> list[Finding]:
    try:
        version = connection.learn_version()
    except ApiError as error:
        return [Finding("server", False, error.problem.line)]
    said = f"Appwrite {safe(version)}" if version else "does not tell its version"
    tls = "not used (http)"
    if settings.endpoint.startswith("https"):
        tls = "NOT checked (--insecure)" if settings.insecure else "certificate trusted"
    return [
        Finding("server", True, f"{said}, {connection.latency_ms or 0:.0f} ms"),
        Finding("TLS", not settings.insecure, tls),
    ]


def _panes(connection: Connection) -> list[Finding]:
    findings = []
    for pane in PANES:
        kind = KINDS[pane.kind]
        params = {"queries": [Query.limit(1)], "total": False} if kind.pages else {}
        try:
            connection.fetch(kind.listing, {}, params)
        except ApiError as error:
            problem = error.problem
            scopes = " or ".join(problem.scopes)
            said = f"lacks the scope {scopes}" if problem.cause is Cause.SCOPE else problem.line
            findings.append(Finding(pane.title, False, said))
        else:
            findings.append(Finding(pane.title, True, "opens"))
    return findings
