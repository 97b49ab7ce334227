"""Request limits, repeated messages, and what a process keeps in memory."""
