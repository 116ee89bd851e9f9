"""The shared cast is at hand in every test (see linli/apps/accounts/tests/cast.py)."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.core.cache import cache
from django.utils import translation

pytest_plugins = ["linli.apps.accounts.tests.cast"]


@pytest.fixture(autouse=True)
def _chinese() -> Iterator[None]:
    """Begin in Chinese, whatever language the page of an earlier test was read in."""
    with translation.override("zh-hans"):
        yield


@pytest.fixture(autouse=True)
def _nothing_remembered() -> None:
    """Begin with an empty cache: attempts counted in one test must not stop another."""
    cache.clear()
