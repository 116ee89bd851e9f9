"""The vote: opened from the options by the engine that their items call for; its count becomes the result."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from typing import Final

from django.db import transaction

from linli.apps.deliberation.actions.following import NAMESPACE, SYSTEM
from linli.apps.deliberation.actions.step import enter, fetch_topic, note, procedure_of
from linli.apps.deliberation.models import Topic, TopicOption
from linli.apps.deliberation.queries.facts import facts_of
from linli.apps.deliberation.rules.law import Engine
from linli.apps.deliberation.rules.stages import Stage
from linli.apps.deliberation.rules.topics import Result, next_stage
from linli.apps.votes import actions as votes
from linli.apps.votes import queries as vote_queries
from linli.foundation.refusals import Refused
from linli.platform.access import Actor

# Roll, notice of fifteen days, voting and posting of an owners' vote take longer than the step's days.
OWNERS_VOTE_DAYS: Final = 60
OTHER_ITEM: Final = 9
METHODS: Final = ("approval", "ranking")
NONE_OF_THEM: Final = "都不要，维持现状"
VOID: Final = "void"


def open_topic_vote(*, actor: Actor, pk: int, method: str = "approval", now: dt.datetime) -> Topic:
    """Put the published options to the vote. Nobody chooses the engine: it follows from their items.

    `method` says how residents choose among several options; a single one they accept or not. After
    a vote was made void it is put to the vote anew.
    """
    if method not in METHODS:
        raise Refused("topic.method", "请选“可多选”或“排顺序”。", field="method")
    with transaction.atomic():
        stages = (Stage.IN_MEETING, Stage.VOTING)
        topic = fetch_topic(action="convene", actor=actor, pk=pk, stages=stages)
        if topic.stage == Stage.IN_MEETING:
            next_stage(procedure_of(topic), facts_of(topic), now)
        elif not is_void(topic):
            raise Refused("topic.vote_stands", "表决正在进行，等它结束再看结果。")
        rows = TopicOption.objects.filter(topic=topic, withdrawn_at=None).order_by("number")
        if topic.engine == Engine.OWNERS:
            due = _ask_owners(topic, list(rows), now)
        else:
            due = _ask_residents(topic, list(rows), method, now)
        enter(
            topic,
            Stage.VOTING,
            actor=actor,
            now=now,
            due_at=due,
            facts={"engine": topic.engine},
            owners_vote_id=topic.owners_vote_id,
            residents_vote_id=topic.residents_vote_id,
        )
    return topic


def is_void(topic: Topic) -> bool:
    """Tell whether the vote behind a topic was made void before it had a result."""
    if topic.result != Result.NONE:
        return False
    if topic.owners_vote is not None:
        return topic.owners_vote.state == VOID
    return topic.residents_vote is not None and topic.residents_vote.state == VOID


def _ask_owners(topic: Topic, options: list[TopicOption], now: dt.datetime) -> dt.datetime:
    """Draft the owners' vote; roll, notice and posting are led in its own pages, by the law."""
    assert topic.compound_id is not None
    vote = votes.draft_vote(
        actor=SYSTEM,
        compound=topic.compound_id,
        title=topic.title,
        explanation=topic.words,
        now=now,
    )
    questions = [
        votes.Question(option.item or OTHER_ITEM, option.title, option.text) for option in options
    ]
    votes.set_motions(actor=SYSTEM, pk=vote.pk, questions=questions, now=now)
    topic.owners_vote_id = vote.pk
    return now + dt.timedelta(days=OWNERS_VOTE_DAYS)


def _ask_residents(
    topic: Topic, options: list[TopicOption], method: str, now: dt.datetime
) -> dt.datetime:
    """Open the residents' vote by the threshold of the hall's rules; everybody may also refuse all."""
    rule = vote_queries.find_residents_rule(topic.rules.vote_rule)
    closes = procedure_of(topic).due(Stage.VOTING, now)
    is_single = len(options) == 1
    vote = votes.draft_residents_vote(
        actor=SYSTEM,
        client_id=uuid.uuid5(NAMESPACE, f"vote {topic.pk} {now.isoformat()}"),
        area=topic.area,
        compound=topic.compound_id,
        title=topic.title,
        explanation="\n\n".join(f"{option.title}：{option.text}" for option in options),
        unit="adult",
        method="decision" if is_single else method,
        options=() if is_single else [*(option.title for option in options), NONE_OF_THEM],
        quorum=rule.quorum,
        passing=rule.passing,
        opens_at=now,
        closes_at=closes,
        now=now,
    )
    votes.open_residents_vote(actor=SYSTEM, pk=vote.pk, now=now)
    topic.residents_vote_id = vote.pk
    return closes


def record_result(
    *, actor: Actor, pk: int, carried: Sequence[int], is_quorate: bool, now: dt.datetime
) -> Topic:
    """Put the count on record: the numbers of the options that were carried. Only the count does so."""
    assert actor.is_system, "nobody types a result"
    with transaction.atomic():
        topic = fetch_topic(action="convene", actor=actor, pk=pk, stages=(Stage.VOTING,))
        lost = Result.NOT_CARRIED if is_quorate else Result.TOO_FEW
        topic.result = (Result.CARRIED if carried else lost).value
        topic.carried_options = list(carried)
        topic.save(update_fields=["result", "carried_options"])
        note(topic, "result", actor=actor, now=now, facts={"result": topic.result})
    return topic
