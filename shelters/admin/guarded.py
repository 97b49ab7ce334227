"""What people read of a row waits for a second person. What nobody ever read is saved at once, and listing it waits."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from ..approvals import changes, public_fields, record
from ..codes.staff import ProposalKind
from ..faces import fields
from ..faces.fields import Face, Table
from ..models import Proposal
from ..staff import team


def waits(kind: ProposalKind, target: int | None) -> bool:
    """Whether a proposal for a thing waits."""
    return bool(target) and Proposal.objects.waiting().filter(kind=kind, target=target).exists()


def refuse_while_waiting(kind: ProposalKind, target: int | None) -> None:
    """Refuse an edit while a proposal for the same thing waits. Raises ValidationError.

    Otherwise the proposal would be confirmed over this edit, unseen.
    """
    if waits(kind, target):
        raise ValidationError(_("Something of it waits for a second person. Recall that, or let it be decided."))


class GuardedForm(ModelForm):
    def clean(self) -> dict[str, Any] | None:
        refuse_while_waiting(fields.kind_of(self.instance), self.instance.pk)
        if self.instance.pk:
            public_fields.trust(self.instance)
        return super().clean()


class InTheTrail(admin.ModelAdmin):
    """Changes are entries of the trail. Django's own log of edits would keep numbers and names for ever."""

    def log_addition(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        return None

    def log_change(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        return None

    def log_deletions(self, request: HttpRequest, queryset: Any) -> Any:
        return []

    def tell(self, request: HttpRequest, outcome: changes.Effect) -> None:
        """Say what of a change counts already, and what waits."""
        if outcome.lowered:
            said = _("This counts already, and the other coordinators are told: {}")
            self.message_user(request, _with_link(said, outcome.lowered), messages.WARNING)
        if outcome.waiting:
            said = _("This waits for a second person before anybody reads it: {}")
            self.message_user(request, _with_link(said, outcome.waiting), messages.WARNING)

    def response_add(self, request: HttpRequest, obj: Any, post_url_continue: str | None = None) -> HttpResponse:
        if obj.pk is None:
            return self.response_post_save_add(request, obj)
        return super().response_add(request, obj, post_url_continue)

    def response_change(self, request: HttpRequest, obj: Any) -> HttpResponse:
        if getattr(obj, "differs", False):
            return self.response_post_save_change(request, obj)
        return super().response_change(request, obj)


class Guarded(InTheTrail):
    """Nothing is deleted here. Coordinators unlist a row instead."""

    form = GuardedForm

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        kind = fields.kind_of(obj)
        form.before = (public_fields.read(kind, obj.pk) if change else None) or {}
        form.wanted = form.before | fields.fields_of(obj)  # the rows that the desk alone changes stay
        form.waits = public_fields.was_shown(type(obj)._default_manager.filter(pk=obj.pk).first() or type(obj)())
        if not form.waits:
            setattr(obj, public_fields.SHOWN[kind], False)
            super().save_model(request, obj, form, change)

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        table = fields.table_of(fields.kind_of(form.instance), formset.model)
        if table is None or not form.waits:
            super().save_formset(request, form, formset, change)
            return
        formset.save(commit=False)  # notes the changes for Django's message; writes nothing
        form.wanted[table.name] = rows_of(table, formset)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        thing, user = form.instance, team.user_of(request)
        kind = fields.kind_of(thing)
        wanted = form.wanted if form.waits else self.saved(request, form)
        outcome = changes.change(kind, thing.pk, wanted, by=user)
        thing.differs = bool(outcome.waiting)
        self.tell(request, outcome)

    def saved(self, request: HttpRequest, form: Any) -> Face:
        """Write what is saved already into the trail; the face that is wanted, listed or not."""
        thing = form.instance
        kind, shown = fields.kind_of(thing), public_fields.SHOWN[fields.kind_of(thing)]
        public_fields.publish(thing)
        face = public_fields.read(kind, thing.pk) or {}
        record.record(kind, thing.pk, form.before, face, by=team.actor_of(request))
        return face | {shown: form.wanted[shown]}


def rows_of(table: Table, formset: Any) -> list[Face]:
    """The rows that a formset would leave."""
    kept = [one for one in formset.forms if one not in formset.deleted_forms]
    rows = [one.instance for one in kept if one.instance.pk or one.has_changed()]
    return table.in_order([fields.row_of(table, row) for row in rows])


def _with_link(said: str, proposal: Proposal) -> Any:
    url = reverse("proposal", args=[proposal.public_id])
    return format_html(said, format_html('<a href="{}">{}</a>', url, _("before and after")))
