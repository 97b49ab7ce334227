"""Request limits, repeated messages, and whether the server is alive."""
