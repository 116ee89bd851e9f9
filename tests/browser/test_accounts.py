"""Signing in and the pages of accounts and people, on the screens where they are used."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import CDPSession

from linli.apps.accounts.models import Account
from linli.apps.accounts.tests.cast import Cast
from tests.browser.visitor import DESKTOP, PHONE, PHONE_LARGE, PHONE_PLAIN, Look, Visitor

Visit = Callable[..., Visitor]
FIRST_PAGE = re.compile(r"^https?://[^/]+/$")
PASSWORD = "xi-jiang-1234"
OWN = (
    "/me/",
    "/me/details/",
    "/me/consents/",
    "/me/devices/",
    "/me/helpers/",
    "/me/close/",
    "/me/looks/",
    "/accounts/2fa/",
    "/accounts/email/",
    "/homes/",
    "/homes/find/?words=江滨花园",
    "/homes/help/",
)
STAFF = (
    "/staff/roles/",
    "/staff/accounts/?words=覃志",
    "/staff/accounts/open/",
    "/staff/people/",
    "/staff/help/",
)


def authenticator(visitor: Visitor) -> CDPSession:
    """Give the browser a device that unlocks by itself."""
    devices = visitor.page.context.new_cdp_session(visitor.page)
    devices.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    devices.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    return devices


@pytest.mark.parametrize("look", [PHONE, PHONE_PLAIN], ids=lambda look: look.name)
def test_somebody_signs_up_with_a_name_and_a_password(cast: Cast, visit: Visit, look: Look) -> None:
    me = visit(look)
    me.goto("/accounts/login/")
    me.audit("1-login")
    me.tap(me.link("注册一个"))
    me.write("怎么称呼您", "岑婆婆")
    me.write("用户名", "cenpopo")
    me.page.locator("input[name=password1]").fill(PASSWORD)
    me.page.locator("input[name=password2]").fill(PASSWORD)
    me.audit("2-signup")
    me.tap(me.button("注册"))
    me.page.wait_for_url(FIRST_PAGE)
    me.goto("/me/")
    me.sees("岑婆婆")


def test_a_passkey_is_set_up_and_signs_in_without_a_password(cast: Cast, visit: Visit) -> None:
    me = visit(PHONE, account=cast.resident.account)
    authenticator(me)
    me.goto("/accounts/2fa/webauthn/add/")
    me.audit("1-add")
    me.page.get_by_label("以后只用它登录").check()
    me.tap(me.button("添加"))
    me.sees("备用码")
    me.audit("2-codes")
    me.goto("/accounts/logout/")
    me.tap(me.page.locator("main").get_by_role("button", name="退出登录"))
    me.page.wait_for_url(FIRST_PAGE)
    me.goto("/accounts/login/")
    me.tap(me.button("用通行密钥登录"))
    me.page.wait_for_url(FIRST_PAGE)
    me.goto("/me/")
    me.sees("莫小玲")


@pytest.mark.parametrize("look", [PHONE, PHONE_LARGE], ids=lambda look: look.name)
def test_the_pages_about_oneself_can_be_read_by_everybody(
    cast: Cast, visit: Visit, look: Look
) -> None:
    me = visit(look, account=cast.resident.account)
    for number, path in enumerate(OWN):
        me.goto(path)
        me.audit(f"{number}-{path.strip('/').split('?')[0].replace('/', '-')}")


@pytest.mark.parametrize("look", [DESKTOP, PHONE], ids=lambda look: look.name)
def test_the_pages_of_staff_can_be_read_by_everybody(cast: Cast, visit: Visit, look: Look) -> None:
    Account.objects.filter(pk=cast.grid_worker.key).update(community=450403002004000)
    me = visit(look, account=cast.secretary.account)
    for number, path in enumerate(STAFF):
        me.goto(path)
        me.audit(f"{number}-{path.strip('/').split('?')[0].replace('/', '-')}")


def test_a_secretary_gives_a_role(cast: Cast, visit: Visit) -> None:
    me = visit(DESKTOP, account=cast.secretary.account)
    me.goto(f"/staff/roles/give/{cast.neighbour.key}/")
    me.tap(me.page.get_by_text("再往下选"))
    me.tap(me.link("枣冲社区第一网格"))
    me.page.get_by_label("角色").select_option(label="网格员")
    me.write("理由", "两委会议决定")
    me.audit("1-give")
    me.tap(me.button("授予角色"))
    me.sees("角色已授予")
    me.sees("钟翠兰")
