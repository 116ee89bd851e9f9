"""The shared cast is at hand in every test (see linli/apps/accounts/tests/cast.py)."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.cache import cache
from django.db import connection
from django.utils import translation

from benchmarks.databases import copy_file, template_database

pytest_plugins = ["linli.apps.accounts.tests.cast"]


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None,  # noqa: ARG001  # one database per worker
) -> None:
    """Begin with a copy of a database that has all tables, in place of running all migrations."""
    test = connection.settings_dict["TEST"]
    if connection.vendor == "sqlite":
        copy_file(Path(test["NAME"]))
    else:
        test["TEMPLATE"] = template_database(os.environ["LINLI_DATABASE"])


@pytest.fixture(scope="session")
def django_db_keepdb() -> bool:
    """Take the copied file for the database of the tests; on PostgreSQL they make their own."""
    return connection.vendor == "sqlite"


@pytest.fixture(autouse=True)
def _chinese() -> Iterator[None]:
    """Begin in Chinese, whatever language the page of an earlier test was read in."""
    with translation.override("zh-hans"):
        yield


@pytest.fixture(autouse=True)
def _nothing_remembered() -> None:
    """Begin with an empty cache: attempts counted in one test must not stop another."""
    cache.clear()
