"""A card in the words of each language. They are made with the value, so that a search looks up none of them."""

from collections.abc import Mapping
from functools import cache, lru_cache
from typing import NamedTuple

from django.db.models import TextChoices
from django.utils import translation
from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from ..codes import telephone
from ..codes.public import Basis, Group, Kind, OrganisationType, Service, Verdict
from ..codes.wording import LANGUAGES, NOTHING_SAID, Wording, capital
from ..models.card import CardFields
from ..models.place import Place

_GROUPS, _SERVICES = list(Group), list(Service)


class PhoneWords(NamedTuple):
    """A number as people write it, who answers, and what a telephone dials (empty: it rings nowhere)."""

    number: str
    label: Wording
    dial: str


_escaped = lru_cache(maxsize=4096)(escape)  # many cards have the same town
_NO_PHONE = PhoneWords("", NOTHING_SAID, "")


class CardHtml(NamedTuple):
    """The words of a card on a page, escaped once. `where`: its town, and who runs it where no organisation does.

    `run_by` begins with a capital letter. `number` and `dial` are of the first phone; both may be empty.
    """

    id: SafeString
    name: SafeString
    town: SafeString
    where: SafeString
    run_by: SafeString
    takes: SafeString
    number: SafeString
    dial: SafeString


class CardWords(NamedTuple):
    """`name` of a place that was only reported is no more than its kind, town and year."""

    name: str
    town: str
    rayon: str
    run_by: str
    services: list[str]
    phones: list[PhoneWords]
    html: CardHtml


def in_each_language(shown: CardFields, place: Place) -> Mapping[str, CardWords]:
    return {language: _words(shown, place, language) for language in LANGUAGES}


def _words(shown: CardFields, place: Place, language: str) -> CardWords:
    said = ((phone["number"], phone["labels"], phone["dial"]) for phone in shown["phones"])
    phones = [PhoneWords(telephone.shown(number), Wording.of(labels, language), dial) for number, labels, dial in said]
    name, town = _name(shown, place, language), place.name_in(language)
    return CardWords(
        name=name,
        town=town,
        rayon=place.rayon.name_in(language),
        run_by=label(OrganisationType(shown["run_by"]), language),
        services=[label(service, language) for service in _SERVICES if service in shown["services"]],
        phones=phones,
        html=_html(shown, name, town, phones, language),
    )


def _html(shown: CardFields, name: str, town: str, phones: list[PhoneWords], language: str) -> CardHtml:
    run_by = OrganisationType(shown["run_by"])
    is_ours = run_by == OrganisationType.NGO
    rules = shown["rules"]
    takes = [group for group in _GROUPS if group in rules and rules[group]["value"] == Verdict.YES]
    first = phones[0] if phones else _NO_PHONE
    return CardHtml(
        id=escape(shown["id"]),
        name=escape(name),
        town=_escaped(town),
        where=_escaped(town if is_ours else f"{town} · {label(run_by, language)}"),
        run_by=_begun(run_by, language),
        takes=_joined(tuple(takes), language),
        number=escape(first.number),
        dial=escape(first.dial),
    )


@cache
def _begun(run_by: OrganisationType, language: str) -> SafeString:
    with translation.override(language):
        return escape(capital(run_by.label))


@lru_cache(maxsize=1024)
def _joined(groups: tuple[Group, ...], language: str) -> SafeString:
    return escape(", ".join(label(group, language) for group in groups))


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
