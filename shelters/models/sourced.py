"""The source and day that every fact carries, and numbers to ring, each kept in a single form."""

from datetime import date
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from ..codes import telephone
from ..codes.free_text import check_text
from ..codes.page_address import LONGEST, check_page, host
from ..codes.public import SourceKind
from ..codes.wording import small

DEMO = "DEMO"
SOURCED = ("source", "source_url", "source_kind", "stated_on")  # the fields of `Sourced`, as forms show them
_OLDEST = date(1990, 1, 1)


def check_stated_on(day: date) -> None:
    """Nobody has said anything tomorrow, and a day before 1990 is a slip. Raises ValidationError."""
    if day > timezone.localdate():
        raise ValidationError(_("This day is still to come."))
    if day < _OLDEST:
        raise ValidationError(_("This day is before 1990. Look at the year."))


class PageField(models.CharField):
    """The https address of a page that says so, as `codes.page_address` allows it. Empty: there is none."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        fixed = {"max_length": LONGEST, "blank": True, "validators": [check_page]}
        super().__init__(*args, **{"help_text": _("begins with https://"), **kwargs, **fixed})


class Sourced(models.Model):
    """A fact with its source, and the day on which the source stated it. A source has a name, a page, or both."""

    source = models.CharField(
        _("source"), max_length=500, blank=True, validators=[check_text], help_text=_("who said so, without an address")
    )
    source_url = PageField(_("page of the source"))
    source_kind = models.CharField(
        _("kind of source"), max_length=12, choices=SourceKind.choices, default=SourceKind.UNNAMED
    )
    stated_on = models.DateField(
        _("stated on"),
        null=True,
        blank=True,
        validators=[check_stated_on],
        help_text=_("empty: the source has no date"),
    )

    class Meta:
        abstract = True

    def clean(self) -> None:
        super().clean()
        if not (self.source or self.source_url):
            raise ValidationError({"source": _("Write who said so, or the address of the page that says so.")})

    @property
    def source_name(self) -> str:
        """The source as staff read it. Without a name it is the site of its page."""
        return self.source or host(self.source_url)

    @property
    def month(self) -> str:
        return month(self.stated_on)


def month(day: date | None) -> str:
    """Month and year of a day, as written inside a sentence. Empty: no day."""
    words = date_format(day, "F Y") if day else ""
    return words if get_language() == "en" else small(words)


def has_a_source(table: str) -> models.CheckConstraint:
    """The invariant that a row of a table has a source with a name or a page."""
    return models.CheckConstraint(condition=~Q(source="", source_url=""), name=f"{table}_has_a_source")


def kept_in_form() -> Q:
    """The condition that a `number` has the form of `codes.telephone`, or is one of the demo."""
    return Q(number__regex=telephone.KEPT) | Q(number__startswith=DEMO)


class NumberField(models.CharField):
    """A telephone number in the form of `codes.telephone`. In the demo only the `rings_in_demo` ring somewhere."""

    def __init__(self, *args: Any, rings_in_demo: tuple[str, ...] = (), **kwargs: Any) -> None:
        self.rings_in_demo = rings_in_demo
        super().__init__(*args, **kwargs)

    def to_python(self, value: Any) -> Any:
        text = super().to_python(value)
        if not text:
            return text
        if settings.DEMO and text not in self.rings_in_demo:
            if not text.startswith(DEMO):
                raise ValidationError(_("A number of the demo starts with DEMO: it must ring nowhere."))
            return text
        try:
            return telephone.read(text)
        except telephone.BadNumber as error:
            raise ValidationError(str(error)) from error

    def get_prep_value(self, value: Any) -> Any:
        """The kept form of whatever spelling, so that a query finds it too."""
        text = None if value is None else str(value)
        try:
            return telephone.read(text) if text else text
        except telephone.BadNumber:
            return text


class Ringable(models.Model):
    """A row with a `number` that people may ring."""

    number: str

    class Meta:
        abstract = True

    @property
    def dial(self) -> str:
        return telephone.dialled(self.number)
