"""The keeper's desk: who did what, and the pages in which a facility is entered."""
