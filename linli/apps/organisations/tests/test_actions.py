"""Each action: what it writes, what it refuses, what it leaves alone."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from linli.apps.accounts.models import RoleGrant
from linli.apps.accounts.tests import tiny_city as place
from linli.apps.accounts.tests.cast import Cast, make_account
from linli.apps.organisations import actions, jobs, queries
from linli.apps.organisations.actions import (
    AppointmentDraft,
    BranchDraft,
)
from linli.apps.organisations.models import Appointment, Organisation, OrganisationCompound
from linli.apps.organisations.rules.kinds import Form, Kind, Line, Post
from linli.apps.organisations.tests.conftest import (
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
