"""The pages on which a person asks places and reads their answers, in a single language."""

from django.urls import path

from .views import survivor_answer, survivor_ask

urlpatterns = [
    path("ask/", survivor_ask.ask, name="ask"),
    path("answer/", survivor_answer.answer, name="answer"),
]
