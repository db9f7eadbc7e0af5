"""Widgets, one a file; a widget knows the data it is handed, not where it came from."""
