"""Addresses: one's own homes under /homes/, keepers' pages under /staff/."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from linli.apps.people.web import keeping, own, owners

pages = [
    path("homes/", own.homes, name="homes"),
    path("homes/find/", own.find, name="find"),
    path("homes/in/<int:building>/", own.claim, name="claim"),
    path("homes/claims/<int:claim>/withdraw/", own.withdraw, name="withdraw"),
    path("homes/<int:residence>/end/", own.move_out, name="move_out"),
    path("homes/help/", own.help_lists, name="help"),
    path("homes/help/<int:entry>/end/", own.leave, name="leave"),
    path("staff/residence/", keeping.claims, name="claims"),
    path("staff/residence/<int:claim>/", keeping.claim, name="decide"),
    path("staff/residence/<int:claim>/confirm/", keeping.confirm, name="confirm"),
    path("staff/residents/<int:building>/", keeping.residents, name="residents"),
    path("staff/owners/in/<int:building>/", owners.building, name="owners_in"),
    path("staff/owners/<int:home>/", owners.home, name="owners"),
    path("staff/owners/<int:home>/enter/", owners.enter, name="enter_owners"),
    path("staff/people/", keeping.search, name="search"),
    path("staff/people/new/", keeping.register, name="register"),
    path("staff/people/<int:person>/help/", keeping.offer, name="offer"),
    path("staff/help/", keeping.help_lists, name="help_lists"),
]
urlpatterns: list[URLPattern | URLResolver] = [path("", include((pages, "people")))]
