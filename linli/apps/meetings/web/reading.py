"""What everybody reads: meetings to come and past, one meeting with what was said and decided."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from linli.apps.meetings import queries
from linli.apps.meetings.queries import Follow, MeetingPage
from linli.apps.meetings.web.offers import own_offers
from linli.apps.meetings.web.shown import LOOKS, decisions_of, lines_of
from linli.foundation import clock
from linli.foundation.clock import local_date
from linli.platform.requests import Request

ROWS = 20


@require_safe
@never_cache
def meetings(request: Request) -> HttpResponse:
    """Show first what waits for the reader, then what is to come, then what was."""
    actor, now = request.actor, clock.now()
    after = request.GET.get("after", "")[:40]
    past = queries.list_past(actor=actor, after=after, limit=ROWS)
    mine = [] if after else lines_of(queries.list_mine(actor=actor, now=now))
    own = {line.row.id for line in mine}
    to_come = [] if after else lines_of(queries.list_upcoming(actor=actor, now=now, limit=ROWS))
    context = {
        "mine": mine,
        "to_write": lines_of(queries.list_to_write_up(actor=actor))
        if actor.is_staff and not after
        else (),
        "upcoming": [line for line in to_come if line.row.id not in own],
        "past": lines_of(past.rows),
        "older": f"?after={past.after}" if past.after else "",
        "newer": "." if after else "",
    }
    return render(request, "meetings/meetings.html", context)


@require_safe
@never_cache
def meeting(request: Request, reference: str) -> HttpResponse:
    """Show a meeting as the reader may see it, with what they can do."""
    return meeting_page(request, queries.get_page(actor=request.actor, reference=reference))


def meeting_page(
    request: Request, page: MeetingPage, bound: dict[str, Any] | None = None
) -> HttpResponse:
    row = page.meeting
    tone, icon = LOOKS[row.state]
    today = local_date(clock.now())
    rows, _after = queries.list_decisions(
        actor=request.actor, wanted=Follow(meeting=row.pk), today=today
    )
    mine = (
        queries.own_places(actor=request.actor, meeting=row.pk)
        if request.actor.is_signed_in
        else ()
    )
    versions = (
        queries.list_versions(row.pk)[:1]
        if row.state == "closed" and (page.may & {"minutes", "invited"} or mine)
        else ()
    )
    context = {
        "page_of": page,
        "tone": tone,
        "icon": icon,
        "address": settings.BASE_URL + reverse("meetings:meeting", args=[row.reference]),
        "decisions": decisions_of(rows, today),
        "review": queries.get_review(row, page.kind) if page.kind.input == "ratings" else None,
        "mine": mine,
        "is_here": any(place.present_at for place in mine),
        "version": versions[0] if versions else None,
        "offers": own_offers(page, mine, versions[0] if versions else None, bound or {}),
    }
    return render(request, "meetings/meeting.html", context, status=422 if bound else 200)
