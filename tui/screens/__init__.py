"""Screens and modal forms, one a file."""
