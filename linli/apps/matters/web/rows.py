"""Rows of lists as people read them: one small template for each list, drawn once for each look."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from django.template.defaultfilters import truncatechars
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from linli.apps.matters.queries import MatterRow, PublicRow
from linli.apps.matters.rules.states import State
from linli.apps.matters.web.icons import icon_of
from linli.apps.matters.web.names import address_of
from linli.apps.matters.web.states import label_of, look_of
from linli.apps.matters.web.times import clock_words, day_time
from linli.foundation.clock import local_date
from linli.interface.names import named
from linli.interface.parts.core import join
from linli.interface.parts.kept import kept
from linli.interface.parts.reading import moment

ANSWER_LETTERS: Final = 80
GLANCE_LETTERS: Final = 40  # of the words, in the list of today
NEW: Final = frozenset({State.RECEIVED, State.DISPATCHED, State.REOPENED})


def desk_rows(
    rows: Iterable[MatterRow], now: dt.datetime, to_unit: Callable[[int], str] | None = None
) -> SafeString:
    """Return the rows of the table at the desk; `to_unit` says where the list of one unit is."""
    return join(*(_desk_row(row, now, to_unit) for row in rows))


def _desk_row(row: MatterRow, now: dt.datetime, to_unit: Callable[[int], str] | None) -> SafeString:
    words, tone, icon = clock_words(row.clock(now))
    return kept(
        "matters/desk/line.html",
        {
            "look": look_of(row.state),
            "clock_tone": tone,
            "clock_icon": icon,
            "is_open": row.is_open,
            "is_urged": row.urges > 0,
            "raised_to": row.raised_to if row.is_open else "",
        },
        {
            "href": address_of(row.reference),
            "title": named(row.kind_facts),
            "summary": row.summary,
            "place": row.place,
            "clock": words,
            "due": day_time(row.due_at, now),
            "unit": row.unit_name,
            "unit_href": to_unit(row.unit) if to_unit and row.unit else "",
        },
    )


def own_rows(rows: Iterable[MatterRow], now: dt.datetime) -> SafeString:
    """Return the rows of what somebody has reported."""
    return join(*(_plain_row("matters/follow/line.html", row, now) for row in rows))


def public_rows(rows: Iterable[PublicRow], now: dt.datetime) -> SafeString:
    """Return the rows of what everybody may read."""
    return join(*(_plain_row("matters/public/line.html", row, now) for row in rows))


def _plain_row(template: str, row: MatterRow | PublicRow, now: dt.datetime) -> SafeString:
    return kept(
        template,
        {"look": look_of(row.state), "icon": icon_of(row.kind)},
        {
            "href": address_of(row.reference),
            "title": named(row.kind_facts),
            "place": row.place,
            "received": moment(row.received_at, now),
        },
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


def public_line_of(row: PublicRow) -> PublicLine:
    look = look_of(row.state)
    cut = "…" if len(row.answer) > ANSWER_LETTERS else ""
    return PublicLine(
        href=address_of(row.reference),
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
    lines: tuple[SafeString, ...]


SECTIONS: Final[Mapping[str, tuple[str | Promise, str]]] = {
    "late": (_("已超时"), "danger"),
    "due": (_("今天到期"), "warn"),
    "new": (_("新来的"), "jade"),
    "going": (_("正在办"), ""),
    "waiting": (_("等别人"), ""),
}
WAITING: Final = frozenset({State.WAITING_INFORMATION, State.WAITING_DECISION})


def sections_of(rows: Iterable[MatterRow], now: dt.datetime) -> list[Section]:
    """Return the rows of today in the order in which they need somebody."""
    sorted_in: dict[str, list[SafeString]] = {code: [] for code in SECTIONS}
    for row in rows:
        sorted_in[_section(row, now)].append(_today_row(row, now))
    return [
        Section(code, *SECTIONS[code], tuple(lines)) for code, lines in sorted_in.items() if lines
    ]


def _today_row(row: MatterRow, now: dt.datetime) -> SafeString:
    words, tone, icon = clock_words(row.clock(now))
    return kept(
        "matters/today/line.html",
        {
            "look": look_of(row.state),
            "icon": icon_of(row.kind),
            "clock_tone": tone,
            "clock_icon": icon,
            "is_urged": row.urges > 0,
        },
        {
            "href": address_of(row.reference),
            "title": named(row.kind_facts),
            "place": row.place,
            "summary": truncatechars(row.summary, GLANCE_LETTERS),
            "clock": words,
        },
    )


def _section(row: MatterRow, now: dt.datetime) -> str:
    if row.state in WAITING:
        return "waiting"
    if row.due_at < now:
        return "late"
    if local_date(row.due_at) == local_date(now):
        return "due"
    return "new" if row.state in NEW else "going"
