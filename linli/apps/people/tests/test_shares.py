"""The shares of a home add up to the home, exactly, on every day; the database sees to it too."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction
from django.http import Http404
from hypothesis import HealthCheck, assume, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from linli.apps.accounts.tests import tiny_city as place
from linli.apps.accounts.tests.cast import Cast
from linli.apps.people import actions, queries
from linli.apps.people.models import Ownership, Person
from linli.apps.people.rules import Share, check_shares
from linli.apps.people.tests.conftest import Village, key, make_person
from linli.foundation import clock
from linli.foundation.refusals import Refused

NOW = clock.now()
DAY = dt.date(2025, 1, 1)


def own(home: int, person: Person, part: tuple[int, int], since: dt.date, **facts: object) -> None:
    Ownership.objects.create(
        id=key(),
        home_id=home,
        person=person,
        numerator=part[0],
        denominator=part[1],
        basis="register",
        valid_from=since,
        **facts,
    )


def is_refused(
    home: int, person: Person, part: tuple[int, int], since: dt.date, **facts: object
) -> bool:
    try:
        with transaction.atomic():
            own(home, person, part, since, **facts)
    except DatabaseError:
        return True
    return False


def test_the_database_refuses_shares_beyond_the_whole(cast: Cast) -> None:
    home = cast.city.homes[0].pk
    one, two, three = (make_person(name) for name in ("甲", "乙", "丙"))
    own(home, one, (1, 2), DAY)
    own(home, two, (1, 2), DAY)

    assert is_refused(home, three, (1, 2), DAY)
    assert is_refused(home, three, (1, 2), DAY + dt.timedelta(days=400))
    assert is_refused(home, three, (1, 2), DAY - dt.timedelta(days=9))
    assert not is_refused(home, three, (1, 2), DAY - dt.timedelta(days=9), valid_to=DAY)


def test_the_database_refuses_shares_with_different_denominators(cast: Cast) -> None:
    home = cast.city.homes[0].pk
    own(home, make_person("甲"), (1, 3), DAY)

    assert is_refused(home, make_person("乙"), (1, 2), DAY)
    assert not is_refused(home, make_person("丙"), (2, 3), DAY)


def test_the_database_refuses_a_change_that_makes_too_much(cast: Cast) -> None:
    home = cast.city.homes[0].pk
    own(home, make_person("甲"), (1, 2), DAY, valid_to=DAY + dt.timedelta(days=10))
    own(home, make_person("乙"), (1, 1), DAY + dt.timedelta(days=10))
    rows = Ownership.objects.filter(home=home, numerator=1, denominator=2)
    with pytest.raises(DatabaseError), transaction.atomic():
        rows.update(valid_to=None)


def test_somebody_holds_one_share_of_a_home_at_a_time(cast: Cast) -> None:
    home, one = cast.city.homes[0].pk, make_person("甲")
    own(home, one, (1, 3), DAY)

    assert is_refused(home, one, (1, 3), DAY)


def test_a_share_has_one_holder_and_is_a_fraction(cast: Cast) -> None:
    home, one = cast.city.homes[0].pk, make_person("甲")

    assert is_refused(home, one, (3, 2), DAY)
    assert is_refused(home, one, (0, 2), DAY)
    assert is_refused(home, one, (1, 1), DAY, company="某公司")


@hypothesis_settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.lists(st.integers(1, 9), min_size=1, max_size=6), st.integers(-3, 3))
def test_shares_are_taken_when_and_only_when_they_make_the_whole(
    parts: list[int], off: int
) -> None:
    whole = sum(parts) + off
    assume(whole >= 1)
    shares = [Share(number + 1, "", part, whole) for number, part in enumerate(parts)]
    if off == 0:
        check_shares(shares)
    else:
        with pytest.raises(Refused):
            check_shares(shares)


@pytest.mark.parametrize(
    ("code", "shares"),
    [
        ("person.holders_number", []),
        ("person.holder_unclear", [Share(None, "", 1, 1)]),
        ("person.holder_unclear", [Share(1, "某公司", 1, 1)]),
        ("person.denominators_differ", [Share(1, "", 1, 2), Share(2, "", 2, 4)]),
        ("person.holder_twice", [Share(1, "", 1, 2), Share(1, "", 1, 2)]),
        ("person.share_wrong", [Share(1, "", 0, 1)]),
        ("person.share_wrong", [Share(1, "", 10_001, 10_001)]),
        ("person.shares_not_whole", [Share(1, "", 1, 2)]),
    ],
)
def test_shares_with_a_mistake_are_refused_by_name(code: str, shares: list[Share]) -> None:
    with pytest.raises(Refused) as refusal:
        check_shares(shares)
    assert refusal.value.code == code


def record(village: Village, who: str, **facts: object) -> tuple[Ownership, ...]:
    given_facts: dict[str, object] = {
        "home": village.home,
        "community": place.COMMUNITY,
        "shares": [Share(village.resident.pk, "", 1, 1)],
        "since": DAY,
        "basis": "register",
        "now": NOW,
        **facts,
    }
    return actions.record_owners(actor=village.cast[who].actor, **given_facts)  # type: ignore[arg-type]


def test_a_new_entry_takes_the_place_of_the_owners_before(village: Village) -> None:
    record(village, "secretary")

    before = queries.owners_of(village.home, DAY - dt.timedelta(days=1))
    after = queries.owners_of(village.home, DAY)
    assert {share.person for share in before} == {village.neighbour.pk, village.absent.pk}
    assert [share.person for share in after] == [village.resident.pk]
    with pytest.raises(Refused, match=r"person\.owners_later"):
        record(village, "secretary", since=DAY - dt.timedelta(days=5))


@pytest.mark.parametrize(
    ("code", "facts"),
    [
        ("person.basis_unknown", {"basis": "hearsay"}),
        ("person.holder_unknown", {"shares": [Share(7, "", 1, 1)]}),
        ("person.shares_not_whole", {"shares": [Share(7, "", 1, 2)]}),
    ],
)
def test_a_wrong_entry_changes_nothing(
    village: Village, code: str, facts: dict[str, object]
) -> None:
    with pytest.raises(Refused) as refusal:
        record(village, "secretary", **facts)
    assert refusal.value.code == code
    assert len(queries.owners_of(village.home, DAY)) == 2


def test_only_the_community_of_the_home_records_owners(village: Village) -> None:
    for who in village.cast:
        if who in {"secretary", "window"}:
            continue
        with pytest.raises(PermissionDenied):
            record(village, who)
    with pytest.raises(Http404):
        record(village, "outsider", community=place.OTHER_COMMUNITY)
    record(village, "window")


def test_the_roll_of_a_compound_holds_every_home_with_owners(village: Village) -> None:
    compound = village.cast.city.compound.pk
    roll = queries.owners_inside(compound, DAY)

    assert set(roll) == {village.home}
    assert queries.owned_homes_of(village.cast.neighbour.key, DAY) == (village.home,)
    assert queries.homes_of(village.cast.resident.key, DAY) == (village.home,)
