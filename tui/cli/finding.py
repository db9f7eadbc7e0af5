"""What the doctor found, and how it is printed."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass

from tui.core.text import safe


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the report."""

    what: str
    good: bool
    said: str


def as_text(findings: Sequence[Finding]) -> str:
    """A line for each, aligned, without anything that a terminal would act on."""
    width = max(len(finding.what) for finding in findings)
    return "\n".join(
        f"{'ok  ' if finding.good else 'FAIL'}  {finding.what:<{width}}  {safe(finding.said)}"
        for finding in findings
    )


def as_json(findings: Sequence[Finding]) -> str:
    """A list of objects with `what`, `good` and `said`."""
    return json.dumps([asdict(finding) for finding in findings], indent=2)
