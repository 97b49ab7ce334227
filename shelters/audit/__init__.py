"""The append-only log, and the checks that keep it append-only."""
