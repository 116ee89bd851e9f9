"""What is kept of people: contact, notes, photos, adoption; what Linli does by itself."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404

from linli.apps.accounts.models import AccessLogLine
from linli.apps.accounts.tests import tiny_city as place
from linli.apps.accounts.tests.cast import PROPERTY_FIRM, Cast
from linli.apps.matters import actions, jobs, queries
from linli.apps.matters.actions import Contact, Spot
from linli.apps.matters.models import Matter, MatterContact, MatterNote, MatterRating
from linli.apps.matters.queries import Wanted
from linli.apps.matters.rules.alike import Said
from linli.apps.matters.rules.states import State
from linli.apps.matters.tests.desk import NOW, SYSTEM, WORDS, bring_to, desk, later, report
from linli.foundation.refusals import Refused
from linli.platform.access import ANYONE

__all__ = ["desk"]
CONTACT = Contact("莫女士", "13000000001")


def handed_to_the_firm(cast: Cast, kind: str) -> int:
    receipt = report(cast.resident.actor, kind=kind, contact=CONTACT)
    actions.accept_matter(actor=SYSTEM, pk=receipt.id, now=NOW)
    actions.dispatch_matter(actor=SYSTEM, pk=receipt.id, unit=PROPERTY_FIRM, now=NOW)
    return receipt.id


@pytest.mark.parametrize("kind", ["B02", "E01"])
def test_the_reported_side_never_sees_who_complained(desk: Cast, kind: str) -> None:
    pk = handed_to_the_firm(desk, kind)
    firm = desk.property_manager.actor
    matter = Matter.objects.get(pk=pk)

    page = queries.get_page(actor=firm, reference=matter.reference, now=NOW)

    assert page.is_full
    assert "contact" not in page.may
    with pytest.raises(PermissionDenied):
        actions.reveal_contact(actor=firm, pk=pk, purpose="问问", now=NOW)
    assert CONTACT.name not in str(page)
    assert CONTACT.phone not in str(page)
    assert "莫小玲" not in str(page)


def test_a_unit_that_repairs_may_call_and_the_reporter_sees_that_it_looked(desk: Cast) -> None:
    pk = handed_to_the_firm(desk, "A02")

    shown = actions.reveal_contact(
        actor=desk.property_manager.actor, pk=pk, purpose="约上门时间", now=NOW
    )
    own = actions.reveal_contact(actor=desk.resident.actor, pk=pk, purpose="核对", now=NOW)

    assert shown == own == CONTACT
    assert AccessLogLine.objects.filter(subject_account=desk.resident.key).count() == 1
    page = queries.get_page(
        actor=desk.resident.actor, reference=Matter.objects.get(pk=pk).reference, now=NOW
    )
    assert [entry.verb for entry in page.entries].count("matters.reveal") == 1


def test_private_notes_stay_with_the_staff_and_label_nobody(desk: Cast) -> None:
    receipt = report(desk.resident.actor)
    actions.add_note(actor=desk.grid_worker.actor, pk=receipt.id, text="约了晚上。", now=NOW)

    mine = queries.get_page(actor=desk.resident.actor, reference=receipt.reference, now=NOW)
    theirs = queries.get_page(actor=desk.secretary.actor, reference=receipt.reference, now=NOW)

    assert "约了晚上。" not in [entry.text for entry in mine.entries]
    assert "约了晚上。" in [entry.text for entry in theirs.entries]
    with pytest.raises(Refused, match=r"matters\.label_on_person"):
        actions.add_note(
            actor=desk.grid_worker.actor, pk=receipt.id, text="此人是重点人员", now=NOW
        )
    assert MatterNote.objects.count() == 1


def test_a_report_made_without_signing_in_is_adopted_once(desk: Cast) -> None:
    receipt = report()
    facts = {"pk": receipt.id, "follow_code": receipt.follow_code, "now": NOW}

    with pytest.raises(Refused, match=r"matters\.sign_in_first"):
        actions.adopt_matter(actor=ANYONE, **facts)  # type: ignore[arg-type]  # facts of a test
    actions.adopt_matter(actor=desk.resident.actor, **facts)  # type: ignore[arg-type]  # as above
    with pytest.raises(Refused, match=r"matters\.adopted_before"):
        actions.adopt_matter(actor=desk.neighbour.actor, **facts)  # type: ignore[arg-type]  # as above
    rows = queries.list_matters(actor=desk.resident.actor, wanted=Wanted(scope="own"), now=NOW)
    assert [row.id for row in rows.rows] == [receipt.id]


def test_a_rating_is_given_once_a_round_and_enforcement_is_not_counted(desk: Cast) -> None:
    receipt = bring_to(State.RESOLVED, actor=desk.resident.actor)
    Matter.objects.filter(pk=receipt.id).update(kind="F04")
    facts = {"actor": desk.resident.actor, "pk": receipt.id, "now": later(hours=2)}

    rating = actions.rate_matter(value="fair", words="一般", **facts)  # type: ignore[arg-type]  # facts of a test

    assert not rating.counts
    with pytest.raises(Refused, match=r"matters\.rated_before"):
        actions.rate_matter(value="satisfied", **facts)  # type: ignore[arg-type]  # as above
    assert MatterRating.objects.count() == 1


def test_the_job_closes_what_was_resolved_a_week_ago(desk: Cast) -> None:
    old, new = bring_to(State.RESOLVED), bring_to(State.RESOLVED)
    Matter.objects.filter(pk=new.id).update(resolved_at=later(days=6))

    jobs.close_unasked(now=later(days=8))
    jobs.close_unasked(now=later(days=8))

    states = dict(Matter.objects.values_list("pk", "state"))
    assert (states[old.id], states[new.id]) == ("closed", "resolved")


def test_contacts_are_deleted_180_days_after_the_end(desk: Cast) -> None:
    receipt = report(contact=CONTACT)
    kept = report(contact=CONTACT)
    actions.withdraw_matter(actor=ANYONE, pk=receipt.id, now=NOW, follow_code=receipt.follow_code)

    jobs.forget_contacts(now=later(days=179))
    assert MatterContact.objects.count() == 2
    jobs.forget_contacts(now=later(days=181))

    assert list(MatterContact.objects.values_list("pk", flat=True)) == [kept.id]


def test_who_closes_the_account_leaves_work_without_a_name(desk: Cast) -> None:
    receipt = report(desk.resident.actor, contact=CONTACT)

    handed_over = queries.export_reporter(desk.resident.key)
    actions.erase_reporter(actor=SYSTEM, account=desk.resident.key)

    assert handed_over[0]["words"] == WORDS
    assert handed_over[0]["contact"]["name"] == "莫女士"
    assert Matter.objects.get(pk=receipt.id).reporter_id is None
    assert not MatterContact.objects.exists()


def test_the_place_is_mended_and_the_reporter_hidden_for_good(desk: Cast) -> None:
    receipt = report()
    actions.edit_matter(
        actor=desk.secretary.actor,
        pk=receipt.id,
        spot=Spot(building=desk.city.street_house.pk),
        hide_reporter=True,
        now=NOW,
    )

    matter = Matter.objects.get(pk=receipt.id)
    assert (matter.area_id, matter.privacy) == (place.SECOND_GRID, "reporter_hidden")


def test_sensitive_matters_are_in_no_public_list(desk: Cast) -> None:
    sensitive, plain = report(kind="H07"), report()

    assert [row.reference for row in queries.list_public().rows] == [plain.reference]
    with pytest.raises(Http404):
        queries.get_page(actor=ANYONE, reference=sensitive.reference, now=NOW)


def test_pages_follow_one_another_by_key_without_gaps(desk: Cast) -> None:
    made = [report(now=later(minutes=number)).id for number in range(7)]
    for scope, order in (("work", made), ("all", made[::-1])):
        seen: list[int] = []
        after = ""
        for _page in range(4):
            page = queries.list_matters(
                actor=desk.secretary.actor,
                wanted=Wanted(scope=scope, after=after, limit=2),
                now=NOW,
            )
            seen += [row.id for row in page.rows]
            after = page.after
        assert (seen, after) == (order, "")
    with pytest.raises(Refused, match=r"matters\.cursor_unfit"):
        queries.list_matters(
            actor=desk.secretary.actor, wanted=Wanted(after="9" * 17 + ".9x"), now=NOW
        )
    with pytest.raises(Refused, match=r"matters\.scope_unknown"):
        queries.list_matters(actor=desk.secretary.actor, wanted=Wanted(scope="x"), now=NOW)


def test_likely_duplicates_and_the_board_count_by_place(desk: Cast) -> None:
    report(spot=Spot(building=desk.city.first.pk))

    said = Said("A01", WORDS, place.COMMUNITY, building=desk.city.first.pk)
    similar = queries.list_alike(said=said, now=NOW)
    elsewhere = queries.list_alike(said=Said("A01", WORDS, place.NEXT_COMMUNITY), now=NOW)
    board = queries.count_board(actor=desk.secretary.actor, now=NOW, end_of_day=later(hours=8))

    assert [len(similar), len(elsewhere)] == [1, 0]
    assert (board.open, board.received, board.late) == (1, 1, 0)
