"""After the vote: outcome statement, progress with proof, the residents' review, round again if not done."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from linli.apps.deliberation.actions.following import after_move
from linli.apps.deliberation.actions.step import (
    enter,
    fetch_topic,
    note,
    procedure_of,
    require_own_part,
)
from linli.apps.deliberation.models import Topic, TopicOption, TopicOutcome, TopicProgress
from linli.apps.deliberation.queries.facts import facts_of
from linli.apps.deliberation.rules import texts
from linli.apps.deliberation.rules.stages import Stage
from linli.apps.deliberation.rules.topics import (
    Result,
    judge_review,
    next_stage,
    require_evidence,
    require_progress,
)
from linli.foundation.keys import new_key
from linli.foundation.refusals import Refused
from linli.platform.access import Actor


def publish_outcome(
    *, actor: Actor, pk: int, text: str, option: int | None = None, now: dt.datetime
) -> TopicOutcome:
    """Say in plain words what was decided and what follows; the result itself comes from the count.

    `option` is the number of the option that was carried; needed only where the vote named several.
    """
    words = texts.bounded(text, texts.ANSWER, field="text")
    with transaction.atomic():
        topic = fetch_topic(action="convene", actor=actor, pk=pk, stages=(Stage.VOTING,))
        if topic.result == Result.NONE:
            raise Refused("topic.no_result", "表决还没有结果，请等表决结束。")
        chosen = _carried(topic, option)
        outcome = TopicOutcome.objects.create(
            id=new_key(now),
            topic=topic,
            result=topic.result,
            option=chosen,
            text=words,
            by=actor.account or 0,
            at=now,
        )
        stage = next_stage(procedure_of(topic), facts_of(topic), now)
        unit = chosen.unit_id if chosen else topic.unit_id
        enter(topic, stage, actor=actor, now=now, facts={"result": topic.result}, unit_id=unit)
    return outcome


def _carried(topic: Topic, option: int | None) -> TopicOption | None:
    """Return the option that the vote carried: counted, else the one named among those that were."""
    if topic.result != Result.CARRIED:
        return None
    rows = TopicOption.objects.filter(topic=topic, withdrawn_at=None)
    carried = rows.filter(number__in=topic.carried_options).order_by("number")
    chosen = carried.filter(number=option).first() if option is not None else carried.first()
    if chosen is None:
        raise Refused("outcome.option", "请选表决通过的方案。", field="option")
    return chosen


def report_progress(  # the facts of a step of work
    *, actor: Actor, pk: int, percent: int, text: str, proof: str = "", now: dt.datetime
) -> TopicProgress:
    """Tell how far the work is. At 100 % with its proof the residents are asked to review it."""
    words = texts.bounded(text, texts.PROGRESS, field="text")
    proven = texts.optional(proof, texts.PROOF, field="proof")
    with transaction.atomic():
        topic = fetch_topic(action="follow_up", actor=actor, pk=pk, stages=(Stage.IN_WORK,))
        require_own_part(topic, "follow_up", actor)
        require_progress(topic.percent, percent, has_proof=bool(proven))
        made = TopicProgress.objects.create(
            id=new_key(now),
            topic=topic,
            round=topic.round,
            percent=percent,
            text=words,
            proof=proven,
            by=actor.account or 0,
            at=now,
        )
        topic.percent = percent
        topic.save(update_fields=["percent"])
        note(topic, "progress", actor=actor, now=now, facts={"percent": percent})
        if percent == 100:
            enter(
                topic, next_stage(procedure_of(topic), facts_of(topic), now), actor=actor, now=now
            )
    return made


def finish_review(*, actor: Actor, pk: int, now: dt.datetime) -> Topic:
    """Close the review: done, or back to work in a new round when the residents say "not done"."""
    with transaction.atomic():
        topic = fetch_topic(action="convene", actor=actor, pk=pk, stages=(Stage.UNDER_REVIEW,))
        facts = facts_of(topic)
        require_evidence(procedure_of(topic).rule_of(Stage.UNDER_REVIEW), facts, now)
        counted = {"yes": facts.yes, "no": facts.no}
        stage = judge_review(facts)
        if stage is Stage.IN_WORK:
            enter(
                topic,
                stage,
                actor=actor,
                now=now,
                verb="reopen",
                facts=counted,
                round=topic.round + 1,
                percent=0,
            )
        else:
            enter(topic, stage, actor=actor, now=now, facts=counted)
        after_move(topic, stage, now=now)
    return topic
