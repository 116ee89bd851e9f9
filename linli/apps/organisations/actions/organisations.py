"""Forming a branch, its contact lines, closing an organisation."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Final

from django.db import transaction

from linli.apps.organisations import access, events
from linli.apps.organisations.actions.appointments import AppointmentDraft, appoint
from linli.apps.organisations.actions.coverage import cover_compounds, cover_firms
from linli.apps.organisations.models import MemberUnit, Organisation
from linli.apps.organisations.rules.appointing import check_dates
from linli.apps.organisations.rules.formation import (
    COMPOUNDS_MAX,
    MEMBERS_MAX,
    UNITS_MAX,
    Proposal,
    check_formation,
)
from linli.apps.organisations.rules.kinds import CODE_OF, Form, Kind, Post
from linli.foundation import clock
from linli.foundation.keys import new_key
from linli.foundation.refusals import Refused
from linli.platform import events as bus
from linli.platform import journal
from linli.platform.access import Actor, fetch

PHONE: Final = re.compile(r"^(0\d{2,3}-?)?\d{3,8}(-\d{1,6})?$")
MOBILE: Final = re.compile(r"^(\+?86)?-?1[3-9]\d{9}$")
LINE_LETTERS_MAX: Final = {"office_hours": 60, "address": 120}


@dataclass(frozen=True, slots=True)
class BranchDraft:
    """A branch to be formed: `members` are persons (the first is the secretary), `units` words."""

    kind: Kind
    form: Form | None
    name: str
    area: int
    valid_from: dt.date
    members: tuple[int, ...] = ()
    compounds: tuple[int, ...] = ()
    firms: tuple[int, ...] = ()
    units: tuple[str, ...] = ()
    host: int | None = None
    source: str = ""
    name_en: str = ""
    parent: int | None = None


def form_branch(*, actor: Actor, draft: BranchDraft, now: dt.datetime) -> Organisation:
    """Form a branch with its members, its units and the compounds or firms it covers."""
    access.require(access.may_form(actor, draft.area), "form")
    with transaction.atomic():
        host = _host(draft.host)
        members = tuple(dict.fromkeys(draft.members))[:MEMBERS_MAX]
        units = tuple(dict.fromkeys(word.strip() for word in draft.units if word.strip()))
        compounds = tuple(dict.fromkeys(draft.compounds))[:COMPOUNDS_MAX]
        check_formation(
            Proposal(
                kind=draft.kind,
                form=draft.form,
                name=draft.name,
                members=len(members),
                units=len(units) + len(compounds) + len(draft.firms),
                compounds=len(compounds),
                host_kind=Kind(host.kind) if host else None,
            )
        )
        check_dates(draft.valid_from, None, today=clock.local_date(now))
        branch = Organisation.objects.create(
            id=new_key(now),
            kind=draft.kind,
            code=CODE_OF.get(draft.kind, ""),
            form=draft.form or "",
            name=draft.name.strip(),
            name_en=draft.name_en.strip(),
            area_id=draft.area,
            parent_id=draft.parent or _community_organisation(draft.area),
            host=host,
            valid_from=draft.valid_from,
        )
        MemberUnit.objects.bulk_create(
            MemberUnit(
                id=new_key(now), organisation=branch, name=unit[:80], valid_from=draft.valid_from
            )
            for unit in units[:UNITS_MAX]
        )
        journal.record(
            actor=actor,
            verb="organisations.form",
            subject=branch,
            now=now,
            area=draft.area,
            after={
                "kind": draft.kind,
                "form": draft.form,
                "compounds": [str(pk) for pk in compounds],
            },
        )
        _fill(actor, branch, draft, (members, compounds), now)
        bus.publish(events.BranchFormed(branch.pk, draft.area, now))
    return branch


def _fill(
    actor: Actor,
    branch: Organisation,
    draft: BranchDraft,
    chosen: tuple[tuple[int, ...], tuple[int, ...]],
    now: dt.datetime,
) -> None:
    """Cover the compounds and firms, and note the members, the first of them as secretary."""
    members, compounds = chosen
    on = draft.valid_from
    if compounds:
        cover_compounds(actor=actor, organisation=branch.pk, compounds=compounds, on=on, now=now)
    if draft.firms:
        cover_firms(actor=actor, organisation=branch.pk, firms=draft.firms, on=on, now=now)
    for place, person in enumerate(members):
        is_secretary = place == 0 and bool(draft.source)
        appoint(
            actor=actor,
            organisation=branch.pk,
            draft=AppointmentDraft(
                person=person,
                post=Post.SECRETARY if is_secretary else Post.BRANCH_MEMBER,
                valid_from=on,
                source=draft.source if is_secretary else "",
            ),
            now=now,
        )


def _host(pk: int | None) -> Organisation | None:
    return None if pk is None else Organisation.objects.filter(pk=pk, valid_to=None).first()


def _community_organisation(area: int) -> int | None:
    """Return the community's organisation, under which the branches of its compounds stand."""
    return (
        Organisation.objects.filter(
            kind=Kind.COMMUNITY_PARTY_ORG, area=area - area % 1000, valid_to=None
        )
        .values_list("pk", flat=True)
        .first()
    )


