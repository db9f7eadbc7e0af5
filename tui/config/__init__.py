"""Profiles, settings, secrets, paths."""
