"""What a person can do: one table that footer, help, palette and key bindings read."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Group(Enum):
    """Under which heading of the help an action stands."""

    MOVE = "Move"
    GO = "Go"
    LOOK = "Look"
    CHANGE = "Change"
    PROGRAM = "Program"


@dataclass(frozen=True, slots=True)
class Action:
    """A named thing a person can do.

    `keys` are written as Textual names them; the first is the one that is shown. `footer` is the
    order in the status line, lowest first, None for actions that are only in the help.
    """

    id: str
    keys: tuple[str, ...]
    label: str
    help: str
    group: Group
    footer: int | None = None


ACTIONS: tuple[Action, ...] = (
    Action("pane_1", ("1",), "users", "the users", Group.GO),
    Action("pane_2", ("2",), "databases", "the databases", Group.GO),
    Action("pane_3", ("3",), "storage", "buckets and files", Group.GO),
    Action("pane_4", ("4",), "functions", "functions and their executions", Group.GO),
    Action("pane_5", ("5",), "teams", "teams and their members", Group.GO),
    Action("down", ("j", "down"), "down", "one line down", Group.MOVE),
    Action("up", ("k", "up"), "up", "one line up", Group.MOVE),
    Action("left", ("h", "left"), "left", "the cell to the left", Group.MOVE),
    Action("right", ("l", "right"), "right", "the cell to the right", Group.MOVE),
    Action("first", ("g", "home"), "first", "the first line", Group.MOVE),
    Action("last", ("G", "end"), "last", "the last line, however long the list", Group.MOVE),
    Action("page_down", ("pagedown", "ctrl+f"), "page down", "one page down", Group.MOVE),
    Action("page_up", ("pageup", "ctrl+b"), "page up", "one page up", Group.MOVE),
    Action("half_down", ("ctrl+d",), "half page down", "half a page down", Group.MOVE),
    Action("half_up", ("ctrl+u",), "half page up", "half a page up", Group.MOVE),
    Action("open", ("enter",), "open", "open what is under the cursor", Group.GO, footer=1),
    Action("back", ("escape", "backspace"), "back", "back to where this was opened", Group.GO, 2),
    Action("next_list", ("tab",), "next list", "the next list beside this one", Group.GO),
    Action("previous_list", ("shift+tab",), "previous list", "the list before", Group.GO),
    Action("filter", ("slash",), "filter", "list only what matches", Group.LOOK, 3),
    Action("quick", ("f",), "quick filter", "failed, blocked, new today …", Group.LOOK),
    Action("sort", ("s",), "sort", "sort by this column: up, down, as it was", Group.LOOK),
    Action("save_view", ("V",), "save view", "keep filter, order, columns by a name", Group.LOOK),
    Action("columns", ("c",), "columns", "which columns, in which order, how wide", Group.LOOK),
    Action(
        "sort_also", ("comma",), "sort also", "sort by this column besides the others", Group.LOOK
    ),
    Action(
        "goto", ("colon",), "go to", "go to a place by name: databases/shop/orders", Group.GO, 6
    ),
    Action("related", ("o",), "related", "what belongs to it: relations, owners …", Group.GO),
    Action("bookmark", ("b",), "bookmark", "keep where you are, or no longer", Group.GO),
    Action("bookmarks", ("B",), "bookmarks", "the places you kept, to go there", Group.GO),
    Action("last_place", ("minus",), "last place", "between the last two places", Group.GO),
    Action("history_back", ("alt+left",), "history back", "the place before", Group.GO),
    Action("history_forward", ("alt+right",), "history forward", "the place after", Group.GO),
    Action("inspector", ("i",), "inspector", "show or hide the inspector", Group.LOOK, footer=5),
    Action(
        "next_tab", ("right_square_bracket",), "next tab", "the inspector's next tab", Group.LOOK
    ),
    Action("previous_tab", ("left_square_bracket",), "previous tab", "the tab before", Group.LOOK),
    Action("find_next", ("n",), "next hit", "the next hit of /, or a log's next error", Group.LOOK),
    Action("find_previous", ("N",), "hit before", "the hit before it", Group.LOOK),
    Action("fold", ("z",), "fold", "fold or unfold nested JSON; in a log: wrap lines", Group.LOOK),
    Action("refresh", ("r",), "refresh", "ask the server again; the old stays visible", Group.LOOK),
    Action("watch", ("t",), "watch", "mark what others add, change, delete", Group.LOOK),
    Action("edit", ("e",), "edit", "edit in a form what is under the cursor", Group.CHANGE, 4),
    Action(
        "edit_cell", ("equals_sign",), "edit cell", "edit the cell under the cursor", Group.CHANGE
    ),
    Action("edit_outside", ("E",), "edit in $EDITOR", "edit as JSON in your editor", Group.CHANGE),
    Action("add", ("a",), "add", "add something to this list", Group.CHANGE),
    Action("import", ("I",), "import", "put a CSV, JSON or NDJSON file in the table", Group.CHANGE),
    Action("duplicate", ("Y",), "duplicate", "add one like that under the cursor", Group.CHANGE),
    Action("execute", ("X",), "execute", "run the function, or this execution again", Group.CHANGE),
    Action("more", ("m",), "more", "what else can be done with it, or the marked", Group.CHANGE),
    Action("permissions", ("p",), "permissions", "who may do what with it", Group.CHANGE),
    Action("delete", ("D",), "delete", "delete what is under the cursor", Group.CHANGE),
    Action(
        "replace_text",
        ("tilde",),
        "replace text",
        "replace text in a column of the marked",
        Group.CHANGE,
    ),
    Action(
        "increment", ("plus",), "add to", "add to a column of numbers of the marked", Group.CHANGE
    ),
    Action("mark", ("space",), "mark", "mark what is under the cursor", Group.CHANGE),
    Action("mark_range", ("v",), "mark range", "mark from the last mark to here", Group.CHANGE),
    Action("mark_invert", ("asterisk",), "invert marks", "mark what is not marked", Group.CHANGE),
    Action("mark_all", ("A",), "mark all", "mark all of the list, loaded or not", Group.CHANGE),
    Action("undo", ("u",), "undo", "take the last change of this session back", Group.CHANGE),
    Action("redo", ("U",), "redo", "take the last undo back", Group.CHANGE),
    Action("readonly", ("R",), "readonly", "lock all changes, or unlock them", Group.CHANGE),
    Action("journal", ("H",), "journal", "what was changed from here, to undo it", Group.CHANGE),
    Action("jobs", ("J",), "jobs", "long work: how far it is; pause, cancel, go on", Group.LOOK),
    Action("cancel_job", ("K",), "cancel job", "stop the job that was started last", Group.LOOK),
    Action("copy", ("y",), "copy", "id, cell, JSON, the request as Python, curl …", Group.LOOK),
    Action("download", ("S",), "download", "bring the file, or the marked, here", Group.LOOK),
    Action("export", ("x",), "export", "write the list, or the marked, to a file", Group.LOOK),
    Action(
        "requests", ("exclamation_mark",), "requests", "what was asked of the server", Group.LOOK
    ),
    Action("palette", ("ctrl+p", "f2"), "palette", "everything one can do, by name", Group.PROGRAM),
    Action("help", ("question_mark", "f1"), "help", "all keys", Group.PROGRAM, footer=7),
    Action("quit", ("q",), "leave", "leave this view; at the top: quit", Group.PROGRAM),
)

CHANGING = frozenset(
    (
        *("edit", "edit_cell", "edit_outside", "add", "duplicate", "delete", "permissions"),
        *("execute", "more", "replace_text", "increment", "import"),
    )
)
"""Actions that are for nothing where nothing may be changed."""

BEHIND_CHANGES = CHANGING | {"undo", "redo", "journal"}
"""Actions that mean what is there once the change before them is made."""

OPENING = BEHIND_CHANGES | frozenset(
    (
        *("related", "quick", "columns", "copy", "download", "export"),
        *("bookmarks", "save_view", "jobs", "requests"),
    )
)
"""Actions that open what is then typed into, or say why not."""

AT_CURSOR = frozenset(
    (
        *("open", "edit", "edit_cell", "edit_outside", "duplicate", "delete", "permissions"),
        *("more", "replace_text", "increment", "mark", "mark_range", "copy", "related"),
        "download",
    )
)
"""Actions that mean the thing under the cursor."""

IN_LINES = frozenset(("left", "right", "page_down", "page_up", "half_down", "half_up"))
"""Actions that move in a list once it has lines, whether these have been read or not."""
