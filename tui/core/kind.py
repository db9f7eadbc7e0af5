"""What a type of resource is: its endpoints, the fields its lists show, its parent and children."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING, Any

from tui.core.cell import Cell
from tui.core.endpoint import Endpoint
from tui.core.order import Order

if TYPE_CHECKING:
    # Looking needs none of what changing and filtering does.
    from tui.core.change import Change
    from tui.core.deed import Deed
    from tui.core.filter_field import FilterField
    from tui.core.spec import Spec
    from tui.core.text_lines import TextLines

Resource = Mapping[str, Any]
"""One thing as the server's JSON has it."""


@dataclass(frozen=True, slots=True)
class Field:
    """One value of a resource: a column of its lists and a line of its inspector.

    `show` gives the cell of a resource; it must not fail on missing or strange values, for servers
    differ. `detail` is the exact long form for the inspector (several lines are allowed), where it
    differs from `show`. `width` is what the column likes to have; `grow` lets it take spare room.
    `source` is the server's name of the value, for filters, sorting and copying; `unit` is what it
    counts (`bytes`), where a person types it with one. A `pinned` column stays in sight when the
    list is scrolled sideways; a `fixed` one is exactly as wide as `width` says. `means` gives the
    server's values of the words that it is shown by.
    """

    label: str
    show: Callable[[Resource], Cell]
    source: str = ""
    width: int = 12
    grow: bool = False
    right: bool = False
    detail: Callable[[Resource], Sequence[Cell]] | None = None
    in_list: bool = True
    unit: str = ""
    pinned: bool = False
    fixed: bool = False
    means: tuple[tuple[str, Any], ...] = ()


FieldsFor = Callable[[Resource | None], tuple[Field, ...]]
"""The fields of a kind. Those of a row depend on its table, which is handed in (None: unknown)."""


class Search(Enum):
    """How bare words are searched: by the list's own search, in columns, or not at all."""

    OWN = "own"
    COLUMNS = "columns"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Writes:
    """How resources of a kind are changed. Each gives a Change and sends nothing.

    All take the ids of the path and the parent (None: unknown). `update` takes the resource as it
    was read and the values it should have, and gives None where nothing differs; `create` takes the
    values; `delete` the whole resource; `restore` what was deleted. None is what can't be done.
    `steps` is for what takes several requests (each field of a user has its own): all of them, in
    their order; `update` gives the first. `restore_steps` is the same for `restore`. `along` is
    read before a delete and kept with what is deleted: lists, by the name of their items.
    """

    update: Callable[[Mapping[str, str], Resource | None, Resource, Resource], Change | None]
    create: Callable[[Mapping[str, str], Resource | None, Resource], Change] | None = None
    delete: Callable[[Mapping[str, str], Resource | None, Resource], Change] | None = None
    restore: Callable[[Mapping[str, str], Resource | None, Resource], Change | None] | None = None
    steps: (
        Callable[[Mapping[str, str], Resource | None, Resource, Resource], tuple[Change, ...]]
        | None
    ) = None
    restore_steps: (
        Callable[[Mapping[str, str], Resource | None, Resource], tuple[Change, ...]] | None
    ) = None
    along: Mapping[str, Endpoint] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Grants:
    """That resources of a kind carry permissions: `thing` is what they are called there.

    `security` names the switch by which those of single rows or files count; where they belong to
    a table or bucket (`inherits`), it is a switch of that, and what that grants counts as well.
    """

    thing: str
    security: str
    inherits: bool = False


@dataclass(frozen=True, slots=True)
class Gathered:
    """That a list has no route of its own, and is put together of the lists of many others.

    Each resource of the kind `of` is asked for its list of `kind`, with these queries. `bound` says
    in words how much of each there is.
    """

    of: str
    kind: str
    queries: tuple[str, ...]
    bound: str


