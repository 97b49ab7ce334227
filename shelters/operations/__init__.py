"""What keeps a server well for years: probes, duties, backups, and restoring them."""
