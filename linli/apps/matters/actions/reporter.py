"""What the reporter does, signed in, with the follow-up code, or through whoever serves the place."""

from __future__ import annotations

import datetime as dt

from django.db import IntegrityError, transaction

from linli.apps.matters.access import said_by
from linli.apps.matters.actions.step import Act, Words, fetch_matter, take_step
from linli.apps.matters.events import MatterRated, MatterUrged
from linli.apps.matters.models import Matter, MatterRating
from linli.apps.matters.rules import moves, texts
from linli.apps.matters.rules.kinds import kind_of
from linli.foundation.keys import new_key
from linli.foundation.refusals import Refused
from linli.platform import events, journal
from linli.platform.access import Actor


def adopt_matter(*, actor: Actor, pk: int, follow_code: str, now: dt.datetime) -> Matter:
    """Take a report made without signing in over to the actor's account."""
    account = actor.account
    if account is None:
        raise Refused("matters.sign_in_first", "请先登录，再把诉求归到您的账号。")
    return take_step(
        act=Act("adopt", is_public=False),
        actor=actor,
        pk=pk,
        now=now,
        move=lambda facts: moves.adopt(facts, account),
        follow_code=follow_code,
    )


def answer_information(
    *, actor: Actor, pk: int, words: str, now: dt.datetime, follow_code: str | None = None
) -> Matter:
    """Answer what was asked; the clock goes on."""
    text = texts.clean_words(words)
    return take_step(
        act=Act("inform"),
        actor=actor,
        pk=pk,
        now=now,
        move=lambda facts: moves.answer_information(facts, now),
        words=Words("answer", text),
        follow_code=follow_code,
    )


def urge_matter(
    *, actor: Actor, pk: int, now: dt.datetime, follow_code: str | None = None
) -> Matter:
    """Ask to hurry: seen in the timeline and on the handler's list, once in so many working hours."""
    with transaction.atomic():
        matter = take_step(
            act=Act("urge"),
            actor=actor,
            pk=pk,
            now=now,
            move=lambda facts: moves.urge(facts, now),
            follow_code=follow_code,
        )
        events.publish(
            MatterUrged(pk, matter.unit_id, matter.handler_id, urges=matter.urges, at=now)
        )
    return matter


def reopen_matter(
    *, actor: Actor, pk: int, words: str, now: dt.datetime, follow_code: str | None = None
) -> Matter:
    """Not fixed: the matter goes on, with what is still wrong."""
    text = texts.bounded(
        words, most=texts.NOTE_LETTERS_MAX, field="words", least=texts.REASON_LETTERS_MIN
    )
    return take_step(
        act=Act("reopen"),
        actor=actor,
        pk=pk,
        now=now,
        move=lambda facts: moves.reopen(facts, now),
        words=Words("objection", text),
        follow_code=follow_code,
    )


def close_matter(
    *, actor: Actor, pk: int, now: dt.datetime, follow_code: str | None = None
) -> Matter:
    """The reporter agrees that it is done; Linli itself may close a week after it was resolved."""
    move = moves.close_unasked if actor.is_system else moves.close
    return take_step(
        act=Act("close"),
        actor=actor,
        pk=pk,
        now=now,
        move=lambda facts: move(facts, now),
        follow_code=follow_code,
    )


def withdraw_matter(
    *, actor: Actor, pk: int, reason: str = "", now: dt.datetime, follow_code: str | None = None
) -> Matter:
    """The reporter no longer wants it handled."""
    text = texts.bounded(reason, most=texts.NOTE_LETTERS_MAX, field="reason")
    return take_step(
        act=Act("withdraw"),
        actor=actor,
        pk=pk,
        now=now,
        move=lambda facts: moves.withdraw(facts, now),
        words=Words("reason", text),
        follow_code=follow_code,
    )


def rate_matter(  # one act with its facts
    *,
    actor: Actor,
    pk: int,
    value: str,
    words: str = "",
    now: dt.datetime,
    follow_code: str | None = None,
) -> MatterRating:
    """Say how the handling was, once a round."""
    text = texts.bounded(words, most=texts.RATING_LETTERS_MAX, field="words")
    try:
        with transaction.atomic():
            matter = fetch_matter(action="rate", actor=actor, pk=pk, follow_code=follow_code)
            moves.require_ratable(matter.facts, value)
            rating = MatterRating.objects.create(
                id=new_key(now),
                matter=matter,
                close_round=matter.close_round,
                value=value,
                words=text,
                counts=not kind_of(matter.kind).is_enforcement,
                at=now,
            )
            journal.record(
                actor=said_by(actor, matter.reporter_id),
                verb="matters.rate",
                subject=matter,
                now=now,
                area=matter.area_id,
                after={"value": value, "close_round": matter.close_round},
            )
            events.publish(MatterRated(matter.pk, matter.close_round, value, now))
    except IntegrityError:
        raise Refused("matters.rated_before", "这一轮已经评价过了，谢谢您。") from None
    return rating
