"""Minutes in their versions with a suggested text, and the result of a review when there is one."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Final

from django.db.models import Count
from django.utils.translation import gettext

from linli.apps.meetings.models import (
    Approval,
    Decision,
    Meeting,
    MinutesVersion,
    Rating,
    Review,
)
from linli.apps.meetings.models.labels import aspect_name
from linli.apps.meetings.queries.pages import MeetingPage
from linli.apps.meetings.rules import review
from linli.apps.meetings.rules.kinds import Kind, aspects
from linli.foundation.clock import LOCAL

VERSIONS_MAX: Final = 50


@dataclass(frozen=True, slots=True)
class VersionRow:
    """A version with how many of those who were there have approved it."""

    number: int
    text: str
    reason: str
    made_at: dt.datetime
    approvals: int
    signed: frozenset[int]


def list_versions(meeting: int) -> tuple[VersionRow, ...]:
    """Return the versions, newest first; for those who may read them before they are out. Two queries."""
    rows = (
        MinutesVersion.objects.filter(meeting=meeting)
        .annotate(given=Count("approvals"))
        .order_by("-number")
        .values_list("id", "number", "text", "reason", "made_at", "given")[:VERSIONS_MAX]
    )
    found = list(rows)
    signed: dict[int, set[int]] = {}
    for version, attendee in Approval.objects.filter(
        version__in=[row[0] for row in found]
    ).values_list("version", "attendee"):
        signed.setdefault(version, set()).add(attendee)
    return tuple(
        VersionRow(number, text, reason, made_at, given, frozenset(signed.get(pk, ())))
        for pk, number, text, reason, made_at, given in found
    )


def suggest_minutes(page: MeetingPage) -> str:
    """Return a text to begin with: all that the records of the meeting already say."""
    meeting = page.meeting
    begun = (meeting.opened_at or meeting.starts_at).astimezone(LOCAL)
    ended = (meeting.closed_at or meeting.ends_at).astimezone(LOCAL)
    lines = [
        gettext("时间：%(day)s %(begun)s至%(ended)s")
        % {"day": f"{begun:%Y-%m-%d}", "begun": f"{begun:%H:%M}", "ended": f"{ended:%H:%M}"},
        gettext("地点：%(place)s") % {"place": meeting.place},
        gettext("到会：%(present)s人（应到%(invited)s席）")
        % {"present": page.present, "invited": page.invited}
        if page.invited
        else gettext("到会：%(present)s人") % {"present": page.present},
    ]
    for item in page.items:
        lines += ["", f"{item.number}. {item.title}"]
        if item.outcome:
            lines.append(item.outcome)
    lines += _decided(meeting)
    answered = [each for each in page.opinions if each.verdict]
    for each in answered:
        lines += ["", gettext("意见：%(words)s") % {"words": each.words}]
        lines.append(f"{each.verdict_name}：{each.reason}")
    for need in page.needs:
        outcome = need.answer or gettext("转为诉求 %(number)s") % {"number": need.reference}
        lines += ["", gettext("需求：%(words)s") % {"words": need.words}, outcome]
    return "\n".join(lines)


def _decided(meeting: Meeting) -> list[str]:
    rows = Decision.objects.filter(meeting=meeting).order_by("number")
    found = list(rows.values_list("number", "title", "measure", "unit__name", "due_on"))
    if not found:
        return []
    return [
        "",
        gettext("议定事项"),
        *(
            gettext("%(number)s）%(title)s：%(measure)s 责任单位：%(unit)s，完成日期：%(due)s。")
            % {
                "number": number,
                "title": title,
                "measure": measure,
                "unit": unit,
                "due": due.isoformat(),
            }
            for number, title, measure, unit, due in found
        ),
    ]


@dataclass(frozen=True, slots=True)
class ReviewResult:
    """What a review is about and, when enough have rated, what they marked; else only how many more."""

    service: str
    unit_name: str
    slips: int
    raters: int
    missing: int
    aspects: tuple[tuple[str, review.AspectResult], ...]
    words: tuple[str, ...]

    @property
    def is_shown(self) -> bool:
        return self.missing == 0


def get_review(meeting: Meeting, kind: Kind) -> ReviewResult | None:
    """Return the review of a meeting. Under the number of raters nothing of the marks leaves here.

    Nothing is shown while the meeting is on either: the difference of two results would be a rating.
    """
    found = Review.objects.select_related("unit").filter(meeting=meeting).first()
    if found is None:
        return None
    raters = Rating.objects.filter(meeting=meeting).count()
    missing = max(0, kind.raters_min - raters)
    shown = missing == 0 and meeting.state == "closed"
    ratings = (
        list(Rating.objects.filter(meeting=meeting).order_by("id").values_list("marks", "words"))
        if shown
        else []
    )
    results = review.count([marks for marks, _words in ratings], aspects()) if shown else ()
    return ReviewResult(
        service=found.service,
        unit_name=found.unit.name,
        slips=found.slips,
        raters=raters,
        missing=missing,
        aspects=tuple((aspect_name(each.code), each) for each in results),
        words=tuple(words for _marks, words in ratings if words),
    )
