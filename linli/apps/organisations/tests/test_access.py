"""Everybody of the cast tries every act on an organisation of their area, above it, and elsewhere."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404

from linli.apps.accounts.tests import tiny_city as place
from linli.apps.accounts.tests.cast import PROPERTY_FIRM, Cast, read_matrix
from linli.apps.organisations import access
from linli.apps.organisations.models import Liaison, Organisation
from linli.apps.organisations.rules.kinds import Kind
from linli.apps.organisations.tests.conftest import SINCE, Network, key, make, make_person
from linli.platform.access import fetch

# yes: may; no: may read it only (403).
OWN_COMMUNITY = """
                     read  see_people  edit  appoint  appoint_from_above  cover  record_committee  close
stranger             yes   no          no    no       no                  no     no                no
resident             yes   no          no    no       no                  no     no                no
neighbour            yes   no          no    no       no                  no     no                no
volunteer            yes   no          no    no       no                  no     no                no
building_head        yes   no          no    no       no                  no     no                no
grid_worker          yes   no          no    no       no                  no     no                no
secretary            yes   yes         yes   yes      no                  yes    yes               no
window               yes   no          no    no       no                  no     no                no
outsider             yes   no          no    no       no                  no     no                no
subdistrict_officer  yes   yes         yes   yes      yes                 yes    yes               yes
department_handler   yes   no          no    no       no                  no     no                no
property_manager     yes   no          no    no       no                  no     no                no
city_officer         yes   yes         yes   yes      yes                 yes    yes               yes
data_officer         yes   yes         no    no       no                  no     no                no
platform_admin       yes   no          no    no       no                  no     no                no
"""
GRID = """
                     read  see_people  edit  appoint  appoint_from_above  cover  record_committee  close
stranger             yes   no          no    no       no                  no     no                no
resident             yes   no          no    no       no                  no     no                no
neighbour            yes   no          no    no       no                  no     no                no
volunteer            yes   no          no    no       no                  no     no                no
building_head        yes   no          no    no       no                  no     no                no
grid_worker          yes   yes         no    no       no                  no     no                no
secretary            yes   yes         yes   yes      no                  yes    yes               no
window               yes   no          no    no       no                  no     no                no
outsider             yes   no          no    no       no                  no     no                no
subdistrict_officer  yes   yes         yes   yes      yes                 yes    yes               yes
department_handler   yes   no          no    no       no                  no     no                no
property_manager     yes   no          no    no       no                  no     no                no
city_officer         yes   yes         yes   yes      yes                 yes    yes               yes
data_officer         yes   yes         no    no       no                  no     no                no
platform_admin       yes   no          no    no       no                  no     no                no
"""
FIRM = """
                     read  see_people  edit  appoint  appoint_from_above  cover  record_committee  close
stranger             yes   no          no    no       no                  no     no                no
resident             yes   no          no    no       no                  no     no                no
neighbour            yes   no          no    no       no                  no     no                no
volunteer            yes   no          no    no       no                  no     no                no
building_head        yes   no          no    no       no                  no     no                no
grid_worker          yes   no          no    no       no                  no     no                no
secretary            yes   no          no    no       no                  yes    no                no
window               yes   no          no    no       no                  no     no                no
outsider             yes   no          no    no       no                  yes    no                no
subdistrict_officer  yes   no          no    no       no                  yes    no                no
department_handler   yes   no          no    no       no                  no     no                no
property_manager     yes   yes         yes   no       no                  no     no                no
city_officer         yes   yes         yes   yes      yes                 yes    yes               yes
data_officer         yes   yes         no    no       no                  no     no                no
platform_admin       yes   no          no    no       no                  no     no                no
"""
LIAISON = """
                     read  end
stranger             gone  gone
resident             gone  gone
neighbour            gone  gone
volunteer            gone  gone
building_head        gone  gone
grid_worker          gone  gone
secretary            yes   no
window               gone  gone
outsider             gone  gone
subdistrict_officer  yes   yes
department_handler   gone  gone
property_manager     gone  gone
city_officer         yes   yes
data_officer         yes   no
platform_admin       gone  gone
"""


def said(cast: Cast, who: str, action: str, organisation: Organisation) -> str:
    try:
        fetch(
            Organisation.objects.all(),
            actor=cast[who].actor,
            action=action,
            table=access.ORGANISATIONS,
            pk=organisation.pk,
        )
    except PermissionDenied:
        return "no"
    except Http404:
        return "gone"
    return "yes"


@pytest.mark.parametrize(
    ("text", "which"), [(OWN_COMMUNITY, "office"), (GRID, "team"), (FIRM, "firm")]
)
def test_who_may_do_what_with_an_organisation(
    cast: Cast, network: Network, text: str, which: str
) -> None:
    organisation = getattr(network, which)
    if which == "firm":
        organisation = make(Kind.PROPERTY_FIRM, "鸳江物业二部", place.DISTRICT, id=PROPERTY_FIRM)
    found = {
        (who, action): said(cast, who, action, organisation) for who, action, _ in read_matrix(text)
    }

    assert found == {(who, action): mark for who, action, mark in read_matrix(text)}
    assert {who for who, _ in found} == set(cast)
    assert {action for _, action in found} == set(access.ORGANISATIONS)


def test_nobody_of_another_community_may_touch_it_but_those_above(
    cast: Cast, network: Network
) -> None:
    may = {who for who in cast if said(cast, who, "appoint", network.other_office) == "yes"}

    assert may == {"outsider", "city_officer"}


def test_who_may_do_what_with_a_liaison(cast: Cast, network: Network) -> None:
    liaison = Liaison.objects.create(
        id=key(),
        leader=make_person("甘主任"),
        unit=network.subdistrict,
        area_id=network.office.area_id,
        task="联系小区",
        valid_from=SINCE,
    )

    def tried(who: str, action: str) -> str:
        try:
            fetch(
                Liaison.objects.all(),
                actor=cast[who].actor,
                action=action,
                table=access.LIAISONS,
                pk=liaison.pk,
            )
        except PermissionDenied:
            return "no"
        except Http404:
            return "gone"
        return "yes"

    wanted = read_matrix(LIAISON)
    assert {(who, action): tried(who, action) for who, action, _ in wanted} == {
        (who, action): mark for who, action, mark in wanted
    }
    assert {who for who, _, _ in wanted} == set(cast)


def test_what_has_no_row_yet_is_judged_by_its_area(cast: Cast) -> None:
    from linli.apps.accounts.tests.tiny_city import COMMUNITY

    assert {who for who in cast if access.may_form(cast[who].actor, COMMUNITY)} == {
        "secretary",
        "subdistrict_officer",
        "city_officer",
    }
    assert {who for who in cast if access.may_liaise(cast[who].actor, COMMUNITY)} == {
        "subdistrict_officer",
        "city_officer",
    }
    assert {who for who in cast if access.may_see_figures(cast[who].actor, COMMUNITY)} == {
        "secretary",
        "subdistrict_officer",
        "city_officer",
        "data_officer",
    }
