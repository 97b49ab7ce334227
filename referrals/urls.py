"""The pages of one language on which a person asks places, and reads what they answer."""

from django.urls import path

from .views import survivor_answer, survivor_ask

urlpatterns = [
    path("ask/", survivor_ask.ask, name="ask"),
    path("answer/", survivor_answer.answer, name="answer"),
]
