"""Values that every page may show."""

from django.conf import settings
from django.http import HttpRequest
from django.utils.safestring import mark_safe

STYLE = mark_safe(settings.STYLE)  # our own file, allowed by its hash


def site(request: HttpRequest) -> dict[str, object]:
    """The site's name, the way out, the style sheet, and whether this is the demo."""
    return {
        "SITE_NAME": settings.SITE_NAME,
        "EXIT_URL": settings.EXIT_URL,
        "STYLE": STYLE,
        "DEMO": settings.DEMO,
        "languages": settings.LANGUAGES,
    }
