"""Making sessions: of the settings at start, of a profile while running, of a filled form.

Free of Textual, because the first session is made before Textual is there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.api.connection import Connection, Target
from tui.config.flags import Flags
from tui.config.memory import Memory
from tui.config.own_keys import read_settings
from tui.config.problem import ConfigError
from tui.config.profile import Profile
from tui.config.profiles import read_profiles, save_profile
from tui.config.resolve import Surroundings, from_form, resolve
from tui.config.secret import Secret
from tui.config.settings import Settings
from tui.core.place import Place
from tui.resources.places import PlaceError, by_its_id, parse, text_of
from tui.screens.session import ProfileName, Session

if TYPE_CHECKING:
    from tui.config.saved_views import SavedViews
    from tui.core.jobs import Job

JOURNAL = "journal.sqlite"
FIRST_PLACE = Place("user")


class Opening:
    """Opens connections and remembers which are open."""

    def __init__(self, around: Surroundings, flags: Flags) -> None:
        """Raises ConfigError where the user's `settings.toml` is wrong."""
        self._around = around
        self._flags = flags
        self.preferences, self.actions = read_settings(around.profiles.parent)
        self.jobs: list[Job] = []
        self.sessions: list[tuple[Session, Place]] = []

    def connect(self, settings: Settings, place: Place) -> Session:
        """A session for these settings; its first page is being asked for at once."""
        journal = self._around.state / JOURNAL if settings.journal else None
        session = Session(
            settings,
            Connection(target_of(settings)),
            self._profiles(),
            journal,
            self.preferences,
            # The embedded Appwrite is another one at each start.
            Memory(None if self._flags.demo else self._around.state, _name(settings)),
            self._saved_views,
            self.jobs,
        )
        session.view_of(place)
        self.sessions.append((session, place))
        return session

    def settings_of(self, profile: str) -> Settings:
        """The settings of a profile, with its key: that may take long. Raises ConfigError."""
        flags = Flags(profile=profile, read_only=self._flags.read_only, remote=self._flags.remote)
        settings = resolve(flags, self._around)
        if settings is None:
            raise AssertionError("a profile always says endpoint and project")
        return settings

    def first_place(self, settings: Settings) -> Place:
        """Where one was at last in a project, else its users."""
        text = None
        if not self._flags.fresh and not self._flags.demo:
            from tui.config.last_place import last_place

            text = last_place(settings.endpoint, settings.project, self._around.state)
        try:
            return parse(text) if text else FIRST_PLACE
        except PlaceError:
            # It was written by another version of this program.
            return FIRST_PLACE

    def start_place(self, settings: Settings) -> Place:
        """What the command line names, else where one was at last. Raises PlaceError."""
        named = self._flags.place
        return by_its_id(parse(named)) if named else self.first_place(settings)

    def shown(self, session: Session) -> None:
        """One is in this session now: of two in the same project, the last one is remembered."""
        self.sessions.sort(key=lambda one: one[0] is session)

    def drop(self, session: Session) -> None:
        """Let go of one connection."""
        self.sessions = [one for one in self.sessions if one[0] is not session]
        session.close()

    def settings_from_form(
        self, endpoint: str, project: str, key: Secret | None, profile: str
    ) -> Settings:
        """What somebody filled in, with what the command line said besides. Raises ConfigError."""
        return from_form(endpoint, project, key, profile, self._flags, self._around)

    def save(self, profile: Profile) -> None:
        """Write a profile to the user's file. Raises ConfigError, OSError."""
        save_profile(self._around.profiles, profile, default=True)

    def last_places(self) -> list[tuple[str, str, str]]:
        """Endpoint, project and last place of every connection."""
        return [
            (session.settings.endpoint, session.settings.project, text_of(place))
            for session, start in self.sessions
            if (place := session.left_from or session.history.here or start)
        ]

    def close(self) -> None:
        """Let go of every connection."""
        for session, _ in self.sessions:
            session.close()

    def _saved_views(self) -> SavedViews:
        """Those of the project that one stands in, else one's own; few sessions ask for them."""
        from tui.config.saved_views import SavedViews, views_path

        return SavedViews(views_path(self._around.directory, self._around.profiles.parent))

    def _profiles(self) -> tuple[ProfileName, ...]:
        try:
            found = read_profiles(self._around.profiles).by_name.values()
        except ConfigError:
            # Whoever came without profiles is not stopped by them; `@name` says what is wrong.
            return ()
        return tuple(ProfileName(one.name, one.endpoint, one.project) for one in found)


def _name(settings: Settings) -> str:
    return f"{settings.endpoint} {settings.project}"


def target_of(settings: Settings) -> Target:
    """What a connection by these settings is to."""
    return Target(
        settings.endpoint,
        settings.project,
        settings.key,
        read_only=settings.read_only,
        locked_by=settings.locked_by,
        ca_bundle=settings.ca_bundle,
        insecure=settings.insecure,
    )
