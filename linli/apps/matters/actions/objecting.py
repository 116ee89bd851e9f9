"""A unit objects to a dispatch; subdistrict or city rule once, and the ruling guides the next dispatch."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from linli.apps.matters.access import OBJECTIONS
from linli.apps.matters.actions.step import Act, Words, take_step
from linli.apps.matters.events import ObjectionMade, ObjectionRuled
from linli.apps.matters.models import DispatchObjection
from linli.apps.matters.rules import moves, objections, texts
from linli.apps.organisations import queries as organisations
from linli.foundation.keys import new_key
from linli.foundation.refusals import Refused
from linli.platform import events, journal
from linli.platform.access import Actor, fetch


def object_dispatch(
    *, actor: Actor, pk: int, right_unit: int, reason: str, now: dt.datetime
) -> DispatchObjection:
    """Say that another unit should have the matter; the work goes on meanwhile. Twice is once."""
    _require_unit(right_unit)
    text = texts.clean_note(reason, field="reason", least=texts.REASON_LETTERS_MIN)

    def stay(facts: moves.Facts) -> moves.Facts:
        objections.check_objection(facts, right_unit, now)
        return facts

    with transaction.atomic():
        matter = take_step(
            act=Act("object", is_public=False), actor=actor, pk=pk, now=now, move=stay
        )
        waiting = DispatchObjection.objects.filter(
            matter=matter, unit=matter.unit_id, ruled_at__isnull=True
        ).first()
        if waiting is not None:
            transaction.set_rollback(True)
            return waiting
        made = DispatchObjection.objects.create(
            id=new_key(now),
            matter=matter,
            kind=matter.kind,
            unit_id=matter.unit_id or 0,  # the rule has seen to it that there is one
            right_unit_id=right_unit,
            reason=text,
            author_id=actor.account,
            at=now,
            due_at=objections.ruling_due(now),
        )
        events.publish(ObjectionMade(matter.pk, matter.area_id, now))
    return made


def rule_objection(
    *, actor: Actor, pk: int, unit: int, why: str, now: dt.datetime
) -> DispatchObjection:
    """Decide who has the matter: the unit that has it, or another; the reason is for both to read.

    Raises
    ------
    Refused
        `matters.ruled_before` when somebody has ruled otherwise, `matters.objection_lapsed` when the
        matter is no longer that unit's.
    """
    _require_unit(unit)
    text = texts.clean_note(why, field="why", least=texts.REASON_LETTERS_MIN)
    with transaction.atomic():
        rows = DispatchObjection.objects.select_related("matter")
        found = fetch(rows, actor=actor, action="rule", table=OBJECTIONS, pk=pk, lock=True)
        if found.ruled_at is not None:
            return _ruled_before(found, unit)
        if not found.matter.is_open or found.matter.unit_id != found.unit_id:
            raise Refused(
                "matters.objection_lapsed", "这件诉求已经改派或办结，这个异议不用裁定了。"
            )
        take_step(
            act=Act("rule", is_public=False),
            actor=actor,
            pk=found.matter_id,
            now=now,
            move=_move(found, unit, now),
            words=Words("reason", text, is_private=True),
        )
        found.ruled_unit_id, found.why = unit, text
        found.ruled_by_id, found.ruled_at = actor.account, now
        found.save(update_fields=["ruled_unit", "why", "ruled_by", "ruled_at"])
        events.publish(ObjectionRuled(found.matter_id, found.author_id, now))
    return found


def end_precedent(*, actor: Actor, pk: int, now: dt.datetime) -> None:
    """Let a ruling guide no more; what it ruled stays. Twice is once."""
    with transaction.atomic():
        rows = DispatchObjection.objects.filter(ruled_at__isnull=False)
        found = fetch(rows, actor=actor, action="rule", table=OBJECTIONS, pk=pk, lock=True)
        if found.ended_at is None:
            found.ended_at = now
            found.save(update_fields=["ended_at"])
            journal.record(actor=actor, verb="matters.precedent_end", subject=found, now=now)


def _move(found: DispatchObjection, unit: int, now: dt.datetime) -> moves.Move:
    if unit == found.unit_id:
        return lambda facts: facts
    return lambda facts: moves.reassign(facts, unit, None, now)


def _ruled_before(found: DispatchObjection, unit: int) -> DispatchObjection:
    if found.ruled_unit_id == unit:
        return found
    raise Refused("matters.ruled_before", "这个异议已经有人裁定过，请看裁定结果。")


def _require_unit(unit: int) -> None:
    if organisations.get_organisation(unit) is None:
        raise Refused("matters.unit_unknown", "没有这个单位，请从列表里选一个。", field="unit")
