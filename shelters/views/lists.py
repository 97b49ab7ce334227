"""An organisation's own list: an empty one, checked and seen as the public would read it, handed in, and taken out."""

import io
from collections.abc import Callable
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ..approvals import list_preview, list_review, proposals
from ..codes.staff import ProposalKind, Role
from ..directory import csv_file
from ..directory.csv_file import BadFile
from ..directory.csv_file.sheet import decoded
from ..directory.taking_out import take_out
from ..models import Proposal
from ..operations import whole_list
from ..staff import team

LARGEST = 2 * 1024 * 1024  # bytes of a list
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class ListForm(forms.Form):
    """A file to look at, or the text of a file that was looked at and is handed in."""

    file = forms.FileField(max_length=200, required=False)
    text = forms.CharField(required=False, strip=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        file, text = cleaned.get("file"), cleaned.get("text")
        if not file and not text:
            self.add_error("file", forms.Field.default_error_messages["required"])
        if (file.size if file else len((text or "").encode())) > LARGEST:
            self.add_error("file", _too_large())
        return cleaned


def _too_large() -> str:
    return _("That is more text than this page can take.")


@require_http_methods(["GET", "HEAD", "POST"])
def directory(request: HttpRequest) -> HttpResponse:
    """A file is checked and shown as the public would read it. Its text, sent back, waits for a second person."""
    team.only(request, Role.COORDINATOR)
    form = ListForm(request.POST or None, request.FILES or None)
    if not form.is_valid():
        return _page(request, form, 400 if request.method == "POST" else 200)
    try:
        if form.cleaned_data["file"]:
            return _look(request, form, decoded(form.cleaned_data["file"].read()))
        return _hand_in(request, form.cleaned_data["text"].replace("\r\n", "\n"))
    except BadFile as error:
        return _page(request, form, 400, mistakes=error.mistakes)


def _page(request: HttpRequest, form: ListForm, status: int, **said: Any) -> HttpResponse:
    return render(request, "staff/approvals/upload.html", {"form": form} | said, status=status)


def _look(request: HttpRequest, form: ListForm, text: str) -> HttpResponse:
    if len(text.encode()) > LARGEST:
        form.add_error("file", _too_large())
        return _page(request, form, 400)
    seen = list_preview.preview(text)
    return render(request, "staff/approvals/list_preview.html", {"text": text, "preview": seen})


def _hand_in(request: HttpRequest, text: str) -> HttpResponse:
    seen = list_review.look(text)
    before, after = {"faces": seen.before}, {"faces": seen.after, "csv": text}
    made = proposals.propose(ProposalKind.DIRECTORY, None, before, after, by=team.user_of(request))
    return redirect("proposal", public_id=made.public_id)


@require_POST
def ask_whole(request: HttpRequest) -> HttpResponse:
    """Ask a second person for all of it, hidden parts included. Only where the operator named a key."""
    user = team.only(request, Role.COORDINATOR)
    if not settings.BACKUP_RECIPIENT:
        return _page(request, ListForm(), 409, sorry=_("The keeper of the server has named no key to seal it to."))
    made = proposals.propose(ProposalKind.EXPORT, None, {}, {}, by=user)
    return redirect("proposal", public_id=made.public_id)


@require_POST
def whole(request: HttpRequest, public_id: str) -> HttpResponse:
    """The sealed list, for the two who agreed on it."""
    user, proposal = team.only(request, Role.COORDINATOR), get_object_or_404(Proposal, public_id=public_id)
    if not whole_list.may_take(proposal, user, timezone.now()):
        raise PermissionDenied
    response = HttpResponse(whole_list.take(proposal, by=user), content_type="application/octet-stream")
    response["Content-Disposition"] = 'attachment; filename="list.sealed"'
    return response


@require_safe
def template(request: HttpRequest, ending: str) -> HttpResponse:
    """An empty list to fill in."""
    team.only(request, Role.COORDINATOR)
    write = csv_file.template_workbook if ending == "xlsx" else csv_file.template
    return _file(f"template.{ending}", write)


@require_safe
def export(request: HttpRequest, ending: str) -> HttpResponse:
    """What the public may read, as a list that can be taken in again."""
    user = team.only(request, Role.COORDINATOR)
    write = csv_file.export_workbook if ending == "xlsx" else csv_file.export_directory
    return _file(f"list.{ending}", lambda file: take_out(write, file, by=user))


def _file(name: str, write: Callable[[Any], int]) -> HttpResponse:
    if name.endswith(".xlsx"):
        book = io.BytesIO()
        write(book)
        response = HttpResponse(book.getvalue(), content_type=_XLSX)
    else:
        text = io.StringIO(newline="")
        write(text)
        response = HttpResponse(text.getvalue(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
