"""Public fields of a row wait for a second person. All its other fields are saved at once."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.forms import ModelForm
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from ..approvals import proposals, public_fields
from ..codes.public import GUARDED_GROUPS, Visibility
from ..models import AdmissionRule, Facility, OnlyFor, Phone, Proposal
from ..published.refresh import refresh
from ..staff import team


class GuardedForm(ModelForm):
    def clean(self) -> dict[str, Any] | None:
        """Refuse an edit while a proposal for the same row waits.

        Otherwise the proposal would be confirmed over this edit, unseen.
        """
        kind = public_fields.kind_of(self.instance)
        if self.instance.pk and Proposal.objects.waiting().filter(kind=kind, target=self.instance.pk).exists():
            raise ValidationError(_("Something of it waits for a second person. Recall that, or let it be decided."))
        return super().clean()


class Guarded(admin.ModelAdmin):
    """Nothing is deleted here. Coordinators unlist a row instead, and that waits too."""

    form = GuardedForm

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        form.wanted = public_fields.fields_of(obj)
        public_fields.keep_back(obj)
        super().save_model(request, obj, form, change)

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        if formset.model is Phone:
            formset.save(commit=False)  # notes the changes for the admin's own log; writes nothing
            form.wanted["phones"] = _phones(formset)
        elif formset.model is OnlyFor:
            formset.save(commit=False)
            form.wanted["only_for"] = [public_fields.only_for_of(one) for one in _kept(formset)]
        elif formset.model is AdmissionRule:
            form.wanted["open_rules"] = _save_rules(formset)
        else:
            super().save_formset(request, form, formset, change)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        thing = form.instance
        if isinstance(thing, Facility):
            refresh([thing.pk])
        kind, before = public_fields.kind_of(thing), public_fields.read(public_fields.kind_of(thing), thing.pk)
        if before == form.wanted:
            return
        made = proposals.propose(kind, thing.pk, before, form.wanted, by=team.user_of(request))
        said = _("This waits for a second person before anybody reads it: {}")
        link = format_html('<a href="{}">{}</a>', reverse("proposal", args=[made.public_id]), _("before and after"))
        self.message_user(request, format_html(said, link), messages.WARNING)


def _phones(formset: Any) -> list[dict[str, Any]]:
    phones = sorted(_kept(formset), key=lambda phone: (phone.position, phone.pk or 10**18))
    return [public_fields.phone_of(phone) for phone in phones]


def _kept(formset: Any) -> list[Any]:
    kept = [one for one in formset.forms if one not in formset.deleted_forms]
    return [one.instance for one in kept if one.instance.pk or one.has_changed()]


def _save_rules(formset: Any) -> list[str]:
    """Save the rules with the visibility that they had. Returns the groups whose rule everybody shall see."""
    facility = formset.instance
    open_before = public_fields.open_rules(facility)
    changed = formset.save(commit=False)
    for rule in formset.deleted_objects:
        rule.delete()
    kept = [one.instance for one in formset.forms if one not in formset.deleted_forms and one.instance.group]
    wanted = sorted(r.group for r in kept if r.visible_to == Visibility.PUBLIC and r.group in GUARDED_GROUPS)
    for rule in changed:
        if rule.group in GUARDED_GROUPS:
            rule.visible_to = Visibility.PUBLIC if rule.group in open_before else Visibility.CASEWORKERS
        rule.save()
    stored = set(facility.rules.values_list("group", flat=True))
    return [group for group in wanted if group in stored]
