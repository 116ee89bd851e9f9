"""Who comes and who speaks: replies, the code at the door, the desk, the list of speakers."""

from __future__ import annotations

import datetime as dt
from typing import Final

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q
from django.http import Http404

from linli.apps.meetings.access import attendee_of
from linli.apps.meetings.actions.step import fetch_meeting, kind_of, note
from linli.apps.meetings.models import Attendee, Meeting, Speaker
from linli.apps.meetings.models.labels import REPLIES
from linli.apps.meetings.rules import running
from linli.apps.meetings.rules.calling import clean
from linli.apps.meetings.rules.running import State
from linli.foundation.keys import new_key, read_code
from linli.foundation.refusals import Refused
from linli.platform.access import Actor
from linli.platform.throttle import throttle

STANDING_MAX: Final = 40
CODES_MAX, CODES_WINDOW_SECONDS = 20, 600  # wrong codes of one account
GUESTS_MAX: Final = 1000
RESIDENT: Final = "居民"


def reply(*, actor: Actor, meeting: int, attendee: int, answer: str, now: dt.datetime) -> Attendee:
    """Say that a seat comes, sends its substitute, or stays away."""
    if answer not in {code for code, _label in REPLIES if code}:
        raise Refused("reply.unknown", "请选择参加、由替补参加或请假。", field="answer")
    with transaction.atomic():
        row = fetch_meeting(action="invited", actor=actor, pk=meeting)
        place = _own(row, actor, attendee)
        if row.state != State.CALLED:
            raise Refused("reply.late", "会议已经开始或结束，不用再回复。")
        if answer == "substitute" and place.substitute_id is None:
            raise Refused(
                "reply.no_substitute",
                "这个席位没有登记替补，请先告诉召集人，或选择请假。",
                field="answer",
            )
        place.reply = answer
        place.save(update_fields=["reply"])
        note(row, "replied", actor=actor, now=now, facts={"reply": answer})
    return place


def _own(meeting: Meeting, actor: Actor, attendee: int) -> Attendee:
    """Return the place when it is the actor's, locked."""
    places = Attendee.objects.filter(attendee_of(actor), meeting=meeting, pk=attendee)
    found = Attendee.objects.select_for_update(of=("self",)).filter(pk__in=places.values("pk"))
    place = found.first()
    if place is None:
        raise PermissionDenied("invited")
    return place


def check_in(*, actor: Actor, meeting: int, code: str, now: dt.datetime) -> Attendee:
    """Come in with the code shown at the door; at an open meeting also without an invitation."""
    given = read_code(code)
    _count_wrong_code(actor, meeting, given, now)
    with transaction.atomic():
        row = fetch_meeting(action="come", actor=actor, pk=meeting)
        running.require_door(row.state, row.starts_at, now=now)
        if given != row.door:
            raise _wrong_code(given)
        place = _place_of(row, actor, now)
        if place.present_at is not None:
            raise Refused("door.already", "这个席位已经登记到会，不用再登记。")
        place.present_at = now
        place.by_substitute = _is_substitute(place, actor)
        place.save(update_fields=["present_at", "by_substitute"])
        note(row, "came", actor=actor, now=now)
    return place


def _count_wrong_code(actor: Actor, meeting: int, given: str, now: dt.datetime) -> None:
    """Count a wrong code outside the transaction, so that guessing stops after some tries."""
    is_right = Meeting.objects.filter(pk=meeting, door=given).exists()
    if not is_right and not actor.is_system:
        throttle("meetings.door", str(actor.account), CODES_MAX, CODES_WINDOW_SECONDS, now=now)


def _wrong_code(given: str) -> Refused:
    other = Meeting.objects.filter(door=given, state__in=[State.CALLED, State.OPEN]).exists()
    if other:
        return Refused(
            "door.other_meeting", "这是另一场会议的代码，请看清门口的会议名称。", field="code"
        )
    return Refused("door.wrong_code", "代码不对，请照门口的代码再输一次。", field="code")


def _place_of(meeting: Meeting, actor: Actor, now: dt.datetime) -> Attendee:
    """Return the actor's place, locked; an open meeting makes one for whoever comes."""
    own = Attendee.objects.filter(attendee_of(actor), meeting=meeting)
    places = list(
        Attendee.objects.select_for_update(of=("self",))
        .filter(pk__in=own.values("pk"))
        .order_by("id")
    )
    waiting = [place for place in places if place.present_at is None]
    if places:
        return (waiting or places)[0]
    assert kind_of(meeting).seats == "open", "access lets only the invited in elsewhere"
    return Attendee.objects.create(
        id=new_key(now), meeting=meeting, account_id=actor.account, standing=RESIDENT
    )


