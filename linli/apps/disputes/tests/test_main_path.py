"""From an application to an agreement that was kept, and every other end."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404

from linli.apps.accounts.tests import tiny_city as place
from linli.apps.accounts.tests.cast import Cast
from linli.apps.disputes import actions, queries
from linli.apps.disputes.actions import Duty, Someone, Told, Voice
from linli.apps.disputes.models import ConsentLine, Dispute, Side
from linli.apps.disputes.tests import room as scene
from linli.apps.disputes.tests.room import ADVICE, NOW, Room, later, refused, row
from linli.apps.organisations.models import Organisation
from linli.platform.access import ANYONE
from linli.platform.models import JournalLine

room = scene.room
pytestmark = pytest.mark.django_db


def test_the_whole_way_from_an_application_to_an_agreement_that_was_kept(room: Room) -> None:
    receipt = scene.performed(room)

    dispute = row(receipt)
    assert (dispute.state, dispute.outcome, dispute.is_open) == ("performed", "performed", False)
    assert dispute.confirm_until == later(days=31).date()
    assert queries.broken_invariants() == []
    verbs = list(JournalLine.objects.filter(subject=dispute.pk).values_list("verb", flat=True))
    assert verbs[0] == "disputes.register"
    assert verbs[-1] == "disputes.close"


@pytest.mark.parametrize("state", ["failed", "referred", "withdrawn"])
def test_each_other_end_keeps_its_reason(room: Room, state: str) -> None:
    dispute = row(scene.bring_to(room, state))

    assert dispute.state == state
    assert dispute.outcome
    assert dispute.ended_at is not None
    assert queries.broken_invariants() == []


def test_without_an_account_a_code_opens_everything_a_side_may_do(room: Room) -> None:
    receipt = scene.apply()
    pk, code = receipt.id, receipt.follow_code
    actions.ask_consent(actor=room.secretary, pk=pk, way="phone", now=later(hours=1))
    other = actions.issue_code(actor=room.secretary, pk=pk, side=2, now=later(hours=1))
    named = actions.propose_mediator(
        actor=ANYONE,
        pk=pk,
        mediator=room.account(room.mediator),
        now=later(hours=2),
        follow_code=code,
    )
    voice = Voice(follow_code=other)
    actions.answer_mediator(
        actor=ANYONE, pk=pk, seat=named.pk, accepts=True, voice=voice, now=later(hours=3)
    )
    actions.answer_consent(actor=ANYONE, pk=pk, answer="given", voice=voice, now=later(hours=3))

    assert row(receipt).state == "in_mediation"
    page = queries.get_page(actor=ANYONE, reference=receipt.reference, follow_code=other)
    assert [side.is_own for side in page.sides] == [False, True]
    assert [side.phone for side in page.sides] == ["", "13800000002"]
    with pytest.raises(Http404):
        queries.get_page(actor=ANYONE, reference=receipt.reference, follow_code="A" * 12)


def test_the_same_application_sent_twice_is_one(room: Room) -> None:
    client_id = uuid.uuid4()
    first = scene.apply(client_id=client_id)
    again = scene.apply(client_id=client_id)

    assert (first.id, first.follow_code, first.is_new) == (again.id, again.follow_code, True)
    assert not again.is_new
    assert Dispute.objects.count() == 1


def test_nobody_is_mediated_who_did_not_consent(room: Room) -> None:
    receipt = scene.asked(room)
    scene.seat(room, receipt.id)

    assert row(receipt).state == "consent_asked"
    refused(
        "dispute.wrong_state",
        lambda: actions.plan_session(
            actor=room.mediator, pk=receipt.id, begins_at=later(days=1), setting="room", now=NOW
        ),
    )
    actions.answer_consent(
        actor=room.neighbour, pk=receipt.id, answer="refused", now=later(hours=4)
    )
    assert (row(receipt).state, row(receipt).outcome) == ("failed", "refused")


def test_talks_wait_for_a_mediator_whom_both_accept(room: Room) -> None:
    receipt = scene.asked(room)
    actions.answer_consent(actor=room.neighbour, pk=receipt.id, answer="given", now=later(hours=2))
    assert row(receipt).state == "consent_asked"
    named = actions.propose_mediator(
        actor=room.secretary,
        pk=receipt.id,
        mediator=room.account(room.mediator),
        now=later(hours=2),
    )
    actions.answer_mediator(
        actor=room.resident, pk=receipt.id, seat=named.pk, accepts=False, now=later(hours=3)
    )
    assert row(receipt).state == "consent_asked"

    scene.seat(room, receipt.id, room.second)
    assert row(receipt).state == "in_mediation"
    with pytest.raises(Http404):  # who was refused never gets to see it
        queries.get_page(actor=room.mediator, reference=receipt.reference)


def test_consent_taken_back_during_the_talks_ends_them(room: Room) -> None:
    receipt = scene.talking(room)
    actions.answer_consent(
        actor=room.neighbour, pk=receipt.id, answer="withdrawn", now=later(days=1)
    )

    assert (row(receipt).state, row(receipt).outcome) == ("failed", "stopped")
    lines = ConsentLine.objects.filter(side__dispute=receipt.id, side__number=2)
    assert list(lines.order_by("id").values_list("answer", "way")) == [
        ("asked", "phone"),
        ("given", "online"),
        ("withdrawn", "online"),
    ]


def test_consent_cannot_be_taken_back_once_there_is_an_agreement(room: Room) -> None:
    receipt = scene.agreed(room)
    refused(
        "dispute.agreed_already",
        lambda: actions.answer_consent(
            actor=room.neighbour, pk=receipt.id, answer="withdrawn", now=later(days=2)
        ),
    )


def test_who_writes_an_answer_down_says_how_it_was_given(room: Room) -> None:
    receipt = scene.asked(room)
    refused(
        "dispute.way_unfit",
        lambda: actions.answer_consent(
            actor=room.secretary,
            pk=receipt.id,
            answer="given",
            voice=Voice(2, "online"),
            now=later(hours=2),
        ),
    )
    actions.answer_consent(
        actor=room.secretary,
        pk=receipt.id,
        answer="given",
        voice=Voice(2, "in_person"),
        now=later(hours=2),
    )
    line = ConsentLine.objects.filter(side__dispute=receipt.id).latest("id")
    assert (line.way, line.recorded_by) == ("in_person", room.secretary.account)


def test_nobody_answers_for_the_other_side(room: Room) -> None:
    receipt = scene.asked(room)
    with pytest.raises(PermissionDenied):
        actions.answer_consent(
            actor=room.resident,
            pk=receipt.id,
            answer="given",
            voice=Voice(2, "phone"),
            now=later(hours=2),
        )


def test_who_is_under_age_is_spoken_for(room: Room) -> None:
    child = Someone("小莫", is_minor=True)
    refused("dispute.guardian_missing", lambda: scene.apply(applicant=child))

    account = room.account(room.neighbour)
    child = Someone(
        "小钟",
        is_minor=True,
        account=account,
        speaker_name="钟先生",
        speaker_basis="guardian",
        speaker_account=room.account(room.cast.volunteer.actor),
    )
    receipt = scene.apply(room.resident, other=child)
    actions.ask_consent(actor=room.secretary, pk=receipt.id, way="phone", now=later(hours=1))
    refused(
        "dispute.guardian_needed",
        lambda: actions.answer_consent(
            actor=room.neighbour, pk=receipt.id, answer="given", now=later(hours=2)
        ),
    )
    actions.answer_consent(
        actor=room.cast.volunteer.actor, pk=receipt.id, answer="given", now=later(hours=2)
    )
    assert Side.objects.get(dispute=receipt.id, number=2).consent == "given"


def test_where_the_secretary_is_a_side_the_subdistrict_answers(room: Room) -> None:
    receipt = scene.apply(
        room.resident, other=Someone("梁书记", account=room.account(room.secretary))
    )
    officer = room.cast.subdistrict_officer.actor

    assert row(receipt).desk == "subdistrict"
    actions.ask_consent(actor=officer, pk=receipt.id, way="phone", now=later(hours=1))
    own = queries.get_page(actor=room.secretary, reference=receipt.reference)
    assert own.capacity == "side"  # sees it as a side, and leads nothing
    with pytest.raises(PermissionDenied):
        actions.refer_dispute(
            actor=room.secretary, pk=receipt.id, way="court", advice=ADVICE, now=later(hours=2)
        )


def test_a_secretary_who_turns_out_to_be_a_side_loses_the_desk(room: Room) -> None:
    receipt = scene.apply(room.resident)
    code = actions.issue_code(actor=room.secretary, pk=receipt.id, side=2, now=NOW)
    actions.adopt_side(actor=room.secretary, pk=receipt.id, follow_code=code, now=later(hours=1))

    assert row(receipt).desk == "subdistrict"
    with pytest.raises(PermissionDenied):
        actions.ask_consent(actor=room.secretary, pk=receipt.id, way="phone", now=later(hours=2))


def test_where_nobody_unbiased_is_left_another_office_is_named(room: Room) -> None:
    others = tuple(
        Someone("某人", account=room.account(actor))
        for actor in (room.secretary, room.cast.subdistrict_officer.actor)
    )
    refused("dispute.no_keeper", lambda: scene.apply(room.resident, others=others))


def test_violence_is_never_mediated_away(room: Room) -> None:
    refused(
        "dispute.violence",
        lambda: scene.apply(kind="K08", answers={"violence": "yes"}),
    )
    refused("dispute.violence_unasked", lambda: scene.apply(kind="K08"))
    refused("dispute.danger", lambda: scene.apply(words="他昨晚又动手打人，我很怕"))
    told = scene.apply(words="说我打人，其实没有的事", answers={"violence": "no"})
    assert row(told).state == "registered"


def test_a_firm_speaks_through_its_manager(room: Room) -> None:
    from linli.apps.accounts.tests.cast import PROPERTY_FIRM

    Organisation.objects.create(
        id=PROPERTY_FIRM, code="property_firm", kind="property_firm", name="安居物业",
        area_id=place.COMMUNITY, valid_from=place.SINCE,
    )  # fmt: skip
    firm = Someone("安居物业", sort="firm", organisation=PROPERTY_FIRM)
    receipt = scene.apply(room.resident, kind="K05", other=firm)
    actions.ask_consent(actor=room.secretary, pk=receipt.id, way="phone", now=later(hours=1))
    actions.answer_consent(
        actor=room.cast.property_manager.actor, pk=receipt.id, answer="given", now=later(hours=2)
    )
    assert Side.objects.get(dispute=receipt.id, number=2).consent == "given"


def test_a_late_word_at_court_is_refused_and_an_early_one_kept(room: Room) -> None:
    receipt = scene.agreed(room)
    pk, actor = receipt.id, room.resident
    refused(
        "dispute.court_late",
        lambda: actions.record_court(
            actor=actor, pk=pk, court="applied", on=later(days=32).date(), now=later(days=40)
        ),
    )
    actions.record_court(
        actor=actor, pk=pk, court="applied", on=later(days=31).date(), now=later(days=31)
    )
    actions.record_court(
        actor=actor, pk=pk, court="confirmed", on=later(days=45).date(), now=later(days=46)
    )
    assert row(receipt).court == "confirmed"


def test_both_sides_are_reminded_once_of_the_last_day_at_court(room: Room) -> None:
    receipt = scene.agreed(room)

    assert queries.list_to_remind_of_court(now=later(days=20)) == ()
    assert queries.list_to_remind_of_court(now=later(days=22)) == (receipt.id,)
    actions.remind_of_court(actor=scene.SYSTEM, pk=receipt.id, now=later(days=22))
    assert queries.list_to_remind_of_court(now=later(days=22)) == ()


def test_a_duty_of_which_nobody_speaks_is_followed_up_once(room: Room) -> None:
    receipt = scene.agreed(room)

    assert queries.list_duties_to_follow(now=later(days=10)) == ()
    (duty,) = queries.list_duties_to_follow(now=later(days=11))
    actions.remind_of_duty(actor=scene.SYSTEM, pk=duty, now=later(days=11))
    assert queries.list_duties_to_follow(now=later(days=11)) == ()
    assert row(receipt).state == "agreed"


def test_what_was_not_done_keeps_it_open_until_somebody_tells_the_way(room: Room) -> None:
    receipt = scene.agreed(room)
    pk = receipt.id
    actions.report_performance(
        actor=room.neighbour, pk=pk, told=Told(1, is_done=True), now=later(days=5)
    )
    actions.report_performance(
        actor=room.resident, pk=pk, told=Told(1, is_done=False), now=later(days=6)
    )
    refused(
        "dispute.duties_open",
        lambda: actions.close_dispute(actor=room.mediator, pk=pk, now=later(days=9)),
    )
    actions.fail_dispute(actor=room.secretary, pk=pk, advice=ADVICE, now=later(days=9))
    assert row(receipt).outcome == "not_performed"


def test_what_was_redrawn_must_be_read_again(room: Room) -> None:
    receipt = scene.talking(room)
    first = scene.drawn(room, receipt)
    actions.draw_up(
        actor=room.mediator,
        pk=receipt.id,
        form="oral",
        words=scene.TERMS + "费用各付一半。",
        duties=[Duty(1, "付一半", later(days=9).date())],
        now=later(days=1, hours=4),
    )
    refused(
        "dispute.redrawn",
        lambda: actions.confirm_agreement(
            actor=room.resident, pk=receipt.id, fingerprint=first, now=later(days=1, hours=5)
        ),
    )


def test_a_matter_is_linked_only_by_who_can_read_it(room: Room) -> None:
    from linli.apps.matters.tests.desk import report

    matter = report(room.resident)
    refused("dispute.matter_unknown", lambda: scene.apply(room.neighbour, matter=matter.reference))
    receipt = scene.apply(room.resident, matter=matter.reference)
    page = queries.get_page(actor=room.resident, reference=receipt.reference)
    assert page.matter_reference == matter.reference


def test_time_limits_run_on_working_days(room: Room) -> None:
    dispute = row(scene.talking(room))

    assert dispute.consent_due == dt.datetime(2026, 11, 20, 10, 0, tzinfo=dt.UTC)
    assert dispute.due_at is not None
    assert dispute.due_at.date() == dt.date(2026, 12, 8)  # the fifteenth working day


def test_cast_is_not_needed_to_register(cast: Cast) -> None:
    assert row(scene.apply()).state == "registered"
    assert len(cast.members) > 10
