"""Pieces that are drawn once: what differs is filled in anew, escaped, and never kept."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.http import HttpRequest
from django.template import Template, engines, loader
from django.test import RequestFactory
from django.utils.safestring import SafeString
from django.utils.translation import override

from linli.interface import pages
from linli.interface.parts import kept as module
from linli.interface.parts.kept import HoleChanged, kept

TEMPLATES = {
    "line": '<p class="{{ tone }}">{% translate "返回" %} {{ words }}{% if note %} ({{ note }}){% endif %}</p>',
    "changed": "{{ words|upper }}",
    "shortened": "{{ words|truncatechars:40 }}",
    "page": '{% extends "base.html" %}{% block content %}{% csrf_token %}{{ words }}{% endblock %}',
}


class Found:
    """A template as the loader returns it."""

    def __init__(self, source: str) -> None:
        self.template = Template(source, engine=engines["django"].engine)  # type: ignore[attr-defined]


@pytest.fixture(autouse=True)
def drawn(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """Offer the templates above; list the names of those drawn, in order."""
    names: list[str] = []
    original = module.draw

    def draw(template: str, facts: module.Facts, holes: module.Names) -> module.Piece:
        names.append(template)
        return original(template, facts, holes)

    monkeypatch.setattr(
        module,
        "get_template",
        lambda name: Found(TEMPLATES[name]) if name in TEMPLATES else loader.get_template(name),
    )
    monkeypatch.setattr(module, "draw", draw)
    module.forget()
    pages.forget()
    yield names
    module.forget()
    pages.forget()


def test_a_hole_is_filled_anew_and_escaped(drawn: list[str]) -> None:
    assert kept("line", {"tone": "warn"}, {"words": "<b>&"}) == (
        '<p class="warn">返回 &lt;b&gt;&amp;</p>'
    )
    assert "邻居" in kept("line", {"tone": "warn"}, {"words": "邻居"})
    assert drawn == ["line"]


def test_what_was_drawn_already_is_not_escaped_again() -> None:
    assert "<b>&amp;</b>" in kept("line", {"tone": ""}, {"words": SafeString("<b>&amp;</b>")})


def test_an_empty_hole_is_not_there() -> None:
    assert "(" in kept("line", {"tone": ""}, {"words": "一", "note": "二"})
    assert "(" not in kept("line", {"tone": ""}, {"words": "一", "note": ""})


def test_other_facts_and_other_languages_are_drawn_apart(drawn: list[str]) -> None:
    kept("line", {"tone": "good"}, {"words": "一"})
    kept("line", {"tone": "warn"}, {"words": "一"})
    with override("en"):
        assert "Back" in kept("line", {"tone": "warn"}, {"words": "一"})

    assert drawn == ["line", "line", "line"]


@pytest.mark.parametrize("template", ["changed", "shortened"])
def test_a_hole_that_a_template_would_change_is_an_error(template: str) -> None:
    with pytest.raises(HoleChanged):
        kept(template, {}, {"words": "一"})


def test_marks_in_what_people_typed_are_plain_text() -> None:
    typed = "\x02note\x03"

    assert typed in kept("line", {"tone": ""}, {"words": typed, "note": "别人的"})


def request_with(token: str) -> HttpRequest:
    request = RequestFactory().get("/somewhere/?q=<1>")
    request.META["CSRF_COOKIE"] = token
    return request


def test_each_reader_of_a_kept_page_has_a_token_and_an_address_of_their_own(
    drawn: list[str],
) -> None:
    found = [
        pages.kept(request_with(token), "page", {}, {"words": "字"}).content.decode()
        for token in ("a" * 32, "b" * 32)
    ]

    assert drawn.count("page") == 1
    tokens = {page.split('name="csrfmiddlewaretoken" value="')[-1][:64] for page in found}
    assert len(tokens) == 2
    assert all(len(token) == 64 and token.isalnum() for token in tokens)
    assert all('value="/somewhere/?q=%3C1%3E"' in page for page in found)
