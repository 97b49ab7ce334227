"""Request limits, repeated messages, and the memory of a process."""
