"""Choosing the columns of a list (`c`), remembered for each table."""

from __future__ import annotations

from functools import partial

from tui.core.cell import Tone
from tui.core.looks import Looks
from tui.screens.host import Explorer
from tui.screens.view import View
from tui.widgets.columns_panel import ColumnsPanel, Preset


def ask(screen: Explorer) -> None:
    """Let somebody choose what the list shows."""
    view = screen.view
    if view.kind.own_columns and view.parent is None:
        screen.say("Its columns are not known yet.")
        return
    fields = view.kind.fields(view.parent)
    looks = Looks.of(fields, view.looks)
    usual = Looks.of(fields)
    about = {one.source: one.about for one in view.filter_fields if not one.refused}
    by_name = {field.label: field for field in reversed(fields)}
    presets = [
        Preset("all", looks.all_shown()),
        Preset("only set", looks.only_set(fields, view.loaded)),
        Preset("as at first", usual),
        Preset("as it was", looks),
    ]
    name = view.place.parents[-1] if view.kind.own_columns else view.kind.title.lower()
    panel = screen.panels.lent(ColumnsPanel)
    panel.open(
        f"Columns of {name}",
        looks,
        presets,
        {field.label: about.get(field.source, "") for field in fields},
        lambda column: screen.grid.width_of(column) or by_name[column].width,
        partial(_take, screen, view, usual),
    )


def _take(screen: Explorer, view: View, usual: Looks, looks: Looks) -> None:
    """Show the list so, and remember it."""
    view.look(Looks() if looks == usual else looks)
    if view is screen.view:
        screen.grid.fields_changed(view.fields)
    try:
        screen.session.looks.keep(view.looks_name, view.looks or Looks())
    except OSError as error:
        screen.say(f"That could not be remembered ({error.strerror}).", Tone.WARN)
