"""The parts that the forms of the pages share: the entered values, the start, and the text of refusals."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from rest_framework.exceptions import ValidationError

from ..codes.public import MOST_COME, Group, PartySize, Service
from ..codes.wording import language
from ..finder.forms import OriginForm, given, read
from ..finder.origin import NotOnTheList, Unclear
from ..web.throttle import seconds_to_wait

# Ways to say where from, the strongest first.
_STARTS = (("place_id",), ("place",), ("rayon",), ("lat", "lon"))
_LISTS = ("who", "need")
# The search form keeps these folded until one of them has a value.
_MORE = ("for", "oldest_son", "people", "need", "open_now", "by_state", "avoid")
# Every field of every form. With these, each page leads back to the last page.
_KEPT = (
    *(name for names in _STARTS for name in names),
    *("for", "oldest_son", "people", "who", "need", "open_now", "by_state", "date", "part", "minor"),
)
Answer = TypeVar("Answer")


@dataclass(frozen=True)
class RefusedForm:
    """Why there is no answer: a status, and the text for the form."""

    status: int
    said: dict[str, Any] = field(default_factory=dict)
    wait: int = 0


def ask(
    request: HttpRequest,
    form: type[OriginForm],
    answer: Callable[[Mapping[str, Any]], Answer],
    entered: Mapping[str, Any],
) -> Answer | RefusedForm:
    """The answer to the entered values, or why there is none."""
    if wait := seconds_to_wait(request):
        return RefusedForm(429, {"sorry": _("That was a lot at once. Try again in a minute.")}, wait)
    try:
        return answer(read(form, entered))
    except ValidationError as error:
        return RefusedForm(400, {"errors": _by_field(error.detail)})
    except NotOnTheList as error:
        return RefusedForm(400, {"errors": {error.field: [_("That is not on the list.")]}})
    except Unclear as error:
        return RefusedForm(422, {"unclear": error})


def _by_field(detail: Any) -> dict[str, list[str]]:
    """The errors of a form, by the names of its fields."""
    return {name: _texts(found) for name, found in detail.items()}


def _texts(found: Any) -> list[str]:
    """The errors of a field. Those of a list stand under the numbers of its entries."""
    if isinstance(found, dict):
        return list(dict.fromkeys(text for texts in found.values() for text in texts))
    return list(found)


def form_page(
    request: HttpRequest, template: str, path: str, context: dict[str, Any], refused: RefusedForm | None = None
) -> HttpResponse:
    """The form, with its errors if there are any."""
    again = {"form": "wish", "path": path, "show": "form"}
    refused = refused or RefusedForm(200)
    response = render(request, template, context | {"again": again, **refused.said}, status=refused.status)
    if refused.wait:
        response["Retry-After"] = str(refused.wait)
    return response


def asked(request: HttpRequest) -> dict[str, Any]:
    """The values of the page's form, as the API would send them.

    A button wins over typed text, and typed text wins over the rest.
    """
    fields: dict[str, Any] = {name: str(value).strip() for name, value in request.POST.items()}
    fields |= {name: request.POST.getlist(name) for name in _LISTS if name in request.POST}
    fields["avoid"] = [text.strip() for text in request.POST.getlist("avoid")]
    fields["avoid"] = [name for name in fields["avoid"] if name]
    start = next((names for names in _STARTS if any(fields.get(name) for name in names)), ())
    if "nowhere" in fields:  # none of the places that were offered: the whole country
        start = ()
    kept = (*start, "rayon") if start == ("place",) else start
    for name in (name for names in _STARTS for name in names if name not in kept):
        fields.pop(name, None)
    return given(fields | {"lang": language()})


def form_values(entered: dict[str, Any]) -> dict[str, Any]:
    """What was entered before: by name, and as pairs for hidden fields."""
    return {"asked": entered, "entered": _pairs(entered)}


def search_page(
    request: HttpRequest, entered: dict[str, Any] | None = None, refused: RefusedForm | None = None
) -> HttpResponse:
    """The form of a search: empty, or with what was entered before."""
    return form_page(request, "finder/home.html", "near", search_form(entered or {}), refused)


def search_form(entered: dict[str, Any]) -> dict[str, Any]:
    """The context of a search form: its choices, and the values entered before."""
    groups = Group.choices
    return form_values(entered) | {
        "groups": {
            "main": [group for group in groups if group[0] in MOST_COME],
            "more": [group for group in groups if group[0] not in MOST_COME],
        },
        "people": PartySize.choices,
        "services": Service.choices,
        "says_more": any(entered.get(name) for name in _MORE) or bool(set(entered.get("who", ())) - set(MOST_COME)),
    }


def _pairs(entered: dict[str, Any]) -> list[tuple[str, str]]:
    """The entered values as pairs for hidden fields."""
    pairs = []
    for name in _KEPT:
        values = entered.get(name, [])
        pairs += [(name, value) for value in (values if isinstance(values, list) else [values])]
    return pairs + ([("avoid", "; ".join(entered["avoid"]))] if "avoid" in entered else [])
