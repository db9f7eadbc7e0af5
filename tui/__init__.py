"""A terminal explorer for Appwrite projects."""

__version__ = "0.1.0"
