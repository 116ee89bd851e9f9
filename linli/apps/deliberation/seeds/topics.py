"""Topics brought to their stages through the actions; neighbours without an account stay nameless."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.db.models import QuerySet

from linli.apps.deliberation import actions
from linli.apps.deliberation.actions import Option, Proposal
from linli.apps.deliberation.actions.step import note
from linli.apps.deliberation.models import (
    Hall,
    HallSeat,
    Idea,
    IdeaVoice,
    Topic,
    TopicMatter,
    TopicReview,
    TopicSecond,
)
from linli.apps.deliberation.rules.halls import SeatKind
from linli.apps.deliberation.rules.law import Payer
from linli.apps.deliberation.rules.stages import STAGES, Stage
from linli.apps.deliberation.seeds.stories import Story, Work
from linli.apps.matters.models import Matter
from linli.apps.meetings import actions as meetings
from linli.apps.meetings.models import Attendee
from linli.apps.votes import actions as votes
from linli.apps.votes.models import ResidentsVote
from linli.apps.votes.seeds import Turnout, fill_box
from linli.foundation.chance import Dice
from linli.foundation.clock import LOCAL
from linli.foundation.keys import new_key
from linli.platform.access import system

SYSTEM: Final = system("demo")
DAY: Final = dt.timedelta(days=1)
HOUR: Final = dt.timedelta(hours=1)
# How many days each stage took; those of voting and posting are the rules' own and one more.
TOOK: Final = {
    Stage.PROPOSED: 3,
    Stage.COLLECTING_IDEAS: 9,
    Stage.OPTION_REVIEW: 3,
    Stage.IN_MEETING: 7,
    Stage.VOTING: 12,
    Stage.PUBLICISING: 9,
    Stage.IN_WORK: 14,
    Stage.UNDER_REVIEW: 6,
}
AGAIN_TOOK: Final = TOOK[Stage.IN_WORK] + TOOK[Stage.UNDER_REVIEW]
LAST: Final = {Stage.CLOSED: Stage.UNDER_REVIEW, Stage.NOT_CARRIED: Stage.PUBLICISING}
MATTERS_MAX: Final = 3
DONE_AGAIN: Final = "重新弄好了，请邻居来看。"


def tell(story: Story, hall: int, now: dt.datetime, dice: Dice) -> Topic:
    """Raise the topic of a story and bring it along to its stage."""
    days = sum(TOOK[stage] for stage in _walked(story.until)) + story.ago
    days += AGAIN_TOOK if story.again else 0
    start = (now - days * DAY).astimezone(LOCAL).replace(hour=10, minute=0)
    topic = actions.raise_topic(
        actor=SYSTEM,
        client_id=uuid.UUID(int=dice.randrange(1 << 127)),
        hall=hall,
        proposal=Proposal(story.title, story.words),
        now=start,
    )
    Topic.objects.filter(pk=topic.pk).update(raised_as="neighbour")
    _link_complaints(story, topic, start)
    moment = start + DAY
    _second(topic, moment, enough=story.until not in (Stage.PROPOSED, Stage.DECLINED))
    if story.until == Stage.DECLINED:
        actions.decline_topic(actor=SYSTEM, pk=topic.pk, reason=story.reason, now=moment)
    elif story.until != Stage.PROPOSED:
        actions.triage_topic(
            actor=SYSTEM, pk=topic.pk, lane=story.lane, reason=story.reason, now=moment
        )
        _Walk(story, topic.pk, dice, now).walk(start)
    topic.refresh_from_db()
    return topic


def _walked(until: Stage) -> tuple[Stage, ...]:
    """Return the stages that were left on the way to `until`."""
    if until in LAST:
        return STAGES[: STAGES.index(LAST[until]) + 1]
    return STAGES[: STAGES.index(until)] if until in STAGES else ()


def complaints(story: Story) -> QuerySet[Matter]:
    """Return the complaints of a story's kinds that were answered and that everybody may read."""
    return Matter.objects.filter(
        kind__in=story.kinds, privacy="normal", state="closed", compound__isnull=False
    )


