"""Size, colours and language change without JavaScript, and lead back only to this site."""

from __future__ import annotations

import pytest
from django.test import Client


@pytest.mark.parametrize(
    ("name", "value", "shown"),
    [
        ("size", "large", 'data-size="large"'),
        ("theme", "dark", 'data-theme="dark"'),
        ("language", "en", '<html lang="en"'),
    ],
)
def test_a_plain_form_changes_the_pages_that_follow(
    client: Client, name: str, value: str, shown: str
) -> None:
    before = client.get("/offline").content.decode()
    assert shown not in before

    answer = client.post("/preferences", {name: value, "next": "/offline"})

    assert answer.status_code == 302
    assert answer["Location"] == "/offline"
    assert shown in client.get("/offline").content.decode()


@pytest.mark.parametrize(
    "address", ["https://evil.example/", "//evil.example", "javascript:alert(1)", "offline", ""]
)
def test_it_leads_back_only_to_this_site(client: Client, address: str) -> None:
    answer = client.post("/preferences", {"size": "large", "next": address})

    assert answer["Location"] == "/"


def test_an_unknown_choice_changes_nothing(client: Client) -> None:
    answer = client.post("/preferences", {"size": "huge", "theme": '"><script>', "next": "/"})

    assert answer.cookies == {}


def test_a_forged_cookie_does_not_reach_the_page(client: Client) -> None:
    client.cookies["linli_theme"] = '"><script>alert(1)</script>'

    assert "alert(1)" not in client.get("/offline").content.decode()


def test_the_form_is_guarded_against_other_sites() -> None:
    guarded = Client(enforce_csrf_checks=True)

    assert guarded.post("/preferences", {"size": "large"}).status_code == 403
