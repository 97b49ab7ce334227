"""What makes tests quick and changes nothing that they see."""

import gc
from collections.abc import Iterator
from functools import cache

import pytest
from django.template import Context, Template
from django.test.signals import template_rendered

from shelters.places import names, similar, words
from shelters.places.folding import sound

gc.set_threshold(100_000, 50, 50)  # looking for garbage took a twentieth of the time


@pytest.fixture(autouse=True, scope="session")
def only_pages_are_recorded(django_test_environment: None) -> Iterator[None]:
    """Django's test client copies the context of each template. The page's own is enough: a form has 400 widgets."""
    patch = pytest.MonkeyPatch()
    patch.setattr(Template, "_render", _render)
    yield
    patch.undo()


def _render(template: Template, context: Context) -> str:
    if context.template is template and not str(template.name).startswith("django/forms/"):
        template_rendered.send(sender=template, template=template, context=context)
    return template.nodelist.render(context)


@pytest.fixture(autouse=True, scope="session")
def names_are_heard_once() -> Iterator[None]:
    """A test that adds a place hears all names again. A server must not remember typed ones."""
    patch = pytest.MonkeyPatch()
    patch.setattr(names, "sound", cache(sound))
    patch.setattr(similar, "sound", names.sound)
    patch.setattr(words, "russian_stem", cache(words.russian_stem))
    yield
    patch.undo()
