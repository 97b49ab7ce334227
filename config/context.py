"""Values that every page may show."""

from django.conf import settings
from django.http import HttpRequest
from django.utils.safestring import mark_safe

STYLE = mark_safe(settings.STYLE)  # our own file, allowed by its hash
SITE_ICON = mark_safe(
    "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'%3E"
    "%3Ccircle cx='8' cy='8' r='5' fill='%230f5c5c'/%3E%3C/svg%3E"
)


def site(request: HttpRequest) -> dict[str, object]:
    """The site's name and icon, the way out, the style sheet, and whether this is the demo."""
    return {
        "SITE_NAME": settings.SITE_NAME,
        "SITE_ICON": SITE_ICON,
        "EXIT_URL": settings.EXIT_URL,
        "STYLE": STYLE,
        "DEMO": settings.DEMO,
        "languages": settings.LANGUAGES,
    }
