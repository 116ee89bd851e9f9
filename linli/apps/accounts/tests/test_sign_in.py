"""Signing in: password, code by e-mail, second factor, demo links; and no bare page anywhere."""

from __future__ import annotations

import re
from pathlib import Path

import allauth
import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.template import TemplateDoesNotExist
from django.template.loader import get_template
from django.test import Client, RequestFactory
from django.urls import NoReverseMatch, reverse
from pytest_django import Settings

from linli.apps.accounts import queries
from linli.apps.accounts.models import Account, AccountSession
from linli.apps.accounts.tests.cast import Cast, make_account, signed_in
from linli.apps.accounts.web.demo import sign_in_demo

TEMPLATES = Path(allauth.__file__).parent / "templates"
BARE = sorted(
    str(path.relative_to(TEMPLATES))
    for folder in ("account", "mfa")
    for path in (TEMPLATES / folder).rglob("*.html")
)
# Frames and pieces of pages that we do not use, and pages whose addresses do not exist here.
UNUSED = re.compile(r"/base|/snippets/|phone|passkey|trust|signup_form")
PASSWORD = "xi-jiang-1234"


def with_password(username: str = "pan") -> Account:
    account = make_account(username)
    account.set_password(PASSWORD)
    account.save(update_fields=["password"])
    return account


@pytest.mark.parametrize("name", [name for name in BARE if not UNUSED.search(name)])
def test_no_page_of_allauth_is_shown_bare(name: str) -> None:
    origin = get_template(name).origin.name  # type: ignore[attr-defined]
    assert "linli/apps/accounts/templates" in origin.replace("\\", "/")


def test_the_pages_that_stay_bare_have_no_address() -> None:
    for name in (
        "account_verify_phone",
        "account_signup_by_passkey",
        "mfa_trust",
        "mfa_signup_webauthn",
    ):
        with pytest.raises(NoReverseMatch):
            reverse(name)
    with pytest.raises(TemplateDoesNotExist):
        get_template("socialaccount/no_such_page.html")


@pytest.mark.parametrize(
    "name",
    ["account_login", "account_signup", "account_reset_password", "account_request_login_code"],
)
def test_the_doors_carry_our_frame(db: None, name: str) -> None:
    page = Client().get(reverse(name)).content.decode()

    assert 'id="main"' in page
    assert "csrfmiddlewaretoken" in page
    assert not re.search(r"\b(Sign In|Password:|Username)\b", page)


def test_a_resident_signs_up_with_a_user_name_only(db: None) -> None:
    client = Client()
    form = {
        "display_name": "新邻居",
        "username": "NewOne",
        "password1": PASSWORD,
        "password2": PASSWORD,
    }
    assert client.post("/accounts/signup/", form).status_code == 302

    account = Account.objects.get(username="newone")
    assert account.display_name == "新邻居"
    assert account.email is None
    assert client.get("/me/").status_code == 200


def test_sign_up_wants_a_user_name_or_an_address(db: None) -> None:
    form = {"display_name": "新邻居", "password1": PASSWORD, "password2": PASSWORD}
    page = Client().post("/accounts/signup/", form)

    assert "至少一个" in page.content.decode()
    assert not Account.objects.exists()


def test_somebody_signs_in_by_user_name_and_gets_a_new_session(db: None) -> None:
    with_password()
    client = Client(headers={"user-agent": "Mozilla/5.0 (iPhone) Safari/605"})
    client.get("/accounts/login/")
    before = client.session.session_key
    client.post("/accounts/login/", {"login": "PAN", "password": PASSWORD})

    assert client.get("/me/").status_code == 200
    assert client.session.session_key != before
    row = AccountSession.objects.get(account__isnull=False)
    assert row.device == "iPhone · Safari"
    assert row.made_at is not None


