"""Conveniences of the demo exist in demo mode only."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.test import Client

from linli.config.demo.personas import PERSONAS


def test_the_tests_run_outside_demo_mode() -> None:
    assert settings.DEMO is False


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/demo/", *[f"/demo/as/{own.username}/" for own in PERSONAS]])
def test_no_demo_address_answers_outside_demo_mode(client: Client, path: str) -> None:
    assert client.get(path).status_code == 404
    assert client.post(path).status_code == 404


def test_each_persona_has_one_link() -> None:
    names = [persona.username for persona in PERSONAS]

    assert len(names) == len(set(names)) == 14
