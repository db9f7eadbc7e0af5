"""The floor: a Textual application with one line, the least that anything built on it can cost."""

from textual.app import App, ComposeResult
from textual.events import Key
from textual.widgets import Static


class Floor(App[None]):
    """One line."""

    _keys = 0

    def compose(self) -> ComposeResult:
        yield Static("READY")

    def on_key(self, event: Key) -> None:
        """Show the key: the least that an answer to one can cost."""
        self._keys += 1
        self.query_one(Static).update(f"READY {event.key} {self._keys}")


if __name__ == "__main__":
    Floor().run()
