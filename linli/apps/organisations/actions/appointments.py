"""Appointing, ending, handing over; the homes of a key household."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q
from django.http import Http404

from linli.apps.accounts import actions as accounts
from linli.apps.organisations import access, events
from linli.apps.organisations.actions.dated import end, keep
from linli.apps.organisations.models import Appointment, CommitteeTerm, HomeContact, Organisation
from linli.apps.organisations.queries.coverage import level_of
from linli.apps.organisations.rules.appointing import (
    FROM_ABOVE,
    Facts,
    check_appointment,
    check_end,
    check_homes,
)
from linli.apps.organisations.rules.committees import State
from linli.apps.organisations.rules.kinds import (
    COMMITTEES,
    ELECTED_SEATS,
    ROLE_OF,
    Kind,
    Post,
    Scope,
    seat_of,
)
from linli.apps.places import queries as places
from linli.apps.places.queries.inside import list_homes
from linli.foundation import clock
from linli.foundation.areas import Level, span
from linli.foundation.keys import new_key
from linli.foundation.refusals import Refused
from linli.platform import events as bus
from linli.platform import journal
from linli.platform.access import EVERYBODY, Actor, fetch


@dataclass(frozen=True, slots=True)
class AppointmentDraft:
    """Who is to hold which post, where, from when to when, and on what ground."""

    person: int
    post: Post
    valid_from: dt.date
    valid_to: dt.date | None = None
    area: int | None = None
    compound: int | None = None
    building: int | None = None
    source: str = ""
    election: str = ""
    elected_on: dt.date | None = None
    reason: str = ""
    shown_to_neighbours: bool = False
    with_role: bool = False


def appoint(
    *, actor: Actor, organisation: int, draft: AppointmentDraft, now: dt.datetime
) -> Appointment:
    """Appoint a person to a post; for an elected seat, record the election that filled it."""
    action = "appoint_from_above" if draft.post in FROM_ABOVE else "appoint"
    with transaction.atomic():
        owner = fetch(
            Organisation.objects.as_of(draft.valid_from),
            actor=actor,
            action=action,
            table=access.ORGANISATIONS,
            pk=organisation,
            lock=True,
        )
        draft = _with_place(owner, draft)
        _check(owner, draft, clock.local_date(now))
        row = _row(actor, owner, draft, now)
        keep(row, Appointment.objects.filter(seat=row.seat), _taken(draft.post))
        account = _account_of(row)
        if draft.with_role:
            _give_role(actor, row, account, now)
        journal.record(
            actor=actor,
            verb="organisations.appoint",
            subject=row,
            now=now,
            area=draft.area or owner.area_id,
            after={
                "organisation": str(owner.pk),
                "person": str(draft.person),
                "post": draft.post,
                "from": draft.valid_from.isoformat(),
            },
        )
        bus.publish(events.Appointed(row.pk, draft.person, owner.pk, draft.post, now))
    return row


def _with_place(owner: Organisation, draft: AppointmentDraft) -> AppointmentDraft:
    """Return the draft with the grid of a grid team; its places must lie in the owner's community or area."""
    if owner.kind == Kind.GRID_TEAM and draft.area is None:
        draft = replace(draft, area=owner.area_id)
    where = [draft.area] if draft.area is not None else []
    if draft.building is not None:
        building = places.get_building(draft.building)
        where.append(building.community if building else 0)
    if draft.compound is not None:
        compound = places.get_compound(draft.compound)
        where.append(compound.community if compound else 0)
    level = level_of(owner.area_id)
    reach = span(owner.area_id, Level.COMMUNITY if level is Level.GRID else level)
    if any(area not in reach for area in where):
        raise Refused(
            "organisations.place_elsewhere",
            "所选网格、小区或楼栋不在这个组织所在的社区，请重新选择。",
            field="building" if draft.building is not None else "area",
        )
    return draft


def _check(owner: Organisation, draft: AppointmentDraft, today: dt.date) -> None:
    check_appointment(
        Facts(
            kind=Kind(owner.kind),
            post=draft.post,
            valid_from=draft.valid_from,
            valid_to=draft.valid_to,
            source=draft.source,
            election=draft.election,
            elected_on=draft.elected_on,
            has_area=draft.area is not None,
            has_compound=draft.compound is not None,
            has_building=draft.building is not None,
            committee_in_office=_is_elected(owner) if draft.post in ELECTED_SEATS else True,
        ),
        today=today,
    )


