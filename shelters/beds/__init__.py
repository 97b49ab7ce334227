"""How much room there is, how sure that is, and whom to ring about it."""
