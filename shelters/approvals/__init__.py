"""Changes that wait for a second person, and the freeze that stops everything."""
