"""Addresses of the pages."""

from __future__ import annotations

from django.urls import path

from linli.apps.organisations.web.views import (
    committees,
    keeping,
    liaisons,
    lists,
    posts,
    who,
)

app_name = "organisations"
urlpatterns = [
    path("buildings/<int:building>/who/", who.who, name="who"),
    path("grids/<int:code>/card/", who.grid_card, name="grid_card"),
    path("my/key-household/", posts.my_key_household, name="my_key_household"),
    path("organisations/", lists.organisations, name="list"),
    path("organisations/form/", keeping.form_branch, name="form"),
    path("organisations/<int:pk>/", keeping.page, name="page"),
    path("organisations/<int:pk>/contact/", keeping.contact, name="contact"),
    path("organisations/<int:pk>/coverage/", keeping.cover, name="cover"),
    path("organisations/<int:pk>/appoint/", posts.appoint, name="appoint"),
    path("organisations/<int:pk>/committee/", committees.step, name="committee"),
    path("organisations/<int:pk>/close/", keeping.close, name="close"),
    path("appointments/<int:pk>/end/", posts.end, name="end"),
    path("appointments/<int:pk>/hand-over/", posts.hand_over, name="hand_over"),
    path("appointments/<int:pk>/homes/", posts.homes, name="homes"),
    path("appointments/<int:pk>/shown/", posts.show_to_neighbours, name="show"),
    path("coverage/", lists.coverage, name="coverage"),
    path("coverage/crossing/", lists.crossing, name="crossing"),
    path("compounds/<int:compound>/network/", lists.network, name="network"),
    path("liaisons/", liaisons.liaisons, name="liaisons"),
    path("liaisons/new/", liaisons.start, name="liaison_new"),
    path("liaisons/<int:pk>/end/", liaisons.end, name="liaison_end"),
]
