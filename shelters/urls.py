"""The pages of a single language."""

from django.urls import path

from .guides.contents import GUIDES
from .views import pages

urlpatterns = [
    path("", pages.home, name="home"),
    path("near/", pages.near, name="near"),
    path("hours/", pages.hours, name="hours"),
    path("easy/", pages.easy, name="easy"),
    path("easy/hours/", pages.easy_hours, name="easy_hours"),
    path("site/", pages.site, name="site"),
    path("lines/", pages.lines, name="lines"),
    path("safety/", pages.safety, name="safety"),
    *(path(f"{code}/", pages.guide, {"code": code}, name=code) for code in GUIDES),
]
