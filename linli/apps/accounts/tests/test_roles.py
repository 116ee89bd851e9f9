"""Roles are given inside one's own area, for a term, with a reason, and end at once."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.http import Http404

from linli.apps.accounts import actions, queries, rules
from linli.apps.accounts.models import RoleGrant
from linli.apps.accounts.rules import Role
from linli.apps.accounts.tests import tiny_city as place
from linli.apps.accounts.tests.cast import Cast, give, make_account, read_matrix
from linli.foundation import clock
from linli.foundation.areas import Level, span
from linli.foundation.refusals import Refused
from linli.platform.access import Actor
from linli.platform.models import JournalLine

NOW = clock.now()
TODAY = clock.local_date(NOW)
AREAS = {
    "grid": place.GRID,
    "community": place.COMMUNITY,
    "next": place.NEXT_COMMUNITY,
    "subdistrict": place.SUBDISTRICT,
    "district": place.DISTRICT,
    "elsewhere": place.OTHER_COMMUNITY,
    "city": place.CITY,
}
# Who may make somebody a grid worker over each area.
GRID_WORKER = read_matrix("""
                     grid  community  next  subdistrict  district  elsewhere  city
stranger             no    no         no    no           no        no         no
resident             no    no         no    no           no        no         no
volunteer            no    no         no    no           no        no         no
building_head        no    no         no    no           no        no         no
grid_worker          no    no         no    no           no        no         no
secretary            yes   yes        no    no           no        no         no
window               no    no         no    no           no        no         no
outsider             no    no         no    no           no        yes        no
subdistrict_officer  yes   yes        yes   yes          no        no         no
department_handler   no    no         no    no           no        no         no
property_manager     no    no         no    no           no        no         no
city_officer         yes   yes        yes   yes          yes       yes        yes
data_officer         no    no         no    no           no        no         no
platform_admin       yes   yes        yes   yes          yes       yes        yes
""")
# Who may give each role over the community.
ROLES = read_matrix("""
                     resident volunteer grid_worker property_manager community_secretary subdistrict_officer city_officer auditor platform_admin
