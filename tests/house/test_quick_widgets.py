"""What stands in for the templates of Django's widgets writes what they write."""

import pytest
from django import forms
from django.contrib.admin.widgets import AdminDateWidget, AdminRadioSelect
from django.forms.renderers import DjangoTemplates
from django.utils.functional import lazystr
from django.utils.safestring import mark_safe

from tests.support.quick_widgets import WRITTEN, Renderer

PLAIN = (
    *(forms.TextInput, forms.EmailInput, forms.URLInput, forms.NumberInput, forms.PasswordInput, forms.HiddenInput),
    *(forms.DateInput, forms.TimeInput, forms.FileInput, forms.CheckboxInput, forms.Textarea, AdminDateWidget),
)
CHOOSING = (forms.Select, forms.SelectMultiple, forms.RadioSelect, forms.CheckboxSelectMultiple, AdminRadioSelect)
VALUES = (None, "", "a", 'a "b" <c> & d', mark_safe("<b>"), 5, True)
ATTRIBUTES = (
    {},
    {"id": "x", "class": 'y"z', "required": True, "disabled": False, "min": 0, "title": lazystr("No")},
)
CHOICES = (
    [],
    [("a", "A"), ("b", lazystr("Yes")), (5, "<five>"), (None, mark_safe("<b>none</b>"))],
    [("", "---"), ("Group <1>", [("a", "A"), ("b", 'B"')]), ("c", "C")],
)


@pytest.mark.parametrize("attributes", ATTRIBUTES, ids=["bare", "rich"])
@pytest.mark.parametrize(
    "widget",
    [*(one() for one in PLAIN), *(one(choices=choices) for one in CHOOSING for choices in CHOICES)],
    ids=lambda widget: type(widget).__name__,
)
def test_the_same_to_the_letter(widget, attributes):
    for value in VALUES:
        if widget.template_name in WRITTEN:
            assert widget.render("name<", value, attributes, Renderer()) == widget.render(
                "name<", value, attributes, DjangoTemplates()
            )


def test_each_is_compared():
    assert {one.template_name for one in (*PLAIN, *CHOOSING)} >= WRITTEN.keys() - {"django/forms/widgets/input.html"}