def _is_elected(owner: Organisation) -> bool:
    states = [State.ELECTED, State.FILED, State.ACTIVE]
    return (
        Kind(owner.kind) in COMMITTEES
        and CommitteeTerm.objects.filter(organisation=owner, state__in=states).exists()
    )


def _row(
    actor: Actor, owner: Organisation, draft: AppointmentDraft, now: dt.datetime
) -> Appointment:
    return Appointment(
        id=new_key(now),
        person_id=draft.person,
        organisation=owner,
        post=draft.post,
        seat=seat_of(
            post=draft.post,
            organisation=owner.pk,
            person=draft.person,
            scope=Scope(draft.area, draft.compound, draft.building),
        ),
        area_id=draft.area,
        compound_id=draft.compound,
        building_id=draft.building,
        source=draft.source if draft.post is Post.SECRETARY else "",
        election=draft.election.strip() if draft.post in ELECTED_SEATS else "",
        elected_on=draft.elected_on if draft.post in ELECTED_SEATS else None,
        appointed_by=actor.account,
        reason=draft.reason.strip()[:120],
        shown_to_neighbours=draft.shown_to_neighbours,
        valid_from=draft.valid_from,
        valid_to=draft.valid_to,
    )


def _account_of(row: Appointment) -> int | None:
    """Return the account of the person, who must exist: the key is judged at commit only."""
    found = Appointment.objects.filter(pk=row.pk, person__deleted_at=None)
    accounts_found = found.values_list("person__account_id").first()
    if accounts_found is None:
        raise Refused("organisations.no_person", "没有找到这个人，请重新选择。", field="person")
    return accounts_found[0]


def _give_role(actor: Actor, row: Appointment, account: int | None, now: dt.datetime) -> None:
    """Give the role that goes with the post, over the place of the post, for its term."""
    role = ROLE_OF.get(Post(row.post))
    if account is None or role is None:
        raise Refused(
            "organisations.no_account",
            "这个人还没有登录账号，或这个岗位不带工作权限；请去掉授权的勾再登记。",
            field="with_role",
        )
    grant = accounts.grant_role(
        actor=actor,
        account=account,
        role=role,
        area=_area_of(row),
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        organisation=row.organisation_id,
        reason=row.reason or "随岗授权",
        now=now,
    )
    row.role_grant = grant.pk
    row.save(update_fields=["role_grant"])


def _area_of(row: Appointment) -> int:
    """Return the area of the post: its grid, the grid of its building, else the organisation's."""
    grid = places.grid_of(row.building_id, row.valid_from) if row.building_id else None
    return row.area_id or grid or row.organisation.area_id


def _take_role(actor: Actor, row: Appointment, on: dt.date, now: dt.datetime) -> None:
    """End the role that came with the post: at once when the post ends by today, else by the job."""
    if row.role_grant is not None and on <= clock.local_date(now):
        accounts.end_role(actor=actor, grant=row.role_grant, reason="岗位终止", now=now)
        Appointment.objects.filter(pk=row.pk).update(role_grant=None)


def end_role_of(*, actor: Actor, pk: int, now: dt.datetime) -> None:
    """End the role of an appointment that is over; called daily for those that ended by themselves."""
    with transaction.atomic():
        row = Appointment.objects.select_for_update().filter(pk=pk).first()
        if row is not None and row.valid_to is not None:
            _take_role(actor, row, row.valid_to, now)


def _taken(post: Post) -> Refused:
    return Refused(
        "organisations.seat_taken",
        "这个岗位在这段时间已有人担任，请先办理终止，或直接用“交接”。",
        field="post",
        post=post,
    )


def _held(actor: Actor, pk: int) -> Appointment:
    """Return the appointment, locked, when the actor may appoint to its post."""
    row = Appointment.objects.select_for_update(of=("self",)).filter(pk=pk).first()
    if row is None:
        raise Http404
    action = "appoint_from_above" if row.post in FROM_ABOVE else "appoint"
    row.organisation = fetch(
        Organisation.objects.all(),
        actor=actor,
        action=action,
        table=access.ORGANISATIONS,
        pk=row.organisation_id,
        lock=True,
    )
    return row


