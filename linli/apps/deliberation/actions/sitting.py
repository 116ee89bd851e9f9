"""The hall sits: topics on an agenda of the one meeting engine; published minutes are put on record."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from typing import Final

from django.db import transaction

from linli.apps.deliberation.actions.following import SYSTEM
from linli.apps.deliberation.actions.halls import take_slot
from linli.apps.deliberation.actions.step import fetch_hall, fetch_topic, note
from linli.apps.deliberation.models import Topic, TopicMeeting
from linli.apps.deliberation.rules.halls import require_rules, slots_between
from linli.apps.deliberation.rules.stages import Stage
from linli.apps.meetings import actions as meetings
from linli.foundation.clock import local_date
from linli.foundation.keys import new_key
from linli.foundation.refusals import Refused
from linli.platform.access import Actor

SITTING: Final = "hall_sitting"
MINUTES_A_TOPIC: Final = 30
TOPICS_MAX: Final = 8


def call_sitting(  # noqa: PLR0913  # the facts of a sitting
    *,
    actor: Actor,
    client_id: uuid.UUID,
    pk: int,
    topics: Sequence[int],
    starts_at: dt.datetime,
    ends_at: dt.datetime,
    now: dt.datetime,
) -> tuple[TopicMeeting, ...]:
    """Call the hall `pk` together over topics that wait for the meeting; its room is taken for it."""
    slots = slots_between(starts_at, ends_at)
    if not 1 <= len(topics) <= TOPICS_MAX:
        raise Refused("hall.sitting_topics", "一次议事会商量1至8个议题，请重新选择。")
    with transaction.atomic():
        hall = fetch_hall(action="convene", actor=actor, pk=pk)
        require_rules(has_rules=hall.rules_id is not None)
        rows = [
            fetch_topic(action="convene", actor=actor, pk=key, stages=(Stage.IN_MEETING,))
            for key in dict.fromkeys(topics)
        ]
        meeting = meetings.call_meeting(
            actor=SYSTEM,
            client_id=client_id,
            body=hall.body_id,
            kind=SITTING,
            title=f"{hall.name}议事会",
            starts_at=starts_at,
            ends_at=ends_at,
            place=hall.room,
            area=hall.area_id,
            now=now,
        )
        kept = tuple(TopicMeeting.objects.filter(meeting=meeting.pk))
        if kept:
            return kept
        for slot in slots:
            day = local_date(starts_at)
            take_slot(hall, day, slot, "议事会", account=actor.account, now=now, is_sitting=True)
        return tuple(_put_on(topic, hall.pk, meeting.pk, actor=actor, now=now) for topic in rows)


def _put_on(
    topic: Topic, hall: int, meeting: int, *, actor: Actor, now: dt.datetime
) -> TopicMeeting:
    """Put one topic on the agenda."""
    if topic.hall_id != hall:
        raise Refused("hall.topic_elsewhere", "这个议题属于别的议事厅，请在那里约议事会。")
    meetings.add_item(
        actor=SYSTEM,
        meeting=meeting,
        title=topic.title,
        text=topic.words,
        minutes=MINUTES_A_TOPIC,
        source_kind="topic",
        source=topic.pk,
        now=now,
    )
    made = TopicMeeting.objects.create(id=new_key(now), topic=topic, meeting_id=meeting)
    note(topic, "sit", actor=actor, now=now, facts={"meeting": meeting})
    return made


def record_minutes(*, actor: Actor, meeting: int, now: dt.datetime) -> None:
    """Put on record that the minutes of a sitting are out: its topics may go on to the vote."""
    assert actor.is_system, "the meeting engine tells it"
    with transaction.atomic():
        rows = TopicMeeting.objects.filter(meeting=meeting, published_at=None)
        for row in rows.select_related("topic").order_by("id"):
            row.published_at = now
            row.save(update_fields=["published_at"])
            note(row.topic, "minutes", actor=actor, now=now, facts={"meeting": meeting})
