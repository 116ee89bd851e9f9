"""The network of the demo city: every total of the city file, every rule of the app."""

from __future__ import annotations

import datetime as dt
import json
import random  # noqa: TID251  # the dice of a test
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.db.models import Count, F, Q
from pytest_django import DjangoDbBlocker

from linli.apps.accounts import seeds as account_seeds
from linli.apps.accounts.models import RoleGrant
from linli.apps.organisations import queries, seeds
from linli.apps.organisations.models import (
    Appointment,
    CommitteeTerm,
    HomeContact,
    Organisation,
    OrganisationArea,
    OrganisationBuilding,
    OrganisationCompound,
    OrganisationFirm,
)
from linli.apps.organisations.rules.appointing import Facts, check_appointment
from linli.apps.organisations.rules.formation import Proposal, check_formation
from linli.apps.organisations.rules.kinds import MEMBER_POSTS, Form, Kind, Line, Post
from linli.apps.organisations.seeds.sharing import evenly, shared
from linli.apps.organisations.tests.conftest import today
from linli.apps.places import seeds as place_seeds
from linli.apps.places.models import Building
from linli.apps.places.queries import list_areas
from linli.foundation import clock
from linli.foundation.areas import Level, ancestor

CITY = Path(__file__).parents[3] / "config" / "demo" / "city_wuzhou.json"
FILE: dict[str, Any] = json.loads(CITY.read_text(encoding="utf-8"))
TOTALS = FILE["fitted_totals"]
pytestmark = [pytest.mark.city, pytest.mark.django_db, pytest.mark.timeout(300)]


