"""JSON in, JSON out: the search, and the bed feed."""
