"""Go through pages as a thief would: every link, and every form with each of its fields changed."""

import re
from html.parser import HTMLParser

from django.core.files.uploadedfile import SimpleUploadedFile

from .soak import TIMES

ALONE = 3 if TIMES == 1 else 1  # of so many fields one is changed alone; bin/bench soak: each
NUMBER = "(012) 555 66 77"
LIST = b"key,organisation,organisation_type,kind,town,source\na,b,ngo,clinic,Quba,s\n"


class Page(HTMLParser):
    """The links of a page, and its forms with the fields as a browser would send them."""

    def __init__(self, html):
        super().__init__()
        self.links, self.forms, self._select = [], [], ""
        self.feed(html)

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        name = attributes.get("name") or ""
        if tag == "a":
            self.links.append(attributes.get("href") or "")
        elif tag == "form":
            self.forms.append({"action": attributes.get("action") or "", "fields": {}, "kinds": {}, "options": {}})
        elif self.forms and tag in ("input", "textarea", "button") and name and "__prefix__" not in name:
            self.field(name, attributes.get("type", "text"), attributes)
        elif self.forms and tag == "select":
            self._select = "" if "__prefix__" in name else name
            self.forms[-1]["kinds"] |= {self._select: "select"} if self._select else {}
        elif self.forms and tag == "option" and self._select:
            self.forms[-1]["options"].setdefault(self._select, []).append(attributes.get("value") or "")
            if "selected" in attributes:
                self.forms[-1]["fields"][self._select] = attributes.get("value") or ""

    def field(self, name, kind, attributes):
        form = self.forms[-1]
        form["kinds"][name] = kind
        if kind == "checkbox":
            form["options"][name] = [attributes.get("value") or "on"]
        if kind not in ("checkbox", "radio", "submit", "button", "file") or "checked" in attributes:
            form["fields"][name] = attributes.get("value") or ("on" if kind == "checkbox" else "")


def changed(form, each):
    """What a thief would send: the form as it is, all fields changed at once, and with `each` some of them alone."""
    fields, all_at_once = form["fields"], {}
    yield fields
    alike = re.compile(r"-([2-9]|\d\d+)-")  # further rows of a table
    names = (pair for pair in form["kinds"].items() if not alike.search(pair[0]))
    for nth, (name, kind) in enumerate(names):
        for value in hostile(name, kind, fields.get(name, ""), form["options"].get(name, [])):
            all_at_once[name] = value
            if each and nth % ALONE == 0:
                yield {key: one for key, one in (fields | {name: value}).items() if one is not None}
    yield {key: one for key, one in (fields | all_at_once).items() if one is not None}


def hostile(name, kind, value, options):
    if kind == "checkbox":
        yield None if value else options[0]
    elif kind in ("select", "radio"):
        yield from [option for option in options[-1:] if option != value]
    elif kind in ("submit", "button"):
        yield "yes"
    elif kind == "file":
        yield SimpleUploadedFile("x.csv", LIST)
    elif kind != "hidden":
        yield NUMBER if "number" in name else "Quba" if name == "place" else "Attack"
