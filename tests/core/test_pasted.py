"""What is pasted as something new: one object, and what of it has no place is said."""

from __future__ import annotations

import pytest

from tui.core.pasted import PasteError, misfits, object_in


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (' {"a": 1}\n', {"a": 1}),
        ('[{"a": 1}]', {"a": 1}),
        ('{"a": "two\rlines"}', {"a": "two\nlines"}),
        ("hello", None),
        ("", None),
    ],
)
def test_one_object_is_found(text: str, found: object) -> None:
    assert object_in(text) == found


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('{"a": 1,\n b}', r"no JSON \(line 2: "),
        ('[{"a": 1}, {"a": 2}]', "These are 2 objects"),
        ("[1, 2]", "no JSON object"),
        ("[" * 100_000, "no JSON|nested too deeply"),
    ],
)
def test_what_is_none_says_why(text: str, said: str) -> None:
    with pytest.raises(PasteError, match=said):
        object_in(text)


def test_what_does_not_fit_is_named() -> None:
    values = {"$id": "x", "total": 1, "strange\x1b": 2, "$permissions": ['read("any")']}
    assert misfits(values, ["$id", "total"]) == (
        "No field for strange␛. The permissions are left out; p grants them afterwards."
    )
    assert misfits({"$id": "x", "total": 1, "$permissions": []}, ["$id", "total"]) == ""
    many = {f"column{number}": number for number in range(9)}
    assert misfits(many, []).endswith("column4 and 4 more.")
