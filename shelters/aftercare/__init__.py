"""Tonight's plan after sexual violence: which service helps, where, and until when."""
