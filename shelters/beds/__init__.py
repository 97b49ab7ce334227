"""How many beds are free, how old each count is, and which counts are overdue."""
