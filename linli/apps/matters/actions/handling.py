"""What the unit or the grid worker does: start, return, ask, wait, extend, resolve."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from linli.apps.matters.actions.desk import accept_matter
from linli.apps.matters.actions.step import Act, Words, take_step
from linli.apps.matters.models import Matter
from linli.apps.matters.rules import moves, texts
from linli.apps.organisations import queries as organisations
from linli.foundation.refusals import Refused
from linli.platform.access import Actor


def start_matter(*, actor: Actor, pk: int, now: dt.datetime) -> Matter:
    """Begin to work on it; who begins becomes its handler unless somebody is."""
    return take_step(
        act=Act("start"),
        actor=actor,
        pk=pk,
        now=now,
        move=lambda facts: moves.start(facts, actor.account),
    )


def take_on_matter(*, actor: Actor, pk: int, now: dt.datetime) -> Matter:
    """Accept and start with one tap: two acts, two lines in the journal, one transaction."""
    with transaction.atomic():
        accept_matter(actor=actor, pk=pk, now=now)
        return start_matter(actor=actor, pk=pk, now=now)


def return_dispatch(
    *, actor: Actor, pk: int, right_unit: int, reason: str, now: dt.datetime
) -> Matter:
    """Send a wrong dispatch back, once, naming the unit whose business it is."""
    if organisations.get_organisation(right_unit) is None:
        raise Refused("matters.unit_unknown", "没有这个单位，请从列表里选一个。", field="unit")
    text = texts.clean_note(reason, field="reason", least=texts.REASON_LETTERS_MIN)

    def move(facts: moves.Facts) -> moves.Facts:
        return moves.return_dispatch(facts, right_unit, now)

    words = Words("reason", text, is_private=True)
    return take_step(
        act=Act("return", is_public=False), actor=actor, pk=pk, now=now, move=move, words=words
    )


def ask_information(*, actor: Actor, pk: int, question: str, now: dt.datetime) -> Matter:
    """Ask the reporter for what is missing; the clock stands still until they answer."""
    text = texts.clean_note(question, field="question", least=texts.REASON_LETTERS_MIN)
    return take_step(
        act=Act("ask"),
        actor=actor,
        pk=pk,
        now=now,
        move=lambda facts: moves.ask_information(facts, now),
        words=Words("question", text),
    )


def wait_decision(*, actor: Actor, pk: int, reason: str, now: dt.datetime) -> Matter:
    """Wait for a decision of owners or residents; the clock goes on."""
    text = texts.clean_note(reason, field="reason", least=texts.REASON_LETTERS_MIN)
    return take_step(
        act=Act("wait_decision"),
        actor=actor,
        pk=pk,
        now=now,
        move=moves.wait_decision,
        words=Words("reason", text),
    )


def resume_matter(*, actor: Actor, pk: int, now: dt.datetime) -> Matter:
    """Go on after the decision."""
    return take_step(act=Act("resume"), actor=actor, pk=pk, now=now, move=moves.resume)


def extend_deadline(
    *, actor: Actor, pk: int, due: dt.datetime, reason: str, now: dt.datetime
) -> Matter:
    """Set a later deadline, once; reporter and staff read the reason."""
    text = texts.clean_note(reason, field="reason", least=texts.REASON_LETTERS_MIN)
    return take_step(
        act=Act("extend"),
        actor=actor,
        pk=pk,
        now=now,
        move=lambda facts: moves.extend(facts, due, now),
        words=Words("reason", text),
    )


def resolve_matter(*, actor: Actor, pk: int, answer: str, now: dt.datetime) -> Matter:
    """Say in plain words, for everybody to read, what was done."""
    text = texts.clean_answer(answer)
    return take_step(
        act=Act("resolve"),
        actor=actor,
        pk=pk,
        now=now,
        move=lambda facts: moves.resolve(facts, text, now),
        words=Words("result", text),
    )
