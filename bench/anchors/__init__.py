"""Bare views beside the search, and what each of them costs a server."""
