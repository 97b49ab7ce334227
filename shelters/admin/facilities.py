"""Facilities and the organisations that run them."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from ..approvals import changes
from ..directory import doubles
from ..directory.organisations import refuse_namesake
from ..keeping.place_field import PlaceField
from ..models import Facility, Organisation, PlaceName
from ..models.facts import with_last_confirmed
from ..places import gazetteer
from ..staff import team
from .alphabet import Alphabetical, WithName
from .confirmable import Confirmable, ConfirmationInline, LastConfirmed
from .guarded import Guarded, GuardedForm
from .hours import HoursInline, in_words
from .inlines import OnlyForInline, PhoneInline, ProvisionInline

_NAMES = ("name_az", "name_ru", "name_en")


class FacilityForm(GuardedForm):
    place = PlaceField(label=_("Town"), help_text=_("Type its name; with the rayon where there are several."))

    class Meta:
        model = Facility
        exclude = ("questions_paused", "paused_at")

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean() or {}
        organisation, switched_on = cleaned.get("organisation"), "takes_questions" in self.changed_data
        if switched_on and cleaned["takes_questions"] and organisation and not team.hosts([organisation.pk]).exists():
            self.add_error("takes_questions", _("Nobody answers there yet. First invite somebody who does."))
        return cleaned


@admin.register(Facility)
class FacilityAdmin(WithName, Guarded, Confirmable):
    """What is rare. Whom a place takes, what to expect, its rooms and figures have pages of the desk (`keeping`)."""

    form = FacilityForm
    list_display = ("key", "last_confirmed", "name", "place", "listed", "now")
    list_filter = ("listed", LastConfirmed, "kind", "basis", "confidential", "organisation__type")
    list_select_related = ("place", "organisation")
    search_fields = ("key", "name_az", "name_ru", "name_en", "organisation__name_az", "place__names__folded")
    search_help_text = _("Name, key, organisation or town")
    autocomplete_fields = ("organisation",)
    inlines = (  # type: ignore[assignment]
        ProvisionInline,
        PhoneInline,
        OnlyForInline,
        HoursInline,
        ConfirmationInline,
    )
    save_on_top = True

    def get_queryset(self, request: HttpRequest) -> QuerySet[Facility]:
        return with_last_confirmed(Facility.objects.prefetch_related("hours__dated"))

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Say what may stand twice then."""
        super().save_related(request, form, formsets, change)
        facility = form.instance
        found = changes.doubles_of(facility.pk, form.wanted) if form.waits else doubles.warnings([facility.key])
        for words in found:
            self.message_user(request, words, messages.WARNING)

    @admin.display(description=_("now"))
    def now(self, facility: Any) -> str:
        return in_words(facility.hours.all())

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        """Find a town as people spell it."""
        found, duplicates = super().get_search_results(request, queryset, search_term)
        folded = gazetteer.fold(search_term)
        if folded:
            near = PlaceName.objects.filter(folded=folded).values("place_id")
            found = found | queryset.filter(place__in=near)
        return found, duplicates


class OrganisationForm(GuardedForm):
    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        refuse_namesake(Organisation(pk=self.instance.pk, **{name: (cleaned or {}).get(name) or "" for name in _NAMES}))
        return cleaned


@admin.register(Organisation)
class OrganisationAdmin(Alphabetical, Guarded):
    form = OrganisationForm
    list_display = ("key", "name", "type")
    list_filter = ("type",)
    search_fields = ("key", "name_az", "name_ru", "name_en")
