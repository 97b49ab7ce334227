"""Request limits, repeated messages, forms that outlive a session, and whether the server is alive."""
