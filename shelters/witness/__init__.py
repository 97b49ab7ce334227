"""The witness, outside the database: endings, and the length of the trail. A restored copy is compared with it."""
