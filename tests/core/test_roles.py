"""Permissions as people type them."""

from __future__ import annotations

import pytest

from tui.core.roles import RoleError, checked_permission


@pytest.mark.parametrize(
    ("text", "permission"),
    [
        ('read("any")', 'read("any")'),
        ("read any", 'read("any")'),
        (' update( "user:alice" ) ', 'update("user:alice")'),
        ("write(team:ops/owner)", 'write("team:ops/owner")'),
    ],
)
def test_permissions_are_typed_as_it_comes(text: str, permission: str) -> None:
    assert str(checked_permission(text)) == permission


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("any", "a permission is like"),
        ('read("*")', "everybody is called any"),
        ("create any", "create is granted by the bucket"),
        ('read("any"', "is none"),
    ],
)
def test_what_is_no_permission_says_why(text: str, said: str) -> None:
    with pytest.raises(RoleError, match=said):
        checked_permission(text)
