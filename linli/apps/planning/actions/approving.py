"""From a plan to the register: approved for a day, withdrawn before it, in force on it."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict

from django.db import transaction

from linli.apps.matters import actions as matters
from linli.apps.places import actions as places
from linli.apps.places.queries import ground
from linli.apps.planning.actions.steps import fetch_study, note_line
from linli.apps.planning.events import GridsInForce
from linli.apps.planning.models import Handover, PlanGrid, Study, StudyBuilding
from linli.apps.planning.queries.handing import works_over
from linli.apps.planning.rules.regridding import (
    check_before_day,
    check_day,
    free_codes,
    heirs,
    name_of,
    without_gap,
)
from linli.apps.planning.rules.studies import State, require_state
from linli.foundation.clock import local_date
from linli.foundation.keys import new_key
from linli.foundation.refusals import Refused
from linli.platform import events
from linli.platform.access import Actor, system


def approve_study(*, actor: Actor, pk: int, on: dt.date, now: dt.datetime) -> Study:
    """Approve a drawing: its grids take force on the day `on`, at once when that is today.

    Everything that the day will do is rehearsed first, so that a plan that can't take force is
    refused now and not in the night.
    """
    today = local_date(now)
    check_day(on, today)
    with transaction.atomic():
        study = fetch_study(actor=actor, action="approve", pk=pk)
        require_state(study.state, State.DONE)
        if study.buildings_file_id is not None:
            raise Refused(
                "planning.not_of_register",
                "这个方案用的是导入的文件，不是本市的楼栋底数，只能导出，不能启用。",
            )
        if Study.objects.filter(area=study.area_id, state=State.APPROVED).exists():
            raise Refused("planning.another", "这个范围已有一个待启用的方案，请先撤回它。")
        grids, followers = plan_of(study)
        _rehearse(study, grids, followers, now)
        study.state, study.effective_on = State.APPROVED, on
        study.approved_by = actor.account or 0
        study.save(update_fields=["state", "effective_on", "approved_by"])
        _list_work(study, followers, now)
        note_line(study, "approve", actor=actor, now=now, after={"on": on.isoformat()})
        if on == today:
            _put_in_force(study, now)
    return study


def plan_of(study: Study) -> tuple[list[places.GridPlan], dict[int, int]]:
    """Return the grids as the register takes them, and for each old grid the one that follows it."""
    rows = list(StudyBuilding.objects.filter(study=study).order_by("number"))
    plans = list(PlanGrid.objects.filter(study=study, buildings__gt=0).order_by("number"))
    codes = _codes(plans)
    without_gap([codes.get(row.grid) if row.grid is not None else None for row in rows])
    members: dict[int, list[StudyBuilding]] = defaultdict(list)
    for row in rows:
        members[row.grid or 0].append(row)
    names: dict[int, str] = {int(key): name for key, name in study.result["areas"].items()}
    grids = [_plan(plan, codes, members[plan.number], names) for plan in plans]
    followers = heirs(
        {row.number: row.before for row in rows if row.before},
        {row.number: codes[row.grid] for row in rows if row.grid is not None},
        {row.number: row.households for row in rows},
    )
    return grids, followers


def _codes(plans: list[PlanGrid]) -> dict[int, int]:
    """Return the code of each grid: its old one, or the next that its community never used."""
    codes = {plan.number: plan.code for plan in plans if plan.code is not None}
    fresh: dict[int, list[int]] = defaultdict(list)
    for plan in plans:
        if plan.code is None:
            fresh[plan.area].append(plan.number)
    for area, numbers in fresh.items():
        free = free_codes(area, ground.grid_codes_ever(area), len(numbers))
        codes.update(zip(numbers, free, strict=True))
    return codes


def _plan(
    plan: PlanGrid, codes: dict[int, int], members: list[StudyBuilding], names: dict[int, str]
) -> places.GridPlan:
    code = codes[plan.number]
    count = len(members)
    return places.GridPlan(
        code=code,
        name=plan.name if plan.code else name_of(names[plan.area], code),
        lon=round(sum(row.lon for row in members) / count, 6),
        lat=round(sum(row.lat for row in members) / count, 6),
        outline=plan.rings[0] if plan.rings else [],
        buildings=tuple(row.building_id for row in members if row.building_id is not None),
    )


def _rehearse(
    study: Study, grids: list[places.GridPlan], followers: dict[int, int], now: dt.datetime
) -> None:
    """Do today what the day will do, and take it back."""
    with transaction.atomic():
        places.redivide(
            actor=system("planning"), grids=grids, heirs=followers, on=local_date(now), now=now
        )
        transaction.set_rollback(True)
    assert study.pk


def _list_work(study: Study, followers: dict[int, int], now: dt.datetime) -> None:
    """List the posts, roles and organisations over grids that end, each with the heir of its grid."""
    kept = {plan.code for plan in PlanGrid.objects.filter(study=study, buildings__gt=0)}
    ending = {old: heir for old, heir in followers.items() if old not in kept}
    Handover.objects.filter(study=study).delete()
    Handover.objects.bulk_create(
        Handover(
            id=new_key(now),
            study=study,
            sort=work.sort,
            key=work.key,
            what=work.what,
            grid=work.grid,
            heir=ending[work.grid],
        )
        for work in works_over(sorted(ending), local_date(now))
    )


def withdraw_study(*, actor: Actor, pk: int, now: dt.datetime) -> Study:
    """Take an approval back before its day; nothing in the register has changed yet."""
    with transaction.atomic():
        study = fetch_study(actor=actor, action="withdraw", pk=pk)
        require_state(study.state, State.APPROVED)
        check_before_day(study.effective_on, local_date(now))
        study.state, study.effective_on, study.approved_by = State.DONE, None, None
        study.save(update_fields=["state", "effective_on", "approved_by"])
        Handover.objects.filter(study=study).delete()
        note_line(study, "withdraw", actor=actor, now=now)
    return study


def take_force(*, actor: Actor, now: dt.datetime) -> int:
    """Put every approved plan whose day has come in force; return how many."""
    assert actor.is_system
    due = Study.objects.filter(state=State.APPROVED, effective_on__lte=local_date(now))
    done = 0
    for pk in list(due.order_by("effective_on", "id").values_list("id", flat=True)[:100]):
        with transaction.atomic():
            study = Study.objects.select_for_update().filter(pk=pk, state=State.APPROVED).first()
            if study is not None:
                _put_in_force(study, now)
                done += 1
    return done


def _put_in_force(study: Study, now: dt.datetime) -> None:
    """Change the register, let open matters follow their buildings, and say so."""
    actor = system("planning")
    assert study.effective_on is not None
    grids, followers = plan_of(study)
    came = places.redivide(
        actor=actor, grids=grids, heirs=followers, on=study.effective_on, now=now
    )
    follow = {old: followers[old] for old in came.ended if old in followers}
    moved = matters.follow_grids(actor=actor, buildings=came.moved, grids=follow, now=now)
    study.state = State.IN_FORCE
    study.result = {
        **study.result,
        "force": {
            "begun": len(came.begun),
            "ended": len(came.ended),
            "buildings": len(came.moved),
            "matters": moved,
        },
    }
    study.save(update_fields=["state", "result"])
    note_line(study, "in_force", actor=actor, now=now, after=study.result["force"])
    events.publish(GridsInForce(study.pk, study.area_id, study.effective_on))


def mark_handed_over(*, actor: Actor, pk: int, handover: int, now: dt.datetime) -> Handover:
    """Tick one piece of work as handed over."""
    with transaction.atomic():
        study = fetch_study(actor=actor, action="hand_over", pk=pk)
        row = Handover.objects.filter(study=study, pk=handover, done_at=None).first()
        if row is None:
            raise Refused("planning.handed", "这一项已经办过，不用再办。")
        row.done_by, row.done_at = actor.account or 0, now
        row.save(update_fields=["done_by", "done_at"])
        note_line(study, "hand_over", actor=actor, now=now, after={"handover": row.pk})
    return row