def _link_complaints(story: Story, topic: Topic, before: dt.datetime) -> None:
    """Link the last complaints of the story's kinds that were answered there before."""
    rows = complaints(story).filter(compound=topic.compound_id, received_at__lt=before)
    for key in rows.order_by("-received_at").values_list("pk", flat=True)[:MATTERS_MAX]:
        TopicMatter.objects.create(id=new_key(before), topic=topic, matter_id=key)


def _second(topic: Topic, now: dt.datetime, *, enough: bool) -> None:
    """Let neighbours whose accounts nobody knows second it."""
    count = topic.rules.seconds + 2 if enough else topic.rules.seconds - 1
    TopicSecond.objects.bulk_create(
        TopicSecond(id=new_key(now), topic=topic, at=now) for _each in range(count)
    )
    if enough:
        note(topic, "seconded", actor=SYSTEM, now=now, facts={"n": topic.rules.seconds})


@dataclass(frozen=True, slots=True)
class _Walk:
    """One topic on its way."""

    story: Story
    pk: int
    dice: Dice
    now: dt.datetime

    def walk(self, start: dt.datetime) -> None:
        moment = start
        for stage in _walked(self.story.until):
            began, moment = moment, moment + TOOK[stage] * DAY
            self._leave(stage, began, moment)
        if self.story.until == Stage.OPTION_REVIEW:
            self._offer(moment + DAY)
        elif self.story.until == Stage.COLLECTING_IDEAS:
            self._give_ideas(moment + DAY)
        elif self.story.until == Stage.IN_MEETING:
            self._call(self.now, (self.now + 3 * DAY).astimezone(LOCAL))
        elif self.story.until == Stage.VOTING:
            self._fill(is_running=True)
        elif self.story.until == Stage.IN_WORK:
            self._work(self.story.work, moment)
        elif self.story.until == Stage.UNDER_REVIEW:
            self._review(moment + DAY, is_done=(True, True))

    def _leave(self, stage: Stage, began: dt.datetime, at: dt.datetime) -> None:
        """Do what a stage asks for, and go on to the next one."""
        if stage is Stage.COLLECTING_IDEAS:
            self._give_ideas(began + DAY)
        elif stage is Stage.OPTION_REVIEW:
            self._offer(at)
        elif stage is Stage.IN_MEETING:
            self._meet(began + HOUR, (began + 5 * DAY).replace(hour=19))
            actions.open_topic_vote(actor=SYSTEM, pk=self.pk, now=at)
            return
        elif stage is Stage.VOTING:
            self._count(at)
            return
        elif stage is Stage.IN_WORK:
            self._work(self.story.work, began)
            return
        elif stage is Stage.UNDER_REVIEW:
            self._finish(began, at)
            return
        actions.advance_topic(actor=SYSTEM, pk=self.pk, now=at)

    def _give_ideas(self, at: dt.datetime) -> None:
        for number, text in enumerate(self.story.ideas, start=1):
            idea = Idea.objects.create(
                id=new_key(at),
                topic_id=self.pk,
                number=number,
                given_as="neighbour",
                is_relayed=number == 2,
                text=text,
                at=at,
            )
            values = self.dice.choices(
                ("agree", "agree", "agree", "disagree", "pass"), k=self.dice.randrange(6, 24)
            )
            IdeaVoice.objects.bulk_create(
                IdeaVoice(id=new_key(at), idea=idea, value=value, at=at) for value in values
            )

    def _offer(self, at: dt.datetime) -> None:
        """Write the options, check the law, and let the department answer where it must."""
        for number, plan in enumerate(self.story.options, start=1):
            unit = self._unit(is_firm=plan.payer == Payer.FIRM)
            option = Option(
                plan.title, plan.text, plan.yuan, plan.payer, unit, plan.item, (number,)
            )
            actions.add_option(actor=SYSTEM, pk=self.pk, option=option, now=at)
        if self.story.until == Stage.OPTION_REVIEW:
            return  # the convener has still to check the law
        actions.check_law(actor=SYSTEM, pk=self.pk, now=at)
        if self.story.reroute is not None:
            lane, reason = self.story.reroute
            actions.triage_topic(actor=SYSTEM, pk=self.pk, lane=lane, reason=reason, now=at)
        if self.story.answer:
            actions.answer_topic(
                actor=SYSTEM, pk=self.pk, stance="adopted", text=self.story.answer, now=at
            )

    def _unit(self, *, is_firm: bool) -> int:
        """Return who carries an option out: the firm that pays for it, else whoever convenes."""
        firms = HallSeat.objects.filter(hall__topics=self.pk, kind=SeatKind.FIRM)
        firm = firms.values_list("seat__organisation", flat=True).first() if is_firm else None
        unit = firm or Hall.objects.values_list("organisation", flat=True).get(topics=self.pk)
        assert unit is not None, "a hall with rules has a convener"
        return unit

    def _call(self, now: dt.datetime, begins: dt.datetime) -> int:
        starts = begins.replace(hour=19, minute=0, second=0, microsecond=0)
        (link,) = actions.call_sitting(
            actor=SYSTEM,
            client_id=uuid.UUID(int=self.dice.randrange(1 << 127)),
            pk=Topic.objects.values_list("hall_id", flat=True).get(pk=self.pk),
            topics=(self.pk,),
            starts_at=starts,
            ends_at=starts + 2 * HOUR,
            now=now,
        )
        return link.meeting_id

    def _meet(self, now: dt.datetime, begins: dt.datetime) -> None:
        """Hold the sitting; a day later its minutes are signed and out."""
        meeting = self._call(now, begins)
        meetings.open_meeting(actor=SYSTEM, meeting=meeting, now=begins)
        places = list(Attendee.objects.filter(meeting=meeting).values_list("pk", flat=True))
        for place in places:
            meetings.register_at_desk(actor=SYSTEM, meeting=meeting, attendee=place, now=begins)
        meetings.close_meeting(actor=SYSTEM, meeting=meeting, now=begins + HOUR)
        signed = begins + 14 * HOUR
        made = meetings.draft_minutes(
            actor=SYSTEM, meeting=meeting, text=self.story.minutes, now=signed
        )
        for place in places:
            meetings.record_signature(
                actor=SYSTEM, meeting=meeting, version=made.number, attendee=place, now=signed
            )
        meetings.publish_minutes(actor=SYSTEM, meeting=meeting, now=signed)

    def _fill(self, *, is_running: bool) -> ResidentsVote | None:
        """Let residents vote; what owners decide is led in the pages of their own engine."""
        vote = Topic.objects.select_related("residents_vote").get(pk=self.pk).residents_vote
        if vote is not None:
            turnout = Turnout(self.story.share, self.story.wishes)
            fill_box(vote, turnout, self.dice, spares_personas=is_running)
        return vote

    def _count(self, at: dt.datetime) -> None:
        vote = self._fill(is_running=False)
        assert vote is not None, "only a residents' vote ends by itself"
        votes.close_residents_vote(actor=SYSTEM, pk=vote.pk, now=vote.closes_at)
        actions.publish_outcome(actor=SYSTEM, pk=self.pk, text=self.story.outcome, now=at)

    def _work(self, reports: Sequence[Work], began: dt.datetime) -> None:
        for work in reports:
            actions.report_progress(
                actor=SYSTEM,
                pk=self.pk,
                percent=work.percent,
                text=work.text,
                proof=work.proof,
                now=began + work.days * DAY,
            )

    def _finish(self, began: dt.datetime, at: dt.datetime) -> None:
        """Close the review; where something was missing, work and review go round once more."""
        if self.story.again:
            self._review(began + DAY, is_done=(True,), missing=self.story.again)
            actions.finish_review(actor=SYSTEM, pk=self.pk, now=at)
            last = self.story.work[-1]
            redone = Work(TOOK[Stage.IN_WORK], 100, DONE_AGAIN, last.proof)
            self._work((redone,), at)
            at += AGAIN_TOOK * DAY
        self._review(at - DAY, is_done=(True,) * 6)
        actions.finish_review(actor=SYSTEM, pk=self.pk, now=at)

    def _review(
        self, at: dt.datetime, *, is_done: tuple[bool, ...], missing: tuple[str, ...] = ()
    ) -> None:
        rounds = Topic.objects.values_list("round", flat=True).get(pk=self.pk)
        said = [*((each, "") for each in is_done), *((False, words) for words in missing)]
        TopicReview.objects.bulk_create(
            TopicReview(
                id=new_key(at),
                topic_id=self.pk,
                round=rounds,
                is_done=done,
                words=words,
                at=at,
            )
            for done, words in said
        )
