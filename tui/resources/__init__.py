"""The catalogue: a file for each kind of thing that Appwrite has."""
