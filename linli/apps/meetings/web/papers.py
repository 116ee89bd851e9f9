"""What leaves as a file: notice and minutes to print, the calendar of a body."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from linli.apps.meetings import queries
from linli.apps.meetings.queries import Follow, MeetingPage, MeetingRow
from linli.foundation import clock
from linli.foundation.clock import LOCAL, local_date
from linli.platform import pdf
from linli.platform.requests import Request

if TYPE_CHECKING:
    from icalendar import Event


def _address(name: str, *arguments: object) -> str:
    return settings.BASE_URL + reverse(f"meetings:{name}", args=arguments)


def _when(page: MeetingPage) -> str:
    begins = page.meeting.starts_at.astimezone(LOCAL)
    ends = page.meeting.ends_at.astimezone(LOCAL)
    return f"{begins:%Y-%m-%d %H:%M}–{ends:%H:%M}"


def _data(page: MeetingPage, address: str) -> dict[str, Any]:
    meeting = page.meeting
    return {
        "title": meeting.title,
        "body": page.body_name,
        "kind": page.kind_name,
        "when": _when(page),
        "place": meeting.place,
        "foot": f"{page.body_name} · {meeting.reference}",
        "items": [
            {"title": item.title, "text": item.text, "minutes": str(item.minutes)}
            for item in page.items
        ],
        "qr": pdf.qr(address),
        "address": address,
        "words": {
            "notice": gettext("会议通知"),
            "minutes": gettext("会议纪要"),
            "kind": gettext("会议类别"),
            "when": gettext("时间"),
            "place": gettext("地点"),
            "agenda": gettext("议程"),
            "scan": gettext("扫码看议程和材料"),
            "follow": gettext("扫码看议定事项办得怎样"),
            "unit_of_time": gettext("分钟"),
            "decided": gettext("议定事项"),
            "unit": gettext("责任单位"),
            "due": gettext("完成日期"),
            "signed": gettext("到会人签字"),
        },
    }


@require_safe
@never_cache
def notice(request: Request, reference: str) -> HttpResponse:
    """Print the notice: to hand out, or to hang up in the stairwell."""
    page = queries.get_page(actor=request.actor, reference=reference)
    data = _data(page, _address("meeting", reference))
    return pdf.answer(pdf.render("meetings/notice.typ", data), f"{page.meeting.title}.pdf")


@require_safe
@never_cache
def minutes(request: Request, reference: str) -> HttpResponse:
    """Print the minutes: published ones for everybody, drafts to be signed for those inside."""
    page = queries.get_page(actor=request.actor, reference=reference)
    versions = queries.list_versions(page.meeting.pk)
    if not versions:
        raise Http404
    is_out = page.meeting.minutes_state == "published"
    if not is_out and not page.may & {"minutes", "invited"}:
        raise PermissionDenied("minutes")
    today = local_date(clock.now())
    rows, _after = queries.list_decisions(
        actor=request.actor, wanted=Follow(meeting=page.meeting.pk), today=today
    )
    state = "" if is_out else gettext("第%(number)s稿，待确认") % {"number": versions[0].number}
    lines = [] if is_out else [gettext("记录人"), gettext("主持人"), gettext("到会人")]
    data = {
        **_data(page, _address("meeting", reference)),
        "text": versions[0].text,
        "state": state,
        "lines": lines,
        "decisions": [
            {
                "title": row.title,
                "measure": row.measure,
                "unit": row.unit_name,
                "due": row.due_on.isoformat(),
            }
            for row in reversed(rows)
        ],
    }
    return pdf.answer(pdf.render("meetings/minutes.typ", data), f"{page.meeting.title}.pdf")


@require_safe
def calendar(_request: Request, pk: int, feed: str | None = None) -> HttpResponse:
    """Answer with the meetings of a body for a calendar program; 404 to whoever has no right to it."""
    found = queries.list_calendar(body=pk, feed=feed, now=clock.now())
    if found is None:
        raise Http404
    body, rows = found
    from icalendar import Calendar  # 5 MB in every web process, for few calendars

    book = Calendar()
    book.add("prodid", "-//Linli//meetings//ZH")
    book.add("version", "2.0")
    book.add("name", body.name)
    book.add("x-wr-calname", body.name)
    book.add("refresh-interval", dt.timedelta(hours=6), parameters={"VALUE": "DURATION"})
    for row, changed_at in rows:
        book.add_component(_event(row, changed_at))
    book.add_missing_timezones()
    answer = HttpResponse(book.to_ical(), content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = f'inline; filename="linli-{pk}.ics"'
    answer["Cache-Control"] = "private, max-age=900" if feed else "public, max-age=900"
    return answer


def _event(row: MeetingRow, changed_at: dt.datetime) -> Event:
    from icalendar import Event

    event = Event()
    event.add("uid", f"meeting-{row.id}@linli")
    event.add("dtstamp", changed_at)
    event.add("last-modified", changed_at)
    event.add("dtstart", row.starts_at.astimezone(LOCAL))
    event.add("dtend", row.ends_at.astimezone(LOCAL))
    event.add("summary", row.title)
    event.add("location", row.place)
    event.add("url", _address("meeting", row.reference))
    event.add("status", "CANCELLED" if row.state == "cancelled" else "CONFIRMED")
    return event
