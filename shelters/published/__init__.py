"""What anybody may read, as a single value in the memory of each process."""
