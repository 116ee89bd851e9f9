"""allauth's forms in our own words. Its checks stay; labels, hints and order are ours."""

from __future__ import annotations

from typing import Any, Final

from allauth.account import forms as account_forms
from django import forms
from django.utils.translation import gettext_lazy as _

from linli.apps.accounts.rules import NAME_LETTERS_MAX, clean_name, clean_username
from linli.foundation.refusals import Refused
from linli.interface.middleware import sentence

Words = tuple[Any, Any]  # texts, translated when shown
CODE: Final[Words] = (_("验证码"), "")
WORDS: Final[dict[str, Words]] = {
    "login": (_("用户名或电子邮箱"), ""),
    "password": (_("密码"), ""),
    "username": (_("用户名"), _("字母和数字。不想留邮箱，就填用户名。")),
    "email": (_("电子邮箱"), ""),
    "password1": (_("新密码"), _("至少8位，不要只用数字。")),
    "password2": (_("再输一次新密码"), ""),
    "oldpassword": (_("现在的密码"), ""),
    "code": CODE,
    "name": (_("给这把钥匙起个名字"), _("例如：我的手机。以后好认。")),
    "passwordless": (
        _("以后只用它登录，不输密码"),
        _("设备会要求指纹、面容解锁或锁屏密码，这些只留在您的设备里。"),
    ),
}


def as_error(refusal: Refused) -> forms.ValidationError:
    """Return the refusal as the error of a form, in the reader's language."""
    return forms.ValidationError(sentence(refusal), code=refusal.code)


class Worded(forms.Form):
    """Puts our words on the fields of allauth's form that it is mixed into."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            if name in WORDS:
                field.label, field.help_text = WORDS[name]
            field.widget.attrs.pop("placeholder", None)


class LoginForm(Worded, account_forms.LoginForm):  # type: ignore[misc]  # allauth has no types
    pass


class AddEmailForm(Worded, account_forms.AddEmailForm):  # type: ignore[misc]
    pass


class ChangeEmailForm(Worded, account_forms.ChangeEmailForm):  # type: ignore[misc]
    pass


class ChangePasswordForm(Worded, account_forms.ChangePasswordForm):  # type: ignore[misc]
    pass


class SetPasswordForm(Worded, account_forms.SetPasswordForm):  # type: ignore[misc]
    pass


class ResetPasswordForm(Worded, account_forms.ResetPasswordForm):  # type: ignore[misc]
    pass


class ResetPasswordKeyForm(Worded, account_forms.ResetPasswordKeyForm):  # type: ignore[misc]
    pass


class ReauthenticateForm(Worded, account_forms.ReauthenticateForm):  # type: ignore[misc]
    pass


class RequestLoginCodeForm(Worded, account_forms.RequestLoginCodeForm):  # type: ignore[misc]
    pass


class ConfirmLoginCodeForm(Worded, account_forms.ConfirmLoginCodeForm):  # type: ignore[misc]
    pass


class ConfirmEmailForm(Worded, account_forms.ConfirmEmailVerificationCodeForm):  # type: ignore[misc]
    pass


class ConfirmResetForm(Worded, account_forms.ConfirmPasswordResetCodeForm):  # type: ignore[misc]
    pass


class SignupForm(account_forms.SignupForm):  # type: ignore[misc]
    """Sign-up with a name to be called by, and a user name or an e-mail address or both."""

    display_name = forms.CharField(
        label=_("怎么称呼您"),
        max_length=NAME_LETTERS_MAX,
        help_text=_("写姓名或小名都可以，以后能改。"),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    field_order = ("display_name", "username", "email", "password1", "password2")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        words: dict[str, Words] = {
            "username": WORDS["username"],
            "email": (_("电子邮箱"), _("填了可以用验证码登录、找回密码。")),
            "password1": (_("密码"), WORDS["password1"][1]),
            "password2": (_("再输一次密码"), ""),
        }
        for name, (label, help_text) in words.items():
            field = self.fields[name]
            field.label, field.help_text = label, help_text
            field.widget.attrs.pop("placeholder", None)

    def clean_display_name(self) -> str:
        try:
            return clean_name(self.cleaned_data["display_name"])
        except Refused as refusal:
            raise as_error(refusal) from refusal

    def clean_username(self) -> str:
        try:
            kept = clean_username(self.cleaned_data.get("username") or "")
        except Refused as refusal:
            raise as_error(refusal) from refusal
        self.cleaned_data["username"] = kept or ""
        return str(super().clean_username()) if kept else ""

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        named = self.cleaned_data.get("username") or self.cleaned_data.get("email")
        if not named and not {"username", "email"} & set(self.errors):
            self.add_error("username", _("请填用户名或电子邮箱，至少一个。"))
        return cleaned
