"""The people of every test, the same in all apps: a resident, a neighbour, a grid worker, …

    def test_a_neighbour_cannot_read_it(cast: Cast) -> None:
        assert cast.neighbour.client().get("/matters/1/").status_code == 404

All live or work in the tiny city. Those with a role hold it over the area named here; the outsider
is the secretary of a community in another district: the strongest person who still has no business
here. The stranger has not signed in.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import pytest
from django.test import Client

from linli.apps.accounts import queries
from linli.apps.accounts.models import Account, RoleGrant
from linli.apps.accounts.rules import Role
from linli.apps.accounts.tests import tiny_city as place
from linli.apps.accounts.tests.tiny_city import TinyCity, tiny_city
from linli.foundation import clock
from linli.foundation.areas import Level
from linli.foundation.keys import new_key
from linli.platform.access import Actor

HANDLING_DEPARTMENT: Final = 7001  # keys of organisations, which accounts does not know
PROPERTY_FIRM: Final = 7002


@dataclass(frozen=True, slots=True)
class Part:
    """What somebody of the cast holds: a role, over which area, for which organisation."""

    name: str
    role: Role | None = None
    area: int = place.CITY
    level: Level = Level.CITY
    organisation: int = 0


PARTS: Final = {
    "resident": Part("莫小玲"),
    "neighbour": Part("钟翠兰"),
    "volunteer": Part("麦秀英", Role.VOLUNTEER, place.COMMUNITY, Level.COMMUNITY),
    "building_head": Part("邓伟明", Role.BUILDING_HEAD, place.GRID, Level.GRID),
    "grid_worker": Part("覃志强", Role.GRID_WORKER, place.GRID, Level.GRID),
    "secretary": Part("梁丽华", Role.COMMUNITY_SECRETARY, place.COMMUNITY, Level.COMMUNITY),
    "window": Part("黄凤英", Role.SERVICE_WINDOW_STAFF, place.COMMUNITY, Level.COMMUNITY),
    "outsider": Part("韦永康", Role.COMMUNITY_SECRETARY, place.OTHER_COMMUNITY, Level.COMMUNITY),
    "subdistrict_officer": Part(
        "甘文斌", Role.SUBDISTRICT_OFFICER, place.SUBDISTRICT, Level.SUBDISTRICT
    ),
    "department_handler": Part(
        "欧晓彤", Role.DEPARTMENT_HANDLER, place.DISTRICT, Level.DISTRICT, HANDLING_DEPARTMENT
    ),
    "property_manager": Part(
        "植永健", Role.PROPERTY_MANAGER, place.COMMUNITY, Level.COMMUNITY, PROPERTY_FIRM
    ),
    "city_officer": Part("谢慧敏", Role.CITY_OFFICER),
    "data_officer": Part("文静怡", Role.DATA_OFFICER),
    "platform_admin": Part("罗建平", Role.PLATFORM_ADMIN),
}
STRANGER: Final = "stranger"


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody of the cast: the account (none for the stranger), the actor, and a way to browse."""

    name: str
    account: Account | None
    actor: Actor

    @property
    def key(self) -> int:
        """Return the key of the account; the stranger has none."""
        assert self.account is not None, "the stranger has no account"
        return self.account.pk

    def client(self) -> Client:
        """Return a browser signed in as this member, second factor shown."""
        return signed_in(self.account)


@dataclass(frozen=True, slots=True)
class Cast:
    """Everybody, by name."""

    city: TinyCity
    members: dict[str, Member]

    def __getattr__(self, name: str) -> Member:
        try:
            return self.members[name]
        except KeyError:
            raise AttributeError(name) from None

    def __iter__(self) -> Iterator[str]:
        return iter(self.members)

    def __getitem__(self, name: str) -> Member:
        return self.members[name]


def signed_in(account: Account | None, *, is_verified: bool = True) -> Client:
    """Return a browser in which `account` has signed in, with a second factor unless told not to."""
    client = Client()
    if account is None:
        return client
    client.force_login(account)
    if is_verified:
        session = client.session
        session["second_factor"] = True
        session.save()
    return client


def make_account(username: str, name: str = "某人") -> Account:
    """Write an account without a role."""
    return Account.objects.create(
        id=new_key(clock.now()), username=username, display_name=name, password="!"
    )


def give(account: Account, role: str, area: int, level: str, organisation: int = 0) -> RoleGrant:
    """Write a grant past the rules; the tests of accounts go through the action."""
    return RoleGrant.objects.create(
        id=new_key(clock.now()),
        account=account,
        role=role,
        area_id=area,
        level=level,
        organisation=organisation,
        valid_from=place.SINCE,
        reason="测试",
    )


def make_cast(city: TinyCity) -> Cast:
    """Write everybody into the test's database."""
    members = {STRANGER: Member(STRANGER, None, Actor())}
    for username, part in PARTS.items():
        account = make_account(username, part.name)
        if part.role is not None:
            give(account, part.role, part.area, part.level, part.organisation)
        actor = queries.actor_for(account.pk, clock.now())
        members[username] = Member(username, account, actor)
    return Cast(city, members)


@pytest.fixture
def city(db: None) -> TinyCity:
    """The tiny city."""
    return tiny_city()


@pytest.fixture
def cast(city: TinyCity) -> Cast:
    """Everybody, in the tiny city."""
    return make_cast(city)


def read_matrix(text: str) -> list[tuple[str, str, str]]:
    """Read a table of words into (row, column, mark): the first line names the columns.

    >>> read_matrix('''
    ...              read  close
    ... resident     yes   no
    ... ''')
    [('resident', 'read', 'yes'), ('resident', 'close', 'no')]
    """
    lines = [line.split() for line in text.strip().splitlines() if line.strip()]
    columns, rows = lines[0], lines[1:]
    return [
        (row, column, mark)
        for row, *marks in rows
        for column, mark in zip(columns, marks, strict=True)
    ]
