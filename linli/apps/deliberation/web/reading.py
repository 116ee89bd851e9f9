"""What everybody reads: halls, topics, one hall, one topic as a story."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping
from typing import Any, Final

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from linli.apps.deliberation import queries
from linli.apps.deliberation.models import labels
from linli.apps.deliberation.queries import HallPage, TopicPage, Wish
from linli.apps.deliberation.rules.law import Engine
from linli.apps.deliberation.rules.stages import Stage
from linli.apps.deliberation.web.acts import ACTS, offered
from linli.apps.deliberation.web.forms import ActForm, BookForm
from linli.apps.deliberation.web.path import path_of, short_path, until_words
from linli.apps.deliberation.web.shown import (
    LOOKS,
    STAGE_NAMES,
    idea_cards,
    lane_name,
    looks_of,
    option_cards,
    seat_groups,
)
from linli.apps.deliberation.web.story import story_of
from linli.apps.deliberation.web.units import unit_choices
from linli.apps.meetings import queries as meetings
from linli.foundation import clock
from linli.foundation.areas import LEVELS, SIZE, Span
from linli.interface.names import named, picked
from linli.interface.personal import Pointed
from linli.platform.requests import Request

ROWS: Final = 20
TEXT_MAX: Final = 40
CODE_DIGITS: Final = 15
LINES_NEAR: Final = 5


def _number(request: Request, name: str, digits: int = 19) -> int:
    text = request.GET.get(name, "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= digits else 0


def _area(request: Request) -> Span | None:
    """Return the area asked for by its code, `None` for the whole city."""
    code = _number(request, "area", CODE_DIGITS)
    if not code:
        return None
    level = next(level for level in LEVELS if code % SIZE[level] == 0 or level == LEVELS[-1])
    return Span(code, code + SIZE[level])


@require_safe
@never_cache
def topics(request: Request) -> HttpResponse:
    """Show what is being talked over, the reader's own halls first."""
    is_open = request.GET.get("shown") != "ended"
    wish = Wish(area=_area(request), is_open=is_open, after=_number(request, "after"), limit=ROWS)
    found = queries.list_topics(actor=request.actor, wish=wish)
    near = queries.list_near(actor=request.actor) if request.actor.is_signed_in else ()
    context = {
        "near": near,
        "lines": looks_of(found.rows),
        "is_open": is_open,
        "is_ended": not is_open,
        "area": request.GET.get("area", ""),
        "older": f"?shown={'open' if is_open else 'ended'}&after={found.after}"
        if found.after
        else "",
    }
    return render(request, "deliberation/topics.html", context)


@require_safe
@never_cache
def halls(request: Request) -> HttpResponse:
    """Find a hall by its name, its compound or its community."""
    name = request.GET.get("name", "").replace("\0", "").strip()[:TEXT_MAX]
    after = _number(request, "after")
    found = queries.list_halls(area=_area(request), name=name, after=after, limit=ROWS)
    older = f"?name={name}&after={found.after}" if found.after else ""
    context = {"halls": found.rows, "name": name, "older": older, "newer": "." if after else ""}
    return render(request, "deliberation/halls.html", context)


@require_safe
@never_cache
def hall(request: Request, pk: int) -> HttpResponse:
    """Show a hall: who sits here, when it sits next, its rules, its topics."""
    return hall_page(request, queries.get_hall(actor=request.actor, pk=pk, now=clock.now()))


def hall_page(request: Request, page: HallPage, book: BookForm | None = None) -> HttpResponse:
    opened = queries.list_topics(actor=request.actor, wish=Wish(hall=page.id, is_open=True))
    ended = queries.list_topics(
        actor=request.actor, wish=Wish(hall=page.id, is_open=False, limit=LINES_NEAR)
    )
    rules = page.rules
    slots = dict(labels.SLOTS)
    context = {
        "hall": page,
        "seats": seat_groups(page),
        "topics": looks_of(opened.rows),
        "ended": looks_of(ended.rows),
        "steps": list(short_path(rules.procedure)) if rules else [],
        "procedure": named(rules.procedure) if rules else "",
        "lanes": [
            (
                named(lane),
                lane.tone,
                picked(lane.means, lane.means_en),
                picked(lane.then, lane.then_en),
            )
            for lane in (rules.lanes.lanes if rules else ())
        ],
        "bookings": [(row, slots[row.slot]) for row in page.bookings],
        "sittings": meetings.list_upcoming(
            actor=request.actor, now=clock.now(), body=page.body, limit=2
        ),
        "book": book or BookForm(),
        "is_booking": book is not None,
    }
    return render(request, "deliberation/hall.html", context, status=422 if book else 200)


@require_safe
@never_cache
def topic(request: Request, reference: str) -> HttpResponse:
    """Show a topic with its path, what can be done now, and its whole story."""
    now = clock.now()
    page = queries.get_topic(actor=request.actor, reference=reference, now=now)
    return topic_page(request, page, now)


def topic_page(
    request: Request,
    page: TopicPage,
    now: dt.datetime,
    bound: Mapping[str, ActForm] | None = None,
    pointed: tuple[Pointed, ...] = (),
) -> HttpResponse:
    given = bound or {}
    context = {
        "page_of": page,
        "topic": page.topic,
        "sitting": page.meetings[-1] if page.meetings else None,
        "stage_name": STAGE_NAMES[page.topic.stage],
        "tone": LOOKS[page.topic.stage][0],
        "icon": LOOKS[page.topic.stage][1],
        "path": path_of(page, now),
        "story": story_of(page),
        "lane": lane_name(page),
        "ideas": idea_cards(page),
        "options": option_cards(page),
        "offers": _offers(page, given),
        "pointed": pointed,
        "can_voice": ACTS["voice"].when(page),
        "can_unoption": ACTS["unoption"].when(page),
        "evidence": [(labels.EVIDENCE[each], is_met) for each, is_met in page.evidence],
        "is_owners": page.topic.engine == Engine.OWNERS,
        "until": until_words(page.topic.due_at, now) if page.topic.is_open else "",
        "suggested": _suggested(page),
        "seconds_left": max(0, page.facts.seconds_needed - page.facts.seconds),
        "result_name": dict(labels.RESULTS).get(page.topic.result, ""),
        "shows_ideas": page.stage != Stage.PROPOSED and (page.ideas or page.topic.is_open),
    }
    return render(request, "deliberation/topic.html", context, status=422 if bound else 200)


def _offers(page: TopicPage, given: Mapping[str, ActForm]) -> list[dict[str, Any]]:
    """Return the acts to offer, each with its form; one that was refused is open with its errors."""
    acts = offered(page)
    units = unit_choices(page) if any(act.needs_units for act in acts) else ()
    return [
        {
            "act": act,
            "form": given.get(act.name) or act.form(page=page, units=units),
            "is_open": act.is_first or act.name in given,
            "client_id": uuid.uuid4(),
        }
        for act in acts
    ]


def _suggested(page: TopicPage) -> str:
    """Return the suggested lane with its reasons, in words, for whoever sorts."""
    if page.suggestion is None:
        return ""
    lane = named(page.lanes.find(page.suggestion.lane))
    reasons = "、".join(str(labels.REASONS[reason]) for reason in page.suggestion.reasons)
    return _("建议分到“%(lane)s”，因为：%(reasons)s。由您决定。") % {
        "lane": lane,
        "reasons": reasons,
    }
