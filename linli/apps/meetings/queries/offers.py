"""What could stand on the agenda: decisions to report back on, and what keeps coming back."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from hashlib import blake2b
from typing import Final

from django.utils.translation import gettext

from linli.apps.matters import queries as matters
from linli.apps.meetings.access import TABLE
from linli.apps.meetings.models import AgendaItem, Decision, Meeting
from linli.apps.meetings.models.labels import STAGES
from linli.apps.meetings.rules.decisions import Stage
from linli.foundation.areas import Level, span
from linli.platform.access import Actor, fetch

OFFERS_MAX: Final = 20
MINUTES: Final = 10


@dataclass(frozen=True, slots=True)
class Offer:
    """An item that is offered, with the reason; a person takes it or leaves it."""

    title: str
    reason: str
    text: str
    minutes: int
    source_kind: str
    source: int


def list_offers(*, actor: Actor, meeting: int, now: dt.datetime) -> tuple[Offer, ...]:
    """Return what is offered for the agenda, without what stands on it already; four queries."""
    rows = Meeting.objects.select_related("area")
    row = fetch(rows, actor=actor, action="agenda", table=TABLE, pk=meeting)
    taken = set(
        AgendaItem.objects.filter(meeting=row, source__isnull=False).values_list(
            "source_kind", "source"
        )
    )
    offers = [*_to_report_back(row), *_repeats(row, now)]
    return tuple(each for each in offers if (each.source_kind, each.source) not in taken)


def _to_report_back(meeting: Meeting) -> list[Offer]:
    """Decisions of the body that have moved since they were last reported on, or are not closed."""
    reported = AgendaItem.objects.filter(
        source_kind="decision", meeting__body=meeting.body_id, meeting__state="closed"
    ).values_list("source", "meeting__starts_at")
    seen: dict[int, dt.datetime] = {}
    for source, at in reported:
        assert source is not None
        seen[source] = max(at, seen.get(source, at))
    rows = (
        Decision.objects.filter(body=meeting.body_id, meeting__state="closed")
        .exclude(meeting=meeting.pk)
        .order_by("due_on", "id")
        .values_list("id", "title", "measure", "state", "due_on", "unit__name", "moved_at")
    )
    return [
        Offer(
            gettext("回头看：%(title)s") % {"title": title},
            gettext("%(unit)s负责，%(due)s前完成，现在：%(state)s")
            % {"unit": unit, "due": due.isoformat(), "state": STAGES[Stage(state)]},
            measure,
            MINUTES,
            "decision",
            pk,
        )
        for pk, title, measure, state, due, unit, moved in rows
        if state != Stage.CLOSED or pk not in seen or moved > seen[pk]
    ][:OFFERS_MAX]


def _repeats(meeting: Meeting, now: dt.datetime) -> list[Offer]:
    over = span(meeting.area_id, Level(meeting.area.level))
    return [
        Offer(
            gettext("%(place)s：%(kind)s")
            % {"place": each.compound_name, "kind": each.kind_facts.name},
            gettext("半年内反映%(total)s次，还有%(open)s件没有办结")
            % {"total": each.total, "open": each.open},
            "",
            MINUTES,
            "repeat",
            _source(each),
        )
        for each in matters.list_repeats(over=over, now=now)
    ]


def _source(repeat: matters.Repeat) -> int:
    """Return one number for place and kind: it keeps the same repeat from standing there twice."""
    name = f"{repeat.compound}/{repeat.kind}".encode()
    return int.from_bytes(blake2b(name, digest_size=7).digest())
