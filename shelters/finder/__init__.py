"""The search: from a place, the people and their need to a ranked list."""
