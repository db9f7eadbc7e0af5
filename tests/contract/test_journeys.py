"""The embedded Appwrite against what real servers answered, request after request."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.contract.replaying import Journey

JOURNEYS = Path(__file__).parent / "journeys"
SERVERS = {"1.9.6": "1.9.6", "1.8.1": "1.8.1", "2.0-dev": "2.0"}
"""The folder of the recordings, and the `--server-version` that imitates that server."""


@pytest.fixture(scope="module", params=SERVERS)
def server(request, start_demo):
    with start_demo("--empty", "--server-version", SERVERS[request.param]) as demo:
        yield request.param, demo


NAMES = sorted(path.stem for path in (JOURNEYS / "1.9.6").glob("*.jsonl"))


@pytest.mark.parametrize("name", NAMES)
def test_a_journey_is_answered_as_it_was_recorded(server, name: str) -> None:
    version, demo = server
    path = JOURNEYS / version / f"{name}.jsonl"
    assert not Journey(path, demo.endpoint, demo.project, demo.keys).replay()
