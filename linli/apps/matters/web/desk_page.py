"""The page of one matter for staff, put together of pieces that are drawn once for each look."""

from __future__ import annotations

from django import forms
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from linli.apps.matters.queries.rows import raised_to
from linli.apps.matters.web import after, states
from linli.apps.matters.web.shown import Shown
from linli.apps.matters.web.steps import STEPS
from linli.interface import pages
from linli.interface.names import named
from linli.interface.parts.core import EMPTY, join
from linli.interface.parts.kept import kept
from linli.interface.parts.reading import fact, moment

FOLDER = "matters/desk/page"


def desk_page(
    request: HttpRequest, shown: Shown, *, opened: str, bound: dict[str, forms.Form] | None
) -> HttpResponse:
    """Show all of a matter; the act `opened` stands open, `bound` are forms with errors."""
    page, token = shown.page, get_token(request)
    lost = after.lost_words(bound, shown)
    holes = {
        "csrf_token": token,
        "name": named(page.kind_facts),
        "reference": page.reference,
        "place": page.place,
        "badges": _badges(shown),
        "drafts": _drafts(shown),
        "lost": SafeString(render_to_string("matters/parts/lost.html", {"lost": lost}))
        if lost
        else "",
        "about": _about(shown, token),
        "answer": _answer(shown) if page.answer else "",
        "alike": _alike(shown),
        "acts": _acts(shown, opened, bound, token),
        "side": _side(shown),
        "map": _map(shown) if shown.map_at else "",
        "moments": shown.moments,
    }
    return pages.kept(request, "matters/desk/page.html", {}, holes, status=422 if bound else 200)


def _badges(shown: Shown) -> SafeString:
    words, tone, icon = shown.clock
    facts = {
        "look": shown.look,
        "clock_tone": tone,
        "clock_icon": icon,
        "is_dangerous": shown.is_dangerous and shown.page.is_open,
        "is_hidden": shown.is_hidden,
        "is_urged": shown.page.urges > 0,
        "raised_to": raised_to(shown.page) if shown.page.is_open else "",
    }
    holes = {"clock": words, "lane": shown.lane, "n": str(shown.page.urges)}
    return kept(f"{FOLDER}/badges.html", facts, holes)


def _drafts(shown: Shown) -> SafeString:
    acts = states.acts_of(shown.page)
    over = tuple(name for name in STEPS if name not in acts)
    return kept(f"{FOLDER}/drafts.html", {"over": over}, {"reference": shown.page.reference})


def _about(shown: Shown, token: str) -> SafeString:
    page = shown.page
    calls = page.has_contact and "contact" in page.may
    facts = {
        "is_extended": page.extended_at is not None,
        "is_provisional": page.clock.is_provisional,
    }
    holes = {
        "words": page.words,
        "place": page.place,
        "place_text": page.place_text,
        "area": page.area_name,
        "answers": join(*(fact(answer, question) for question, answer in shown.answers)),
        "due": shown.due,
        "photos": _gallery(shown.photos_before, _("现场照片")),
        "contact": reverse("matters:contact", args=[page.reference]) if calls else "",
        "csrf_token": token,
    }
    return kept(f"{FOLDER}/about.html", facts, holes)


def _answer(shown: Shown) -> SafeString:
    photos = _gallery(shown.photos_after, _("办理后的照片"))
    return kept(f"{FOLDER}/answer.html", {}, {"answer": shown.page.answer, "photos": photos})


def _alike(shown: Shown) -> SafeString:
    """Return the way to what may be the same, or to the matter that this one was merged into."""
    page = shown.page
    if page.duplicate_of:
        other = reverse("matters:matter", args=[page.duplicate_of])
        holes = {"matter": other, "reference": page.duplicate_of}
        return kept(f"{FOLDER}/merged.html", {}, holes)
    if "duplicate" in page.may and "duplicate" in states.acts_of(page):
        address = reverse("matters:alike", args=[page.reference])
        return kept(f"{FOLDER}/alike.html", {}, {"alike": address})
    return EMPTY


def _gallery(photos: list[str], words: str) -> SafeString:
    if not photos:
        return EMPTY
    context = {"photos": photos, "alt": words}
    return SafeString(render_to_string("matters/parts/gallery.html", context))


def _acts(shown: Shown, opened: str, bound: dict[str, forms.Form] | None, token: str) -> SafeString:
    """Return what may be done next, and the note that may be left at any time."""
    offers = [
        offer.drawn("matters/desk/offer.html", token)
        for offer in shown.offers(opened=opened, bound=bound)
    ]
    if "note" in shown.page.may:
        offers.append(shown.offer("note", bound=bound).drawn(f"{FOLDER}/note.html", token))
    return join(*offers)


def _side(shown: Shown) -> SafeString:
    page = shown.page
    holes = {
        "unit": page.unit_name,
        "handler": page.handler_name,
        "proposed": page.proposed_unit_name,
        "channel": shown.channel,
        "request_kind": shown.request,
        "received": moment(page.received_at, shown.now, style="absolute"),
        "reference": page.reference,
    }
    return kept(f"{FOLDER}/side.html", {}, holes)


def _map(shown: Shown) -> SafeString:
    page = shown.page
    holes = {
        "at": shown.map_at,
        "pins": shown.pin,
        "place": page.place,
        "place_text": page.place_text,
    }
    return kept(f"{FOLDER}/map.html", {}, holes)
