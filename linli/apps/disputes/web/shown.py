"""How disputes look: the tone of a state, where it stands, what comes next in one sentence."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.apps.disputes.models import labels
from linli.apps.disputes.queries import DisputePage, DisputeRow
from linli.foundation.clock import local_date
from linli.interface.names import named

LOOKS: Final = {
    "registered": ("info", "inbox"),
    "consent_asked": ("info", "phone-call"),
    "in_mediation": ("jade", "message-square-text"),
    "agreed": ("good", "handshake"),
    "performed": ("good", "badge-check"),
    "failed": ("", "flag"),
    "withdrawn": ("", "undo-2"),
    "referred": ("", "arrow-up-right"),
}
STEPS: Final = {
    "registered": 1,
    "consent_asked": 2,
    "in_mediation": 3,
    "agreed": 5,
    "performed": 6,
}
STATE_NAMES: Final = dict(labels.STATES)
CALLS: Final = {
    "110": gettext_lazy("报警"),
    "120": gettext_lazy("急救"),
    "12338": gettext_lazy("妇女维权热线"),
    "12348": gettext_lazy("法律援助"),
}
WHO: Final = {
    "side": gettext_lazy("一方当事人"),
    "mediator": gettext_lazy("调解员"),
    "desk": gettext_lazy("负责人"),
    "system": gettext_lazy("系统"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """A dispute in a list, with its look."""

    row: DisputeRow
    title: str
    place: str
    state: str
    tone: str
    icon: str
    note: str
    is_late: bool


def lines_of(rows: Iterable[DisputeRow], now: dt.datetime) -> list[Line]:
    """Return the rows with their looks."""
    return [
        Line(
            row,
            named(row.kind_row),
            row.compound_name or row.community_name,
            str(STATE_NAMES[row.state]),
            *LOOKS[row.state],
            _note(row, now),
            row.is_late(now),
        )
        for row in rows
    ]


def _note(row: DisputeRow, now: dt.datetime) -> str:
    """Return what is next for a row."""
    if row.state == "agreed" and not row.court and row.confirm_until is not None:
        left = (row.confirm_until - local_date(now)).days
        if left >= 0:
            return _("司法确认还剩 %(days)s 天") % {"days": left}
    return ""


def labels_of_steps() -> list[str]:
    return [_("登记"), _("同意"), _("调解"), _("协议"), _("履行")]


def next_words(page: DisputePage) -> str:
    """Return in one sentence where the dispute stands."""
    seated = any(seat.state == "seated" for seat in page.seats)
    willing = all(side.consent == "given" for side in page.sides) and len(page.sides) > 1
    if page.state == "consent_asked":
        if not willing:
            return _("正在等另一方答复。调解是自愿的，任何一方都可以不同意。")
        if not seated:
            return _("双方都同意了。现在选一位双方都认可的调解员。")
    told = {
        "registered": _("已经登记。负责人会联系另一方，问是否愿意调解。"),
        "in_mediation": _("正在调解。约好的时间地点在下面，随时可以停止。"),
        "agreed": _("协议已经生效，请按约定的日子做到。"),
        "performed": _("约定的事都做到了。谢谢双方。"),
        "failed": _("这次没有谈成。还有别的途径，见下面。"),
        "withdrawn": _("申请人撤回了申请。"),
        "referred": _("已告知更合适的途径，见下面。"),
    }
    return told.get(page.state, "")


@dataclass(frozen=True, slots=True)
class Event:
    at: dt.datetime
    title: str
    who: str


def events_of(page: DisputePage) -> list[Event]:
    """Return the history in words: what was done and in which capacity, nobody's name."""
    return [
        Event(
            line.at,
            str(labels.VERBS.get(line.verb, line.verb)),
            str(WHO.get(capacity(line.who), "")),
        )
        for line in page.events
    ]


def capacity(label: str) -> str:
    """Return the capacity in which somebody acted, from the label of a journal line."""
    role = label.partition("@")[0]
    if role in {"side", "resident"}:
        return "side"
    if role in {"community_secretary", "subdistrict_officer"}:
        return "desk"
    return "mediator" if role == "mediator" else "system"


def answers_of(page: DisputePage) -> list[tuple[str, str]]:
    """Return the kind's own questions that were answered."""
    said = {"yes": _("是"), "no": _("否")}
    found = []
    for question in page.kind_row.questions:
        given = page.answers.get(question.code)
        if given is not None:
            choices = {choice.code: named(choice) for choice in question.choices}
            found.append((named(question), choices.get(given) or said.get(given, given)))
    return found


def label(pairs: Iterable[tuple[str, Any]], code: str) -> str:
    """Return the words for a code of `labels`."""
    return str(dict(pairs).get(code, ""))


def days_left(page: DisputePage, now: dt.datetime) -> int | None:
    """Return the days in which the court can still be asked; `None` when there is nothing to ask."""
    if page.confirm_until is None or page.state != "agreed" or page.court:
        return None
    return (page.confirm_until - local_date(now)).days


def calls(numbers: Iterable[str]) -> list[tuple[str, str]]:
    """Return telephone numbers with what each is for."""
    return [(number, str(CALLS.get(number, ""))) for number in numbers]