def end_appointment(
    *, actor: Actor, pk: int, on: dt.date, reason: str, now: dt.datetime
) -> Appointment:
    """End an appointment from `on`; the homes of a key household are free again from then."""
    with transaction.atomic():
        row = _held(actor, pk)
        check_end(valid_from=row.valid_from, valid_to=row.valid_to, on=on, reason=reason)
        _stop(actor, row, on, reason, now)
    return row


def _stop(actor: Actor, row: Appointment, on: dt.date, reason: str, now: dt.datetime) -> None:
    _take_role(actor, row, on, now)
    end(row, on)
    for link in HomeContact.objects.as_of(on).filter(appointment=row):
        end(link, on)
    journal.record(
        actor=actor,
        verb="organisations.end_appointment",
        subject=row,
        now=now,
        area=row.area_id or row.organisation.area_id,
        after={"on": on.isoformat(), "reason": reason.strip()},
    )
    bus.publish(
        events.AppointmentEnded(row.pk, row.person_id, row.organisation_id, row.post, on, now)
    )


def hand_over(
    *, actor: Actor, pk: int, person: int, on: dt.date, reason: str, now: dt.datetime
) -> Appointment:
    """Let `person` follow in a post from `on`, without a day between; elected seats are not handed on."""
    with transaction.atomic():
        row = _held(actor, pk)
        if row.post in ELECTED_SEATS:
            raise Refused(
                "organisations.seat_is_elected",
                "选举产生的席位不能交接，请登记补选或换届的结果。",
                field="post",
            )
        if row.person_id == person:
            raise Refused(
                "organisations.same_person", "接任的人与现任是同一人，请另选。", field="person"
            )
        check_end(valid_from=row.valid_from, valid_to=row.valid_to, on=on, reason=reason)
        homes = list(
            HomeContact.objects.as_of(on).filter(appointment=row).values_list("home", flat=True)
        )
        _stop(actor, row, on, reason, now)
        follower = appoint(
            actor=actor,
            organisation=row.organisation_id,
            draft=AppointmentDraft(
                person=person,
                post=Post(row.post),
                valid_from=on,
                area=row.area_id,
                compound=row.compound_id,
                building=row.building_id,
                source=row.source,
                reason=reason,
            ),
            now=now,
        )
        if homes:
            link_homes(actor=actor, pk=follower.pk, homes=homes, on=on, now=now)
    return follower


def link_homes(
    *, actor: Actor, pk: int, homes: Sequence[int], on: dt.date, now: dt.datetime
) -> None:
    """Link a key household to exactly these homes of its building from `on`."""
    with transaction.atomic():
        row = _held(actor, pk)
        if row.post != Post.KEY_HOUSEHOLD or row.building_id is None:
            raise PermissionDenied("link_homes")
        wanted = dict.fromkeys(homes)
        here = {home.id for home in list_homes(row.building_id)}
        check_homes(homes=len(wanted), in_building=len(here & set(wanted)))
        for link in HomeContact.objects.as_of(on).filter(appointment=row):
            if link.home_id not in wanted:
                end(link, on)
            wanted.pop(link.home_id, None)
        for home in wanted:
            keep(
                HomeContact(id=new_key(now), appointment=row, home_id=home, valid_from=on),
                HomeContact.objects.filter(home=home),
                Refused(
                    "organisations.home_taken",
                    "有住户已由另一户党员中心户联系，请先在那边调整。",
                    field="homes",
                ),
            )
        journal.record(
            actor=actor,
            verb="organisations.link_homes",
            subject=row,
            now=now,
            area=row.organisation.area_id,
            after={"homes": len(homes), "on": on.isoformat()},
        )


def show_to_neighbours(*, actor: Actor, pk: int, is_shown: bool, now: dt.datetime) -> Appointment:
    """Let a key household agree, or no longer agree, that its linked neighbours see its name."""
    mine = EVERYBODY if actor.is_system else Q(person__account=actor.account or 0)
    with transaction.atomic():
        row = (
            Appointment.objects.select_for_update(of=("self",))
            .filter(mine, pk=pk, post=Post.KEY_HOUSEHOLD)
            .first()
        )
        if row is None:
            raise Http404
        row.shown_to_neighbours = is_shown
        row.save(update_fields=["shown_to_neighbours"])
        journal.record(
            actor=actor,
            verb="organisations.show_to_neighbours",
            subject=row,
            now=now,
            after={"is_shown": is_shown},
        )
    return row
