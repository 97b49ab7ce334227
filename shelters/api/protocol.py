"""How the API reads and answers: JSON in, JSON out. It explains every error, and no input causes a 5xx."""

import json
from typing import Any

from django.http import Http404
from django.utils.translation import gettext as _
from rest_framework import exceptions
from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.parsers import BaseParser
from rest_framework.request import Request
from rest_framework.response import Response


class StrictJSONParser(BaseParser):
    """Only JSON in UTF-8. A strange charset, NaN, half a character or endless nesting is a parse error."""

    media_type = "application/json"

    def parse(self, stream: Any, media_type: str | None = None, parser_context: Any = None) -> Any:
        try:
            found = json.loads(stream.read().decode("utf-8"), parse_constant=_no_constant)
            json.dumps(found, ensure_ascii=False).encode()  # "\ud800" is half a character, and cannot be answered
            return found
        except (ValueError, RecursionError) as error:
            raise exceptions.ParseError() from error


def _no_constant(name: str) -> None:
    raise ValueError(name)


class AlwaysJSON(BaseContentNegotiation):
    """Every client gets JSON. The Accept header is ignored."""

    def select_parser(self, request: Request, parsers: Any) -> Any:
        kind = (request.content_type or "").split(";")[0].strip().lower()
        return next((parser for parser in parsers if parser.media_type == kind), None)

    def select_renderer(self, request: Request, renderers: Any, format_suffix: str | None = None) -> Any:
        return renderers[0], renderers[0].media_type


def explain(error: Exception, context: Any) -> Response | None:
    """Every error as `{"code", "detail", …}`, in the language of the request."""
    if isinstance(error, exceptions.UnsupportedMediaType):
        return problem(415, "unsupported", _("Send JSON, as application/json."))
    if isinstance(error, exceptions.ParseError):
        return problem(400, "invalid", _("That is not JSON in UTF-8."), fields={})
    if isinstance(error, exceptions.MethodNotAllowed):
        return problem(405, "method_not_allowed", _("This address does not answer that method."))
    if isinstance(error, exceptions.Throttled):
        wait = int(getattr(error, "wait", None) or 60)
        response = problem(429, "slow_down", _("That was a lot at once. Try again in a minute."))
        response["Retry-After"] = str(wait)
        return response
    if isinstance(error, exceptions.AuthenticationFailed):
        response = problem(401, "unauthorized", _("This opens only with a valid token."))
        response["WWW-Authenticate"] = str(getattr(error, "auth_header", "Bearer"))
        return response
    if isinstance(error, Http404 | exceptions.NotFound):
        return problem(404, "not_found", _("There is nothing here."))
    return None


def problem(status: int, code: str, detail: str, **more: Any) -> Response:
    return Response({"code": code, "detail": detail, **more}, status=status)
