"""Related things (`o`): from a row along its relationships, to owners, to what ran an execution."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

from appwrite.query import Query

from tui.api.errors import ApiError
from tui.api.workers import Result
from tui.core.cell import Cell, Tone
from tui.core.kind import Resource
from tui.core.nearness import nearness
from tui.core.place import Place
from tui.core.text import safe
from tui.resources import KINDS
from tui.resources import related as r
from tui.resources.places import PlaceError, parse, text_of
from tui.screens.host import Explorer
from tui.screens.view import View
from tui.widgets.prompt import Choice, Prompt
from tui.widgets.wrapping import Line

SECTION = "links"
TEAMS = 100
"""Teams that are asked, one after the other, whether a membership is theirs."""
LETTERS = "abcdefghijklmprstuvwxyz"
"""Not n and q, which leave a question, nor o, which asked it."""
Linked = tuple[str, str, list[str]]
"""A column of ids: its name in what is remembered, its key, the ids in the row."""


def ask(screen: Explorer) -> None:
    """Go to what belongs to the thing under the cursor; ask which, where it is several."""
    view, resource = screen.view, screen.current
    if resource is None:
        screen.say("There is nothing under the cursor.")
    elif view.kind.name == "row":
        _read_whole(screen, view, resource)
    else:
        found = [*r.of_kind(view.kind.name, resource, view.place.parents)]
        _offer(screen, [*found, *r.of_permissions(resource)], None, r.members_in(resource))


def _read_whole(screen: Explorer, view: View, row: Resource) -> None:
    """Read a row with its relationships, and the tables that may point to it; then offer."""
    kind, known, fetch = view.kind, view.parent, screen.session.connection.fetch
    row_id = kind.identify(row)
    was_read = row_id in view.details
    field, state = screen.current_field, (view, row_id)
    ids = {**view.ids, kind.id_name: row_id}
    endpoint = kind.get

    def read() -> tuple[Resource, Resource | None, Sequence[Resource]]:
        try:
            queries = [Query.limit(r.MOST)]
            found = fetch(KINDS["table"].listing, view.ids, {"queries": queries, "total": False})
        except ApiError:
            # A key may read rows and no list of tables; then nothing is known of what points here.
            found = {}
        tables = found.get("tables")
        tables = tables if isinstance(tables, list) else []
        table = known or next((t for t in tables if t.get("$id") == view.ids["tableId"]), None)
        whole = row
        if endpoint is not None and not was_read and r.has_relationships(table):
            whole = fetch(endpoint, ids, kind.detail(table))
        return whole, table, tables

    def arrived(result: Result) -> None:
        if isinstance(result.error, ApiError):
            screen.say(result.error.problem.line, Tone.BAD)
            return
        if result.error is not None:
            raise result.error
        now = screen.current
        if (screen.view, None if now is None else kind.identify(now)) != state:
            # Somebody went on meanwhile.
            return
        whole, table, tables = result.value
        view.details[row_id] = whole
        found = [*r.of_row(whole, table, view.place.parents, tables), *r.of_permissions(whole)]
        column = field.source if field is not None else ""
        _offer(screen, found, _linked(view, whole, table, column), r.members_in(whole))

    screen.say("Looking for what is related …", Tone.DIM)
    screen.await_answer(read, arrived)


def _linked(view: View, row: Resource, table: Resource | None, column: str) -> Linked | None:
    """The column under the cursor, if it seems to hold ids."""
    ids = r.ids_in(row, table, column)
    return (f"{'/'.join(view.place.parents)}:{column}", column, ids) if ids else None


def _offer(
    screen: Explorer, found: list[r.Related], linked: Linked | None, members: Sequence[str]
) -> None:
    """Go to the only one, or let somebody choose by a letter."""
    asks: list[tuple[str, Callable[[], object]]] = [
        (f"member {safe(one)}: look for its team …", partial(_find_member, screen, one))
        for one in members
    ]
    if linked is not None:
        name, column, ids = linked
        target = _links(screen).get(name, "")
        link = r.of_link(column, ids, target) if target else None
        if link is not None:
            found = [link, *found]
            asks.append((f"{column} holds ids of another list …", partial(_ask, screen, linked)))
        else:
            asks.append((f"{column} holds ids of …", partial(_ask, screen, linked)))
    ways: list[tuple[str, Callable[[], object]]] = [
        (one.label, partial(screen.go, one.place)) for one in found
    ]
    if not ways and not asks:
        screen.say("Nothing is related to it that can be gone to.")
    elif len(ways) == 1 and not asks:
        ways[0][1]()
    else:
        screen.say("")
        _choose(screen, [*ways, *asks])


def _choose(screen: Explorer, ways: Sequence[tuple[str, Callable[[], object]]]) -> None:
    keyed = list(zip(LETTERS, ways, strict=False))
    lines: list[Line] = [[Cell(f"{key}  ", Tone.DIM), Cell(label)] for key, (label, _) in keyed]
    if len(ways) > len(keyed):
        lines.append([Cell(f"and {len(ways) - len(keyed)} more", Tone.DIM)])
    answers = {key: ("", do) for key, (_, do) in keyed}
    screen.panels.ask("Go to", lines, answers, menu=True)


def _find_member(screen: Explorer, member_id: str) -> None:
    """Go to a membership, whose team has to be found first: servers find none by its id alone."""
    fetch, kind = screen.session.connection.fetch, KINDS["membership"]
    view = screen.view

    def find() -> tuple[str, int]:
        queries = {"queries": [Query.limit(TEAMS)], "total": False}
        teams = fetch(KINDS["team"].listing, {}, queries).get("teams") or []
        by_id = {"queries": [Query.equal("$id", [member_id])], "total": False}
        for team in teams:
            if fetch(kind.listing, {"teamId": team["$id"]}, by_id).get(kind.items):
                return team["$id"], len(teams)
        return "", len(teams)

    def arrived(result: Result) -> None:
        if isinstance(result.error, ApiError):
            screen.say(result.error.problem.line, Tone.BAD)
        elif result.error is not None:
            raise result.error
        elif screen.view is view:
            team, asked = result.value
            if team:
                screen.go(Place("membership", (team,), member_id))
            else:
                which = f"None of the first {asked}" if asked == TEAMS else f"None of the {asked}"
                screen.say(f"{which} teams has the member {safe(member_id)}.", Tone.WARN)

    screen.say(f"Looking for it, in {TEAMS} teams at most …", Tone.DIM)
    screen.session.do(find, arrived)


def _ask(screen: Explorer, linked: Linked) -> None:
    """Ask once whose ids a column holds, remember that, and go there."""
    name, column, ids = linked
    catalogue = screen.going.catalogue
    catalogue.ask()

    def offer(text: str) -> list[Choice]:
        lists = [Choice("users", "pane"), Choice("teams", "pane")]
        for find in catalogue.finds():
            if find.place.kind in r.LINKED and find.kind.name in ("table", "bucket"):
                noun = find.kind.noun.lower()
                lists.append(Choice(text_of(find.place), f"{noun} {find.names[-1]}"))
        return [one for one in lists if nearness(text, (one.text, one.about)) is not None]

    def entered(answer: Prompt.Submitted) -> None:
        target = answer.text.strip() if _is_list(answer.text) else answer.choice
        link = r.of_link(column, ids, target) if _is_list(target) else None
        if link is None:
            screen.asking.refuse("Say a table, a bucket, users or teams: databases/shop/customers.")
            return
        screen.asking.close()
        _remember(screen, name, target)
        screen.go(link.place)

    hint = "databases/shop/customers, users, storage/invoices: asked once"
    screen.asking.ask(f"{column} holds ids of", hint, offer, entered)


def _is_list(text: str) -> bool:
    try:
        place = parse(text)
    except PlaceError:
        return False
    return place.kind in r.LINKED and place.focus is None


def _links(screen: Explorer) -> Mapping[str, str]:
    kept: Any = screen.session.memory.recall(SECTION)
    found = kept.items() if isinstance(kept, Mapping) else ()
    return {name: target for name, target in found if isinstance(target, str)}


def _remember(screen: Explorer, name: str, target: str) -> None:
    known = dict(_links(screen))
    try:
        screen.session.memory.change(SECTION, lambda kept: {**known, **(kept or {}), name: target})
    except OSError as error:
        said = f"That could not be written ({error.strerror}); it counts till you leave."
        screen.say(said, Tone.WARN)
