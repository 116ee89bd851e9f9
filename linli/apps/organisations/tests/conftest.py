"""A small network in the tiny city: offices, a branch, a firm, a committee, a grid team, a key household."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

import pytest

from linli.apps.accounts.tests import tiny_city as place
from linli.apps.accounts.tests.cast import cast, city
from linli.apps.accounts.tests.tiny_city import TinyCity
from linli.apps.organisations import actions
from linli.apps.organisations.actions import AppointmentDraft
from linli.apps.organisations.models import Appointment, Organisation
from linli.apps.organisations.rules.kinds import CODE_OF, LINE_OF, Form, Kind, Post
from linli.apps.people.models import Person
from linli.foundation import clock
from linli.foundation.keys import new_key
from linli.platform.access import system

__all__ = ["cast", "city"]

SINCE = dt.date(2024, 3, 1)
TEST = system("tests")


def key() -> int:
    return new_key(clock.now())


def today() -> dt.date:
    return clock.local_date(clock.now())


def make_person(name: str, community: int = place.COMMUNITY, account: int | None = None) -> Person:
    """Write somebody known to a community."""
    return Person.objects.create(id=key(), name=name, community_id=community, account_id=account)


def make(kind: Kind, name: str, area: int = place.COMMUNITY, **facts: Any) -> Organisation:
    """Write an organisation past the rules."""
    facts.setdefault("valid_from", SINCE)
    facts.setdefault("code", CODE_OF.get(kind, ""))
    facts.setdefault("id", key())
    return Organisation.objects.create(kind=kind, name=name, area_id=area, **facts)


def hold(organisation: Organisation, post: Post, name: str, **facts: Any) -> Appointment:
    """Appoint somebody new through the action, as Linli itself."""
    person = facts.pop("person", None) or make_person(name).pk
    draft = AppointmentDraft(
        person=person, post=post, valid_from=facts.pop("since", SINCE), **facts
    )
    return actions.appoint(actor=TEST, organisation=organisation.pk, draft=draft, now=clock.now())


@dataclass(frozen=True, slots=True)
class Network:
    """The organisations that answer for the first building of the tiny city."""

    city: TinyCity
    party: Organisation
    office: Organisation
    subdistrict: Organisation
    team: Organisation
    branch: Organisation
    firm: Organisation
    committee: Organisation
    group: Organisation
    stewards: Organisation
    other_office: Organisation
    department: Organisation


@pytest.fixture
def network(city: TinyCity) -> Network:
    """The network, all of it since March 2024."""
    party = make(Kind.COMMUNITY_PARTY_ORG, "枣冲社区党委")
    office = make(Kind.COMMUNITY_OFFICE, "枣冲社区居委会", office_phone="0774-1000001")
    net = Network(
        city=city,
        party=party,
        office=office,
        subdistrict=make(Kind.SUBDISTRICT_OFFICE, "东兴街道办事处", place.SUBDISTRICT),
        team=make(Kind.GRID_TEAM, "第一网格服务队", place.GRID, complaint_phone="12345"),
        branch=make(Kind.COMPOUND_BRANCH, "江滨花园党支部", form=Form.STANDALONE, parent=party),
        firm=make(Kind.PROPERTY_FIRM, "鸳江物业", place.DISTRICT),
        committee=make(Kind.OWNERS_COMMITTEE, "江滨花园业主委员会"),
        group=make(Kind.BUILDING_GROUP, "江滨花园第1楼栋党小组"),
        stewards=make(Kind.STEWARD_TEAM, "第一网格红色管家1队", place.GRID),
        other_office=make(Kind.COMMUNITY_OFFICE, "大塘社区居委会", place.OTHER_COMMUNITY),
        department=make(Kind.DEPARTMENT, "市城市管理监督局", place.CITY, code="urban_management"),
    )
    _cover(net)
    hold(net.team, Post.GRID_WORKER, "覃志强")
    hold(office, Post.BUILDING_HEAD, "钟翠兰", building=city.first.pk)
    hold(net.branch, Post.SECRETARY, "陆启明", source="compound_member")
    hold(net.firm, Post.PROPERTY_MANAGER, "植永健", compound=city.compound.pk)
    return net


def _cover(net: Network) -> None:
    facts: dict[str, Any] = {"actor": TEST, "on": SINCE, "now": clock.now()}
    compound, buildings = net.city.compound.pk, [net.city.first.pk, net.city.second.pk]
    for each in (net.branch, net.firm, net.committee):
        assert LINE_OF[Kind(each.kind)]
        actions.cover_compounds(organisation=each.pk, compounds=[compound], **facts)
    for each in (net.group, net.stewards):
        actions.cover_buildings(organisation=each.pk, buildings=buildings, **facts)
    actions.cover_areas(organisation=net.team.pk, areas=[place.GRID], **facts)
