"""The commands, each in a file of its own. Cron runs them."""
