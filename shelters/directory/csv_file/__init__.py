"""A directory as a CSV file: read all of it or nothing, and write the same format.

Each row is a facility, and its `key` finds it again. A missing column leaves the facts as they are. An empty cell means
"not known". docs/directory-file.md describes the columns.
"""

from .errors import BadFile
from .exporter import export_directory, export_workbook, template, template_workbook
from .importer import import_directory

__all__ = ["BadFile", "export_directory", "export_workbook", "import_directory", "template", "template_workbook"]
