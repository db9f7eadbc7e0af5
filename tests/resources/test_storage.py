"""Buckets and files, from what real servers answered."""

from __future__ import annotations

import pytest

from tui.core.cell import Tone
from tui.resources import KINDS
from tui.resources.buckets import upload


@pytest.mark.parametrize("version", ["1.8.1", "1.9.6"])
def test_buckets_say_who_reads_and_what_they_take(recorded, told, version: str) -> None:
    found = told("bucket", recorded(f"{version}-buckets_list", "vault"))
    assert (found["read"], found["write"], found["file security"]) == ("users", "keys only", "on")
    assert (found["largest"], found["extensions"]) == ("10.0 MB", "txt, json, png, csv, bin")
    assert (found["compression"], found["encryption"]) == ("gzip", "on")
    assert told("bucket", recorded(f"{version}-buckets_list", "emptybucket"))["status"] == (
        "disabled"
    )


def test_the_size_of_a_bucket_is_told_by_newer_servers(recorded, told) -> None:
    listed = [field.label for field in KINDS["bucket"].fields(None) if field.in_list]
    assert {"size", "created", "updated"} <= set(listed)
    assert told("bucket", recorded("1.9.6-buckets_list"))["size"] == "0 B"
    assert told("bucket", recorded("1.8.1-buckets_list"))["size"] == "—"


def test_files_say_type_and_size(recorded, told) -> None:
    found = told("file", recorded("1.9.6-file_get_enc"))
    assert (found["name"], found["type"], found["size"]) == (
        "vault-000.txt", "text/plain", "1.2 KB",
    )  # fmt: skip
    assert (found["compression"], found["encryption"], found["upload"]) == ("gzip", "on", "whole")
    older = told("file", recorded("1.8.1-file_get_enc"))
    assert (older["size"], older["on disk"], older["encryption"]) == ("1.2 KB", "—", "—")


def test_the_exact_size_is_in_the_inspector(recorded) -> None:
    field = next(one for one in KINDS["file"].fields(None) if one.label == "size")
    assert field.detail is not None
    assert [cell.text for cell in field.detail({"sizeOriginal": 1234567})] == [
        "1.2 MB", "1,234,567 bytes",
    ]  # fmt: skip


def test_an_unfinished_upload_stands_out() -> None:
    assert upload({"chunksUploaded": 2, "chunksTotal": 5}) == (
        "pending 2/5", Tone.WARN,
    )  # fmt: skip
    assert upload({"chunksUploaded": 5, "chunksTotal": 5}).text == "whole"


def test_who_may_read_a_file_is_told_with_its_bucket_in_mind(recorded, told) -> None:
    file = recorded("1.9.6-files_list")
    assert file["$permissions"] == []
    assert told("file", file, recorded("1.9.6-buckets_list", "assets"))["readable by"] == "any"
    own = {**file, "$permissions": ['read("team:a")', 'read("team:b")']}
    vault = recorded("1.9.6-buckets_list", "vault")
    assert told("file", own, vault)["readable by"] == "users, 2 teams"
    assert told("file", own, {**vault, "fileSecurity": False})["readable by"] == "users"
    assert told("file", own)["readable by"] == "—"


def test_the_access_to_a_file_in_words(recorded) -> None:
    permissions = KINDS["file"].permissions
    assert permissions is not None
    file = {"$permissions": ['delete("user:alice")']}
    lines = [cell.text for cell in permissions(file, recorded("1.9.6-buckets_list", "assets"))]
    assert lines[0] == "read    everybody (from the bucket)"
    assert lines[2] == "delete  nobody but API keys"
    assert lines[4] == "file security is off: the file's own list of 1 is ignored."
