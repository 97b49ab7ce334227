"""The source and the day that every fact carries."""

from urllib.parse import urlsplit

from django.db import models
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from ..codes.wording import small
from .free_text import check_source


class Sourced(models.Model):
    """A fact with its source, and the day on which the source stated it."""

    source = models.CharField(
        _("source"), max_length=500, validators=[check_source], help_text=_("a page, a letter, a call: who said so")
    )
    stated_on = models.DateField(_("stated on"), null=True, blank=True, help_text=_("empty: the source has no date"))

    class Meta:
        abstract = True

    @property
    def source_name(self) -> str:
        """The source as people read it. Of a page only the host is shown."""
        host = urlsplit(self.source).netloc if self.source.startswith("http") else ""
        return host.removeprefix("www.") or self.source

    @property
    def month(self) -> str:
        """Month and year of the statement, as written inside a sentence. Empty: no date."""
        words = date_format(self.stated_on, "F Y") if self.stated_on else ""
        return words if get_language() == "en" else small(words)
