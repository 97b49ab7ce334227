"""Settings, addresses, middleware and logs: how Django runs this project."""
