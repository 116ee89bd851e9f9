"""Addresses of halls under /halls/ and of topics under /topics/; the convener's desk beside them."""

from __future__ import annotations

from django.urls import path

from linli.apps.deliberation.web import acting, keeping, reading

app_name = "deliberation"
urlpatterns = [
    path("topics/", reading.topics, name="topics"),
    path("topics/desk/", acting.desk, name="desk"),
    path("topics/<slug:reference>/", reading.topic, name="topic"),
    path("topics/<slug:reference>/<slug:act>/", acting.act, name="act"),
    path("halls/", reading.halls, name="halls"),
    path("halls/new/<int:area>/", keeping.found, name="found"),
    path("halls/<int:pk>/", reading.hall, name="hall"),
    path("halls/<int:pk>/raise/", acting.begin, name="raise"),
    path("halls/<int:pk>/book/", acting.book, name="book"),
    path("halls/<int:pk>/book/<int:booking>/cancel/", acting.unbook, name="unbook"),
    path("halls/<int:pk>/keep/", keeping.keep, name="keep"),
    path("halls/<int:pk>/keep/<slug:what>/", keeping.change, name="change"),
    path("halls/<int:pk>/seats/<int:seat>/vacate/", keeping.vacate, name="vacate"),
]
