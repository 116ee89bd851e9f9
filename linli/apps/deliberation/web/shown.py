"""How halls and topics look: tone and icon of a stage, ideas with shares, options in words."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _

from linli.apps.deliberation.models import labels
from linli.apps.deliberation.queries import HallPage, IdeaRow, OptionRow, TopicPage, TopicRow
from linli.apps.deliberation.queries.rows import SeatRow
from linli.apps.deliberation.rules.law import NO_ITEM
from linli.apps.deliberation.rules.topics import Voice
from linli.apps.deliberation.web.path import until_words
from linli.interface.names import named

LOOKS: Final = {
    "proposed": ("info", "megaphone"),
    "collecting_ideas": ("jade", "lightbulb"),
    "option_review": ("info", "list-checks"),
    "in_meeting": ("info", "users-round"),
    "voting": ("jade", "vote"),
    "publicising": ("info", "pin"),
    "in_work": ("warn", "hammer"),
    "under_review": ("jade", "star"),
    "closed": ("good", "circle-check"),
    "not_carried": ("", "minus"),
    "routed": ("good", "send"),
    "declined": ("", "minus"),
    "withdrawn": ("", "undo-2"),
}
STAGE_NAMES: Final = dict(labels.STAGES)
SHARE_WIDTH: Final = 100
VOICE_ICONS: Final = {"agree": "thumbs-up", "disagree": "thumbs-down", "pass": "minus"}


@dataclass(frozen=True, slots=True)
class TopicLook:
    """A topic in a list with the look of its stage."""

    row: TopicRow
    stage_name: str
    tone: str
    icon: str
    note: str


@dataclass(frozen=True, slots=True)
class VoiceButton:
    value: str
    label: str
    icon: str
    count: int
    is_own: bool


@dataclass(frozen=True, slots=True)
class IdeaCard:
    """An idea with its three buttons; shares are whole hundredths for the bar."""

    row: IdeaRow
    by: str
    buttons: tuple[VoiceButton, ...]
    agree: int
    passed: int
    disagree_from: int
    disagree: int


@dataclass(frozen=True, slots=True)
class OptionCard:
    row: OptionRow
    cost: str
    payer: str
    item: str
    drawn_from: str


@dataclass(frozen=True, slots=True)
class SeatGroup:
    name: str
    seats: tuple[SeatRow, ...]


def looks_of(rows: Iterable[TopicRow], now: dt.datetime | None = None) -> list[TopicLook]:
    """Return topics as lists show them; with `now`, each says until when its step is to be done."""
    return [_look(row, now) for row in rows]


def _look(row: TopicRow, now: dt.datetime | None) -> TopicLook:
    place = row.compound_name or row.hall_name
    if row.is_open:
        steps = len(row.procedure.steps)
        note = _("%(place)s · 第 %(step)s 步，共 %(steps)s 步") % {
            "place": place,
            "step": row.step,
            "steps": steps,
        }
        if now is not None:
            note = f"{note} · {until_words(row.due_at, now)}"
    else:
        note = place
    return TopicLook(row, str(STAGE_NAMES[row.stage]), *LOOKS[row.stage], note)


def idea_cards(page: TopicPage) -> list[IdeaCard]:
    return [_idea(row) for row in page.ideas]


def _idea(row: IdeaRow) -> IdeaCard:
    counts = {Voice.AGREE: row.agree, Voice.DISAGREE: row.disagree, Voice.PASS: row.passed}
    buttons = tuple(
        VoiceButton(code, str(name), VOICE_ICONS[code], counts[Voice(code)], row.voice == code)
        for code, name in labels.VOICES
    )
    whole = max(row.spoken, 1)
    agree = SHARE_WIDTH * row.agree // whole
    disagree = SHARE_WIDTH * row.disagree // whole
    by = _("邻居（由网格员代写）") if row.is_relayed else str(dict(labels.PARTS)[row.given_as])
    return IdeaCard(
        row, by, buttons, agree, SHARE_WIDTH - agree - disagree, SHARE_WIDTH - disagree, disagree
    )


def option_cards(page: TopicPage) -> list[OptionCard]:
    payers, items = dict(labels.PAYERS), dict(labels.ITEMS)
    return [
        OptionCard(
            row,
            _("%(yuan)s 元") % {"yuan": f"{row.yuan:,}"} if row.yuan else _("不花钱"),
            str(payers[row.payer]),
            str(items[row.item]) if row.item != NO_ITEM else "",
            "、".join(str(number) for number in row.ideas),
        )
        for row in page.options
    ]


def seat_groups(page: HallPage) -> list[SeatGroup]:
    """Return who sits in a hall, by whom they speak for."""
    found: dict[str, list[SeatRow]] = defaultdict(list)
    for seat in page.seats:
        found[seat.kind].append(seat)
    names = dict(labels.SEATS)
    return [SeatGroup(str(names[kind]), tuple(seats)) for kind, seats in found.items()]


def lane_name(page: TopicPage) -> str:
    return named(page.lane) if page.lane else ""
