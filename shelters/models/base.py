"""What many tables share: random ids, tokens and bonds, names in three languages, the stamps of what is in memory."""

import hashlib
import hmac
import json
import secrets
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any, ClassVar

from django.apps import apps
from django.conf import settings
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from ..codes.free_text import check_text
from ..codes.wording import language

# Without letters that people confuse on the phone.
ID_LETTERS = "23456789abcdefghjkmnpqrstuvwxyz"


def new_id() -> str:
    """A short random id. It tells nothing, not even the order of two rows."""
    return "".join(secrets.choice(ID_LETTERS) for _letter in range(6))


class PublicId(models.CharField):
    """A short random id that a client may send back. What cannot be an id is the id of nothing."""

    def __init__(self, **options: Any) -> None:
        own: dict[str, Any] = {"max_length": 6, "unique": True, "default": new_id, "editable": False}
        super().__init__(**own | options)

    def deconstruct(self) -> Any:
        """To the tables it is text."""
        name, _path, args, options = super().deconstruct()
        return name, "django.db.models.CharField", args, options

    def get_prep_value(self, value: Any) -> Any:
        """PostgreSQL takes no NUL, not even to look for."""
        text = super().get_prep_value(value)
        return "" if text and "\0" in text else text


def digest(token: str) -> str:
    """A plain hash of a token. A token has 96 random bits or more, so the hash gives nothing away."""
    return hashlib.sha256(token.encode()).hexdigest()


def bonds(about: str, values: Any) -> Iterator[str]:
    """Keyed hashes of these values: under `FACTOR_KEY`, then under earlier ones. No such key is in the database."""
    said = f"{about}:{json.dumps(values, sort_keys=True, default=_in_utc)}".encode()
    for key in (settings.FACTOR_KEY, *settings.FACTOR_KEY_FALLBACKS):
        yield hmac.digest(key.encode(), said, hashlib.sha256).hex()


def is_bond(bond: str, about: str, values: Any) -> bool:
    return any(hmac.compare_digest(bond.encode(), one.encode()) for one in bonds(about, values))


def _in_utc(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat()


class Bound(models.Model):
    """A row that gives somebody power. Whoever only writes into the database cannot make its `bond`.

    A row without a right bond gives no power.
    """

    bond = models.CharField(max_length=64, default="", editable=False)

    class Meta:
        abstract = True

    def bound_values(self) -> Any:
        """All that gives the power."""
        raise NotImplementedError

    def is_bound(self) -> bool:
        return is_bond(self.bond, self._meta.label_lower, self.bound_values())

    def right_bond(self) -> str:
        return next(bonds(self._meta.label_lower, self.bound_values()))

    def bind(self) -> None:
        """Give the row a right bond and save that. The rest is saved already."""
        self.bond = self.right_bond()
        self.save(update_fields=["bond"])


@transaction.atomic
def renew_bonds() -> None:
    """Bind anew what is bound under an earlier key. Then that key is needed no more."""
    for model in (model for model in apps.get_models() if issubclass(model, Bound)):
        for row in model._base_manager.select_for_update().exclude(bond=""):
            if row.bond != row.right_bond() and row.is_bound():
                row.bind()


class Named(models.Model):
    """A name in each language. `name` is in the page's language."""

    name_az = models.CharField(_("name in Azerbaijani"), max_length=200, blank=True, validators=[check_text])
    name_ru = models.CharField(_("name in Russian"), max_length=200, blank=True, validators=[check_text])
    name_en = models.CharField(_("name in English"), max_length=200, blank=True, validators=[check_text])

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return self.name_in(language())

    def name_in(self, language: str) -> str:
        """In a language, else in another."""
        return getattr(self, f"name_{language}", "") or self.name_az or self.name_en or self.name_ru


class Revision(models.Model):
    """A stamp for data that processes keep in memory. It changes with the data, so processes know to read again.

    It is random, not counted, so a stamp that was rolled back never comes again.
    """

    PLACES = "places"
    HOTLINES = "hotlines"
    CARDS = "cards"
    CALENDAR = "calendar"
    ROOMS = "rooms"
    FREEZE = "freeze"

    what = models.CharField(max_length=20, primary_key=True)
    stamp = models.CharField(max_length=16)

    def __str__(self) -> str:
        return f"{self.what} {self.stamp}"

    @classmethod
    def change(cls, what: str) -> None:
        """Record that `what` has changed, in the transaction that changes it. Until its end nobody else can."""
        cls.objects.update_or_create(what=what, defaults={"stamp": secrets.token_hex(8)})

    @classmethod
    def now(cls) -> dict[str, str]:
        """The stamp of each, in one query. The stamp is empty if the data never changed."""
        none = dict.fromkeys((cls.PLACES, cls.HOTLINES, cls.CALENDAR, cls.CARDS, cls.ROOMS, cls.FREEZE), "")
        return none | dict(cls.objects.values_list("what", "stamp"))


class Stamped(models.Model):
    """A row that processes keep in memory under the stamp of `revision`."""

    revision: ClassVar[str]

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        with transaction.atomic():
            super().save(*args, **kwargs)
            Revision.change(self.revision)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        with transaction.atomic():
            Revision.change(self.revision)
            return super().delete(*args, **kwargs)
