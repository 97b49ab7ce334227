"""The only way to what people told us: sealed, opened, keyed."""