secretary            no       yes       yes         yes              no                  no                  no           no      no
subdistrict_officer  no       yes       yes         yes              yes                 no                  no           no      no
city_officer         no       yes       yes         yes              yes                 yes                 no           no      no
platform_admin       yes      yes       yes         yes              yes                 yes                 yes          yes     yes
""")


def grant(actor: Actor, account: int, **facts: object) -> RoleGrant:
    given: dict[str, object] = {
        "role": "grid_worker",
        "area": place.GRID,
        "valid_from": TODAY,
        "reason": "两委会议决定",
        "now": NOW,
        **facts,
    }
    return actions.grant_role(actor=actor, account=account, **given)  # type: ignore[arg-type]


@pytest.mark.parametrize(("who", "area", "answer"), GRID_WORKER)
def test_a_role_is_given_inside_ones_own_area_only(
    cast: Cast, who: str, area: str, answer: str
) -> None:
    account = cast.neighbour.key
    if answer == "yes":
        assert grant(cast[who].actor, account, area=AREAS[area]).granted_by_id == cast[who].key
    else:
        with pytest.raises(Refused, match=r"account\.may_not_give"):
            grant(cast[who].actor, account, area=AREAS[area])
        assert not RoleGrant.objects.filter(account=account).exists()


@pytest.mark.parametrize(("who", "role", "answer"), ROLES)
def test_only_lower_roles_are_given(cast: Cast, who: str, role: str, answer: str) -> None:
    over = span(place.COMMUNITY, Level.COMMUNITY)
    holdings = queries.holdings_of(cast[who].actor)

    assert rules.may_give(holdings, role, over) is (answer == "yes")


@pytest.mark.parametrize("who", ["stranger", "resident", "grid_worker"])
def test_the_list_and_the_guard_agree_on_who_may_end_a_grant(cast: Cast, who: str) -> None:
    row = give(cast.neighbour.account, "grid_worker", place.SECOND_GRID, "grid")  # type: ignore[arg-type]

    with pytest.raises((Http404, PermissionDenied)):
        actions.end_role(actor=cast[who].actor, grant=row.pk, reason="不再担任", now=NOW)
    assert queries.get_grant(cast[who].actor, row.pk) is None


def test_whoever_may_give_a_role_may_end_it_and_nobody_else(cast: Cast) -> None:
    for who in cast:
        row = give(make_account(f"taker{who}".replace("_", "")), "grid_worker", place.GRID, "grid")
        over = span(place.GRID, Level.GRID)
        may = rules.may_give(queries.holdings_of(cast[who].actor), "grid_worker", over)
        try:
            actions.end_role(actor=cast[who].actor, grant=row.pk, reason="不再担任", now=NOW)
            ended = True
        except (Http404, PermissionDenied):
            ended = False
        assert ended is may, who


def test_nobody_gives_a_role_to_oneself_or_ends_ones_own(cast: Cast) -> None:
    admin = cast.platform_admin
    with pytest.raises(Refused, match=r"account\.grant_to_self"):
        grant(admin.actor, admin.key)
    own = RoleGrant.objects.get(account=admin.account)
    with pytest.raises(PermissionDenied):
        actions.end_role(actor=admin.actor, grant=own.pk, reason="不再担任", now=NOW)


def test_the_last_platform_admin_stays(cast: Cast) -> None:
    own = RoleGrant.objects.get(account=cast.platform_admin.account)
    other = make_account("second")
    spare = give(other, Role.PLATFORM_ADMIN, place.CITY, "city")
    actor = queries.actor_for(other.pk, NOW)

    actions.end_role(actor=actor, grant=own.pk, reason="调离", now=NOW)
    system = Actor(label="test", is_system=True)
    with pytest.raises(Refused, match=r"account\.last_admin"):
        actions.end_role(actor=system, grant=spare.pk, reason="调离", now=NOW)


@pytest.mark.parametrize(
    ("code", "facts"),
    [
        ("account.reason_missing", {"reason": "  "}),
        ("account.reason_too_long", {"reason": "长" * 201}),
        ("account.term_reversed", {"valid_to": TODAY}),
        ("account.term_too_long", {"valid_to": TODAY + dt.timedelta(days=2000)}),
        ("account.area_unknown", {"area": 450499000000000}),
        ("account.role_unknown", {"role": "king"}),
    ],
)
def test_a_grant_with_a_mistake_is_refused_and_leaves_nothing(
    cast: Cast, code: str, facts: dict[str, object]
) -> None:
    before = JournalLine.objects.count()
    with pytest.raises(Refused) as refusal:
        grant(cast.secretary.actor, cast.neighbour.key, **facts)

    assert refusal.value.code == code
    assert not RoleGrant.objects.filter(account=cast.neighbour.key).exists()
    assert JournalLine.objects.count() == before


def test_an_unknown_account_is_refused(cast: Cast) -> None:
    with pytest.raises(Refused, match=r"account\.unknown"):
        grant(cast.secretary.actor, 1)


def test_the_same_role_twice_at_one_time_is_refused_by_action_and_database(cast: Cast) -> None:
    grant(cast.secretary.actor, cast.neighbour.key)
    with pytest.raises(Refused, match=r"account\.grant_overlaps"):
        grant(cast.secretary.actor, cast.neighbour.key, valid_from=TODAY + dt.timedelta(days=9))
    assert cast.neighbour.account is not None
    with pytest.raises(IntegrityError), transaction.atomic():
        give(cast.neighbour.account, "grid_worker", place.GRID, "grid")

    grant(cast.secretary.actor, cast.neighbour.key, area=place.SECOND_GRID)
    grant(cast.secretary.actor, cast.neighbour.key, organisation=7)


def test_an_ended_role_is_gone_at_once_even_when_it_began_today(cast: Cast) -> None:
    old = give(cast.neighbour.account, "grid_worker", place.SECOND_GRID, "grid")  # type: ignore[arg-type]
    new = grant(cast.secretary.actor, cast.neighbour.key)
    assert len(queries.actor_for(cast.neighbour.key, NOW).grants) == 2

    for row in (old, new):
        actions.end_role(actor=cast.secretary.actor, grant=row.pk, reason="不再担任", now=NOW)

    assert queries.actor_for(cast.neighbour.key, NOW).grants == ()
    assert RoleGrant.objects.get(pk=old.pk).valid_to == TODAY
    verbs = list(
        JournalLine.objects.filter(subject__in=[old.pk, new.pk])
        .order_by("id")
        .values_list("verb", flat=True)
    )
    assert verbs == ["role.granted", "role.ended", "role.ended"]
    with pytest.raises(Refused, match=r"account\.grant_ended"):
        actions.end_role(actor=cast.secretary.actor, grant=old.pk, reason="不再担任", now=NOW)


def test_staff_give_and_end_a_role_on_their_pages(cast: Cast) -> None:
    client = cast.secretary.client()
    page = f"/staff/roles/give/{cast.neighbour.key}/?area={place.GRID}"
    form = {"role": "grid_worker", "valid_from": TODAY.isoformat(), "reason": "两委会议决定"}

    assert "网格员" in client.get(page).content.decode()
    assert client.post(page, {**form, "reason": ""}).status_code == 422
    assert client.post(page, form).status_code == 302
    row = RoleGrant.objects.get(account=cast.neighbour.key)
    assert "钟翠兰" in client.get("/staff/roles/").content.decode()

    assert client.post(f"/staff/roles/{row.pk}/end/", {"reason": "不再担任"}).status_code == 302
    assert queries.actor_for(cast.neighbour.key, NOW).grants == ()


def test_the_list_of_roles_costs_the_same_for_one_and_for_twenty(cast: Cast) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client = cast.secretary.client()
    client.get("/staff/roles/")

    def cost() -> int:
        with CaptureQueriesContext(connection) as queries_made:
            assert client.get("/staff/roles/").status_code == 200
        return len(queries_made)

    few = cost()
    for number in range(20):
        give(make_account(f"many{number}"), "volunteer", place.GRID, "grid")
    assert cost() == few == 3


def test_staff_see_the_roles_of_their_area_only(cast: Cast) -> None:
    def seen(who: str) -> set[str]:
        return {row.account_name for row in queries.list_grants(cast[who].actor, on=TODAY)}

    assert "覃志强" in seen("secretary")
    assert "韦永康" not in seen("secretary")
    assert seen("outsider") == {"韦永康"}
    assert seen("grid_worker") == {"覃志强"}
    assert len(seen("platform_admin")) == 12
    assert len(seen("data_officer")) == 12
