"""The people of the demo city obey the rules and are the ones that the pages need."""

from __future__ import annotations

import datetime as dt
import json
import random  # noqa: TID251  # the dice of a test
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from pytest_django import DjangoDbBlocker

from linli.apps.accounts import queries as accounts
from linli.apps.accounts import seeds as account_seeds
from linli.apps.accounts.models import Account, RoleGrant
from linli.apps.accounts.seeds import PERSONAS
from linli.apps.people import queries, seeds
from linli.apps.people.models import Ownership, Person, Residence, ResidenceClaim
from linli.apps.people.rules import Share, check_shares
from linli.apps.places import seeds as place_seeds

CITY = Path(__file__).parents[3] / "config" / "demo" / "city_wuzhou.json"
FILE: dict[str, Any] = json.loads(CITY.read_text(encoding="utf-8"))
NOW = dt.datetime(2026, 11, 23, 4, 0, tzinfo=dt.UTC)
TODAY = NOW.date()

pytestmark = [pytest.mark.city, pytest.mark.django_db]


@pytest.fixture(scope="module", autouse=True)
def written(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Write territory, accounts and people once for the module, and take them away at the end."""
    with django_db_blocker.unblock(), transaction.atomic():
        for number, app in enumerate((place_seeds, account_seeds, seeds)):
            app.load(
                city_file=FILE,
                now=NOW,
                dice=random.Random(number),
                report=lambda _step, _done, _total: None,
            )
        yield
        transaction.set_rollback(True)


def account_of(username: str) -> Account:
    return Account.objects.get(username=username)


def test_every_home_of_the_showcase_community_is_wholly_owned() -> None:
    shares: dict[int, list[Share]] = defaultdict(list)
    for home, person, company, numerator, denominator in Ownership.objects.as_of(TODAY).values_list(
        "home_id", "person_id", "company", "numerator", "denominator"
    ):
        shares[home].append(Share(person, company, numerator, denominator))
    for parts in shares.values():
        check_shares(parts)

    several = sum(len(parts) > 1 for parts in shares.values()) / len(shares)
    assert len(shares) == 2400
    assert 0.3 < several < 0.42
    assert 5 < sum(bool(parts[0].company) for parts in shares.values()) < 90


def test_tenants_do_not_own_where_they_live_and_a_tenth_stands_empty() -> None:
    rows = Residence.objects.as_of(TODAY)
    homes = set(rows.values_list("home_id", flat=True))
    tenants = set(rows.filter(relation="tenant").values_list("home_id", "person_id"))
    owners = set(Ownership.objects.as_of(TODAY).values_list("home_id", "person_id"))

    assert not tenants & owners
    assert 0.85 < len(homes) / 2400 < 0.92
    assert 0.15 < len(tenants) / 2400 < 0.23


@pytest.mark.parametrize("persona", PERSONAS, ids=lambda persona: persona.username)
def test_each_persona_has_an_account_a_person_and_the_role(
    persona: account_seeds.Persona,
) -> None:
    account = account_of(persona.username)
    actor = accounts.actor_for(account.pk, NOW)

    assert account.is_demo
    assert not account.has_usable_password()
    assert [grant.role for grant in actor.grants] == ([persona.role] if persona.role else [])
    person = queries.person_of(account.pk)
    assert person is not None
    assert person.name == persona.name


def test_the_personas_live_where_their_stories_say() -> None:
    def relation(username: str) -> list[str]:
        return [row.relation for row in queries.list_my_homes(account_of(username).pk, TODAY)]

    assert relation("mo") == ["tenant"]
    assert relation("cen") == relation("zhong") == relation("mai") == relation("lu") == ["owner"]
    cen = accounts.actor_for(account_of("cen").pk, NOW)
    assert {row.help_list for row in queries.list_my_help(cen, TODAY)} == {
        "lives_alone",
        "heat",
        "lunch",
    }


def test_the_grid_worker_has_homes_to_confirm() -> None:
    qin = accounts.actor_for(account_of("qin").pk, NOW)

    assert len(queries.list_open_claims(qin)) == ResidenceClaim.objects.count() == 3


def test_every_grid_and_community_has_somebody_at_work() -> None:
    assert len(seeds.persons_of_role("grid_worker")) == 612
    assert len(seeds.persons_of_role("community_secretary")) == 86
    assert not RoleGrant.objects.filter(granted_by=None).exclude(role="platform_admin").exists()


def test_children_have_guardians_and_nobody_a_real_number() -> None:
    young = Person.objects.filter(birth_year__gt=TODAY.year - 14)
    assert young.count() > 500
    assert not young.filter(guardian=None).exists()
    assert not Person.objects.exclude(phone="").exclude(phone__startswith="0774-555").exists()


def test_more_persons_are_written_for_whoever_asks() -> None:
    codes = [450403008001000] * 3
    keys = seeds.new_persons(codes, city_file=FILE, now=NOW, dice=random.Random(9))

    assert len(set(keys)) == 3
    assert Person.objects.filter(pk__in=keys, community=codes[0]).count() == 3
    assert seeds.persona_home("mo") is not None
