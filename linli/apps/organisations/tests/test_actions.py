"""Each action: what it writes, what it refuses, what it leaves alone."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.http import Http404

from linli.apps.accounts.models import RoleGrant
from linli.apps.accounts.tests import tiny_city as place
from linli.apps.accounts.tests.cast import Cast, make_account
from linli.apps.organisations import actions, jobs, queries
from linli.apps.organisations.actions import (
    AppointmentDraft,
    BranchDraft,
    ContactLines,
    ElectionRecord,
    LiaisonDraft,
)
from linli.apps.organisations.models import Appointment, Organisation, OrganisationCompound
from linli.apps.organisations.rules.committees import State
from linli.apps.organisations.rules.kinds import Form, Kind, Line, Post
from linli.apps.organisations.tests.conftest import (
    SINCE,
    TEST,
    Network,
    hold,
    key,
    make,
    make_person,
    today,
)
from linli.foundation import clock
from linli.foundation.refusals import Refused
from linli.platform.models import JournalLine

DAY = dt.timedelta(days=1)


def code_of(act: object) -> str:
    assert callable(act)
    with pytest.raises(Refused) as caught:
        act()
    return caught.value.code


def test_appointing_writes_one_journal_line_without_a_name(cast: Cast, network: Network) -> None:
    person = make_person("韦玉珍")
    row = actions.appoint(
        actor=cast.secretary.actor,
        organisation=network.team.pk,
        draft=AppointmentDraft(person.pk, Post.GRID_WORKER, today()),
        now=clock.now(),
    )
    line = JournalLine.objects.get(verb="organisations.appoint", subject=row.pk)

    assert row.area_id == place.GRID
    assert line.area == place.GRID
    assert line.account == cast.secretary.key
    assert "韦玉珍" not in str(line.after)


def test_a_seat_has_one_holder_at_a_time(network: Network) -> None:
    def again() -> None:
        hold(network.office, Post.BUILDING_HEAD, "另一位", building=network.city.first.pk)

    assert code_of(again) == "organisations.seat_taken"
    hold(network.office, Post.BUILDING_HEAD, "二栋", building=network.city.second.pk)


def test_the_database_refuses_a_second_holder_past_the_action(network: Network) -> None:
    row = Appointment.objects.get(post=Post.BUILDING_HEAD)
    row.pk = key()
    row.person = make_person("另一位")
    row.valid_from = today()
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save(force_insert=True)


def test_nobody_fills_the_posts_of_their_own_level(cast: Cast, network: Network) -> None:
    draft = AppointmentDraft(make_person("新书记").pk, Post.COMMUNITY_SECRETARY, today())

    def tried(who: str) -> None:
        actions.appoint(
            actor=cast[who].actor, organisation=network.office.pk, draft=draft, now=clock.now()
        )

    with pytest.raises(PermissionDenied):
        tried("secretary")
    tried("subdistrict_officer")


def test_a_person_who_is_not_there_cannot_be_appointed(network: Network) -> None:
    def tried() -> None:
        hold(network.team, Post.GRID_WORKER, "", person=1)

    assert code_of(tried) == "organisations.no_person"
    assert Appointment.objects.filter(person=1).count() == 0


def test_a_place_of_another_community_is_refused(network: Network) -> None:
    def tried() -> None:
        hold(network.office, Post.INSTRUCTOR, "指导员", compound=network.city.other_compound.pk)

    assert code_of(tried) == "organisations.place_elsewhere"


def test_ending_keeps_what_was_and_frees_the_seat(cast: Cast, network: Network) -> None:
    row = Appointment.objects.get(post=Post.BUILDING_HEAD)
    on = today()
    actions.end_appointment(
        actor=cast.secretary.actor, pk=row.pk, on=on, reason="搬家", now=clock.now()
    )
    row.refresh_from_db()

    assert row.valid_to == on
    assert [r.name for r in queries.staff_of(network.office.pk, on - DAY)] == ["钟翠兰"]
    assert queries.staff_of(network.office.pk, on) == ()
    assert (
        code_of(
            lambda: actions.end_appointment(
                actor=TEST, pk=row.pk, on=on, reason="再次", now=clock.now()
            )
        )
        == "organisations.already_ended"
    )


def test_handing_over_leaves_no_day_between(cast: Cast, network: Network) -> None:
    row = Appointment.objects.get(post=Post.BUILDING_HEAD)
    follower = make_person("麦玉珍")
    on = today()
    new = actions.hand_over(
        actor=cast.secretary.actor,
        pk=row.pk,
        person=follower.pk,
        on=on,
        reason="换届",
        now=clock.now(),
    )
    row.refresh_from_db()

    assert (row.valid_to, new.valid_from, new.building_id) == (on, on, row.building_id)
    assert (
        code_of(
            lambda: actions.hand_over(
                actor=TEST, pk=new.pk, person=follower.pk, on=on + DAY, reason="同", now=clock.now()
            )
        )
        == "organisations.same_person"
    )


def test_the_role_of_a_post_comes_and_goes_with_it(cast: Cast, network: Network) -> None:
    account = make_account("nong")
    person = make_person("农文", account=account.pk)
    row = hold(
        network.team, Post.GRID_WORKER, "", person=person.pk, with_role=True, since=today() - DAY
    )
    grant = RoleGrant.objects.get(pk=row.role_grant or 0)

    assert (grant.role, grant.area_id, grant.organisation) == (
        "grid_worker",
        place.GRID,
        network.team.pk,
    )

    actions.end_appointment(actor=TEST, pk=row.pk, on=today(), reason="离任", now=clock.now())
    grant.refresh_from_db()

    assert grant.valid_to == today()
    assert (
        code_of(lambda: hold(network.team, Post.GRID_WORKER, "没有账号", with_role=True))
        == "organisations.no_account"
    )


def test_a_role_ends_by_itself_with_a_term_that_runs_out(network: Network) -> None:
    account = make_account("nong")
    person = make_person("农文", account=account.pk)
    row = hold(network.team, Post.GRID_WORKER, "", person=person.pk, with_role=True)
    Appointment.objects.filter(pk=row.pk).update(valid_to=today())

    jobs.end_roles(now=clock.now())
    jobs.end_roles(now=clock.now())

    assert RoleGrant.objects.get(pk=row.role_grant or 0).valid_to == today()
    assert Appointment.objects.get(pk=row.pk).role_grant is None


def draft_branch(network: Network, **facts: object) -> BranchDraft:
    people = tuple(make_person(f"党员{number}").pk for number in range(3))
    given: dict[str, object] = {
        "kind": Kind.GRID_BRANCH,
        "form": Form.STANDALONE,
        "name": "第二网格党支部",
        "area": place.COMMUNITY,
        "valid_from": today(),
        "members": people,
        "source": "own_member",
    }
    return BranchDraft(**{**given, **facts})  # type: ignore[arg-type]  # one table of facts


def test_a_branch_is_formed_with_its_members_and_its_place_in_the_network(
    cast: Cast, network: Network
) -> None:
    branch = actions.form_branch(
        actor=cast.secretary.actor, draft=draft_branch(network), now=clock.now()
    )
    posts = [row.post for row in queries.staff_of(branch.pk, today())]

    assert branch.parent_id == network.party.pk
    assert sorted(posts) == [Post.BRANCH_MEMBER, Post.BRANCH_MEMBER, Post.SECRETARY]


def test_a_refused_branch_leaves_nothing_behind(cast: Cast, network: Network) -> None:
    before = Organisation.objects.count()
    draft = draft_branch(network, kind=Kind.COMPOUND_BRANCH, compounds=(network.city.compound.pk,))

    assert (
        code_of(
            lambda: actions.form_branch(actor=cast.secretary.actor, draft=draft, now=clock.now())
        )
        == "organisations.place_taken"
    )
    assert Organisation.objects.count() == before
    assert OrganisationCompound.objects.filter(line=Line.BRANCH).count() == 1


def test_two_members_are_too_few_and_somebody_else_may_not_form(
    cast: Cast, network: Network
) -> None:
    draft = draft_branch(network, members=(make_person("甲").pk, make_person("乙").pk))

    assert (
        code_of(
            lambda: actions.form_branch(actor=cast.secretary.actor, draft=draft, now=clock.now())
        )
        == "organisations.too_few_members"
    )
    with pytest.raises(PermissionDenied):
        actions.form_branch(actor=cast.outsider.actor, draft=draft, now=clock.now())


def test_a_secretary_changes_only_the_places_of_the_own_community(
    cast: Cast, network: Network
) -> None:
    other = network.city.other_compound.pk
    facts: Any = {"organisation": network.firm.pk, "on": today(), "now": clock.now()}
    with pytest.raises(PermissionDenied):
        actions.cover_compounds(actor=cast.secretary.actor, compounds=[other], **facts)
    actions.cover_compounds(actor=cast.outsider.actor, compounds=[other], **facts)
    actions.cover_compounds(actor=cast.secretary.actor, compounds=[], **facts)

    assert queries.covered_keys(network.firm.pk, "compound", today()) == [other]
    assert queries.covered_keys(network.firm.pk, "compound", today() - DAY) == [
        network.city.compound.pk
    ]


def test_coverage_refuses_unknown_places_and_offices(network: Network) -> None:
    facts: Any = {"actor": TEST, "on": today(), "now": clock.now()}

    assert (
        code_of(
            lambda: actions.cover_compounds(organisation=network.firm.pk, compounds=[1], **facts)
        )
        == "organisations.unknown_place"
    )
    assert (
        code_of(
            lambda: actions.cover_areas(organisation=network.office.pk, areas=[place.GRID], **facts)
        )
        == "organisations.covers_no_place"
    )
    assert (
        code_of(
            lambda: actions.cover_firms(
                organisation=network.branch.pk, firms=[network.firm.pk], **facts
            )
        )
        == "organisations.not_a_firm"
    )


def test_a_firm_is_covered_by_one_organisation(network: Network) -> None:
    first = make(Kind.FIRM_ORG, "第一支部", place.CITY, form=Form.STANDALONE)
    second = make(Kind.FIRM_ORG, "第二支部", place.CITY, form=Form.STANDALONE)
    facts: Any = {"actor": TEST, "firms": [network.firm.pk], "on": today(), "now": clock.now()}
    actions.cover_firms(organisation=first.pk, **facts)

    assert code_of(lambda: actions.cover_firms(organisation=second.pk, **facts)) == (
        "organisations.firm_taken"
    )


def test_a_committee_goes_from_preparation_to_office_and_its_seats_end_with_the_term(
    cast: Cast, network: Network
) -> None:
    who, pk, now = cast.secretary.actor, network.committee.pk, clock.now()
    start = today() - dt.timedelta(days=200)
    actions.prepare_committee(actor=who, pk=pk, on=start, now=now)
    elected = start + dt.timedelta(days=60)

    assert (
        code_of(
            lambda: hold(
                network.committee,
                Post.DIRECTOR,
                "卢国栋",
                election="决议",
                elected_on=elected,
                since=elected,
            )
        )
        == "organisations.committee_not_elected"
    )

    record = ElectionRecord(elected, elected + dt.timedelta(days=1000), 5, "第1号决议")
    actions.record_election(actor=who, pk=pk, election=record, now=now)
    seat = hold(
        network.committee,
        Post.DIRECTOR,
        "卢国栋",
        election="第1号决议",
        elected_on=elected,
        since=elected,
    )
    actions.record_filing(
        actor=who, pk=pk, on=elected + dt.timedelta(days=31), filing_number="备1", now=now
    )
    actions.take_office(actor=who, pk=pk, on=today(), now=now)
    shown = queries.read_page(actor=who, pk=pk, on=today())

    assert shown.open_term is not None
    assert shown.open_term.is_late
    assert (
        code_of(
            lambda: actions.hand_over(
                actor=who, pk=seat.pk, person=make_person("接").pk, on=today(), reason="换", now=now
            )
        )
        == "organisations.seat_is_elected"
    )

    actions.end_term(actor=who, pk=pk, to=State.RECALLED, on=today(), now=now)
    seat.refresh_from_db()

    assert seat.valid_to == today()
    assert queries.open_state(pk) == ""
    assert code_of(lambda: actions.take_office(actor=who, pk=pk, on=today(), now=now)) == (
        "organisations.no_open_term"
    )


def test_personal_numbers_are_refused_as_office_lines(cast: Cast, network: Network) -> None:
    def tried(**lines: str) -> None:
        actions.set_contact_lines(
            actor=cast.secretary.actor,
            pk=network.office.pk,
            lines=ContactLines(**lines),
            now=clock.now(),
        )

    assert code_of(lambda: tried(office_phone="13877401234")) == "organisations.personal_phone"
    assert code_of(lambda: tried(office_phone="电话")) == "organisations.phone"
    assert code_of(lambda: tried(address="路" * 121)) == "organisations.line_too_long"
    tried(office_phone="0774-2823456", complaint_phone="12345")


def test_an_organisation_in_use_is_not_closed(network: Network) -> None:
    def close(pk: int) -> None:
        actions.close_organisation(actor=TEST, pk=pk, on=today(), reason="合并", now=clock.now())

    assert code_of(lambda: close(network.team.pk)) == "organisations.still_in_use"
    close(network.department.pk)
    with pytest.raises(Http404):
        close(network.department.pk)


def test_a_liaison_looks_after_compounds_and_ends(cast: Cast, network: Network) -> None:
    who, compound = cast.subdistrict_officer.actor, network.city.compound.pk
    leader = make_person("甘主任")
    draft = LiaisonDraft(
        leader.pk, network.subdistrict.pk, place.COMMUNITY, "建机制", (compound,), today() - DAY
    )
    row = actions.start_liaison(actor=who, draft=draft, now=clock.now())
    listed = queries.list_liaisons(actor=who, on=today(), area=place.COMMUNITY)

    assert [each.compounds for each in listed] == [((compound, "江滨花园"),)]
    actions.end_liaison(actor=who, pk=row.pk, on=today(), reason="调整", now=clock.now())
    assert queries.list_liaisons(actor=who, on=today(), area=place.COMMUNITY) == ()
    with pytest.raises(PermissionDenied):
        actions.start_liaison(actor=cast.secretary.actor, draft=draft, now=clock.now())


def test_a_liaison_without_compound_task_or_leader_is_refused(cast: Cast, network: Network) -> None:
    def tried(**facts: object) -> None:
        given: dict[str, object] = {
            "leader": make_person("甘主任").pk,
            "unit": network.subdistrict.pk,
            "area": place.COMMUNITY,
            "task": "建机制",
            "compounds": (network.city.compound.pk,),
            "valid_from": today(),
        }
        draft = LiaisonDraft(**{**given, **facts})  # type: ignore[arg-type]  # one table of facts
        actions.start_liaison(actor=TEST, draft=draft, now=clock.now())

    for facts, code in (
        ({"compounds": ()}, "liaison_compounds"),
        ({"compounds": (1,)}, "unknown_place"),
        ({"task": " "}, "task"),
        ({"unit": 1}, "no_unit"),
        ({"leader": 1}, "no_person"),
    ):
        assert code_of(lambda facts=facts: tried(**facts)) == f"organisations.{code}"


def test_only_homes_of_the_building_and_each_home_once(network: Network) -> None:
    first = hold(network.group, Post.KEY_HOUSEHOLD, "甲", building=network.city.first.pk)
    second = hold(network.group, Post.KEY_HOUSEHOLD, "乙", building=network.city.first.pk)
    facts: Any = {"actor": TEST, "on": SINCE, "now": clock.now()}
    here, elsewhere = network.city.homes[0].pk, network.city.homes[3].pk
    actions.link_homes(pk=first.pk, homes=[here], **facts)

    assert code_of(lambda: actions.link_homes(pk=second.pk, homes=[here], **facts)) == (
        "organisations.home_taken"
    )
    assert code_of(lambda: actions.link_homes(pk=second.pk, homes=[elsewhere], **facts)) == (
        "organisations.homes_elsewhere"
    )
