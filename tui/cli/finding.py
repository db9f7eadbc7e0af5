"""What the doctor found, and how it is printed."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass

from tui.core.text import safe

WIDTH = len("configuration")
"""The longest name of what is found."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the report."""

    what: str
    good: bool
    said: str


def as_line(finding: Finding) -> str:
    """One line, aligned with the others, without anything that a terminal would act on."""
    mark = "ok  " if finding.good else "FAIL"
    return f"{mark}  {finding.what:<{WIDTH}}  {safe(finding.said)}"


def as_json(findings: Sequence[Finding]) -> str:
    """A list of objects with `what`, `good` and `said`."""
    return json.dumps([asdict(finding) for finding in findings], indent=2)
