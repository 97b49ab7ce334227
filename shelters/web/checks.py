"""What `check --deploy` says of the line in front of the site."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Tags, Warning, register


@register(Tags.security, deploy=True)
def the_proxy_is_counted(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Behind a proxy that is not counted everybody is one client, and anybody's flood shuts out all."""
    if getattr(settings, "SECURE_PROXY_SSL_HEADER", None) and not settings.TRUSTED_PROXIES:
        return [
            Warning("BEHIND_TLS_PROXY is on and TRUSTED_PROXIES is 0: all visitors count as one.", id="shelters.W001")
        ]
    return []
