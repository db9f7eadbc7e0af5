"""The last place of each project."""

from __future__ import annotations

import pytest

from tui.config.last_place import PROJECTS, last_place, remember_place

HERE = ("https://a.test/v1", "p")


def test_each_project_has_its_own(tmp_path) -> None:
    remember_place(*HERE, "databases/shop", tmp_path)
    remember_place("https://a.test/v1", "q", "users", tmp_path)
    remember_place("https://b.test/v1", "p", "teams", tmp_path)
    remember_place(*HERE, "databases/shop/orders", tmp_path)
    assert last_place(*HERE, tmp_path) == "databases/shop/orders"
    assert last_place("https://a.test/v1", "q", tmp_path) == "users"
    assert last_place("https://c.test/v1", "p", tmp_path) is None


def test_it_is_kept_in_private(tmp_path) -> None:
    remember_place(*HERE, "users", tmp_path / "new" / "state")
    assert (tmp_path / "new" / "state").stat().st_mode & 0o777 == 0o700
    assert (tmp_path / "new" / "state" / "places.json").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize(
    "content", [b"", b"{broken", b"[1]", b"\xff\xfe", b"[" * 100_000, b'{"https://a.test/v1 p": 3}']
)
def test_a_broken_file_stops_nobody(tmp_path, content: bytes) -> None:
    (tmp_path / "places.json").write_bytes(content)
    assert last_place(*HERE, tmp_path) is None
    remember_place(*HERE, "users", tmp_path)
    assert last_place(*HERE, tmp_path) == "users"


def test_the_oldest_are_forgotten(tmp_path) -> None:
    for number in range(PROJECTS + 5):
        remember_place("https://a.test/v1", f"p{number}", "users", tmp_path)
    assert last_place("https://a.test/v1", "p4", tmp_path) is None
    assert last_place("https://a.test/v1", "p5", tmp_path) == "users"


def test_a_state_directory_that_cannot_be_written_is_an_error_to_be_said(tmp_path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(OSError, match=r"directory|exists"):
        remember_place(*HERE, "users", tmp_path / "file")
