"""From ideas to a decision: options, the check of the law, the official answer, the steps between."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.http import Http404

from linli.apps.deliberation.actions.following import after_move
from linli.apps.deliberation.actions.step import (
    enter,
    fetch_topic,
    note,
    procedure_of,
    require_own_part,
)
from linli.apps.deliberation.models import Idea, Topic, TopicAnswer, TopicOption
from linli.apps.deliberation.queries.facts import facts_of
from linli.apps.deliberation.rules import texts
from linli.apps.deliberation.rules.law import Offer, Payer, engine_for, require_offer
from linli.apps.deliberation.rules.stages import Stage
from linli.apps.deliberation.rules.topics import (
    OPTIONS_MAX,
    Stance,
    next_stage,
    require_engine,
)
from linli.apps.organisations import queries as organisations
from linli.foundation.keys import new_key
from linli.foundation.refusals import Refused
from linli.platform.access import Actor

# Left by the convener's word alone; voting and what follows have acts of their own.
ADVANCED: tuple[Stage, ...] = (
    Stage.PROPOSED,
    Stage.COLLECTING_IDEAS,
    Stage.OPTION_REVIEW,
    Stage.PUBLICISING,
)
ANSWERED: tuple[Stage, ...] = (Stage.COLLECTING_IDEAS, Stage.OPTION_REVIEW, Stage.IN_MEETING)


@dataclass(frozen=True, slots=True)
class Option:
    """One option as it is drafted; `item` of Art. 278 is 0 where it touches none."""

    title: str
    text: str
    yuan: int
    payer: str
    unit: int
    item: int = 0
    ideas: Sequence[int] = ()


def add_option(*, actor: Actor, pk: int, option: Option, now: dt.datetime) -> TopicOption:
    """Write an option: how, how much, who pays, who does it, which item of the law."""
    title = texts.bounded(option.title, texts.TITLE, field="title")
    words = texts.bounded(option.text, texts.WORDS, field="text")
    if option.payer not in [*Payer]:
        raise Refused("option.payer_unknown", "请选择谁出钱。", field="payer")
    require_offer(Offer(option.yuan, Payer(option.payer), option.item))
    if organisations.get_organisation(option.unit) is None:
        raise Refused("topic.unit_unknown", "没有这个单位，请从列表里选一个。", field="unit")
    with transaction.atomic():
        topic = fetch_topic(action="option", actor=actor, pk=pk, stages=(Stage.OPTION_REVIEW,))
        require_own_part(topic, "option", actor)
        drawn = sorted(set(option.ideas))
        if Idea.objects.filter(topic=topic, number__in=drawn).count() != len(drawn):
            raise Refused("option.ideas", "没有这个编号的主意，请核对。", field="ideas")
        own = TopicOption.objects.filter(topic=topic)
        if own.filter(withdrawn_at=None).count() >= OPTIONS_MAX:
            raise Refused("option.enough", "最多6个方案，请先撤下一个。", field="title")
        made = TopicOption.objects.create(
            id=new_key(now),
            topic=topic,
            number=own.count() + 1,
            title=title,
            text=words,
            yuan=option.yuan,
            payer=option.payer,
            item=option.item,
            unit_id=option.unit,
            ideas=drawn,
        )
        _uncheck(topic)
        note(topic, "option", actor=actor, now=now, facts={"number": made.number}, is_public=False)
    return made


def withdraw_option(*, actor: Actor, pk: int, number: int, now: dt.datetime) -> TopicOption:
    """Take an option back before the options are published."""
    with transaction.atomic():
        topic = fetch_topic(action="option", actor=actor, pk=pk, stages=(Stage.OPTION_REVIEW,))
        require_own_part(topic, "option", actor)
        row = TopicOption.objects.filter(topic=topic, number=number, withdrawn_at=None).first()
        if row is None:
            raise Http404
        row.withdrawn_at = now
        row.save(update_fields=["withdrawn_at"])
        _uncheck(topic)
        facts = {"number": number, "withdrawn": True}
        note(topic, "option", actor=actor, now=now, facts=facts, is_public=False)
    return row


def _uncheck(topic: Topic) -> None:
    """What was checked were other options: check them anew."""
    topic.law_checked_at = None
    topic.engine = ""
    topic.save(update_fields=["law_checked_at", "engine"])


def check_law(*, actor: Actor, pk: int, now: dt.datetime) -> Topic:
    """Confirm that each option was checked against Art. 278; from its items follows who decides."""
    with transaction.atomic():
        topic = fetch_topic(action="convene", actor=actor, pk=pk, stages=(Stage.OPTION_REVIEW,))
        items = list(
            TopicOption.objects.filter(topic=topic, withdrawn_at=None).values_list(
                "item", flat=True
            )
        )
        if not items:
            raise Refused("topic.no_option", "还没有方案，请至少写一个：花多少钱、谁出、谁办。")
        engine = engine_for(items)
        require_engine(engine, has_compound=topic.compound_id is not None)
        topic.law_checked_at, topic.engine = now, engine.value
        topic.save(update_fields=["law_checked_at", "engine"])
        note(topic, "law", actor=actor, now=now, facts={"engine": engine.value, "items": items})
    return topic


def answer_topic(*, actor: Actor, pk: int, stance: str, text: str, now: dt.datetime) -> TopicAnswer:
    """Answer officially: adopted, partly or not, always with the reason."""
    words = texts.bounded(text, texts.ANSWER, field="text")
    if stance not in [*Stance]:
        raise Refused("answer.stance", "请选采纳、部分采纳或不采纳。", field="stance")
    with transaction.atomic():
        topic = fetch_topic(action="answer", actor=actor, pk=pk, stages=ANSWERED)
        answer = TopicAnswer.objects.create(
            id=new_key(now),
            topic=topic,
            stance=stance,
            text=words,
            unit_name=_speaks_for(actor, topic),
            by=actor.account or 0,
            at=now,
        )
        note(topic, "answer", actor=actor, now=now, facts={"stance": stance})
    return answer


def _speaks_for(actor: Actor, topic: Topic) -> str:
    """Return the name of the unit that answers: the one asked, else the hall's."""
    own = {grant.organisation for grant in actor.grants if grant.organisation}
    keys = own & {topic.unit_id} or ({topic.hall.organisation_id} - {None})
    names = organisations.organisation_names(key for key in keys if key is not None)
    return next(iter(names.values()), topic.hall.name)[:80]


def advance_topic(*, actor: Actor, pk: int, now: dt.datetime) -> Topic:
    """Go on to the next stage when all that this one asks for is there. Always somebody's act."""
    with transaction.atomic():
        topic = fetch_topic(action="convene", actor=actor, pk=pk, stages=ADVANCED)
        stage = next_stage(procedure_of(topic), facts_of(topic), now)
        enter(topic, stage, actor=actor, now=now)
        after_move(topic, stage, now=now)
    return topic
