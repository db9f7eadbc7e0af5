"""Users as persons: their passwords, addresses, sessions, tokens and roles."""
