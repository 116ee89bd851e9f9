"""What allauth asks us: how an account is made, where to go next, how secrets are kept."""

from __future__ import annotations

import base64
import hashlib
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from linli.apps.accounts.models import Account
from linli.apps.accounts.rules import STAFF_ROLES, clean_name
from linli.apps.accounts.web import preferences
from linli.apps.accounts.web.devices import note_device
from linli.apps.accounts.web.second_factor import is_verified
from linli.foundation import clock
from linli.foundation.keys import new_key


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth has no types
    """Accounts with keys of our own; a user name only when one was typed."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": _("这个账号停用了，请联系社区窗口。"),
        "cannot_remove_primary_email": _("这个邮箱正在使用，不能删除。"),
        "duplicate_email": _("这个邮箱已经在您的账号里。"),
        "email_password_mismatch": _("邮箱或密码不对，请再试一次。"),
        "email_taken": _("这个邮箱已有人用，请换一个，或者去登录。"),
        "enter_current_password": _("请输入现在的密码。"),
        "incorrect_code": _("验证码不对，请再看一下。"),
        "incorrect_password": _("密码不对，请再试一次。"),
        "invalid_or_expired_key": _("这个链接已经失效，请重新申请。"),
        "invalid_login": _("登录没有成功，请再试一次。"),
        "invalid_password_reset": _("验证码已经失效，请重新申请。"),
        "max_email_addresses": _("最多 %d 个邮箱，请先删除一个。"),
        "rate_limited": _("操作太频繁了，请过几分钟再试。"),
        "same_as_current": _("和原来的一样，请换一个。"),
        "select_only_one": _("请只选一个。"),
        "too_many_login_attempts": _("试的次数太多了，请过几分钟再试，或用验证码登录。"),
        "unknown_email": _("没有账号用这个邮箱，请核对。"),
        "unverified_primary_email": _("请先确认邮箱。"),
        "username_blacklisted": _("这个用户名不能用，请换一个。"),
        "username_password_mismatch": _("用户名或密码不对，请再试一次。"),
        "username_taken": _("这个用户名已有人用，请换一个。"),
    }

    def new_user(self, request: HttpRequest) -> Account:  # noqa: ARG002
        return Account(id=new_key(clock.now()))

    def populate_username(self, request: HttpRequest, user: Account) -> None:  # noqa: ARG002
        user.username = user.username or None

    def save_user(
        self,
        request: HttpRequest,
        user: Account,
        form: Any,
        commit: bool = True,  # noqa: FBT001, FBT002
    ) -> Account:
        """Fill the account from the sign-up form."""
        user.display_name = clean_name(form.cleaned_data["display_name"])
        user.language = getattr(request, "LANGUAGE_CODE", "")
        saved: Account = super().save_user(request, user, form, commit=False)
        saved.username = saved.username or None
        saved.email = (saved.email or "").lower() or None
        if commit:
            saved.save()
        return saved

    def login(self, request: HttpRequest, user: Account) -> None:
        """Sign in; the session gets a new key and remembers when and on what device."""
        note_device(request)
        super().login(request, user)

    def post_login(self, request: HttpRequest, user: Account, **kwargs: Any) -> HttpResponse:
        """Let language and size of letters follow the account onto this device."""
        response: HttpResponse = super().post_login(request, user, **kwargs)
        return preferences.keep(response, user)

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Lead staff without a second factor to setting one up; their roles wait until then."""
        account = request.user
        if isinstance(account, Account) and _lacks_second_factor(request, account):
            return reverse("accounts:second_factor")
        return str(super().get_login_redirect_url(request))

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:  # noqa: ARG002
        return reverse("accounts:me")

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send what allauth wrote; its links stand on the address that the operator gave."""
        super().send_mail(template_prefix, email, {**context, "base_url": settings.BASE_URL})


def _lacks_second_factor(request: HttpRequest, account: Account) -> bool:
    if is_verified(request, account):
        return False
    today = clock.local_date(clock.now())
    return account.grants.as_of(today).filter(role__in=STAFF_ROLES).exists()


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # allauth has no types
    """Secrets of authenticator apps and recovery codes are kept encrypted."""

    def encrypt(self, text: str) -> str:
        return _cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _cipher().decrypt(encrypted_text.encode()).decode()

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """Name this site to the browser's passkey dialogue."""
        entity: dict[str, str] = super().get_public_key_credential_rp_entity()
        return {**entity, "name": "Linli 邻里"}


def _cipher() -> Fernet:
    key = hashlib.blake2b(settings.SECRET_KEY.encode(), digest_size=32, person=b"second-factor")
    return Fernet(base64.urlsafe_b64encode(key.digest()))
