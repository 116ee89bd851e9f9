"""Who answers for our building? One page, open to everybody; and the public card of a grid."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from linli.apps.organisations import queries
from linli.apps.organisations.models import labels
from linli.apps.organisations.queries import Contact, Holder
from linli.apps.organisations.rules.kinds import Kind, Post
from linli.apps.organisations.web import words
from linli.foundation import clock
from linli.platform.requests import Request

CODES_END = 10**15  # area codes have fifteen digits


@dataclass(frozen=True, slots=True)
class Card:
    """A contact in the words of the page."""

    contact: Contact
    title: str
    name: str
    answers_for: str
    icon: str
    people: str


def people_line(people: tuple[Holder, ...]) -> str:
    """Return the names with their posts, each post once: 网格员 覃志强、黄小玲."""
    posts: dict[str, list[str]] = {}
    for holder in people:
        posts.setdefault(holder.post, []).append(holder.name)
    said = [f"{labels.POSTS[Post(post)]} {words.listed(names)}" for post, names in posts.items()]
    return words.listed(said, between="；")


def card_of(contact: Contact) -> Card:
    kind = Kind(contact.kind)
    return Card(
        contact=contact,
        title=str(labels.KINDS[kind]),
        name=words.in_language(contact.name, contact.name_en),
        answers_for=str(words.ANSWERS_FOR.get(kind, "")),
        icon=words.ICONS.get(kind, words.OTHER_ICON),
        people=people_line(contact.people),
    )


@require_safe
def who(request: Request, building: int) -> HttpResponse:
    """Tell a resident who answers for the building."""
    answer = queries.who_answers(building, clock.local_date(clock.now()))
    if answer is None:
        raise Http404
    context = {
        "answer": answer,
        "cards": [card_of(contact) for contact in answer.contacts],
        "heads": people_line(answer.building_heads),
    }
    return render(request, "organisations/who.html", context)


@require_safe
def grid_card(request: Request, code: int) -> HttpResponse:
    """Show the public card of a grid, to be read on a phone or hung in the stair well."""
    is_code = code < CODES_END
    card = queries.grid_card(code, clock.local_date(clock.now())) if is_code else None
    if card is None:
        raise Http404
    context = {
        "card": card,
        "people": people_line(card.people),
        "name": words.in_language(card.grid_name, card.grid_name_en),
        "address": request.build_absolute_uri(reverse("organisations:grid_card", args=[code])),
    }
    return render(request, "organisations/grid_card.html", context)
