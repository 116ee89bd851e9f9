"""What halls hear: a vote was counted, minutes are out. They put it on record and move nothing on."""

from __future__ import annotations

from typing import Final

from linli.apps.deliberation import actions, queries
from linli.apps.deliberation.rules.halls import require_rules
from linli.apps.meetings.events import MeetingCalled, MinutesPublished
from linli.apps.votes import queries as votes
from linli.apps.votes.events import ResidentsVoteClosed, VoteMoved
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
