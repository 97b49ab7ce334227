"""The pages of one language on which a person asks places, and reads what they answer."""

from django.urls import path

from .views import answer, survivor

urlpatterns = [
    path("ask/", survivor.ask, name="ask"),
    path("answer/", answer.answer, name="answer"),
]
