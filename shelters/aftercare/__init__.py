"""Tonight's plan after sexual violence: what helps, where, and until when."""
