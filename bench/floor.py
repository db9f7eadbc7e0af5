"""The floor: a Textual application with one line, the least that anything built on it can cost."""

from textual.app import App, ComposeResult
from textual.widgets import Static


class Floor(App[None]):
    """One line."""

    def compose(self) -> ComposeResult:
        yield Static("READY")


if __name__ == "__main__":
    Floor().run()
