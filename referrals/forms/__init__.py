"""What survivors and staff fill in."""