def test_wrong_passwords_are_counted_and_stopped(db: None) -> None:
    with_password()
    client = Client()
    wrong = {"login": "pan", "password": "wrong"}
    pages = [client.post("/accounts/login/", wrong).content.decode() for _each in range(7)]

    assert "用户名或密码不对" in pages[0]
    assert "试的次数太多了" in pages[-1]
    client.post("/accounts/login/", {"login": "pan", "password": PASSWORD})
    assert client.get("/me/").status_code == 302


def test_somebody_signs_in_with_a_code_by_mail(db: None) -> None:
    account = make_account("pan")
    EmailAddress.objects.create(user=account, email="pan@example.org", verified=True, primary=True)
    Account.objects.filter(pk=account.pk).update(email="pan@example.org")
    client = Client()
    client.post("/accounts/login/code/", {"email": "pan@example.org"})
    code = re.search(r"^([A-Z0-9-]{6,9})$", str(mail.outbox[0].body), re.MULTILINE)

    assert code is not None
    assert "您的登录验证码是" in mail.outbox[0].body
    assert "输入登录验证码" in client.get("/accounts/login/code/confirm/").content.decode()
    client.post("/accounts/login/code/confirm/", {"code": code[1]})
    assert client.get("/me/").status_code == 200


def test_nobody_learns_whether_an_address_is_known(db: None) -> None:
    response = Client().post("/accounts/login/code/", {"email": "nobody@example.org"})

    assert response.status_code == 302
    assert mail.outbox == []


def test_staff_are_led_to_a_second_factor_and_their_roles_start_with_it(cast: Cast) -> None:
    account = cast.grid_worker.account
    assert account is not None
    account.set_password(PASSWORD)
    account.save(update_fields=["password"])
    client = Client()
    response = client.post("/accounts/login/", {"login": "grid_worker", "password": PASSWORD})
    assert response["Location"] == "/accounts/second-factor/"
    assert "工作角色还没有生效" in client.get("/me/").content.decode()

    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    page = client.get("/accounts/2fa/totp/activate/")
    secret = page.context["form"].secret
    client.post("/accounts/2fa/totp/activate/", {"code": code_of(secret)})
    assert "工作角色还没有生效" not in client.get("/me/").content.decode()

    again = Client()
    response = again.post("/accounts/login/", {"login": "grid_worker", "password": PASSWORD})
    assert response["Location"] == "/accounts/2fa/authenticate/"
    assert again.get("/me/").status_code == 302
    assert "第二步" in again.get("/accounts/2fa/authenticate/").content.decode()


def test_the_secret_of_an_authenticator_is_stored_encrypted(cast: Cast) -> None:
    account = cast.resident.account
    totp = TOTP.activate(account, "JBSWY3DPEHPK3PXP")

    assert "JBSWY3DPEHPK3PXP" not in str(totp.instance.data)
    assert totp.validate_code(code_of("JBSWY3DPEHPK3PXP"))


def code_of(secret: str) -> str:
    counter = next(iter(yield_hotp_counters_from_time()))
    return str(format_hotp_value(hotp_value(secret, counter)))


def test_giving_a_role_asks_for_the_password_again(cast: Cast) -> None:
    account = cast.secretary.account
    assert account is not None
    account.set_password(PASSWORD)
    account.save(update_fields=["password"])
    response = signed_in(account).get(f"/staff/roles/give/{cast.neighbour.key}/")

    assert response.status_code == 302
    assert response["Location"].startswith("/accounts/reauthenticate/")


def test_a_demo_link_signs_in_a_demo_account_in_demo_mode_only(
    db: None, settings: Settings, rf: RequestFactory
) -> None:
    account = make_account("mo")
    request = rf.get("/")
    request.session = Client().session
    for demo, is_demo, works in ((False, True, False), (True, False, False), (True, True, True)):
        settings.DEMO = demo
        Account.objects.filter(pk=account.pk).update(is_demo=is_demo)
        found = queries.find_demo_account("mo")
        assert (found is not None) is works
        row = Account.objects.get(pk=account.pk)
        if works:
            sign_in_demo(request, row)
            assert request.session["second_factor"] is True
        else:
            with pytest.raises(PermissionDenied):
                sign_in_demo(request, row)
