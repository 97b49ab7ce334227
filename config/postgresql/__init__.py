"""Django's PostgreSQL, which also passes over a host that hangs."""
