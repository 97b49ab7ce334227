"""The look and the texts of the survivor's forms. The caseworker's form of a question shares them."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from shelters.finder.forms import CHOICE, LIMITS, NUMBER

LONGEST_TEXT = 1_000  # letters of a message
# The texts of the search forms. Django puts the limit or the sent value in.
KINDLY = LIMITS | {
    "invalid": NUMBER["invalid"],
    "invalid_choice": format_lazy(CHOICE["invalid_choice"], input="%(value)s"),
}
# The phone must not keep or underline typed text.
_SILENT = {"autocomplete": "off", "spellcheck": "false"}
_TYPED: Mapping[str, Mapping[str, str]] = {
    "text": _SILENT,
    "textarea": _SILENT,
    "number": {"autocomplete": "off", "inputmode": "numeric"},
    "select": {"autocomplete": "off"},
}
_TICKED = ("checkbox", "checkboxselectmultiple", "radioselect")


class SurvivorBoundField(BoundField):
    """A field on the survivor's page. A box or a button has no id, because its label stands around it."""

    @property
    def auto_id(self) -> str:
        return "" if self.widget_type in _TICKED else str(super().auto_id)

    @property
    def hint_id(self) -> str:
        """The id of the hint. The field names it in `aria-describedby`."""
        named = self.field.widget.attrs.get("aria-describedby")
        return str(named or str(self.form.auto_id) % f"{self.html_name}-hint")

    @property
    def aria_describedby(self) -> str:
        return self.hint_id if self.help_text else ""

    def build_widget_attrs(self, attrs: Mapping[str, Any], widget: forms.Widget | None = None) -> dict[str, Any]:
        return dict(_TYPED.get(self.widget_type, {})) | super().build_widget_attrs(dict(attrs), widget)


class SurvivorForm(forms.Form):
    """Our kind words explain each error. The browser does not stop the form, so the page shows all errors at once."""

    bound_field_class = SurvivorBoundField
    use_required_attribute = False

    def __init__(self, data: Mapping[str, Any] | None = None, *, auto_id: str = "%s", **more: Any) -> None:
        super().__init__(data, auto_id=auto_id, **more)
        for field in self.fields.values():
            field.error_messages |= KINDLY


class ReplyForm(SurvivorForm):
    """A message of the survivor to a place."""

    text = forms.CharField(
        label=_("Your words"),
        help_text=_("Please no names, no number, no address."),
        max_length=LONGEST_TEXT,
        widget=forms.Textarea({"rows": 4, "cols": False}),
        error_messages={"required": _("Write something first.")},
    )
