"""Choosing what a field leads to: a row of the related table, a user, a team, by searching."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from appwrite.query import Query

from tui.api.workers import Result
from tui.core.draft import Draft
from tui.core.endpoint import Endpoint
from tui.core.kind import Resource
from tui.core.spec import Shape
from tui.core.text import brief, safe
from tui.core.values import gist
from tui.resources import KINDS
from tui.resources.related import TEXTS
from tui.resources.row_reading import LIST, columns_of
from tui.screens.asking import Asking
from tui.screens.host import Host
from tui.widgets.fuzzy import matching
from tui.widgets.prompt import Choice, Prompt

MOST = 25
SEARCHED = 3
"""Text columns of the other table that are searched."""


class Picking:
    """Lets a person choose a row of another table, a user or a team for the field at hand."""

    def __init__(self, host: Host, asking: Asking) -> None:
        self._host = host
        self._asking = asking
        self._found: dict[str, Resource] = {}
        self._asked: set[tuple[str, ...]] = set()
        self._searches = 0
        self._columns: tuple[str, ...] | None = None

    def pick(self) -> None:
        """Open the line that searches; what is chosen goes into the form."""
        panel = self._host.panels.form
        draft = panel.form.draft if panel is not None else None
        if draft is None or not draft.spec.searches:
            return
        if draft.spec.shape is Shape.ENUM:
            self._pick_element(draft)
            return
        self._found, self._asked, self._columns = {}, set(), None
        self._searches = 0
        sign, related = f"{safe(draft.spec.name)} →", draft.spec.related
        if draft.spec.shape is not Shape.RELATION:
            hint = f"part of the name or id of a {related}; an id as it is"
            offer, typed = partial(self._offer_named, related), draft.line.text
            chosen = partial(self._chosen, draft)
            self._asking.ask(sign, hint, offer, chosen, typed, settled=self._is_settled)
            return
        ids = {**self._host.view.ids, "tableId": related}
        self._learn_columns(ids)
        hint = f"a row of {related}: part of its id or texts"
        offer, chosen = partial(self._offer, ids), partial(self._chosen, draft)
        self._asking.ask(sign, hint, offer, chosen, settled=self._is_settled)

    def _pick_element(self, draft: Draft) -> None:
        """Choose among the elements of an enum, which may hold anything: they are shown safe."""
        elements: dict[str, str] = {}
        for one in draft.spec.elements:
            elements.setdefault(safe(one), one)
        offered = [Choice(shown) for shown in elements]

        def chosen(said: Prompt.Submitted) -> None:
            element = elements.get(said.text.strip(), elements.get(said.choice))
            panel = self._host.panels.form
            if element is None or panel is None:
                self._asking.refuse("It has no element like that.")
                return
            self._asking.close()
            panel.take(panel.form.with_draft(draft.put(element)))

        sign, hint = f"{safe(draft.spec.name)} →", f"part of one of {len(elements)} elements"
        self._asking.ask(sign, hint, lambda text: matching(offered, text), chosen)

    def _offer(self, ids: Mapping[str, str], text: str) -> list[Choice]:
        # What to search a text in is known a moment later.
        if (text,) not in self._asked and (not text or self._columns is not None):
            self._asked.add((text,))
            self._search(ids, text)
        offered = [Choice(row_id, gist(row)) for row_id, row in self._found.items()]
        return matching(offered, text)[:MOST]

    def _offer_named(self, kind: str, text: str) -> list[Choice]:
        """Users or teams, which the server searches by name, e-mail and id."""
        if (text,) not in self._asked:
            self._asked.add((text,))
            params: dict[str, Any] = {"queries": [Query.limit(MOST)], "total": False}
            if text.strip():
                params["search"] = text.strip()
            self._fetch(KINDS[kind].listing, {}, params, KINDS[kind].items)
        offered = [
            Choice(one, brief("  ".join(str(found.get(n) or "") for n in ("name", "email"))))
            for one, found in self._found.items()
        ]
        return matching(offered, text)[:MOST]

    def _is_settled(self, text: str) -> bool:
        return not self._searches or text.strip() in self._found

    def _learn_columns(self, ids: Mapping[str, str]) -> None:
        """Ask which columns of the other table can be searched: not those that are encrypted."""
        connection, get = self._host.session.connection, KINDS["table"].get
        found = self._found
        self._searches += 1

        def arrived(result: Result) -> None:
            if found is not self._found:
                return
            self._searches -= 1
            # Without the table, rows are found by their ids alone.
            table = result.value if isinstance(result.value, Mapping) else None
            texts = [one for one in columns_of(table) if one.get("type") in TEXTS]
            names = [str(one.get("key")) for one in texts if one.get("encrypt") is not True]
            self._columns = tuple(names[:SEARCHED])
            self._asking.offer_again()

        if get is not None:
            self._host.session.do(lambda: connection.fetch(get, ids), arrived)

    def _search(self, ids: Mapping[str, str], text: str) -> None:
        """Ask the other table; what comes is offered as soon as it is there."""
        queries = [Query.limit(MOST), Query.order_desc("$sequence")]
        if text:
            by = [Query.starts_with("$id", text)]
            by += [Query.contains(name, [text]) for name in self._columns or ()]
            queries.append(Query.or_queries(by) if len(by) > 1 else by[0])
        self._fetch(LIST, ids, {"queries": queries, "total": False}, "rows")

    def _fetch(
        self, listing: Endpoint, ids: Mapping[str, str], params: Mapping[str, Any], items: str
    ) -> None:
        connection, found = self._host.session.connection, self._found
        self._searches += 1

        def arrived(result: Result) -> None:
            if found is not self._found:
                # Something else is searched by now.
                return
            self._searches -= 1
            # What cannot be searched is not offered; the id can still be typed.
            rows = result.value.get(items) if isinstance(result.value, Mapping) else None
            for row in rows if isinstance(rows, list) else ():
                self._found[str(row.get("$id"))] = row
            self._asking.offer_again()

        self._host.session.do(lambda: connection.fetch(listing, ids, params), arrived)

    def _chosen(self, draft: Draft, said: Prompt.Submitted) -> None:
        self._asking.close()
        panel = self._host.panels.form
        if panel is None:
            return
        typed = said.text.strip()
        chosen = typed if typed in self._found else said.choice or typed
        if chosen in self._found and draft.spec.shape is Shape.RELATION:
            panel.names[draft.spec.related, chosen] = gist(self._found[chosen])
        if chosen:
            panel.take(panel.form.with_draft(draft.put(chosen)))
