"""What is remembered of a project: bookmarks and visits, private, whole, and shared by programs."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.config.bookmarks import Bookmark, Bookmarks
from tui.config.memory import FOLDER, Memory
from tui.config.often import Often
from tui.core.order import Order, joined

orders = st.lists(st.builds(Order, st.text(max_size=5), st.booleans()), max_size=3)
bookmarks = st.builds(Bookmark, st.text(min_size=1), orders.map(lambda each: joined(tuple(each))))


@given(st.lists(bookmarks, unique=True, max_size=5))
def test_bookmarks_are_kept_in_their_order(tmp_path_factory, kept: list[Bookmark]) -> None:
    folder = tmp_path_factory.mktemp("state")
    here = Bookmarks(Memory(folder, "project"))
    assert all(here.toggle(one) for one in kept)
    again = Bookmarks(Memory(folder, "project"))
    assert again.all == kept
    assert Bookmarks(Memory(folder, "another")).all == []
    assert not any(again.toggle(one) for one in kept)
    assert Bookmarks(Memory(folder, "project")).all == []


def test_two_programs_do_not_lose_what_the_other_keeps(tmp_path: Path) -> None:
    one, other = (Bookmarks(Memory(tmp_path, "project")) for _ in range(2))
    assert one.all == other.all == []
    one.toggle(Bookmark("users"))
    other.toggle(Bookmark("teams"))
    assert Bookmarks(Memory(tmp_path, "project")).all == [Bookmark("users"), Bookmark("teams")]


def test_the_file_is_private_and_names_its_project(tmp_path: Path) -> None:
    Bookmarks(Memory(tmp_path, "https://host/v1 shop")).toggle(Bookmark("users"))
    (file,) = (tmp_path / FOLDER).iterdir()
    assert file.stat().st_mode & 0o777 == 0o600
    assert "https://host/v1 shop" in file.read_text()


@pytest.mark.parametrize(
    "content", ["", "[]", "{", '{"bookmarks": [1, {"place": 2}], "visits": 3}']
)
def test_a_broken_file_is_no_reason_to_stop(tmp_path: Path, content: str) -> None:
    Bookmarks(Memory(tmp_path, "project")).toggle(Bookmark("users"))
    (file,) = (tmp_path / FOLDER).iterdir()
    file.write_text(content)
    memory = Memory(tmp_path, "project")
    assert Bookmarks(memory).all == []
    assert Often(memory).places == []
    assert Bookmarks(memory).toggle(Bookmark("teams"))


def test_places_of_earlier_starts_come_first_by_how_often_they_were_visited(tmp_path: Path) -> None:
    often = Often(Memory(tmp_path, "project"))
    for place in ("users", "teams", "teams"):
        often.note(place)
    assert often.places == ["teams", "users"]
    often.save()
    again = Often(Memory(tmp_path, "project"))
    again.note("users")
    again.note("users")
    assert again.places == ["users", "teams"]


def test_without_a_folder_it_lasts_as_long_as_the_program() -> None:
    memory = Memory()
    Bookmarks(memory).toggle(Bookmark("users"))
    assert Bookmarks(memory).all == [Bookmark("users")]


def test_what_cannot_be_written_counts_till_the_end(tmp_path: Path) -> None:
    (tmp_path / FOLDER).write_text("in the way")
    kept = Bookmarks(Memory(tmp_path, "project"))
    with pytest.raises(OSError):
        kept.toggle(Bookmark("users"))
    assert kept.all == [Bookmark("users")]
