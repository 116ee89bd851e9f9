"""A city begins: its operator opens the first administrator's account, once."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied

from linli.apps.accounts.actions import open_first_admin
from linli.apps.accounts.models import RoleGrant
from linli.apps.accounts.tests.cast import Cast
from linli.apps.accounts.tests.tiny_city import CITY, COMMUNITY, tiny_city
from linli.foundation import clock
from linli.foundation.refusals import Refused
from linli.platform.access import Actor, system

pytestmark = pytest.mark.django_db


def opened(actor: Actor, area: int = CITY) -> str:
    made = open_first_admin(
        actor=actor, username="root1", display_name="管理员", area=area, now=clock.now()
    )
    assert made.account.check_password(made.password)
    return made.account.username or ""


def test_the_operator_opens_the_first_administrator_once() -> None:
    tiny_city()

    assert opened(system("linli admin")) == "root1"
    assert RoleGrant.objects.get().role == "platform_admin"
    with pytest.raises(Refused, match="account.admin_there"):
        opened(system("linli admin"))


def test_an_administrator_is_of_a_city() -> None:
    tiny_city()

    with pytest.raises(Refused, match="account.city_unknown"):
        opened(system("linli admin"), COMMUNITY)


def test_nobody_on_a_page_opens_the_first_administrator(cast: Cast) -> None:
    with pytest.raises(PermissionDenied):
        opened(cast.platform_admin.actor)
