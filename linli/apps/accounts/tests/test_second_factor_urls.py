"""The addresses of the second factor are those of allauth, whatever its next release brings."""

from __future__ import annotations

from collections.abc import Iterator

from allauth.mfa import urls
from django.urls import URLPattern, URLResolver
from django.utils.module_loading import import_string

from linli.apps.accounts.web.second_factor_urls import WAYS


def addresses(
    patterns: list[URLPattern | URLResolver], before: str = ""
) -> Iterator[tuple[str, str]]:
    for each in patterns:
        route = before + str(each.pattern)
        if isinstance(each, URLResolver):
            yield from addresses(each.url_patterns, route)
        else:
            yield route, str(each.name)


def test_there_are_all_addresses_of_allauth_and_no_others() -> None:
    assert {(route, name) for route, _view, name in WAYS} == set(addresses(urls.urlpatterns))


def test_every_view_can_be_loaded() -> None:
    for _route, view, _name in WAYS:
        assert callable(import_string(view))
