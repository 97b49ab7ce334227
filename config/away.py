"""What needs the database says at once that it is away; what is too old to be used says that."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from shelters.published import current, database, front
from shelters.views import away
from shelters.witness import agreement

Answer = Callable[[HttpRequest], HttpResponse]
# The views that need no database: they show places from memory, or none. All others say at once that it is away.
FROM_MEMORY = {"home", "near", "hours", "site", "lines", "ready", "rights", "phone", "help"}
FROM_MEMORY |= {"easy", "easy_hours", "api-near", "api-hours"}
WITHOUT_PLACES = {"to_a_language", "safety", "healthz", "security-txt", "api-contents", "api-schema", "api-docs"}


def say_what_is_away(get_response: Answer) -> Answer:
    """The view that Django chose decides, as for the second factor."""

    def answer(request: HttpRequest) -> HttpResponse:
        return get_response(request)

    def guard(request: HttpRequest, *_view: object) -> HttpResponse | None:
        assert request.resolver_match  # Django resolves the address before it calls process_view
        name = request.resolver_match.view_name
        if name in WITHOUT_PLACES:
            return None
        if name not in FROM_MEMORY and not database.answers():
            return away.unavailable(request)
        if name not in FROM_MEMORY:
            return None if agreement.agrees() else away.restored(request)
        return away.past_use(request) if current.is_past_use() else None

    answer.process_view = guard  # type: ignore[attr-defined]
    return answer


def name_the_file(get_response: Answer) -> Answer:
    """On a front each response says of which file it is made, so that the operator sees who is behind."""

    def answer(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response["Directory-Serial"] = str(front.serial())
        return response

    return answer
