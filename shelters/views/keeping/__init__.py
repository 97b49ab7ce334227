"""The pages of the keeper's desk: who did what, and a facility's own pages."""
