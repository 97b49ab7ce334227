"""What she and what staff fill in."""