@dataclass(frozen=True, slots=True)
class ContactLines:
    """How an office is reached. Personal numbers are refused."""

    office_phone: str = ""
    complaint_phone: str = ""
    office_hours: str = ""
    address: str = ""


def set_contact_lines(
    *, actor: Actor, pk: int, lines: ContactLines, now: dt.datetime
) -> Organisation:
    """Set the office line, the complaint line, the hours and the address of an organisation."""
    with transaction.atomic():
        organisation = fetch(
            Organisation.objects.all(),
            actor=actor,
            action="edit",
            table=access.ORGANISATIONS,
            pk=pk,
            lock=True,
        )
        given = {name: value.strip() for name, value in asdict(lines).items()}
        check_lines(given)
        before = {name: getattr(organisation, name) for name in given}
        for name, value in given.items():
            setattr(organisation, name, value)
        organisation.save(update_fields=list(given))
        journal.record(
            actor=actor,
            verb="organisations.set_contact_lines",
            subject=organisation,
            now=now,
            area=organisation.area_id,
            before=before,
            after=given,
            is_public=True,
        )
    return organisation


def check_lines(given: Mapping[str, str]) -> None:
    """Refuse numbers of persons, what is no number, and what is too long."""
    for name in ("office_phone", "complaint_phone"):
        digits = given[name].replace(" ", "")
        if MOBILE.match(digits):
            raise Refused(
                "organisations.personal_phone",
                "这里只登记办公电话，不公开个人手机号，请填写单位座机或服务热线。",
                field=name,
            )
        if digits and not PHONE.match(digits):
            raise Refused(
                "organisations.phone",
                "电话号码不对，请按“区号-号码”填写，例如 0774-1234567。",
                field=name,
            )
    for name, most in LINE_LETTERS_MAX.items():
        if len(given[name]) > most:
            raise Refused(
                "organisations.line_too_long",
                "太长了，请不超过 %(most)s 个字。",
                field=name,
                most=most,
            )


def close_organisation(
    *, actor: Actor, pk: int, on: dt.date, reason: str, now: dt.datetime
) -> Organisation:
    """Close an organisation from a day on; posts and coverage must have been handed over by then."""
    with transaction.atomic():
        organisation = fetch(
            Organisation.objects.as_of(on),
            actor=actor,
            action="close",
            table=access.ORGANISATIONS,
            pk=pk,
            lock=True,
        )
        if not reason.strip():
            raise Refused(
                "organisations.reason",
                "请用一句话写明事由，不超过 %(most)s 个字。",
                field="reason",
                most=120,
            )
        if on <= organisation.valid_from:
            raise Refused("organisations.dates", "终止日期应晚于起始日期，请改日期。", field="on")
        if _is_in_use(organisation, on):
            raise Refused(
                "organisations.still_in_use",
                "这个组织还有在任人员或覆盖范围，请先办理交接。",
                field="on",
            )
        organisation.valid_to = on
        organisation.save(update_fields=["valid_to"])
        journal.record(
            actor=actor,
            verb="organisations.close",
            subject=organisation,
            now=now,
            area=organisation.area_id,
            after={"on": on.isoformat()},
        )
        bus.publish(events.OrganisationClosed(organisation.pk, on, now))
    return organisation


def _is_in_use(organisation: Organisation, on: dt.date) -> bool:
    return (
        organisation.appointments.as_of(on).exists()
        or organisation.organisationcompounds.as_of(on).exists()
        or organisation.organisationbuildings.as_of(on).exists()
        or organisation.organisationareas.as_of(on).exists()
        or organisation.children.as_of(on).exists()
    )
