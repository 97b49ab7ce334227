"""From typed text to a place, and points on Earth."""
