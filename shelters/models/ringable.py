"""Numbers that people may ring: kept in a single form, so that each number exists once whatever its spelling."""

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ..codes import telephone

DEMO = "DEMO"


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
