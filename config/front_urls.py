"""The addresses of a front: what anybody may read. Asking and its answers are a link to the main machine."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path
from drf_spectacular.views import SpectacularAPIView

from shelters.api import docs, search
from shelters.views import away, pages

urlpatterns = [
    path("", pages.to_a_language, name="to_a_language"),
    path("api/v1/", search.ContentsView.as_view(), name="api-contents"),
    path("api/v1/near/", search.NearView.as_view(), name="api-near"),
    path("api/v1/hours/", search.HoursView.as_view(), name="api-hours"),
    path("api/v1/schema/", SpectacularAPIView.as_view(), name="api-schema"),
    path("api/v1/docs/", docs.api_docs, name="api-docs"),
    path("healthz", pages.healthz, name="healthz"),
    *i18n_patterns(
        path("", include("shelters.urls")),
        path("listing/", away.elsewhere, name="listing"),
        path("ask/", away.elsewhere, name="ask"),
        path("answer/", away.elsewhere, name="answer"),
    ),
]
handler400 = pages.bad_request
handler403 = pages.forbidden
handler404 = pages.not_found
handler500 = pages.server_error
