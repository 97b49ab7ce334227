"""Request limits, and repeated messages."""
