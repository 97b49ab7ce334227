"""Faces: what people read of each thing of the directory, bound under a key outside the database."""
