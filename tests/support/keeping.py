"""A facility in its own pages, over HTTP."""

from typing import Any

from shelters.models import Facility
from tests.support.pages import fields_of, text_of

SOURCE = {"source": "the place itself", "source_kind": "itself", "stated_on": "2026-03-01"}


def first(ngo: Any, **fields: Any) -> dict[str, Any]:
    said = {"name_az": "Yeni mərkəz", "kind": "clinic", "organisation": ngo.pk, "place": "Gəncə", "basis": "agreed"}
    return said | {"number": "012 404 12 34", "number_public": "on"} | SOURCE | fields


def begun(client: Any, ngo: Any, **fields: Any) -> Facility:
    page = client.post("/work/places/new/", first(ngo, **fields))
    assert page.status_code == 302, text_of(page)
    return Facility.objects.latest("pk")


def at(facility: Facility, page: str = "") -> str:
    return f"/work/places/{facility.public_id}/" + (f"{page}/" if page else "")


def fill(client: Any, facility: Facility, page: str, expected: Any = 302, **fields: Any) -> Any:
    """Send a page as it is, but for these fields."""
    there = at(facility, page)
    sent = fields_of(client.get(there)) | fields
    answer = client.post(there, {name: value for name, value in sent.items() if value is not None})
    assert answer.status_code == expected, text_of(answer)
    return answer
