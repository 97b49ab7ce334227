"""The staff pages of requests: hosts under questions/, caseworkers and coordinators under requests/."""

from django.urls import path

from .views import caseworker_new, caseworkers, coordinators, hosts

urlpatterns = [
    path("questions/", hosts.questions, name="questions"),
    path("questions/pause/", hosts.pause, name="questions_pause"),
    path("questions/<str:public_id>/", hosts.question, name="question"),
    path("questions/<str:public_id>/contact/", hosts.contact, name="question_contact"),
    path("questions/<str:public_id>/<str:move>/", hosts.move, name="question_move"),
    path("requests/", caseworkers.requests, name="requests"),
    path("requests/new/", caseworker_new.new, name="request_new"),
    path("requests/overdue/", coordinators.listed, name="requests_overdue"),
    path("requests/<str:public_id>/", caseworkers.one, name="request"),
    path("requests/<str:public_id>/contact/", caseworkers.contact, name="request_contact"),
    path("requests/<str:public_id>/<str:move>/", caseworkers.move, name="request_move"),
    path("requests/<str:public_id>/<str:place>/<str:move>/", caseworkers.towards, name="request_towards"),
]
