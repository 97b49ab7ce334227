"""Two people for what could harm, and the freeze that stops everything."""