@pytest.fixture(scope="module", autouse=True)
def drawn(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Load territory, accounts and network once for the module, and take them away at the end."""
    with django_db_blocker.unblock(), transaction.atomic():
        for number, app in enumerate((place_seeds, account_seeds, seeds)):
            app.load(
                city_file=FILE,
                now=clock.now(),
                dice=random.Random(number),
                report=lambda _step, _done, _total: None,
            )
        yield
        transaction.set_rollback(True)


@pytest.fixture
def town() -> int:
    """The city's code."""
    return list_areas("city")[0].code


def kinds() -> dict[str, int]:
    return dict(Organisation.objects.values_list("kind").annotate(n=Count("id")).order_by())


def posts() -> Counter[str]:
    return Counter(dict(Appointment.objects.values_list("post").annotate(n=Count("id")).order_by()))


def test_organisations_come_out_at_the_totals_of_the_city(town: int) -> None:
    found = kinds()
    forms = Counter(
        Organisation.objects.filter(kind=Kind.COMPOUND_BRANCH).values_list("form", flat=True)
    )

    assert found["compound_branch"] + found["oc_branch"] == TOTALS["branches"]["total"]
    assert forms["standalone"] == TOTALS["branches"]["standalone_compound"]
    assert forms["joint"] == TOTALS["branches"]["joint"]
    assert found["oc_branch"] == TOTALS["branches"]["owners_committee"]
    assert found["owners_committee"] == TOTALS["owners_committees"]
    assert found["property_management_committee"] == TOTALS["property_management_committees"]
    assert found["steward_team"] == TOTALS["steward_teams"]
    assert found["property_firm"] == TOTALS["property_firms"]
    assert found["firm_org"] == TOTALS["property_firm_orgs"]["total"]
    assert OrganisationFirm.objects.count() == TOTALS["property_firms_covered"]
    assert found["department"] == TOTALS["service_departments"]
    assert found["conference_unit"] == TOTALS["joint_conference_units"]
    assert found["grid_branch"] == found["grid_team"] == TOTALS["grids"]


def test_posts_come_out_at_the_totals_of_the_city(town: int) -> None:
    found = posts()

    assert found["grid_worker"] == TOTALS["grid_workers"]
    assert found["building_head"] == TOTALS["building_heads"]
    assert found["key_household"] == TOTALS["key_households"]
    assert found["adviser"] == TOTALS["advisers"]


def test_coverage_is_full_today_and_was_not_always(town: int) -> None:
    now, before = queries.coverage(today(), town), queries.coverage(dt.date(2021, 1, 1), town)

    assert now.figures.organisation.percent == 100.0
    assert now.figures.by_form["joint"] == TOTALS["branches"]["joint_cover_compounds"]
    assert now.branches_total == TOTALS["branches"]["total"]
    assert before.figures.organisation.part < now.figures.organisation.part
    assert queries.without_firm_and_liaison(today(), town) == ()


def test_cross_appointments_come_out_at_the_totals_of_the_city(town: int) -> None:
    found = queries.cross_list(today(), town)

    assert found.members_in_committees == TOTALS["party_members_in_committees"]
    assert len(found.directors) == TOTALS["concurrent_directors"]


def test_each_district_has_its_branches_and_committees(town: int) -> None:
    branches: Counter[int] = Counter()
    committees: Counter[int] = Counter()
    rows = Organisation.objects.filter(
        kind__in=["compound_branch", "oc_branch", "owners_committee"]
    )
    for kind, area in rows.values_list("kind", "area_id"):
        (committees if kind == "owners_committee" else branches)[
            ancestor(area, Level.DISTRICT)
        ] += 1

    for row in FILE["districts"]:
        code = int(row["code"]) * 10**9
        assert (branches[code], committees[code]) == (row["branches"], row["owners_committees"])


def test_every_branch_respects_its_form(town: int) -> None:
    full = Appointment.objects.filter(post__in=[str(post) for post in MEMBER_POSTS])
    held = set(full.values_list("organisation_id", "person_id"))
    members = Counter(organisation for organisation, _person in held)
    compounds = Counter(
        OrganisationCompound.objects.filter(
            line__in=[Line.BRANCH, Line.COMMITTEE_BRANCH]
        ).values_list("organisation_id", flat=True)
    )
    firms = Counter(OrganisationFirm.objects.values_list("organisation_id", flat=True))
    rows = Organisation.objects.exclude(form="").select_related("host")
    for row in rows:
        check_formation(
            Proposal(
                Kind(row.kind),
                Form(row.form),
                row.name,
                members=members[row.pk],
                units=compounds[row.pk] + firms[row.pk],
                compounds=compounds[row.pk],
                host_kind=Kind(row.host.kind) if row.host else None,
            )
        )


def test_every_appointment_respects_the_rules_and_its_organisations_term(town: int) -> None:
    rows = Appointment.objects.values_list(
        "organisation__kind",
        "post",
        "valid_from",
        "valid_to",
        "source",
        "election",
        "elected_on",
        "area_id",
        "compound_id",
        "building_id",
    )
    day = today()
    for kind, post, since, until, source, election, elected, area, compound, building in rows:
        facts = Facts(
            Kind(kind),
            Post(post),
            since,
            until,
            source,
            election,
            elected,
            has_area=area is not None,
            has_compound=compound is not None,
            has_building=building is not None,
        )
        check_appointment(facts, today=day)
    early = Appointment.objects.filter(valid_from__lt=F("organisation__valid_from"))
    assert early.count() == 0


def test_every_building_has_one_steward_team_of_its_grid(town: int) -> None:
    links = OrganisationBuilding.objects.filter(line=Line.STEWARD)
    astray = links.exclude(
        Q(building__grids__valid_to=None) & Q(building__grids__grid=F("organisation__area"))
    )

    assert links.values("building").distinct().count() == Building.objects.count() == links.count()
    assert astray.count() == 0


def test_every_grid_has_a_branch_a_team_and_workers(town: int) -> None:
    for line in (Line.GRID_BRANCH, Line.GRID_TEAM):
        assert OrganisationArea.objects.filter(line=line).count() == TOTALS["grids"]
    workers = Counter(
        Appointment.objects.filter(post=Post.GRID_WORKER).values_list("area_id", flat=True)
    )

    assert set(workers.values()) <= {5, 6}
    assert len(workers) == TOTALS["grids"]


def test_no_key_household_has_more_than_forty_homes_nor_any_of_another_building(town: int) -> None:
    most = HomeContact.objects.values("appointment").annotate(n=Count("id")).order_by("-n").first()

    assert most is not None
    assert most["n"] <= 40
    assert HomeContact.objects.exclude(home__building=F("appointment__building")).count() == 0


def test_committees_are_in_office_but_for_a_few_on_their_way(town: int) -> None:
    states = Counter(CommitteeTerm.objects.values_list("state", flat=True))

    assert states == {"active": 282, "filed": 5, "elected": 4}
    assert len(queries.late_filings(today(), town)) == 2


def test_the_personas_stand_in_the_showcase_with_their_organisations(town: int) -> None:
    held = {
        name: (post, kind, area)
        for name, post, kind, area in Appointment.objects.filter(
            person__account__username__isnull=False
        ).values_list(
            "person__account__username", "post", "organisation__kind", "organisation__area__name"
        )
        if post
        in {
            "grid_worker",
            "building_head",
            "community_secretary",
            "property_manager",
            "director",
            "officer",
            "handler",
        }
    }
    tied = set(
        RoleGrant.objects.filter(
            account__username__in=["zhi", "lu", "ou"], organisation__gt=0
        ).values_list("account__username", flat=True)
    )

    assert held["liang"] == ("community_secretary", "community_office", "南中社区")
    assert held["qin"][:2] == ("grid_worker", "grid_team")
    assert held["zhong"] == ("building_head", "community_office", "南中社区")
    assert held["zhi"][:2] == ("property_manager", "property_firm")
    assert held["lu"] == ("director", "owners_committee", "南中社区")
    assert held["gan"][:2] == ("officer", "subdistrict_office")
    assert held["xie"][:2] == ("officer", "city_office")
    assert held["ou"][:2] == ("handler", "department")
    assert tied == {"zhi", "lu", "ou"}


def test_shares_add_up_exactly() -> None:
    assert shared(138, [75, 60, 3], most=[75, 60, 3]) == [75, 60, 3]
    assert sum(shared(7, [0.1, 0.2, 0.9])) == 7
    assert shared(0, [1, 1]) == [0, 0]
    assert evenly(3, 5) == [1, 1, 1, 0, 0]
