"""Guides: short pages of general information, each about a single subject, with its sources."""
