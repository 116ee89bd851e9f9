"""Pages of those who lead a body or keep its papers: prepare, run, write the minutes."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from linli.apps.meetings import queries
from linli.apps.meetings.queries import Follow, MeetingPage
from linli.apps.meetings.web.choosing import nearby, units_for
from linli.apps.meetings.web.forms import (
    AmendForm,
    AnswerForm,
    CancelForm,
    DecisionForm,
    GuestForm,
    ItemForm,
    MatterForm,
    MinutesForm,
    NeedAnswerForm,
    OutcomeForm,
    PaperForm,
    ReviewForm,
    SlipForm,
    VoiceForm,
)
from linli.apps.meetings.web.offers import Bound
from linli.apps.meetings.web.shown import LOOKS, decisions_of
from linli.foundation import clock
from linli.foundation.clock import local_date
from linli.platform.requests import Request


def _page(request: Request, reference: str, need: str) -> MeetingPage:
    page = queries.get_page(actor=request.actor, reference=reference)
    if need not in page.may:
        raise PermissionDenied(need)
    return page


def _shown(
    request: Request, template: str, page: MeetingPage, context: dict[str, Any], bound: Bound
) -> HttpResponse:
    tone, icon = LOOKS[page.meeting.state]
    facts = {"page_of": page, "tone": tone, "icon": icon, "bound": bound, **context}
    return render(request, template, facts, status=422 if bound else 200)


@require_safe
@login_required
@never_cache
def prepare(request: Request, reference: str) -> HttpResponse:
    """Show agenda, offers, replies, and what is left to do before the meeting."""
    return prepare_page(request, _page(request, reference, "agenda"), {})


def prepare_page(request: Request, page: MeetingPage, bound: Bound) -> HttpResponse:
    row, now = page.meeting, clock.now()
    is_open = row.state in {"called", "open"} and local_date(now) <= row.agenda_closes_on
    context = {
        "is_agenda_open": is_open,
        "offers": queries.list_offers(actor=request.actor, meeting=row.pk, now=now)
        if is_open
        else (),
        "places": queries.list_places(row.pk),
        "item_form": bound.get("item") or ItemForm(auto_id="item_%s"),
        "papers": [
            (
                item,
                bound.get(f"paper-{item.id}")
                or PaperForm(initial={"row": item.id}, auto_id=f"paper{item.id}_%s"),
            )
            for item in page.items
        ],
        "cancel_form": bound.get("cancel") or CancelForm(auto_id="cancel_%s"),
        "review": queries.get_review(row, page.kind) if page.kind.input == "ratings" else None,
        "review_form": bound.get("review")
        or (ReviewForm(units=units_for(page)) if page.kind.input == "ratings" else None),
    }
    return _shown(request, "meetings/prepare.html", page, context, bound)


@require_safe
@login_required
@never_cache
def run(request: Request, reference: str) -> HttpResponse:
    """Lead the meeting, on a tablet: who is there, who speaks, what comes of each item."""
    return run_page(request, _page(request, reference, "run"), {})


def run_page(request: Request, page: MeetingPage, bound: Bound) -> HttpResponse:
    row, today = page.meeting, local_date(clock.now())
    door = reverse("meetings:door", args=[row.reference])
    rows, _after = queries.list_decisions(
        actor=request.actor, wanted=Follow(meeting=row.pk), today=today
    )
    items = [(str(item.id), f"{item.number}. {item.title}") for item in page.items]
    context = {
        "door_address": f"{settings.BASE_URL}{door}?code={row.door}",
        "speakers": queries.list_speakers(row),
        "places": queries.list_places(row.pk),
        "decisions": decisions_of(rows, today),
        "outcomes": [
            (
                item,
                bound.get(f"outcome-{item.id}")
                or OutcomeForm(
                    initial={"row": item.id, "outcome": item.outcome},
                    auto_id=f"outcome{item.id}_%s",
                ),
            )
            for item in page.items
        ],
        "decision_form": bound.get("decide")
        or DecisionForm(units=units_for(page), items=items, auto_id="decide_%s"),
        "guest_form": bound.get("guest") or GuestForm(auto_id="guest_%s"),
        "voice_form": bound.get("voice") or VoiceForm(auto_id="voice_%s"),
        "answers": _answers(page, bound),
        "needs": _needs(page, bound),
        "review": queries.get_review(row, page.kind) if page.kind.input == "ratings" else None,
        "slip_form": bound.get("slip") or SlipForm(auto_id="slip_%s"),
    }
    return _shown(request, "meetings/run.html", page, context, bound)


def _answers(page: MeetingPage, bound: Bound) -> list[tuple[Any, Any]]:
    return [
        (
            each,
            bound.get(f"answer-{each.id}")
            or AnswerForm(initial={"row": each.id}, auto_id=f"answer{each.id}_%s"),
        )
        for each in page.opinions
    ]


def _needs(page: MeetingPage, bound: Bound) -> list[tuple[Any, Any, Any]]:
    places = nearby(page) if page.needs else []
    return [
        (
            each,
            bound.get(f"settle-{each.id}")
            or NeedAnswerForm(initial={"row": each.id}, auto_id=f"settle{each.id}_%s"),
            bound.get(f"matter-{each.id}")
            or MatterForm(places=places, initial={"row": each.id}, auto_id=f"matter{each.id}_%s"),
        )
        for each in page.needs
    ]


@require_safe
@login_required
@never_cache
def live(request: Request, reference: str) -> HttpResponse:
    """Answer with what changes while people come and ask to speak; asked for every few seconds."""
    page = _page(request, reference, "run")
    context = {
        "page_of": page,
        "speakers": queries.list_speakers(page.meeting),
        "places": queries.list_places(page.meeting.pk),
    }
    return render(request, "meetings/live.html", context)


@require_safe
@login_required
@never_cache
def minutes(request: Request, reference: str) -> HttpResponse:
    """Write the minutes from what the records say, change them, see who has approved."""
    return minutes_page(request, _page(request, reference, "minutes"), {})


def minutes_page(request: Request, page: MeetingPage, bound: Bound) -> HttpResponse:
    versions = queries.list_versions(page.meeting.pk)
    present = [place for place in queries.list_places(page.meeting.pk) if place.present_at]
    newest = versions[0] if versions else None
    form: Any = bound.get("draft") or bound.get("amend")
    if form is None and newest is not None:
        form = AmendForm(initial={"text": newest.text})
    context = {
        "versions": versions,
        "newest": newest,
        "present": [(place, newest is not None and place.id in newest.signed) for place in present],
        "form": form or MinutesForm(initial={"text": queries.suggest_minutes(page)}),
        "is_out": page.meeting.minutes_state == "published",
        "is_over": page.meeting.state == "closed",
        "labels": page_steps(),
        "at": {"none": 1, "drafted": 2, "approved": 3, "published": 4}[page.meeting.minutes_state],
    }
    return _shown(request, "meetings/minutes.html", page, context, bound)


def page_steps() -> list[str]:
    from django.utils.translation import gettext

    return [gettext("起草"), gettext("到会人确认"), gettext("公布"), gettext("已公布")]
