"""A paper for a client: first whether it can be said, then a neutral page in her language. Nothing is stored."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import translation
from django.views.decorators.http import require_http_methods

from shelters.staff import team

from .. import access
from ..forms.paper import PaperForm
from ..models import Enquiry
from ..pages import staff_lines
from ..vault import contents, enquiries
from ..vault.sealing import DataKey
from .errors import explain_errors


@require_http_methods(["GET", "HEAD", "POST"])
@explain_errors
def paper(request: HttpRequest, public_id: str, place: str) -> HttpResponse:
    """GET asks whether it can be said instead. POST shows the page to print; the reading is in the trail."""
    referral = access.own_request(request, public_id)
    one = get_object_or_404(referral.enquiries.select_related("facility__place"), public_id=place)
    one.referral, key = referral, contents.key_of(referral.case)
    contents.note_reading(referral.case, "paper", team.actor_of(request))
    form = PaperForm(one, key, request.POST if request.method == "POST" else None)
    if not form.is_valid():
        status = 400 if request.method == "POST" else 200
        return render(request, "staff/requests/paper.html", {"form": form, "referral": referral}, status=status)
    with translation.override(form.cleaned_data["spoken"]):
        about = {"said": form.cleaned_data, "named": _named(one, key, form)}
        return render(request, "staff/requests/printed.html", about)


def _named(one: Enquiry, key: DataKey, form: PaperForm) -> dict[str, object]:
    """What was ticked, in her language."""
    given = form.cleaned_data
    question = contents.get(one.referral, "question", key)
    name = one.facility.name if one.facility else enquiries.details(one, key)["name"]
    found = {"place": name, "moment": form.when, "service": staff_lines.need_in_words(question)}
    return {field: value for field, value in found.items() if given.get(field)}
