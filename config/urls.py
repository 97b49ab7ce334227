"""All addresses of the site, in a single list."""

from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path
from drf_spectacular.views import SpectacularAPIView

from shelters.api import bed_feed, docs, search
from shelters.views import pages
from shelters.views.desk import letters

urlpatterns = [
    path("", pages.to_a_language, name="to_a_language"),
    path("api/v1/", search.ContentsView.as_view(), name="api-contents"),
    path("api/v1/near/", search.NearView.as_view(), name="api-near"),
    path("api/v1/hours/", search.HoursView.as_view(), name="api-hours"),
    path("api/v1/beds/<str:public_id>/", bed_feed.BedsView.as_view(), name="api-beds"),
    path("api/v1/schema/", SpectacularAPIView.as_view(), name="api-schema"),
    path("api/v1/docs/", docs.api_docs, name="api-docs"),
    path("healthz", pages.healthz, name="healthz"),
    path(".well-known/security.txt", pages.security_txt, name="security-txt"),
    path("work/", include("referrals.work_urls")),
    path("work/", include("shelters.work_urls")),
    path("admin/", admin.site.urls),
    *i18n_patterns(
        path("", include("shelters.urls")),
        path("listing/", letters.listing, name="listing"),
        path("", include("referrals.urls")),
    ),
]
handler400 = pages.bad_request
handler403 = pages.forbidden
handler404 = pages.not_found
handler500 = pages.server_error
