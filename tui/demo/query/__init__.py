"""The query language of lists: texts to queries, checks, SQL, pages."""