@dataclass(frozen=True, slots=True)
class Kind:
    """A type of resource. Data only: screens, command line and jobs all read it.

    `name` is the singular used in code and places (`row`), `title` heads its lists (`Rows`).
    `parent` names the kind whose id its paths need last, None for the roots of panes. `id_name`
    is what paths of its children call its id (`tableId`). `identify` gives that id of a resource.
    `children` are the lists that `enter` (the first) and `tab` (the others) open; without any,
    `enter` opens the resource itself in the inspector. A `card` stays in the inspector while one
    is in its children's lists (a user). `pages` is false for lists that the server answers whole
    (sessions): those get no order or cursor, and `at_once` as their limit where the route takes one
    (it would answer 25 else). `detail` gives the parameters of `get` for
    the parent at hand, `permissions` says in words who may do what. `narrow` names the field by
    which a list of the whole project is narrowed to its parent (the identities of one user).
    `changes` gives how it is changed, None for what cannot be changed here. `form` gives the fields
    to edit one by, for the parent at hand; with True, those to create one by. `grants` is None for
    what carries no permissions. `filters` gives what its lists can be filtered by, for the parent
    at hand; `search` says how bare words are looked for. `own_columns` says that the columns of its
    lists are their parent's (a table's): only the server compares those, for there may be any
    number of rows. `deeds` gives what else can be done to one (the menu under `m`). `contents`
    says that one holds bytes, which are read to be looked at. `write_scopes` names those that let a
    key change one, where they are others than those for its list. `told_once` names the fields that
    only the answer to its creation has (the body of a response). `gathered` says of what a list is
    put together that no route answers (its `listing` is then the one that is asked first). `bulky`
    names the fields that are not kept where many of them are worked on (logs). `saves_by` is what
    saving its form is called (an execution is run). `goes_on` says of one that it changes by itself
    and soon (a running execution). `apart` are lists of one that neither `enter`
    nor `tab` opens, but `o` (the tokens of a file). `home` gives the ids above one, where its `get`
    needs none of them. `share` gives the address by which others have it, of endpoint, project, the
    ids of its path, and itself.
    """

    name: str
    title: str
    noun: str
    listing: Endpoint
    items: str
    fields: FieldsFor
    id_name: str
    parent: str | None = None
    get: Endpoint | None = None
    children: tuple[str, ...] = ()
    identify: Callable[[Resource], str] = lambda resource: str(resource.get("$id", ""))
    label: Callable[[Resource], str] = lambda resource: str(resource.get("name", ""))
    pages: bool = True
    at_once: int = 0
    order: Order | None = None
    permissions: Callable[[Resource, Resource | None], Sequence[Cell]] | None = None
    views: tuple[View, ...] = ()
    card: bool = False
    detail: Callable[[Resource | None], Mapping[str, Any]] = lambda parent: {}
    narrow: str = ""
    changes: Callable[[], Writes] | None = None
    form: Callable[[Resource | None, bool], tuple[Spec, ...]] | None = None
    grants: Grants | None = None
    filters: Callable[[Resource | None], tuple[FilterField, ...]] | None = None
    search: Search = Search.NONE
    own_columns: bool = False
    deeds: Callable[[], tuple[Deed, ...]] = tuple
    contents: bool = False
    told_once: tuple[str, ...] = ()
    bulky: tuple[str, ...] = ()
    saves_by: str = "save"
    write_scopes: tuple[str, ...] = ()
    gathered: Gathered | None = None
    goes_on: Callable[[Resource], bool] = lambda resource: False
    apart: tuple[str, ...] = ()
    home: Callable[[Resource], tuple[str, ...]] | None = None
    share: Callable[[str, str, Mapping[str, str], Resource], str] | None = None

    @property
    def lists(self) -> tuple[str, ...]:
        """The kinds of all lists below one."""
        return (*self.children, *self.apart)

    def beside(self, name: str) -> tuple[str, ...]:
        """The lists below one through which `tab` goes from that of `name`, itself among them."""
        return self.children if name in self.children else (name,)

    @property
    def needs(self) -> tuple[str, ...]:
        """The scopes of which any lets an API key change one."""
        reading = self.listing.scopes
        return self.write_scopes or tuple(one.replace(".read", ".write") for one in reading)

    @property
    def writes(self) -> Writes | None:
        """How resources of this kind are changed."""
        return None if self.changes is None else self.changes()


@dataclass(frozen=True, slots=True)
class View:
    """A further way to look at a resource in the inspector (an execution's logs, its request).

    `show` gives its lines, or a text of any length. `leads` says of which resources it is what one
    wants to see first (the errors of what failed); else that is the first view.
    """

    label: str
    show: Callable[[Resource], Sequence[Cell] | TextLines]
    leads: Callable[[Resource], bool] = lambda resource: False


@dataclass(frozen=True, slots=True)
class Pane:
    """One of the main areas: its key on the keyboard, its titles, the kind it opens on."""

    key: str
    title: str
    short: str
    kind: str
