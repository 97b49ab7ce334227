"""A directory as one CSV file: read all of it or nothing, and write the same format back.

One row is one facility, found again by `key`. A column that a file does not have leaves what is there; an empty cell
says "not known". docs/directory-file.md describes the columns.
"""

from .errors import BadFile
from .exporter import export_directory
from .importer import import_directory

__all__ = ["BadFile", "export_directory", "import_directory"]