def _is_substitute(place: Attendee, actor: Actor) -> bool:
    """Tell whether it is not the holder of the seat who came, but the substitute."""
    if place.person_id is None or place.substitute_id is None:
        return False
    held = Q(person__account=actor.account)
    return not Attendee.objects.filter(held, pk=place.pk).exists()


def register_at_desk(
    *, actor: Actor, meeting: int, attendee: int, by_substitute: bool = False, now: dt.datetime
) -> Attendee:
    """Register at the desk a seat whose holder, or substitute, has come without a phone."""
    with transaction.atomic():
        row = fetch_meeting(action="desk", actor=actor, pk=meeting)
        running.require_door(row.state, row.starts_at, now=now)
        place = (
            Attendee.objects.select_for_update(of=("self",))
            .filter(meeting=row, pk=attendee)
            .first()
        )
        if place is None:
            raise Http404
        if place.present_at is not None:
            raise Refused("door.already", "这个席位已经登记到会，不用再登记。")
        if by_substitute and place.substitute_id is None:
            raise Refused("reply.no_substitute", "这个席位没有登记替补，请登记本人。")
        place.present_at, place.at_desk, place.by_substitute = now, True, by_substitute
        place.save(update_fields=["present_at", "at_desk", "by_substitute"])
        note(row, "came_to_desk", actor=actor, now=now)
    return place


def register_guest(
    *, actor: Actor, meeting: int, standing: str = RESIDENT, now: dt.datetime
) -> Attendee:
    """Register at the desk somebody without an invitation, as whom they come; no name is asked."""
    label = clean(standing, least=1, most=STANDING_MAX, field="standing")
    with transaction.atomic():
        row = fetch_meeting(action="desk", actor=actor, pk=meeting)
        running.require_door(row.state, row.starts_at, now=now)
        if kind_of(row).seats != "open":
            raise Refused("door.invited_only", "这种会议只有成员参加，请登记成员的席位。")
        if Attendee.objects.filter(meeting=row).count() >= GUESTS_MAX:
            raise Refused("door.full", "一场会议最多登记1000人。")
        place = Attendee.objects.create(
            id=new_key(now), meeting=row, standing=label, present_at=now, at_desk=True
        )
        note(row, "guest_came", actor=actor, now=now)
    return place


def ask_to_speak(
    *, actor: Actor, meeting: int, attendee: int | None = None, now: dt.datetime
) -> Speaker:
    """Stand in the line of speakers; the desk puts others there by `attendee`."""
    with transaction.atomic():
        action = "come" if attendee is None else "desk"
        row = fetch_meeting(action=action, actor=actor, pk=meeting)
        running.require_open(row.state)
        places = Attendee.objects.filter(meeting=row, present_at__isnull=False)
        chosen = (
            places.filter(attendee_of(actor)) if attendee is None else places.filter(pk=attendee)
        )
        place = chosen.order_by("id").first()
        if place is None:
            raise Refused("speaker.absent", "请先登记到会，再申请发言。")
        if Speaker.objects.filter(attendee=place, ended_at=None).exists():
            raise Refused("speaker.waiting", "已经在发言名单上，请等主持人请您发言。")
        return Speaker.objects.create(id=new_key(now), meeting=row, attendee=place, asked_at=now)


def give_floor(*, actor: Actor, speaker: int, now: dt.datetime) -> Speaker:
    """Let somebody in the line speak; whoever spoke before has ended."""
    with transaction.atomic():
        row, meeting = _in_line(actor, speaker)
        running.require_open(meeting.state)
        if row.began_at is not None or row.ended_at is not None:
            raise Refused("speaker.done", "这一位已经发过言，请刷新名单。")
        Speaker.objects.filter(meeting=meeting, began_at__isnull=False, ended_at=None).update(
            ended_at=now
        )
        row.began_at = now
        row.save(update_fields=["began_at"])
    return row


def end_speech(*, actor: Actor, speaker: int, now: dt.datetime) -> Speaker:
    """End a speech, or take somebody out of the line."""
    with transaction.atomic():
        row, _meeting = _in_line(actor, speaker)
        if row.ended_at is not None:
            raise Refused("speaker.done", "这一位已经发过言，请刷新名单。")
        row.ended_at = now
        row.save(update_fields=["ended_at"])
    return row


def _in_line(actor: Actor, speaker: int) -> tuple[Speaker, Meeting]:
    row = Speaker.objects.filter(pk=speaker).first()
    if row is None:
        raise Http404
    meeting = fetch_meeting(action="run", actor=actor, pk=row.meeting_id)
    row.refresh_from_db()
    return row, meeting
