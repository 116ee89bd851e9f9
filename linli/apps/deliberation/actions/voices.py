"""What neighbours say: ideas, one voice on each, "is it really done?". And hiding what may not stand."""

from __future__ import annotations

import datetime as dt
from typing import Final

from django.db import IntegrityError, transaction
from django.http import Http404

from linli.apps.deliberation.actions.step import (
    fetch_topic,
    note,
    require_own_part,
)
from linli.apps.deliberation.models import (
    HallBooking,
    Idea,
    IdeaVoice,
    Topic,
    TopicReview,
    TopicSecond,
)
from linli.apps.deliberation.rules import texts
from linli.apps.deliberation.rules.procedures import Part
from linli.apps.deliberation.rules.stages import Stage
from linli.apps.deliberation.rules.topics import IDEAS_A_PERSON_MAX, Voice
from linli.foundation.keys import new_key
from linli.foundation.refusals import Refused
from linli.platform.access import Actor

# What somebody speaks as, the most telling first; grid workers and building heads speak for others.
SPEAKS_AS: Final = (Part.SEAT, Part.UNIT, Part.NEIGHBOUR, Part.OFFICE)
IDEAS_MAX: Final = 200


def give_idea(
    *, actor: Actor, pk: int, text: str, is_relayed: bool = False, now: dt.datetime
) -> Idea:
    """Give an idea; with `is_relayed`, one that a neighbour without a phone has told."""
    words = texts.bounded(text, texts.IDEA, field="text")
    with transaction.atomic():
        topic = fetch_topic(action="idea", actor=actor, pk=pk, stages=(Stage.COLLECTING_IDEAS,))
        parts = require_own_part(topic, "idea", actor)
        if is_relayed and Part.OFFICE not in parts:
            raise Refused(
                "idea.relayed", "代邻居说主意，由网格员、楼栋长或社区来写。", field="is_relayed"
            )
        account = actor.behalf or actor.account
        own = Idea.objects.filter(topic=topic)
        if not is_relayed and own.filter(author=account).count() >= IDEAS_A_PERSON_MAX:
            raise Refused("idea.enough", "您已经出了5个主意，先听听邻居的。", field="text")
        count = own.count()
        if count >= IDEAS_MAX:
            raise Refused("idea.full", "主意已经很多了，请主持人先整理方案。", field="text")
        idea = Idea.objects.create(
            id=new_key(now),
            topic=topic,
            number=count + 1,
            author_id=None if is_relayed else account,
            given_as=_speaks_as(parts, is_relayed=is_relayed).value,
            is_relayed=is_relayed,
            text=words,
            at=now,
        )
        facts = {"number": idea.number}
        note(
            topic, "idea", actor=Actor(channel=actor.channel), now=now, facts=facts, is_public=False
        )
    return idea


def _speaks_as(parts: frozenset[Part], *, is_relayed: bool) -> Part:
    if is_relayed:
        return Part.NEIGHBOUR
    return next((part for part in SPEAKS_AS if part in parts), Part.OFFICE)


def voice_on_idea(*, actor: Actor, pk: int, number: int, value: str, now: dt.datetime) -> IdeaVoice:
    """Agree, disagree or pass: one voice a person on each idea, the last one counts."""
    if value not in [*Voice]:
        raise Refused("voice.unknown", "请选赞成、不赞成或跳过。", field="value")
    with transaction.atomic():
        topic = fetch_topic(action="voice", actor=actor, pk=pk, stages=(Stage.COLLECTING_IDEAS,))
        require_own_part(topic, "voice", actor)
        idea = Idea.objects.filter(topic=topic, number=number, hidden_reason="").first()
        if idea is None:
            raise Http404
        account = actor.behalf or actor.account
        assert account is not None, "a neighbour has signed in"
        if idea.author_id == account:
            raise Refused("voice.own", "这是您自己出的主意，请看看邻居的。")
        voice, _made = IdeaVoice.objects.update_or_create(
            idea=idea,
            account_id=account,
            defaults={"value": value, "at": now},
            create_defaults={"id": new_key(now), "value": value, "at": now},
        )
    return voice


def review_topic(
    *, actor: Actor, pk: int, is_done: bool, words: str = "", now: dt.datetime
) -> TopicReview:
    """Say whether it is really done, once in each round; "not done" says what is missing."""
    text = texts.optional(words, (1, 500), field="words")
    if not is_done and len(text) < texts.REASON[0]:
        raise Refused("review.what", "请写一句：哪里还没办好。", field="words")
    with transaction.atomic():
        topic = fetch_topic(action="review", actor=actor, pk=pk, stages=(Stage.UNDER_REVIEW,))
        require_own_part(topic, "review", actor)
        try:
            with transaction.atomic():
                return TopicReview.objects.create(
                    id=new_key(now),
                    topic=topic,
                    round=topic.round,
                    account_id=actor.behalf or actor.account,
                    is_done=is_done,
                    words=text,
                    at=now,
                )
        except IntegrityError:
            raise Refused("review.once", "您已经评议过了，谢谢。结果到期公布。") from None


def hide_topic(*, actor: Actor, pk: int, reason: str, now: dt.datetime) -> Topic:
    """Take words that may not stand in public out of sight; that and why is public."""
    why = texts.bounded(reason, texts.REASON, field="reason")
    with transaction.atomic():
        topic = fetch_topic(action="hide", actor=actor, pk=pk)
        topic.hidden_reason = why
        topic.save(update_fields=["hidden_reason"])
        note(topic, "hide", actor=actor, now=now, facts={"reason": why})
    return topic


def hide_idea(*, actor: Actor, pk: int, number: int, reason: str, now: dt.datetime) -> Idea:
    """Take an idea that names or hurts somebody out of sight, with the reason for all to read."""
    why = texts.bounded(reason, texts.REASON, field="reason")
    with transaction.atomic():
        topic = fetch_topic(action="hide", actor=actor, pk=pk)
        idea = Idea.objects.filter(topic=topic, number=number).first()
        if idea is None:
            raise Http404
        idea.hidden_reason = why
        idea.save(update_fields=["hidden_reason"])
        note(topic, "hide", actor=actor, now=now, facts={"idea": number, "reason": why})
    return idea


def erase_voices(*, actor: Actor, account: int) -> None:
    """Take somebody who closes the account out of what they raised and said; the counts stay."""
    assert actor.is_system or actor.account == account, "accounts close themselves"
    with transaction.atomic():
        Topic.objects.filter(proposer=account).update(proposer=None)
        Idea.objects.filter(author=account).update(author=None)
        for model in (IdeaVoice, TopicReview, TopicSecond, HallBooking):
            model._default_manager.filter(account=account).update(account=None)
