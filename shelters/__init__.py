"""Facilities: where they are, whom they take, when they are open, and how much room they have."""
