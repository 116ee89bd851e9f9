"""Addresses of the public pages."""

from __future__ import annotations

from django.urls import path

from linli.apps.portal.web import views

app_name = "portal"
urlpatterns = [
    path("", views.home, name="home"),
    path("find/", views.find, name="find"),
    path("search/", views.search, name="search"),
    path("communities/", views.communities, name="communities"),
    path("communities/<int:code>/", views.community, name="community"),
    path("communities/<int:code>/keep/", views.keep, name="keep"),
]
