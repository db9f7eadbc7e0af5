"""Long work, one kind a file: it brings the catalogue and the connection together."""
