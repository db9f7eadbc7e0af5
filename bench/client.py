"""Processor time of asking for a page, by our client and by the SDK's, in one process in turns."""

from __future__ import annotations

import contextlib
import io
import os
import statistics
import time
from collections.abc import Callable, Iterator, Mapping

from tui.api.client import Client
from tui.api.transport import Transport
from tui.core.endpoint import Endpoint

USERS = Endpoint("GET", "/users", "users.list")
PAGE = 25
CALLS = 20


def users(environment: Mapping[str, str], ca_bundle: str | None, runs: int) -> float:
    """How much of the SDK's time we take for a page of 25 users.

    The SDK trusts what `REQUESTS_CA_BUNDLE` names.
    """
    if ca_bundle:
        os.environ["REQUESTS_CA_BUNDLE"] = ca_bundle
    ways = (_ours(environment, ca_bundle), _theirs(environment))
    for ask in ways:
        assert ask() == PAGE
    spent = [[_seconds(ask) for ask in ways] for _ in range(max(runs, 5))]
    return statistics.median(ours for ours, _ in spent) / statistics.median(
        theirs for _, theirs in spent
    )


def _seconds(ask: Callable[[], int]) -> float:
    before = time.thread_time()
    for _ in range(CALLS):
        ask()
    return time.thread_time() - before


def _queries() -> Iterator[str]:
    from appwrite.query import Query

    yield Query.limit(PAGE)


def _ours(environment: Mapping[str, str], ca_bundle: str | None) -> Callable[[], int]:
    transport = Transport(environment["APPWRITE_ENDPOINT"], ca_bundle=ca_bundle)
    client = Client(transport, project=environment["APPWRITE_PROJECT_ID"])
    client.set_key(environment["APPWRITE_API_KEY"])
    queries = list(_queries())
    return lambda: len(client.fetch(USERS, params={"queries": queries})["users"])


def _theirs(environment: Mapping[str, str]) -> Callable[[], int]:
    from appwrite.client import Client as SdkClient
    from appwrite.services.users import Users

    client = SdkClient()
    client.set_endpoint(environment["APPWRITE_ENDPOINT"])
    client.set_project(environment["APPWRITE_PROJECT_ID"])
    client.set_key(environment["APPWRITE_API_KEY"])
    service, queries = Users(client), list(_queries())

    def ask() -> int:
        # It prints a warning about versions with each answer.
        with contextlib.redirect_stderr(io.StringIO()):
            return len(service.list(queries=queries).users)

    return ask
