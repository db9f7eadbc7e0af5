"""What was typed into a form, as JSON that can be kept on disk and typed in again. No secrets."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from tui.core.draft import Draft, Holds
from tui.core.form import Form
from tui.core.line_edit import LineEdit
from tui.core.spec import Shape


def typed_into(form: Form) -> list[dict[str, Any]]:
    """The fields that were changed, wrong ones as they were typed."""
    return [
        {
            "name": draft.spec.name,
            "holds": draft.holds.value,
            "texts": [line.text for line in draft.items],
        }
        for draft in form.changed
        if draft.spec.shape is not Shape.SECRET and not draft.spec.private
    ]


def typed_again(form: Form, fields: Sequence[Mapping[str, Any]]) -> Form:
    """The form with that typed into it; fields that are gone meanwhile are left out.

    Raises KeyError, TypeError or ValueError for what `typed_into` did not write.
    """
    known = {draft.spec.name: draft for draft in form.drafts}
    for one in fields:
        draft = known.get(str(one["name"]))
        if draft is not None:
            form = form.with_draft(_filled(draft, one))
    return form


def _filled(draft: Draft, kept: Mapping[str, Any]) -> Draft:
    texts = [str(text) for text in kept["texts"]] or [""]
    items = tuple(LineEdit(text, len(text)) for text in texts)
    return replace(draft, holds=Holds(kept["holds"]), items=items, item=len(items) - 1)
