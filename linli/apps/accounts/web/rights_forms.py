"""Forms of the rights page."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from linli.apps.accounts.models import Account
from linli.apps.accounts.rules import NAME_LETTERS_MAX


class DetailsForm(forms.Form):
    display_name = forms.CharField(
        label=_("怎么称呼您"),
        max_length=NAME_LETTERS_MAX,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    language = forms.ChoiceField(
        label=_("语言"), choices=settings.LANGUAGES, widget=forms.RadioSelect
    )
    large_text = forms.BooleanField(label=_("用大字显示"), required=False)

    @staticmethod
    def of(account: Any) -> dict[str, object]:
        """Return what the account says now."""
        assert isinstance(account, Account)
        return {
            "display_name": account.display_name,
            "language": account.language or settings.LANGUAGE_CODE,
            "large_text": account.large_text,
        }


class CloseForm(forms.Form):
    is_sure = forms.BooleanField(
        label=_("我知道注销后不能恢复"),
        error_messages={"required": _("请先勾选，表示您知道不能恢复。")},
    )

    def clean_is_sure(self) -> bool:
        return bool(self.cleaned_data["is_sure"])


class HelperForm(forms.Form):
    helper = forms.CharField(
        label=_("家人的用户名或邮箱"),
        max_length=254,
        help_text=_("家人要先注册自己的账号。"),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    valid_to = forms.DateField(
        label=_("到哪一天为止"),
        help_text=_("最长一年，随时可以提前结束。"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
