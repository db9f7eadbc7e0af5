"""Rules without HTTP and without Textual."""
