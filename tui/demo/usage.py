"""Owns the numbers of the usage endpoints: how many there are, and on which days they came."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from tui.demo.store.clock import written
from tui.demo.store.database import Store

RANGES: Mapping[str, tuple[int, timedelta]] = {
    "24h": (24, timedelta(hours=1)),
    "30d": (30, timedelta(days=1)),
    "90d": (90, timedelta(days=1)),
}
"""The `range` parameter: how many periods of which length."""


class Periods:
    """The periods of one range, the last of which is not over yet."""

    def __init__(self, name: str) -> None:
        self.name = name
        count, length = RANGES[name]
        now = datetime.now(UTC)
        last = now.replace(minute=0, second=0, microsecond=0)
        if length.days:
            last = last.replace(hour=0)
        self.starts = [written(last - length * back) for back in reversed(range(count))]
        self.cut = len("2026-01-02") if length.days else len("2026-01-02T03")
        """Moments that begin with as many equal characters lie in the same period."""

    def start_of(self, moment: str) -> str:
        """The start of the period that a moment (cut to `cut` characters) lies in."""
        return next((start for start in self.starts if start.startswith(moment)), "")


@dataclass(frozen=True)
class Metric:
    """Something counted: rows of SQL tables, or the sum of an SQL `amount` over them."""

    tables: Sequence[str]
    amount: str = "1"
    where: str = "1"
    values: Sequence[str] = ()
    """Of the marks in `where`."""

    def total(self, store: Store) -> int:
        """Over everything that there is."""
        sql = f"SELECT sum({self.amount}) FROM {{}} WHERE {self.where}"
        return sum(
            round(store.all(sql.format(table), self.values)[0][0] or 0) for table in self.tables
        )

    def series(self, store: Store, periods: Periods) -> list[dict[str, Any]]:
        """What a chart shows: the amounts that came in each period."""
        came = dict.fromkeys(periods.starts, 0)
        for table in self.tables:
            for moment, amount in store.all(
                f"SELECT substr(_created, 1, {periods.cut}), sum({self.amount}) FROM {table} "
                f"WHERE _created >= ? AND {self.where} GROUP BY 1",
                (periods.starts[0], *self.values),
            ):
                start = periods.start_of(moment)
                if start:
                    came[start] += round(amount or 0)
        return [{"value": value, "date": start} for start, value in came.items()]
