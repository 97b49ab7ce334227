"""Settings with a middleware that breaks and reveals the typed text, as a careless library would."""

from config.settings import *  # noqa: F403
from config.settings import MIDDLEWARE

MIDDLEWARE = [*MIDDLEWARE, "tests.support.breaking_settings.break_on_request"]


def break_on_request(get_response):
    def answer(request):
        if request.path.startswith("/break/") or b"break-" in request.body:
            raise RuntimeError(f"could not read {request.body!r} of {request.META['HTTP_USER_AGENT']}")
        return get_response(request)

    return answer
