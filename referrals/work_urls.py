"""The staff pages of requests: hosts under questions/, caseworkers and coordinators under requests/."""

from django.urls import path

from .views import calls, cases, caseworker_new, caseworkers, coordinators, hosts, night, paper

urlpatterns = [
    path("questions/", hosts.questions, name="questions"),
    path("questions/pause/", hosts.pause, name="questions_pause"),
    path("questions/<str:public_id>/", hosts.question, name="question"),
    path("questions/<str:public_id>/next/", hosts.next_house, name="question_next"),
    path("questions/<str:public_id>/contact/", hosts.contact, name="question_contact"),
    path("questions/<str:public_id>/<str:move>/", hosts.move, name="question_move"),
    path("frozen/arrivals/", hosts.arrivals, name="frozen_arrivals"),
    path("night/", night.night, name="night"),
    path("night/begin/", night.begin, name="night_begin"),
    path("night/watch/<str:token>/", night.watching, name="night_watch"),
    path("night/come/", night.come, name="night_come"),
    path("night/duty/", night.duty, name="night_duty"),
    path("night/note/", night.note, name="night_note"),
    path("night/note/<str:public_id>/read/", night.note_read, name="night_note_read"),
    path("night/asked/", night.asked, name="night_asked"),
    path("night/nobody/", night.nobody, name="night_nobody"),
    path("night/<int:pk>/gone/", night.gone, name="night_gone"),
    path("requests/", cases.listed, name="requests"),
    path("requests/load/", cases.load, name="requests_load"),
    path("requests/search/", cases.search, name="requests_search"),
    path("requests/calls/", calls.log, name="request_calls"),
    path("cases/new/", cases.new, name="case_new"),
    path("cases/<str:public_id>/", cases.one, name="case"),
    path("cases/<str:public_id>/contact/", cases.safe_way, name="case_contact"),
    path("cases/<str:public_id>/<str:move>/", cases.move, name="case_move"),
    path("requests/new/", caseworker_new.new, name="request_new"),
    path("requests/overdue/", coordinators.listed, name="requests_overdue"),
    path("requests/<str:public_id>/", caseworkers.one, name="request"),
    path("requests/<str:public_id>/contact/", caseworkers.contact, name="request_contact"),
    path("requests/<str:public_id>/<str:move>/", caseworkers.move, name="request_move"),
    path("requests/<str:public_id>/<str:place>/paper/", paper.paper, name="request_paper"),
    path("requests/<str:public_id>/<str:place>/<str:move>/", caseworkers.towards, name="request_towards"),
]
