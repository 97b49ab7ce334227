"""The night at a house: the page that somebody leaves open, and who came in without a question."""
