"""One command a file; cron runs them."""
