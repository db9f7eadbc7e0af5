"""A list put together of many: newest first, whole as far as it can be, honest about the rest."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from tui.api.errors import ApiError
from tui.core.problem import Problem
from tui.jobs.gathering import gather
from tui.resources import KINDS

FAILURES = KINDS["failure"]


class Server:
    """Answers for functions and their executions; what is refused raises."""

    def __init__(self, functions: Mapping[str, list[str]], refused: tuple[str, ...] = ()) -> None:
        self.functions = functions
        self.refused = refused
        self.queries: list[Any] = []

    def fetch(self, endpoint: Any, ids: Mapping[str, str], params: Any) -> dict[str, Any]:
        if endpoint is FAILURES.listing:
            return {"functions": [{"$id": name} for name in self.functions], "total": 150}
        name = ids["functionId"]
        if name in self.refused:
            raise ApiError(Problem(f"{name} cannot be read."))
        self.queries.append(params["queries"])
        return {"executions": [{"$id": name + at, "$createdAt": at} for at in self.functions[name]]}


def gathered(server: Server, **params: Any) -> dict[str, Any]:
    return gather(server, FAILURES, params)  # type: ignore[arg-type]


def test_all_are_merged_by_time_whoever_answers_first() -> None:
    server = Server({f"f{n}": [f"2026-01-0{day}" for day in (9, 5, 1)] for n in range(20)})
    answer = gathered(server, queries=["mine"])
    times = [row["$createdAt"] for row in answer["executions"]]
    assert times == sorted(times, reverse=True)
    assert len(times) == answer["total"] == 60
    assert all(queries[0] == "mine" and len(queries) == 4 for queries in server.queries)
    assert answer["note"] == "Only the first 20 of 150 functions were asked."


def test_functions_that_cannot_be_read_are_named_and_the_others_listed() -> None:
    server = Server({"a": ["1"], "b": ["2"], "c": ["3"]}, refused=("a", "b"))
    answer = gathered(server)
    assert [row["$id"] for row in answer["executions"]] == ["c3"]
    assert "a: a cannot be read." in answer["note"]
    assert "And 1 more could not be read." in answer["note"]


def test_where_none_can_be_read_that_is_the_answer() -> None:
    with pytest.raises(ApiError, match="cannot be read"):
        gathered(Server({"a": ["1"], "b": ["2"]}, refused=("a", "b")))


def test_no_function_has_no_failures() -> None:
    assert gathered(Server({}))["executions"] == []
