"""What halls hear and tell: a vote was counted, minutes are out; a topic moved, a day is near.

What was heard is put on record and moves nothing on. What is told names nobody.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Final

from django.urls import reverse

from linli.apps.deliberation import actions, queries
from linli.apps.deliberation.events import TopicMoved, TopicNudged
from linli.apps.deliberation.models import Topic
from linli.apps.deliberation.queries import telling
from linli.apps.deliberation.rules.halls import require_rules
from linli.apps.deliberation.rules.stages import Stage
from linli.apps.deliberation.rules.topics import Nudge
from linli.apps.meetings.events import MeetingCalled, MinutesPublished
from linli.apps.notifications import actions as notifications
from linli.apps.notifications.queries import shortened
from linli.apps.votes import queries as votes
from linli.apps.votes.events import ResidentsVoteClosed, VoteMoved
from linli.foundation.clock import local_date
from linli.platform.access import system
from linli.platform.events import listen

DECLARED: Final = "declared"
ACTOR: Final = system("deliberation")


@listen(VoteMoved, within=True)
def on_owners_vote(event: VoteMoved) -> None:
    """Put the declared result of an owners' vote on its topic."""
    found = queries.topic_of_vote(owners=event.vote) if event.state == DECLARED else None
    if found is None:
        return
    results = votes.result_of(votes.get_page(actor=ACTOR, reference=found.reference))
    actions.record_result(
        actor=ACTOR,
        pk=found.topic,
        carried=[found.options[row.motion.number - 1] for row in results if row.passed],
        is_quorate=any(row.verdict.is_quorate for row in results),
        now=event.at,
    )


@listen(ResidentsVoteClosed, within=True)
def on_residents_vote(event: ResidentsVoteClosed) -> None:
    """Put the count of a residents' vote on its topic."""
    found = queries.topic_of_vote(residents=event.vote)
    if found is None:
        return
    actions.record_result(
        actor=ACTOR,
        pk=found.topic,
        carried=found.carried(event.winner),
        is_quorate=event.is_quorate,
        now=event.at,
    )


@listen(MeetingCalled, within=True)
def on_meeting_called(event: MeetingCalled) -> None:
    """Refuse a sitting of a hall whose rules are not published, wherever it was called."""
    require_rules(has_rules=not queries.lacks_rules(meeting=event.meeting))


@listen(MinutesPublished, within=True)
def on_minutes_published(event: MinutesPublished) -> None:
    """Put the minutes on record with the topics that stood on the agenda."""
    actions.record_minutes(actor=ACTOR, meeting=event.meeting, now=event.at)


@listen(TopicMoved, within=True)
def tell_move(event: TopicMoved) -> None:
    """Tell those who took part where the topic stands; the convener of a new one, the unit of work."""
    topic, on = _topic(event.topic), local_date(event.at)
    if event.after in telling.TOLD:
        _tell(topic, event.after, telling.taking_part(topic), event.at)
    if event.after == Stage.PROPOSED:
        _tell(topic, "raised", telling.conveners(topic, on), event.at)
    elif event.after == Stage.IN_WORK:
        _tell(topic, "yours", telling.unit_of(topic, on), event.at)


@listen(TopicNudged, within=True)
def tell_nudge(event: TopicNudged) -> None:
    """Tell the convener of a day that is near or over; of one long over the subdistrict as well."""
    topic, on = _topic(event.topic), local_date(event.at)
    told = telling.conveners(topic, on)
    if event.kind == Nudge.ESCALATED:
        told |= telling.officers(topic, on)
    _tell(topic, event.kind, told, event.at)


def _topic(pk: int) -> Topic:
    return Topic.objects.select_related("hall__convener").get(pk=pk)


def _tell(topic: Topic, kind: str, told: Iterable[int], at: dt.datetime) -> None:
    notifications.notify(
        actor=system(f"deliberation.{kind}"),
        accounts=told,
        kind=f"deliberation.{kind}",
        facts={"title": shortened(topic.title)},
        path=reverse("deliberation:topic", args=[topic.reference]),
        mark=f"{topic.pk}:{at.isoformat()}",
        now=at,
    )
