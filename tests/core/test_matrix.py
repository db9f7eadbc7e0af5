"""The matrix of permissions: what is saved, what is warned of. And the roles that people type."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.core.matrix import Matrix, Preset, private_columns
from tui.core.permissions import parse_all
from tui.core.roles import RoleError, checked, suggest

ROLES = ["any", "users", "users/verified", "guests", "user:alice", "team:sup/lead", "label:vip"]
THINGS = st.sampled_from(["row", "file", "table", "bucket"])
LISTS = st.lists(
    st.builds(
        lambda action, role: f'{action}("{role}")',
        st.sampled_from(["read", "update", "delete", "write"]),
        st.sampled_from(ROLES),
    )
    | st.sampled_from(['nonsense("x")', "read(any)"]),
    max_size=8,
)


@given(THINGS, LISTS)
def test_an_untouched_matrix_gives_the_list_that_was_read(thing: str, own: list[str]) -> None:
    matrix = Matrix.of(thing, own, None, True)
    assert matrix.permissions() == own
    assert matrix.changes == 0


@given(THINGS, LISTS, st.lists(st.tuples(st.integers(0, 8), st.integers(0, 3)), max_size=6))
def test_what_is_saved_grants_what_is_shown(
    thing: str, own: list[str], toggles: list[tuple[int, int]]
) -> None:
    matrix = Matrix.of(thing, own, None, True).add("member:m1")
    for row, column in toggles:
        matrix = matrix.move(-100, -100).move(row, column).toggle()
    saved = matrix.permissions()
    creates = thing in ("table", "bucket")
    assert set(parse_all(saved, creates)) == matrix.granted
    assert creates or not any(one.startswith("create") for one in saved)
    for text in own:
        if not parse_all([text], creates):
            assert text in saved


@given(THINGS, LISTS, st.integers(0, 8), st.integers(0, 3))
def test_toggled_twice_is_as_before(thing: str, own: list[str], row: int, column: int) -> None:
    matrix = Matrix.of(thing, own, None, True).move(row, column)
    assert matrix.toggle().toggle().granted == matrix.granted


def test_presets_say_who_may_what() -> None:
    matrix = Matrix.of("row", ['read("users")'], None, True)
    assert matrix.preset(Preset.OWNER, "user:a").permissions() == [
        'read("user:a")', 'update("user:a")', 'delete("user:a")',
    ]  # fmt: skip
    public = matrix.preset(Preset.PUBLIC, "user:a").permissions()
    assert 'read("any")' in public
    assert 'update("any")' not in public
    assert matrix.preset(Preset.NOBODY, "").permissions() == []


@pytest.mark.parametrize(
    ("thing", "own", "above", "counts", "said"),
    [
        ("row", [], [], True, "only API keys get at it"),
        ("row", ['update("any")'], [], True, "Everybody can update"),
        ("row", ['delete("guests")'], [], True, "not signed in can delete"),
        ("row", ['read("any")'], [], True, "Everybody can read contactEmail"),
        ("row", ['read("user:a")'], ['read("users")'], False, "this list is ignored"),
        ("row", ['read("user:a")'], [], False, "this list is ignored"),
        ("file", [f'read("user:u{n}")' for n in range(101)], [], True, "100 permissions at most"),
        ("table", ['create("any")'], None, True, "Everybody can create"),
    ],
)
def test_common_mistakes_are_said_in_words(
    thing: str, own: list[str], above: list[str] | None, counts: bool, said: str
) -> None:
    matrix = Matrix.of(thing, own, above, counts)
    columns = [{"key": "contactEmail"}, {"key": "total"}] if thing == "row" else []
    assert any(said in warning for warning in matrix.warnings(private_columns(columns)))


def test_private_is_what_is_called_so_encrypted_or_an_address() -> None:
    columns = [
        {"key": "apiToken"},
        {"key": "total"},
        {"key": "reach", "format": "email"},
        {"key": "iban", "encrypt": True},
        {"key": "site", "format": "url"},
    ]
    assert private_columns(columns) == ["apiToken", "reach", "iban"]


@pytest.mark.parametrize("role", [*ROLES, "users/unverified", "member:m1", "team:t"])
def test_roles_of_the_grammar_are_taken(role: str) -> None:
    assert checked(f" {role} ") == role


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("*", "everybody is called any"),
        ("role:member", "without role:"),
        ("user:", "a user is user:ID"),
        ("label:v i p", "letters and digits only"),
        ("everyone", "there are any, users"),
    ],
)
def test_what_is_no_role_is_said(text: str, said: str) -> None:
    with pytest.raises(RoleError, match=said):
        checked(text)


def test_names_and_addresses_find_roles_and_ids_stand_beside_them() -> None:
    users = [{"$id": "a1", "name": "any", "email": "any@example.test"}]
    teams = [{"$id": "t1", "name": "Support"}]
    found = {one.role: one.about for one in suggest("any", users, teams)}
    assert found["any"] == "everybody"
    assert found["user:a1"] == "any  any@example.test"
    assert {one.role for one in suggest("supp", users, teams)} >= {"team:t1", "team:t1/owner"}


def test_a_teams_roles_are_those_of_its_members() -> None:
    teams = [{"$id": "t1", "name": "Support"}]
    bob = {"$id": "m1", "teamId": "t1", "teamName": "Support", "userName": "Bob"}
    members = [{**bob, "roles": ["owner", "lead"]}, {**bob, "$id": "m2", "roles": ["lead", "a b"]}]
    found = [one.role for one in suggest("team:t1", [], teams, members)]
    assert found == ["team:t1", "team:t1/owner", "team:t1/lead"]
    assert {one.role: one.about for one in suggest("bob", [], teams, members)} == {
        "member:m1": "Bob of Support",
        "member:m2": "Bob of Support",
        "label:bob": "users with the label bob",
    }


def test_a_table_may_leave_it_to_its_rows_who_reads_them() -> None:
    said = Matrix.of("table", [], None, True, singles=True).warnings()
    assert said == ["Nothing is granted to all of them: only what each row grants counts."]
