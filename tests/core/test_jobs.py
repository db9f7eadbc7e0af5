"""How a job tells how far it is."""

from __future__ import annotations

import pytest

from tui.core.jobs import Job


@pytest.mark.parametrize(
    ("unit", "one"),
    [("rows", "1 row"), ("identities", "1 identity"), ("indexes", "1 index"), ("", "1")],
)
def test_one_is_told_in_the_singular(unit: str, one: str) -> None:
    job = Job("change", unit=unit)
    assert job.line.endswith(f"0 {unit}".rstrip()) or not unit
    job.advance(1)
    assert f"  {one}" in job.line
    job.advance(1)
    assert f"  2 {unit}".rstrip() in job.line
