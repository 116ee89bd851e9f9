"""Whatever the schema allows, and some of what it forbids: the API never answers 5xx."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.test import Client
from hypothesis import HealthCheck, Phase, given, seed, settings
from schemathesis.checks import not_a_server_error

from linli.apps.accounts.tests.cast import Cast
from linli.apps.matters.tests.desk import desk, report
from linli.config.wsgi import application

__all__ = ["desk"]

EXAMPLES = 10
BOUNDS = settings(
    max_examples=EXAMPLES,
    deadline=None,
    database=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)


@pytest.fixture
def one_connection() -> Iterator[None]:
    """Keep the test's connection and its transaction over requests, as Django's own client does."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def operations() -> list[Any]:
    schema = schemathesis.openapi.from_wsgi("/api/openapi.json", application)
    found = [result.ok() for result in schema.get_all_operations()]  # type: ignore[union-attr]  # else it fails here
    return [each for each in found if "/matters" in each.path or each.path.endswith("/photos")]


def cookie(client: Client) -> str:
    return "; ".join(f"{name}={morsel.value}" for name, morsel in client.cookies.items())


def hammer(operation: Any, headers: dict[str, str], reference: str) -> int:
    """Call one operation with generated cases, half of them about a matter that is there."""
    calls = 0

    @seed(20261123)
    @BOUNDS
    @given(case=operation.as_strategy())
    def call(case: Any) -> None:
        nonlocal calls
        calls += 1
        if calls % 2 and "reference" in (case.path_parameters or {}):
            case.path_parameters["reference"] = reference
        case.call_and_validate(headers=headers, checks=[not_a_server_error])

    call()
    return calls


@pytest.mark.slow
@pytest.mark.parametrize("name", ["stranger", "secretary"])
def test_no_generated_request_breaks_the_api(
    desk: Cast, one_connection: None, name: str, settings: Any
) -> None:
    settings.ALLOWED_HOSTS = ["*"]
    headers = {"Cookie": cookie(desk[name].client())} if desk[name].account else {}
    receipt = report(desk.resident.actor)
    found = operations()

    calls = sum(hammer(each, headers, receipt.reference) for each in found)

    assert len(found) > 30
    assert calls > 100
