"""A door leads to the same views as trying every address in turn, and shuts before all others."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from django.conf import settings
from django.urls import URLResolver, include, path
from django.urls.exceptions import Resolver404
from django.urls.resolvers import RoutePattern

from linli.config import urls
from linli.config.doors import Door

SAMPLES = {"int": "7", "slug": "abc", "str": "abc", "path": "a/b", "": "abc"}
SAMPLES["uuid"] = "00000000-0000-4000-8000-000000000000"
CONVERTER = re.compile(r"<(?:(\w+):)?\w+>")
DOORS = [each for each in urls.urlpatterns if isinstance(each, Door)]


def paths_behind(door: URLResolver, before: str = "") -> Iterator[str]:
    """Return a path for each address that has plain converters."""
    for way in door.url_patterns:
        if not isinstance(way.pattern, RoutePattern):
            continue
        route = before + str(way.pattern)
        if isinstance(way, URLResolver):
            yield from paths_behind(way, route)
        elif all((match[1] or "") in SAMPLES for match in CONVERTER.finditer(route)):
            yield CONVERTER.sub(lambda match: SAMPLES[match[1] or ""], route)


def test_every_app_with_pages_has_a_door() -> None:
    assert len(DOORS) >= 7
    assert len(DOORS) <= len(settings.LINLI_APPS)
    assert [door for door in DOORS if door.beginnings is None] == []


@pytest.mark.parametrize("door", DOORS, ids=str)
def test_a_door_leads_where_trying_everything_leads(door: Door) -> None:
    plain = path("", include(door.urlconf_module))  # type: ignore[arg-type]  # a module
    paths = list(paths_behind(door))

    assert paths
    for each in paths:
        found, expected = door.resolve(each), plain.resolve(each)
        assert (found.func, found.kwargs) == (expected.func, expected.kwargs)
        assert found.view_name == expected.view_name


@pytest.mark.parametrize("door", DOORS, ids=str)
def test_a_door_is_shut_for_other_paths(door: Door) -> None:
    with pytest.raises(Resolver404):
        door.resolve("no-such-beginning/7/")


def test_addresses_that_may_begin_with_any_word_are_always_tried() -> None:
    door = Door.to("linli.config.tests.any_word_urls")

    assert door.beginnings is None
    assert door.resolve("anything/").kwargs == {"word": "anything"}
