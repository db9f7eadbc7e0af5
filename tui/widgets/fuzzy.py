"""Finding choices by a part of them. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from textual.fuzzy import Matcher

from tui.widgets.prompt import Choice


def matching(choices: Sequence[Choice], typed: str) -> list[Choice]:
    """The choices that hold what was typed, letter after letter, the best first."""
    if not typed.strip():
        return list(choices)
    matcher = Matcher(typed.strip())
    scored = [(matcher.match(f"{one.text} {one.about}"), one) for one in choices]
    return [one for score, one in sorted(scored, key=lambda pair: -pair[0]) if score > 0]
