"""Two organisations are never called alike: a house could change its owner, and nobody would see it."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from ..models import Organisation
from ..places.gazetteer import fold


def refuse_namesake(organisation: Organisation) -> None:
    """Raises ValidationError where a name folds to a name of another organisation."""
    names = _folded(organisation)
    for other in Organisation.objects.exclude(pk=organisation.pk):
        if names & _folded(other):
            raise ValidationError(_("Another organisation has this name: %(key)s.") % {"key": other.key})


def _folded(organisation: Organisation) -> set[str]:
    return {fold(name) for name in (organisation.name_az, organisation.name_ru, organisation.name_en)} - {""}
