"""The file with saved views: shared, so it is distrusted; edited by hand, so it keeps comments."""

from __future__ import annotations

import grp
import os
import pwd
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.config.problem import ConfigError
from tui.config.saved_views import NAME, SavedView, SavedViews, views_path

TEXT = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=20)
PRINTED = st.characters(codec="utf-8").filter(str.isprintable)
NAMES = st.text(PRINTED, min_size=1, max_size=20).filter(str.strip)
VIEWS = st.builds(
    SavedView,
    NAMES,
    st.text(st.characters(codec="utf-8"), min_size=1, max_size=20),
    TEXT,
    st.lists(TEXT, max_size=3).map(tuple),
    st.lists(TEXT, max_size=3).map(tuple),
)


@given(st.lists(VIEWS, max_size=4, unique_by=lambda view: view.name), VIEWS)
def test_what_is_saved_is_read_again(
    tmp_path_factory: pytest.TempPathFactory, views: list[SavedView], last: SavedView
) -> None:
    file = SavedViews(tmp_path_factory.mktemp("views") / NAME)
    for view in (*views, last):
        file.save(view)
    expected = {view.name: view for view in (*views, last)}
    assert file.all() == expected
    file.forget(last.name)
    assert file.all() == {name: one for name, one in expected.items() if name != last.name}


def test_comments_and_the_others_stay(tmp_path: Path) -> None:
    path = tmp_path / NAME
    path.write_text(
        '# ours\n[views.a]\nlist = "users"\n\n# the second\n[views."b c"]\nlist = "teams"\n'
    )
    SavedViews(path).save(SavedView("a", "users", "status = blocked"))
    text = path.read_text()
    assert "# ours" in text
    assert '[views."b c"]' in text
    assert SavedViews(path).all()["a"].filter == "status = blocked"


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ('[views.a]\nlist = "users"\nkey = "secret"\n', 3, "'key' is not known here"),
        ('[views.a]\nlist = "users"\nfilter = 3\n', 3, "filter must be a text"),
        ('[views.a]\nlist = "users"\nsort = "name"\n', 3, "sort must be a list of texts"),
        ('[views.a]\nfilter = "x"\n', 1, "list is missing"),
        ('command = "rm"\n[views.a]\nlist = "users"\n', 1, "'command' is not known here"),
        ("[views.a]\nlist = users\n", 2, "no valid TOML"),
    ],
)
def test_a_broken_file_is_named_with_its_line(
    tmp_path: Path, text: str, line: int, said: str
) -> None:
    path = tmp_path / NAME
    path.write_text(text)
    with pytest.raises(ConfigError) as caught:
        SavedViews(path).all()
    assert said in str(caught.value)
    assert f"line {line}" in str(caught.value)
    with pytest.raises(ConfigError):
        SavedViews(path).save(SavedView("b", "users"))
    assert path.read_text() == text


def test_only_a_file_of_ones_own_is_read(tmp_path: Path, monkeypatch: Any) -> None:
    path = tmp_path / NAME
    path.write_text('[views.a]\nlist = "users"\n')
    monkeypatch.setattr(os, "geteuid", lambda: path.stat().st_uid + 1)
    with pytest.raises(ConfigError, match="belongs to somebody else"):
        SavedViews(path).all()
    monkeypatch.undo()
    path.chmod(0o666)
    with pytest.raises(ConfigError, match="Everybody may write"):
        SavedViews(path).all()
    path.chmod(0o664)
    monkeypatch.setattr("tui.config.saved_views._is_own_group", lambda group_id: False)
    with pytest.raises(ConfigError, match="A group of others may write"):
        SavedViews(path).all()
    monkeypatch.undo()
    path.unlink()
    path.mkdir()
    with pytest.raises(ConfigError):
        SavedViews(path).all()


def test_a_group_of_ones_own_is_nobody_else(tmp_path: Path, monkeypatch: Any) -> None:
    path = tmp_path / NAME
    path.write_text('[views.a]\nlist = "users"\n')
    path.chmod(0o664)
    user = SimpleNamespace(pw_name="ada", pw_gid=path.stat().st_gid)
    monkeypatch.setattr(pwd, "getpwuid", lambda uid: user)
    groups = [("ada", [], True), ("ada", ["ada"], True), ("ada", ["bob"], False)]
    for name, members, is_read in [*groups, ("staff", [], False)]:
        group = SimpleNamespace(gr_name=name, gr_mem=members)
        monkeypatch.setattr(grp, "getgrgid", lambda gid, group=group: group)
        if is_read:
            assert "a" in SavedViews(path).all()
        else:
            with pytest.raises(ConfigError, match="A group of others"):
                SavedViews(path).all()


def test_it_stands_beside_the_project_file_or_with_ones_own(tmp_path: Path) -> None:
    inner = tmp_path / "app" / "src"
    inner.mkdir(parents=True)
    assert views_path(inner, tmp_path / "own") == tmp_path / "own" / NAME
    (tmp_path / "app" / "appwrite.config.json").write_text("{}")
    assert views_path(inner, tmp_path / "own") == tmp_path / "app" / NAME
