"""A list on its page: seen first, then handed in."""

from html import unescape
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from tests.support.pages import fields_of

PAGE = "/work/directory/"


def look(client: Any, content: str | bytes, name: str = "list.csv") -> Any:
    """The page that shows a file, or that names its mistakes."""
    data = content.encode() if isinstance(content, str) else content
    return client.post(PAGE, {"file": SimpleUploadedFile(name, data)})


def hand_in(client: Any, page: Any) -> Any:
    """Hand in what such a page shows."""
    return client.post(PAGE, {"text": unescape(fields_of(page)["text"])})
