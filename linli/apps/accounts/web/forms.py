"""Forms of the sign-in pages and of the rights page; the rules stand in `rules.py`."""

from __future__ import annotations

from typing import Any

from allauth.account.forms import SignupForm as AllauthSignupForm
from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from linli.apps.accounts.rules import NAME_LETTERS_MAX, clean_name, clean_username
from linli.foundation.refusals import Refused


def as_error(refusal: Refused) -> forms.ValidationError:
    """Return the refusal as the error of a form, in the reader's language."""
    return forms.ValidationError(gettext(refusal.sentence) % refusal.params, code=refusal.code)


class SignupForm(AllauthSignupForm):  # type: ignore[misc]  # allauth has no types
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
        words = {
            "username": (_("用户名"), _("字母和数字，不想留邮箱就填它。")),
            "email": (_("电子邮箱"), _("可不填；填了可以用验证码登录、找回密码。")),
            "password1": (_("密码"), _("至少8位，不要只用数字。")),
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
