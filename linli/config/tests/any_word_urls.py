"""Addresses that may begin with any word, for a test of doors."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import path


def view(_request: HttpRequest, word: str) -> HttpResponse:
    return HttpResponse(word)


urlpatterns = [path("<slug:word>/", view)]
