"""What the thread of a worker does each second, tests do before each request; it counts as none of its queries."""

from django.db import connection

from shelters.published import current


def before_each_request(get_response):
    def answer(request):
        counted, connection.force_debug_cursor = connection.force_debug_cursor, False
        try:
            current.refresh_now()
        finally:
            connection.force_debug_cursor = counted
        return get_response(request)

    return answer
