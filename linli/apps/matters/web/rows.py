"""Rows of lists as people read them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from linli.apps.matters.models.labels import LANES
from linli.apps.matters.queries import MatterRow, PublicRow
from linli.apps.matters.rules.states import State
from linli.apps.matters.web.icons import icon_of
from linli.apps.matters.web.names import named
from linli.apps.matters.web.states import label_of, look_of
from linli.apps.matters.web.times import clock_words, day_time
from linli.foundation.clock import local_date
from linli.platform.access import Actor

ANSWER_LETTERS: Final = 80
LANE_TONES: Final = {"major": "danger", "ordinary": "", "minor": "good"}
NEW: Final = frozenset({State.RECEIVED, State.DISPATCHED, State.REOPENED})


@dataclass(frozen=True, slots=True)
class Line:
    href: str
    title: str
    icon: str
    place: str
    summary: str
    state: str
    state_tone: str
    state_icon: str
    lane: str
    lane_tone: str
    unit: str
    clock: str
    clock_tone: str
    clock_icon: str
    due: str
    received_at: dt.datetime
    is_open: bool
    reference: str


def line_of(row: MatterRow, now: dt.datetime) -> Line:
    look, clock = look_of(row.state), clock_words(row.clock(now))
    return Line(
        href=reverse("matters:matter", args=[row.reference]),
        title=named(row.kind_facts),
        icon=icon_of(row.kind),
        place=row.place,
        summary=row.summary,
        state=label_of(row.state),
        state_tone=look.tone,
        state_icon=look.icon,
        lane=str(dict(LANES)[row.lane]),
        lane_tone=LANE_TONES[row.lane],
        unit=row.unit_name,
        clock=clock[0],
        clock_tone=clock[1],
        clock_icon=clock[2],
        due=day_time(row.due_at, now),
        received_at=row.received_at,
        is_open=row.is_open,
        reference=row.reference,
    )


@dataclass(frozen=True, slots=True)
class PublicLine:
    href: str
    title: str
    icon: str
    place: str
    state: str
    tone: str
    state_icon: str
    answer: str
    received_at: dt.datetime


def public_line_of(row: PublicRow, _now: dt.datetime) -> PublicLine:
    look = look_of(row.state)
    cut = "…" if len(row.answer) > ANSWER_LETTERS else ""
    return PublicLine(
        href=reverse("matters:matter", args=[row.reference]),
        title=named(row.kind_facts),
        icon=icon_of(row.kind),
        place=row.place,
        state=label_of(row.state),
        tone=look.tone,
        state_icon=look.icon,
        answer=row.answer[:ANSWER_LETTERS] + cut,
        received_at=row.received_at,
    )


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the list of today."""

    code: str
    title: str | Promise
    tone: str
    lines: tuple[Line, ...]


SECTIONS: Final = {
    "late": (_("已超时"), "danger"),
    "due": (_("今天到期"), "warn"),
    "new": (_("新来的"), "jade"),
    "going": (_("正在办"), ""),
    "waiting": (_("等别人"), ""),
}
WAITING: Final = frozenset({State.WAITING_INFORMATION, State.WAITING_DECISION})


def sections_of(rows: Iterable[MatterRow], now: dt.datetime, _actor: Actor) -> list[Section]:
    """Return the rows of today in the order in which they need somebody."""
    sorted_in: dict[str, list[Line]] = {code: [] for code in SECTIONS}
    for row in rows:
        sorted_in[_section(row, now)].append(line_of(row, now))
    return [
        Section(code, *SECTIONS[code], tuple(lines)) for code, lines in sorted_in.items() if lines
    ]


def _section(row: MatterRow, now: dt.datetime) -> str:
    if row.state in WAITING:
        return "waiting"
    if row.due_at < now:
        return "late"
    if local_date(row.due_at) == local_date(now):
        return "due"
    return "new" if row.state in NEW else "going"
