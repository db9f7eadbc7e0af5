"""Where the embedded Appwrite keeps its data: one SQLite file."""
