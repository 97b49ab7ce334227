"""Who helps: taken in, given out, confirmed."""
