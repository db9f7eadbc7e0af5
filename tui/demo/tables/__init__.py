"""User tables: their columns as SQL, their rows as the server shows them, who may see which."""
