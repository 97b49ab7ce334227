"""The append-only log, and what keeps it append-only."""
