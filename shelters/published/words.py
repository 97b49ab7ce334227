"""A card in the words of each language. They are made with the value, so that a search looks up none of them."""

from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

from django.db.models import TextChoices
from django.utils import translation
from django.utils.translation import gettext as _

from ..codes import telephone
from ..codes.public import Basis, Group, Kind, OrganisationType, Service, Verdict
from ..codes.wording import LANGUAGES, Wording, capital
from ..models.card import CardFields
from ..models.place import Place

_GROUPS, _SERVICES = list(Group), list(Service)


class PhoneWords(NamedTuple):
    """A number as people write it, who answers, and what a telephone dials (empty: it rings nowhere)."""

    number: str
    label: Wording
    dial: str


class CardWords(NamedTuple):
    """`name` of a place that was only reported is no more than its kind, town and year. `takes`: whom it takes."""

    name: str
    town: str
    rayon: str
    run_by: str
    services: list[str]
    takes: list[str]
    phones: list[PhoneWords]


def in_each_language(shown: CardFields, place: Place) -> Mapping[str, CardWords]:
    return {language: _words(shown, place, language) for language in LANGUAGES}


def _words(shown: CardFields, place: Place, language: str) -> CardWords:
    rules = shown["rules"]
    takes = [group for group in _GROUPS if group in rules and rules[group]["value"] == Verdict.YES]
    phones = ((phone["number"], phone["labels"], phone["dial"]) for phone in shown["phones"])
    return CardWords(
        name=_name(shown, place, language),
        town=place.name_in(language),
        rayon=place.rayon.name_in(language),
        run_by=label(OrganisationType(shown["run_by"]), language),
        services=[label(service, language) for service in _SERVICES if service in shown["services"]],
        takes=[label(group, language) for group in takes],
        phones=[
            PhoneWords(telephone.shown(number), Wording.of(labels, language), dial) for number, labels, dial in phones
        ],
    )


@lru_cache(maxsize=None, typed=True)  # codes of several kinds are spelled alike
def label(code: TextChoices, language: str) -> str:
    with translation.override(language):
        return str(code.label)


def _name(shown: CardFields, place: Place, language: str) -> str:
    names = shown["names"]
    if names:
        return names.get(language) or next(iter(names.values()))
    with translation.override(language):
        words = {"kind": capital(Kind(shown["kind"]).label), "place": place.name}
        if shown["basis"] == Basis.REPORTED and shown["listing"]["stated_on"]:
            words["year"] = shown["listing"]["stated_on"][:4]
            return _("%(kind)s, %(place)s, reported in %(year)s") % words
        return _("%(kind)s, %(place)s") % words
