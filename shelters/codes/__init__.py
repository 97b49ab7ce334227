"""The words that others rely on: codes of the API, codes of staff, and how words stand in a sentence."""
