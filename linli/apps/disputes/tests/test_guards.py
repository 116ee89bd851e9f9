"""What the database refuses even when all rules are gone round, and ties that a mediator must not have."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, transaction

from linli.apps.accounts.tests.cast import make_account
from linli.apps.disputes import actions, queries
from linli.apps.disputes.models import (
    Agreement,
    Confirmation,
    ConsentLine,
    Dispute,
    Look,
    Seat,
    Session,
    Side,
)
from linli.apps.disputes.tests import room as scene
from linli.apps.disputes.tests.room import NOW, Room, later
from linli.apps.people.models import Person, Residence
from linli.foundation.keys import new_key
from linli.foundation.refusals import Refused

room = scene.room
pytestmark = pytest.mark.django_db


def banned(act: object) -> None:
    with pytest.raises(DatabaseError), transaction.atomic():
        act()  # type: ignore[operator]  # a call


def test_no_step_that_the_table_does_not_know(room: Room) -> None:
    rows = Dispute.objects.filter(pk=scene.performed(room).id)
    banned(lambda: rows.update(state="in_mediation", is_open=True, outcome="", ended_at=None))
    banned(lambda: rows.update(reference="AAAAAAAA"))
    banned(rows.delete)


def test_no_talks_without_the_consent_of_every_side(room: Room) -> None:
    receipt = scene.asked(room)
    scene.seat(room, receipt.id)
    rows = Dispute.objects.filter(pk=receipt.id)
    banned(lambda: rows.update(state="in_mediation", began_at=NOW, due_at=later(days=9)))
    banned(lambda: Side.objects.filter(dispute=receipt.id).update(consent="given"))


def test_no_mediator_without_the_word_of_every_side(room: Room) -> None:
    receipt = scene.asked(room)
    named = actions.propose_mediator(
        actor=room.secretary, pk=receipt.id, mediator=room.account(room.mediator), now=NOW
    )
    banned(lambda: Seat.objects.filter(pk=named.pk).update(state="seated", since=NOW))


def test_no_agreement_that_not_every_side_confirmed_and_no_change_afterwards(room: Room) -> None:
    receipt = scene.talking(room)
    mark = scene.drawn(room, receipt)
    drafts = Agreement.objects.filter(dispute=receipt.id)
    banned(lambda: drafts.update(effective_at=NOW))
    banned(
        lambda: Dispute.objects.filter(pk=receipt.id).update(
            state="agreed", agreed_at=NOW, confirm_until=NOW.date()
        )
    )
    side = Side.objects.filter(dispute=receipt.id).first()
    assert side is not None
    banned(
        lambda: Confirmation.objects.create(
            id=new_key(NOW), agreement=drafts.get(), side=side, way="online", at=NOW,
            fingerprint="0" * 64,
        )
    )  # fmt: skip
    for actor in (room.resident, room.neighbour):
        actions.confirm_agreement(actor=actor, pk=receipt.id, fingerprint=mark, now=later(days=2))
    banned(lambda: drafts.update(words="别的约定"))
    banned(lambda: drafts.update(effective_at=None))


def test_what_both_confirmed_is_recognised_when_a_duty_is_changed(room: Room) -> None:
    receipt = scene.agreed(room)
    duty = Agreement.objects.get(dispute=receipt.id).duties.get()
    duty.words = "什么都不用做"
    duty.save()
    assert any("指纹" in found for found in queries.broken_invariants())


def test_evidence_is_only_added_to(room: Room) -> None:
    receipt = scene.agreed(room)
    actions.log_look(actor=room.mediator, pk=receipt.id, capacity="mediator", what="page", now=NOW)
    for table in (ConsentLine, Confirmation, Look):
        first = table.objects.order_by("pk")[:1].get()
        banned(lambda table=table, first=first: table.objects.filter(pk=first.pk).update(at=NOW))
        banned(first.delete)


def test_a_meeting_is_recorded_once(room: Room) -> None:
    receipt = scene.talking(room)
    scene.met(room, receipt)
    banned(lambda: Session.objects.filter(dispute=receipt.id).update(record="另一种说法"))
    with pytest.raises(Refused, match=r"dispute\.session_settled"):
        actions.record_session(
            actor=room.mediator,
            pk=receipt.id,
            number=1,
            minutes=actions.Minutes((1,), "再写一遍"),
            now=later(days=2),
        )


def settle(room: Room, account: int, home: int) -> None:
    person = Person.objects.create(
        id=new_key(NOW), name="某人", account_id=account, community_id=room.cast.city.compound.community_id
    )  # fmt: skip
    Residence.objects.create(
        id=new_key(NOW), home_id=home, person=person, relation="tenant", valid_from=later(days=-90).date()
    )  # fmt: skip


@pytest.mark.parametrize(("home", "ties"), [(0, ("home", "building")), (1, ("building",)), (2, ())])
def test_a_mediator_who_lives_near_a_side_is_refused(
    room: Room, home: int, ties: tuple[str, ...]
) -> None:
    homes = room.cast.city.homes
    receipt = scene.asked(room)
    settle(room, room.account(room.resident), homes[0].pk)
    settle(room, room.account(room.mediator), homes[home].pk)
    page = queries.get_page(actor=room.secretary, reference=receipt.reference)
    found = {each.account: each.ties for each in queries.candidates_of(page, NOW.date())}

    assert found[room.account(room.mediator)] == ties
    if ties:
        with pytest.raises(Refused, match=r"dispute\.mediator_tie"):
            actions.propose_mediator(
                actor=room.secretary, pk=receipt.id, mediator=room.account(room.mediator), now=NOW
            )


def test_a_mediator_is_no_side_and_no_stranger(room: Room) -> None:
    mediator = room.account(room.mediator)
    receipt = scene.apply(room.resident, other=actions.Someone("谭淑仪", account=mediator))
    with pytest.raises(Refused, match=r"dispute\.mediator_tie"):
        actions.propose_mediator(actor=room.secretary, pk=receipt.id, mediator=mediator, now=NOW)
    with pytest.raises(Refused, match=r"dispute\.not_a_mediator"):
        actions.propose_mediator(
            actor=room.secretary, pk=receipt.id, mediator=make_account("x").pk, now=NOW
        )


def test_a_mediator_found_to_be_a_side_leaves_the_seat(room: Room) -> None:
    receipt = scene.apply(room.resident)
    actions.ask_consent(actor=room.secretary, pk=receipt.id, way="phone", now=NOW)
    actions.propose_mediator(
        actor=room.secretary, pk=receipt.id, mediator=room.account(room.mediator), now=NOW
    )
    code = actions.issue_code(actor=room.secretary, pk=receipt.id, side=2, now=NOW)
    actions.adopt_side(actor=room.mediator, pk=receipt.id, follow_code=code, now=later(hours=1))
    assert Seat.objects.get(dispute=receipt.id).state == "ended"
