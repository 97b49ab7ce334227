"""What exists, where it is, whom it takes, when it is open and how much room it has."""
