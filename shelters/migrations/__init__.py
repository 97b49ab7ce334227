"""The migrations of shelters."""
