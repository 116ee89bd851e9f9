"""Committees, contact lines, closing, liaisons, key households: what is recorded, what is refused."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404

from linli.apps.accounts.tests import tiny_city as place
from linli.apps.accounts.tests.cast import Cast
from linli.apps.organisations import actions, queries
from linli.apps.organisations.actions import (
    ContactLines,
    ElectionRecord,
    LiaisonDraft,
)
from linli.apps.organisations.rules.committees import State
from linli.apps.organisations.rules.kinds import Post
from linli.apps.organisations.tests.conftest import (
    SINCE,
    TEST,
    Network,
    hold,
    make_person,
    today,
)
from linli.foundation import clock
from linli.foundation.refusals import Refused

DAY = dt.timedelta(days=1)


def code_of(act: object) -> str:
    assert callable(act)
    with pytest.raises(Refused) as caught:
        act()
    return caught.value.code


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


def test_staff_tick_the_homes_of_a_key_household_on_a_page(cast: Cast, network: Network) -> None:
    post = hold(network.group, Post.KEY_HOUSEHOLD, "甲", building=network.city.first.pk)
    first, second = (home.pk for home in network.city.homes[:2])
    client = cast.secretary.client()
    address = f"/appointments/{post.pk}/homes/"
    assert address in client.get(f"/organisations/{network.group.pk}/").content.decode()
    day = clock.local_date(clock.now())

    sent = {"homes": [first, second], "on": day.isoformat()}
    assert client.post(address, sent).status_code == 302
    assert queries.linked_homes(post.pk, day) == (first, second)
    assert client.get(address).content.decode().count(" checked") == 2
    assert client.post(address, {"on": day.isoformat()}).status_code == 302
    assert queries.linked_homes(post.pk, day) == ()
    assert client.post(address, {"homes": [7], "on": day.isoformat()}).status_code == 422
    assert cast.outsider.client().get(address).status_code in {403, 404}
    assert cast.neighbour.client().get(address).status_code in {403, 404}


def test_a_persons_copy_of_their_data_tells_their_posts(cast: Cast, network: Network) -> None:
    person = make_person("钟大姐", account=cast.neighbour.key)
    hold(network.group, Post.KEY_HOUSEHOLD, "", person=person.pk, building=network.city.first.pk)

    own = cast.neighbour.client().get("/me/data.json").content.decode()
    other = cast.resident.client().get("/me/data.json").content.decode()
    assert network.group.name in own
    assert network.group.name not in other
