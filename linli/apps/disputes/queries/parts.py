"""Rows of what hangs on a dispute, made from rows of the tables that were read beforehand."""

from __future__ import annotations

from collections.abc import Mapping

from linli.apps.disputes.models import Agreement, Obligation, Seat, Session, Side
from linli.apps.disputes.queries.rows import (
    AgreementRow,
    ConfirmationRow,
    ConsentRow,
    DutyRow,
    PerformanceRow,
    SeatRow,
    SessionRow,
    SideRow,
)


def side_row(side: Side, mine: set[int], *, leads: bool) -> SideRow:
    """Return a side; its telephone is for itself and for who leads the case."""
    is_own = side.pk in mine
    told = leads or is_own
    lines = sorted(side.consents.all(), key=lambda line: line.pk)
    return SideRow(
        id=side.pk,
        number=side.number,
        is_applicant=side.is_applicant,
        is_own=is_own,
        sort=side.sort,
        name=side.name,
        phone=side.phone if told else "",
        is_minor=side.is_minor,
        speaker_name=side.speaker_name,
        speaker_phone=side.speaker_phone if told else "",
        speaker_basis=side.speaker_basis,
        has_account=bool(side.account_id or side.speaker_account_id or side.organisation_id),
        has_code=side.code_hash is not None,
        consent=side.consent,
        consents=tuple(ConsentRow(line.answer, line.way, line.at) for line in lines),
    )


def seat_row(seat: Seat, names: Mapping[int, str], numbers: Mapping[int, int]) -> SeatRow:
    accepted = sorted(numbers[answer.side_id] for answer in seat.answers.all() if answer.accepts)
    return SeatRow(
        seat.pk,
        seat.account_id,
        names.get(seat.account_id, ""),
        seat.proposed_by,
        seat.state,
        seat.at,
        tuple(accepted),
    )


def session_row(session: Session) -> SessionRow:
    return SessionRow(
        session.number,
        session.begins_at,
        session.setting,
        session.place,
        session.state,
        session.held_at,
        tuple(session.came),
        session.record,
        session.next_step,
    )


def agreement_row(agreement: Agreement, numbers: Mapping[int, int]) -> AgreementRow:
    duties = sorted(agreement.duties.all(), key=lambda duty: duty.number)
    confirmations = sorted(agreement.confirmations.all(), key=lambda each: each.pk)
    return AgreementRow(
        agreement.number,
        agreement.form,
        agreement.words,
        agreement.drawn_at,
        agreement.fingerprint,
        agreement.effective_at,
        tuple(_duty_row(duty, numbers) for duty in duties),
        tuple(
            ConfirmationRow(numbers[each.side_id], each.way, each.at, each.scan)
            for each in confirmations
        ),
    )


def _duty_row(duty: Obligation, numbers: Mapping[int, int]) -> DutyRow:
    lines = sorted(duty.lines.all(), key=lambda line: line.pk)
    return DutyRow(
        duty.number,
        numbers[duty.side_id],
        duty.words,
        duty.due_on,
        duty.state,
        tuple(PerformanceRow(line.is_done, line.said_by, line.at, line.proof) for line in lines),
    )
