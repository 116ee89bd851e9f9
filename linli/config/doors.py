"""The way into an app's addresses: it is tried only for paths that begin as one of them does.

Django tries all addresses of all apps in turn; with a dozen apps that takes a tenth of a request.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Self

from django.urls import URLResolver, include
from django.urls.exceptions import Resolver404
from django.urls.resolvers import RoutePattern
from django.utils.functional import cached_property


class Door(URLResolver):
    """A resolver for the addresses of one module, all below the root."""

    @classmethod
    def to(cls, module: str) -> Self:
        patterns, app_name, namespace = include(module)
        return cls(
            RoutePattern("", is_endpoint=False), patterns, app_name=app_name, namespace=namespace
        )

    @cached_property
    def beginnings(self) -> frozenset[str] | None:
        """Return the first words of all paths behind the door; `None` when they can be any word."""
        words = frozenset(_first_words(self))
        return None if any("<" in word for word in words) else words

    def resolve(self, path: str) -> Any:
        if self.beginnings is not None and path.partition("/")[0] not in self.beginnings:
            raise Resolver404({"tried": [], "path": path})
        return super().resolve(path)


def _first_words(door: URLResolver) -> Iterator[str]:
    for way in door.url_patterns:
        route = str(way.pattern) if isinstance(way.pattern, RoutePattern) else "<any>"
        if isinstance(way, URLResolver) and not route:
            yield from _first_words(way)
        elif isinstance(way, URLResolver) and "/" not in route:
            yield "<any>"  # what follows belongs to the same word
        else:
            yield route.partition("/")[0]
