"""Owns the HTML page that newer servers answer unknown routes with, JSON clients or not, and all
servers what a browser is sent to."""

from __future__ import annotations

from html import escape

_STYLE = """
body { font-family: Inter, sans-serif; margin: 0; }
.main { display: flex; min-height: 100vh; align-items: center; justify-content: center; }
.center { text-align: center; }
.type { border: 1px solid #EDEDF0; border-radius: 6px; font-family: monospace; padding: 2px 6px; }
"""


def page_of_error(title: str, kind: str) -> str:
    """A page for people; programs find the error's type in it at best."""
    return (
        '<!DOCTYPE html><html lang="en"><head><meta charset="UTF-8"><title>Error</title>'
        f'<style>{_STYLE}</style></head><body><div class="main"><div class="center">'
        f"<h1>{escape(title)}</h1><span class='type'>{escape(kind)}</span>"
        "</div></div></body></html>"
    )


def page_not_found() -> str:
    """What unknown routes are answered with."""
    return page_of_error("The page you're looking for doesn't exist.", "general_route_not_found")
