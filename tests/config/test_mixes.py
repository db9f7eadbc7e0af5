"""Endpoint, project and key of several sources: asked about once, for exactly these."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from tui.config.confirmed import confirm
from tui.config.flags import Flags
from tui.config.resolve import Surroundings, resolve

KEY = "standard_" + "ab12" * 16
CLONED = "APPWRITE_ENDPOINT=https://evil.test/v1\nAPPWRITE_PROJECT_ID=x\n"


def mixed(around: Surroundings, flags: Flags | None = None) -> bool:
    settings = resolve(flags or Flags(), around)
    assert settings is not None
    return settings.mixed


def confirmed(around: Surroundings) -> None:
    settings = resolve(Flags(), around)
    assert settings is not None
    confirm(settings, around.state)


def test_a_cloned_repository_does_not_get_the_exported_key(around, write, exporting) -> None:
    write(around.directory / ".env", CLONED)
    exported = exporting(key=KEY)
    assert mixed(exported)
    confirmed(exported)
    assert not mixed(exported)
    assert mixed(exporting(key=KEY + "9"))


@pytest.mark.parametrize("change", ["endpoint", "project", "folder"])
def test_another_endpoint_project_or_folder_is_asked_about_again(
    around, write, exporting, change: str
) -> None:
    write(around.directory / ".env", CLONED)
    exported = exporting(key=KEY)
    confirmed(exported)
    if change == "folder":
        elsewhere = around.directory / "elsewhere"
        write(elsewhere / ".env", CLONED)
        exported = replace(exported, directory=elsewhere)
    else:
        before = {"endpoint": "evil.test", "project": "=x"}[change]
        write(around.directory / ".env", CLONED.replace(before, before + "2"))
    assert mixed(exported)


def test_several_mixes_are_remembered_privately_and_without_the_key(
    around, write, exporting
) -> None:
    write(around.directory / ".env", CLONED)
    both = [exporting(key=KEY), exporting(key=KEY + "9")]
    for one in both:
        confirmed(one)
    assert not any(mixed(one) for one in both)
    kept = around.state / "confirmed.json"
    assert kept.stat().st_mode & 0o777 == 0o600
    assert KEY not in kept.read_text()


@pytest.mark.parametrize("text", ["", "{broken", '{"a": 1}', "[" * 100_000, "[1, null]"])
def test_a_broken_memory_asks_again(around, write, exporting, text: str) -> None:
    write(around.directory / ".env", CLONED)
    write(around.state / "confirmed.json", text)
    assert mixed(exporting(key=KEY))
    confirmed(exporting(key=KEY))
    assert not mixed(exporting(key=KEY))


def test_the_own_profiles_key_does_not_go_to_a_cloned_endpoint_either(around, write) -> None:
    write(around.directory / ".env", CLONED)
    write(
        around.profiles,
        'default = "p"\n[profiles.p]\nendpoint = "https://p.test/v1"\nproject = "p"\n'
        f'key = "{KEY}"\nread_only = true\n',
    )
    settings = resolve(Flags(), around)
    assert settings is not None
    assert settings.mixed
    # The profile is only partly there: it names nothing, but its lock holds.
    assert (settings.profile, settings.locked_by) == ("", "profile p")


def test_a_project_file_is_a_source_like_any_other(around, write, exporting) -> None:
    content = {"endpoint": "https://c.test/v1", "projectId": "c"}
    write(around.directory / "appwrite.config.json", json.dumps(content))
    assert not mixed(around)
    assert mixed(exporting(key=KEY))


def test_what_is_typed_is_ones_own_word(around, write, exporting) -> None:
    exported = exporting(key=KEY)
    assert not mixed(exported, Flags(endpoint="https://t.test/v1", project="t"))
    write(around.directory / ".env", "APPWRITE_PROJECT_ID=x\n")
    assert mixed(exported, Flags(endpoint="https://t.test/v1"))
    assert mixed(exporting(key=KEY, endpoint="https://e.test/v1"))


def test_without_a_key_there_is_nothing_to_protect(around, write, exporting) -> None:
    write(around.directory / ".env", "APPWRITE_PROJECT_ID=x\n")
    assert not mixed(exporting(endpoint="https://e.test/v1"))
