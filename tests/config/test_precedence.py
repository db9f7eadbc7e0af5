"""Which source counts, whichever of them hold which values."""

from __future__ import annotations

import json
import tempfile
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.config.confirmed import confirm
from tui.config.flags import Flags
from tui.config.problem import ConfigError
from tui.config.resolve import Surroundings, resolve

NAMES = ("typed", "env", "file", "profile", "json")
"""The sources in the order in which they count."""


@dataclass(frozen=True)
class Held:
    """What one source holds."""

    endpoint: bool
    project: bool
    key: bool


HELD = st.builds(Held, st.booleans(), st.booleans(), st.booleans())
NOTHING = Held(False, False, False)


def endpoint(name: str) -> str:
    return f"https://{name}.test/v1"


def key(name: str) -> str:
    return f"standard_{name}_{'0a' * 20}"


def variables(name: str, held: Held) -> dict[str, str]:
    return {
        **({"APPWRITE_ENDPOINT": endpoint(name)} if held.endpoint else {}),
        **({"APPWRITE_PROJECT_ID": name} if held.project else {}),
        **({"APPWRITE_API_KEY": key(name)} if held.key else {}),
    }


def set_up(folder: Path, held: dict[str, Held]) -> tuple[Flags, Surroundings]:
    """Write what each source holds. A profile is whole, but for its key."""
    work = folder / "above" / "work"
    work.mkdir(parents=True)
    dotenv = [f"{name}={value}" for name, value in variables("file", held["file"]).items()]
    (work / ".env").write_text("\n".join(dotenv))
    found: dict[str, str] = {}
    if held["json"].endpoint:
        found["endpoint"] = endpoint("json")
    if held["json"].project:
        found["projectId"] = "json"
    (folder / "above" / "appwrite.config.json").write_text(json.dumps(found))
    if held["profile"] != NOTHING:
        lines = ['default = "p"', "[profiles.p]", f'endpoint = "{endpoint("profile")}"']
        lines += ['project = "profile"', f'key = "{key("profile")}"' * held["profile"].key]
        (folder / "profiles.toml").write_text("\n".join(lines))
        (folder / "profiles.toml").chmod(0o600)
    typed = held["typed"]
    flags = Flags(
        endpoint=endpoint("typed") if typed.endpoint else None,
        project="typed" if typed.project else None,
    )
    environment = variables("env", held["env"])
    return flags, Surroundings(environment, work, folder / "profiles.toml", folder / "state")


def first(held: dict[str, Held], value: str) -> str | None:
    """The source whose value counts, as the documentation says it."""
    for name in NAMES:
        if value == "key" and name in ("typed", "json"):
            continue
        if name == "profile" and value != "key" and held[name] != NOTHING:
            return name
        if getattr(held[name], value):
            return name
    return None


@given(st.fixed_dictionaries(dict.fromkeys(NAMES, HELD)))
def test_each_value_comes_from_the_first_source_that_has_it(held: dict[str, Held]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        flags, around = set_up(Path(folder), held)
        wanted = {value: first(held, value) for value in ("endpoint", "project", "key")}
        if wanted["endpoint"] is None and wanted["project"] is None:
            assert resolve(flags, around) is None
            return
        if wanted["endpoint"] is None or wanted["project"] is None:
            with pytest.raises(ConfigError, match="There is a"):
                resolve(flags, around)
            return
        settings = resolve(flags, around)
        assert settings is not None
        assert settings.endpoint == endpoint(wanted["endpoint"])
        assert settings.project == wanted["project"]
        found = settings.key.reveal() if settings.key else None
        assert found == (key(wanted["key"]) if wanted["key"] else None)
        assert len(settings.origins) == (3 if wanted["key"] else 2)
        strangers = set(wanted.values()) - {"typed"}
        assert settings.mixed == (wanted["key"] is not None and len(strangers) > 1)
        confirm(settings, around.state)
        again = resolve(flags, around)
        assert again == replace(settings, mixed=False)


def test_what_is_not_needed_is_not_read(around, exporting, write) -> None:
    """A complete environment is not disturbed by what somebody else broke."""
    write(around.directory / ".env", "APPWRITE_ENDPOINT 'broken")
    write(around.profiles, "broken [")
    write(around.directory / "appwrite.config.json", "{broken")
    whole = exporting(endpoint="https://env.test/v1", project="p", key="k" * 20)
    assert resolve(Flags(), whole) is not None
    # Without a key the others are asked for one, and the first that cannot answer says so.
    with pytest.raises(ConfigError, match=r"\.env, line 1"):
        resolve(Flags(), exporting(endpoint="https://env.test/v1", project="p"))


def test_a_project_file_is_not_needed_for_a_key(around, exporting, write) -> None:
    write(around.directory / "appwrite.config.json", "{broken")
    assert resolve(Flags(), exporting(endpoint="https://env.test/v1", project="p")) is not None


def test_blank_variables_count_as_absent(exporting) -> None:
    assert resolve(Flags(), exporting(endpoint=" ", project="", key="")) is None


def test_where_each_value_comes_from_is_told(around, exporting, write) -> None:
    env_file = write(around.directory / ".env", "APPWRITE_PROJECT_ID=shop")
    settings = resolve(
        Flags(endpoint="https://typed.test/v1", insecure=True),
        exporting(key="standard_" + "1" * 30),
    )
    assert settings is not None
    assert settings.origins == {
        "endpoint": "command line",
        "project": str(env_file),
        "key": "environment",
        "insecure": "command line",
    }


def test_only_half_of_it_is_said_with_the_remedy(exporting) -> None:
    with pytest.raises(ConfigError) as caught:
        resolve(Flags(), exporting(project="shop"))
    assert str(caught.value) == (
        "environment: There is a project, but no endpoint. Set APPWRITE_ENDPOINT or say --endpoint."
    )
    with pytest.raises(ConfigError, match="APPWRITE_PROJECT_ID"):
        resolve(Flags(), exporting(endpoint="https://h.test/v1"))


@pytest.mark.parametrize("project", ["a b", "a/b", "ab\nX-Evil: 1", "\x1b[2Jab", "", "…"])
def test_what_is_no_project_id_goes_into_no_header(project: str) -> None:
    flags = Flags(endpoint="https://h.test/v1", project=project)
    nowhere = Surroundings({}, Path("/nonexistent"), Path("/nonexistent/p"), Path("/nonexistent"))
    with pytest.raises(ConfigError, match=r"command line: .*project id") as caught:
        resolve(flags, nowhere)
    assert str(caught.value).isprintable()


@pytest.mark.parametrize(
    "key", ["standard_abc\u00e9", "stand\nard", "\udcff123", "echo key | tail"]
)
def test_a_key_that_fits_no_header_is_refused_unseen(exporting, key: str) -> None:
    with pytest.raises(ConfigError, match="no key has") as caught:
        resolve(Flags(), exporting(endpoint="https://h.test/v1", project="p", key=key))
    assert key not in repr(caught.value)


def test_a_working_directory_that_is_gone(tmp_path: Path, monkeypatch) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    monkeypatch.chdir(gone)
    gone.rmdir()
    with pytest.raises(ConfigError, match="working directory"):
        Surroundings.here()
