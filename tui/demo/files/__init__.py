"""Files of buckets: who may read them, ranges, types, pictures."""
