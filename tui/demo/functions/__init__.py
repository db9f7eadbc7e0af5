"""Functions of the embedded Appwrite: runtimes, builds, and handlers that really run."""
