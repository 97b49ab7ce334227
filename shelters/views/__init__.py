"""The pages: open ones for survivors, and those of staff under /work/."""
