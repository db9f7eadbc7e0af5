"""The command line, one command a file. Never imports Textual."""
