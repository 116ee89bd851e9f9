"""The terms of owners' committees and property management committees, step by step."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db import transaction

from linli.apps.organisations import access, events
from linli.apps.organisations.actions.dated import end
from linli.apps.organisations.models import Appointment, CommitteeTerm, Organisation
from linli.apps.organisations.rules import committees as rules
from linli.apps.organisations.rules.committees import OVER, State, Term
from linli.apps.organisations.rules.kinds import COMMITTEES, ELECTED_SEATS, Kind
from linli.foundation import clock
from linli.foundation.keys import new_key
from linli.foundation.refusals import Refused
from linli.platform import events as bus
from linli.platform import journal
from linli.platform.access import Actor, fetch


@dataclass(frozen=True, slots=True)
class ElectionRecord:
    """The result of an election as it was announced."""

    elected_on: dt.date
    term_ends_on: dt.date
    seats: int
    record: str


def _committee(actor: Actor, pk: int) -> Organisation:
    committee = fetch(
        Organisation.objects.all(),
        actor=actor,
        action="record_committee",
        table=access.ORGANISATIONS,
        pk=pk,
        lock=True,
    )
    if Kind(committee.kind) not in COMMITTEES:
        raise Refused(
            "organisations.not_a_committee", "只有业主委员会和物管会有任期，请换一个组织。"
        )
    return committee


def _open_term(committee: Organisation) -> CommitteeTerm:
    term = (
        CommitteeTerm.objects.select_for_update()
        .filter(organisation=committee, ended_on=None)
        .first()
    )
    if term is None:
        raise Refused(
            "organisations.no_open_term", "目前没有进行中的任期，请先登记筹备。", field="state"
        )
    return term


def _check(
    committee: Organisation, term: CommitteeTerm, to: State, on: dt.date, now: dt.datetime
) -> None:
    facts = Term(
        state=State(term.state),
        prepared_on=term.prepared_on,
        elected_on=term.elected_on,
        filed_on=term.filed_on,
        term_ends_on=term.term_ends_on,
        is_management=committee.kind == Kind.PROPERTY_MANAGEMENT_COMMITTEE,
    )
    rules.check_step(facts, to, on, clock.local_date(now))


def _step(  # one step in all its parts
    actor: Actor,
    committee: Organisation,
    term: CommitteeTerm,
    to: State,
    on: dt.date,
    now: dt.datetime,
) -> CommitteeTerm:
    before = term.state
    term.state = to
    term.save()
    journal.record(
        actor=actor,
        verb="organisations.committee_step",
        subject=committee,
        now=now,
        area=committee.area_id,
        before={"state": before},
        after={"state": to, "on": on.isoformat()},
        is_public=True,
    )
    bus.publish(events.CommitteeStepped(committee.pk, to, now))
    return term


def prepare_committee(*, actor: Actor, pk: int, on: dt.date, now: dt.datetime) -> CommitteeTerm:
    """Begin the preparation of a new term; only one term is open at a time."""
    with transaction.atomic():
        committee = _committee(actor, pk)
        if on > clock.local_date(now):
            raise Refused(
                "organisations.day_in_future", "只登记已经发生的事，日期不能晚于今天。", field="on"
            )
        if CommitteeTerm.objects.filter(organisation=committee, ended_on=None).exists():
            raise Refused(
                "organisations.term_open", "上一任期还没有结束，请先登记届满或罢免。", field="state"
            )
        term = CommitteeTerm(
            id=new_key(now), organisation=committee, state=State.PREPARING, prepared_on=on
        )
        term.save(force_insert=True)
        return _step(actor, committee, term, State.PREPARING, on, now)


def record_election(
    *, actor: Actor, pk: int, election: ElectionRecord, now: dt.datetime
) -> CommitteeTerm:
    """Record the result of an election held by the owners; members are appointed afterwards."""
    with transaction.atomic():
        committee = _committee(actor, pk)
        term = _open_term(committee)
        _check(committee, term, State.ELECTED, election.elected_on, now)
        rules.check_election(
            elected_on=election.elected_on,
            term_ends_on=election.term_ends_on,
            seats=election.seats,
            record=election.record,
            is_management=committee.kind == Kind.PROPERTY_MANAGEMENT_COMMITTEE,
        )
        term.elected_on = election.elected_on
        term.term_ends_on = election.term_ends_on
        term.seats = election.seats
        term.election = election.record.strip()[:120]
        return _step(actor, committee, term, State.ELECTED, election.elected_on, now)


def record_filing(
    *, actor: Actor, pk: int, on: dt.date, filing_number: str, now: dt.datetime
) -> CommitteeTerm:
    """Record that the committee was filed; later than 30 days is recorded too, and shown as late."""
    with transaction.atomic():
        committee = _committee(actor, pk)
        term = _open_term(committee)
        _check(committee, term, State.FILED, on, now)
        rules.check_filing(filing_number)
        term.filed_on, term.filing_number = on, filing_number.strip()[:40]
        return _step(actor, committee, term, State.FILED, on, now)


def take_office(*, actor: Actor, pk: int, on: dt.date, now: dt.datetime) -> CommitteeTerm:
    """Record that the filed committee has taken office."""
    with transaction.atomic():
        committee = _committee(actor, pk)
        term = _open_term(committee)
        _check(committee, term, State.ACTIVE, on, now)
        term.active_on = on
        return _step(actor, committee, term, State.ACTIVE, on, now)


def end_term(*, actor: Actor, pk: int, to: State, on: dt.date, now: dt.datetime) -> CommitteeTerm:
    """Record the end of a term or a recall; the seats end on the same day."""
    with transaction.atomic():
        committee = _committee(actor, pk)
        term = _open_term(committee)
        _check(committee, term, to, on, now)
        assert to in OVER, "the states lead nowhere else from here"
        term.ended_on = on
        seats = [str(post) for post in ELECTED_SEATS]
        for seat in Appointment.objects.as_of(on).filter(organisation=committee, post__in=seats):
            end(seat, on)
            bus.publish(
                events.AppointmentEnded(seat.pk, seat.person_id, committee.pk, seat.post, on, now)
            )
        return _step(actor, committee, term, to, on, now)
