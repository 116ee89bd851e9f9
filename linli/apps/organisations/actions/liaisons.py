"""Leaders who answer for compounds: beginning and ending a liaison."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db import transaction

from linli.apps.organisations import access
from linli.apps.organisations.actions.dated import end, keep
from linli.apps.organisations.models import Liaison, LiaisonCompound, Organisation
from linli.apps.organisations.rules.appointing import check_dates, check_end
from linli.apps.places import queries as places
from linli.foundation import clock
from linli.foundation.keys import new_key
from linli.foundation.refusals import Refused
from linli.platform import journal
from linli.platform.access import Actor, fetch

COMPOUNDS_MAX = 40
TASK_LETTERS_MAX = 200


@dataclass(frozen=True, slots=True)
class LiaisonDraft:
    """A leader of a unit looks after compounds of an area, and why."""

    leader: int
    unit: int
    area: int
    task: str
    compounds: tuple[int, ...]
    valid_from: dt.date
    valid_to: dt.date | None = None


def start_liaison(*, actor: Actor, draft: LiaisonDraft, now: dt.datetime) -> Liaison:
    """Let a leader look after compounds; no quota of visits is kept."""
    access.require(access.may_liaise(actor, draft.area), "liaise")
    compounds = tuple(dict.fromkeys(draft.compounds))
    with transaction.atomic():
        check_dates(draft.valid_from, draft.valid_to, today=clock.local_date(now))
        _check(actor, draft, compounds)
        row = Liaison.objects.create(
            id=new_key(now),
            leader_id=draft.leader,
            unit_id=draft.unit,
            area_id=draft.area,
            task=draft.task.strip(),
            valid_from=draft.valid_from,
            valid_to=draft.valid_to,
        )
        if not Liaison.objects.filter(pk=row.pk, leader__deleted_at=None).exists():
            raise Refused("organisations.no_person", "没有找到这个人，请重新选择。", field="leader")
        for compound in compounds:
            keep(
                LiaisonCompound(
                    id=new_key(now),
                    liaison=row,
                    compound_id=compound,
                    valid_from=draft.valid_from,
                    valid_to=draft.valid_to,
                ),
                LiaisonCompound.objects.filter(liaison=row, compound=compound),
                Refused(
                    "organisations.place_taken",
                    "这个小区已在名单里，请重新选择。",
                    field="compounds",
                ),
            )
        journal.record(
            actor=actor,
            verb="organisations.start_liaison",
            subject=row,
            now=now,
            area=draft.area,
            after={"compounds": [str(pk) for pk in compounds]},
        )
    return row


def _check(actor: Actor, draft: LiaisonDraft, compounds: tuple[int, ...]) -> None:
    if not draft.task.strip() or len(draft.task) > TASK_LETTERS_MAX:
        raise Refused(
            "organisations.task",
            "请写明联系做什么，不超过 %(most)s 个字。",
            field="task",
            most=TASK_LETTERS_MAX,
        )
    if not 1 <= len(compounds) <= COMPOUNDS_MAX:
        raise Refused(
            "organisations.liaison_compounds",
            "请选择 1 至 %(most)s 个小区。",
            field="compounds",
            most=COMPOUNDS_MAX,
        )
    if not Organisation.objects.as_of(draft.valid_from).filter(pk=draft.unit).exists():
        raise Refused("organisations.no_unit", "没有找到这个单位，请重新选择。", field="unit")
    for pk in compounds:
        row = places.get_compound(pk)
        if row is None:
            raise Refused(
                "organisations.unknown_place", "有地点不存在，请重新选择。", field="compounds"
            )
        access.require(access.may_liaise(actor, row.community), "liaise")


def end_liaison(*, actor: Actor, pk: int, on: dt.date, reason: str, now: dt.datetime) -> Liaison:
    """End a liaison and its compounds from `on`."""
    with transaction.atomic():
        row = fetch(
            Liaison.objects.all(),
            actor=actor,
            action="end",
            table=access.LIAISONS,
            pk=pk,
            lock=True,
        )
        check_end(valid_from=row.valid_from, valid_to=row.valid_to, on=on, reason=reason)
        for link in LiaisonCompound.objects.as_of(on).filter(liaison=row):
            end(link, on)
        end(row, on)
        journal.record(
            actor=actor,
            verb="organisations.end_liaison",
            subject=row,
            now=now,
            area=row.area_id,
            after={"on": on.isoformat(), "reason": reason.strip()},
        )
    return row
