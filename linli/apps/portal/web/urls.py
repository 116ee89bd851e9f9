"""Addresses of the public pages."""

from __future__ import annotations

from django.urls import path

from linli.apps.portal.web import news, views

app_name = "portal"
urlpatterns = [
    path("", views.home, name="home"),
    path("find/", views.find, name="find"),
    path("search/", views.search, name="search"),
    path("communities/", views.communities, name="communities"),
    path("communities/<int:code>/", views.community, name="community"),
    path("communities/<int:community>/news/", news.page, name="community_news"),
    path("communities/<int:community>/news.atom", news.feed, name="community_feed"),
    path("communities/<int:community>/notice.pdf", news.notice, name="community_notice"),
    path("compounds/<int:compound>/news/", news.page, name="compound_news"),
    path("compounds/<int:compound>/news.atom", news.feed, name="compound_feed"),
    path("compounds/<int:compound>/notice.pdf", news.notice, name="compound_notice"),
    path("communities/<int:code>/keep/", views.keep, name="keep"),
]
