"""Minutes: draft, amend, approve by those who were there, publish."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.http import Http404

from linli.apps.meetings.access import attendee_of
from linli.apps.meetings.actions.step import fetch_meeting, note
from linli.apps.meetings.events import MinutesPublished, MinutesWritten
from linli.apps.meetings.models import Approval, Attendee, Meeting, MinutesVersion
from linli.apps.meetings.rules import minutes as rules
from linli.apps.meetings.rules.calling import clean
from linli.apps.meetings.rules.minutes import Minutes
from linli.foundation.keys import new_key
from linli.foundation.refusals import Refused
from linli.platform import events
from linli.platform.access import Actor


def draft_minutes(*, actor: Actor, meeting: int, text: str, now: dt.datetime) -> MinutesVersion:
    """Write the first version of the minutes."""
    with transaction.atomic():
        row = _writable(actor, meeting)
        if row.minutes_state != Minutes.NONE:
            raise Refused("minutes.there", "纪要已经写好，要改请写明改了什么。")
        return _write(row, text, "", actor=actor, now=now)


def amend_minutes(
    *, actor: Actor, meeting: int, text: str, reason: str, now: dt.datetime
) -> MinutesVersion:
    """Write another version and say what changed; it needs approval anew."""
    why = clean(reason, least=2, most=rules.REASON_MAX, field="reason")
    with transaction.atomic():
        row = _writable(actor, meeting)
        if row.minutes_state == Minutes.NONE:
            raise Refused("minutes.none", "纪要还没有写，请等记录人写好。")
        return _write(row, text, why, actor=actor, now=now)


def _writable(actor: Actor, meeting: int) -> Meeting:
    row = fetch_meeting(action="minutes", actor=actor, pk=meeting)
    rules.require_writable(row.state, row.minutes_state)
    return row


def _write(
    meeting: Meeting, text: str, reason: str, *, actor: Actor, now: dt.datetime
) -> MinutesVersion:
    words = clean(text, least=rules.TEXT_MIN, most=rules.TEXT_MAX, field="text")
    number = MinutesVersion.objects.filter(meeting=meeting).count() + 1
    version = MinutesVersion.objects.create(
        id=new_key(now),
        meeting=meeting,
        number=number,
        text=words,
        reason=reason,
        made_at=now,
        made_by=actor.account,
    )
    meeting.minutes_state = Minutes.DRAFTED
    meeting.save(update_fields=["minutes_state"])
    note(meeting, "minutes_written", actor=actor, now=now, facts={"version": number})
    events.publish(MinutesWritten(meeting.pk, now))
    return version


def approve_minutes(
    *, actor: Actor, meeting: int, version: int, now: dt.datetime
) -> tuple[Approval, ...]:
    """Approve the newest version for every place that the actor held at the meeting."""
    with transaction.atomic():
        row = fetch_meeting(action="come", actor=actor, pk=meeting)
        newest = _newest(row, version)
        held = Attendee.objects.filter(attendee_of(actor), meeting=row)
        places = [place for place in held.order_by("id") if place.present_at is not None]
        if not places:
            raise Refused("minutes.absent", "您没有到会，不能确认这份纪要。")
        return _approve(row, newest, places, on_paper=False, actor=actor, now=now)


def record_signature(
    *, actor: Actor, meeting: int, version: int, attendee: int, now: dt.datetime
) -> tuple[Approval, ...]:
    """Record that somebody who was there has signed the printed version."""
    with transaction.atomic():
        row = fetch_meeting(action="minutes", actor=actor, pk=meeting)
        newest = _newest(row, version)
        place = Attendee.objects.filter(meeting=row, pk=attendee).first()
        if place is None:
            raise Http404
        if place.present_at is None:
            raise Refused("minutes.absent", "这个席位没有到会，不能确认这份纪要。")
        return _approve(row, newest, [place], on_paper=True, actor=actor, now=now)


def _newest(meeting: Meeting, version: int) -> MinutesVersion:
    rules.require_approvable(meeting.minutes_state)
    newest = MinutesVersion.objects.filter(meeting=meeting).latest("number")
    if newest.number != version:
        raise Refused("minutes.old_version", "纪要刚刚改过，请看过新的一稿再确认。")
    return newest


def _approve(  # the facts of an approval
    meeting: Meeting,
    version: MinutesVersion,
    places: list[Attendee],
    *,
    on_paper: bool,
    actor: Actor,
    now: dt.datetime,
) -> tuple[Approval, ...]:
    given = Approval.objects.filter(version=version)
    signed = set(given.values_list("attendee", flat=True))
    waiting = [place for place in places if place.pk not in signed]
    if not waiting:
        raise Refused("minutes.approved_already", "这一稿已经确认过了。")
    made = Approval.objects.bulk_create(
        Approval(id=new_key(now), version=version, attendee=place, at=now, on_paper=on_paper)
        for place in waiting
    )
    present = Attendee.objects.filter(meeting=meeting, present_at__isnull=False).count()
    if rules.is_approved(present, len(signed) + len(made)):
        meeting.minutes_state = Minutes.APPROVED
        meeting.save(update_fields=["minutes_state"])
    facts = {"version": version.number, "on_paper": on_paper}
    note(meeting, "minutes_approved", actor=actor, now=now, facts=facts)
    return tuple(made)


def publish_minutes(*, actor: Actor, meeting: int, now: dt.datetime) -> Meeting:
    """Publish what more than half of those who were there have approved."""
    with transaction.atomic():
        row = fetch_meeting(action="publish", actor=actor, pk=meeting)
        rules.require_approved(row.minutes_state)
        row.minutes_state = Minutes.PUBLISHED
        row.save(update_fields=["minutes_state"])
        note(row, "minutes_published", actor=actor, now=now)
        events.publish(MinutesPublished(row.pk, now))
    return row
