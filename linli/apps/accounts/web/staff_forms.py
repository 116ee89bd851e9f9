"""Forms of the staff pages."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from linli.apps.accounts.rules import NAME_LETTERS_MAX, REASON_LETTERS_MAX
from linli.foundation import clock


def _day(label: Any, *, required: bool = True, help_text: Any = "") -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, required=required, help_text=help_text, widget=widget)


class GrantForm(forms.Form):
    role = forms.ChoiceField(label=_("角色"))
    valid_from = _day(_("从哪天起"))
    valid_to = _day(_("到哪天为止"), required=False, help_text=_("这一天起不再有效；最长五年。"))
    reason = forms.CharField(
        label=_("理由"),
        max_length=REASON_LETTERS_MAX,
        help_text=_("例如：社区两委会议决定，或聘用文件号。本人看得到。"),
        widget=forms.Textarea(attrs={"rows": 2, "maxlength": REASON_LETTERS_MAX}),
    )

    def __init__(self, *args: Any, roles: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["role"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = list(roles)
        self.fields["valid_from"].initial = clock.local_date(clock.now())


class EndForm(forms.Form):
    reason = forms.CharField(
        label=_("为什么结束"),
        max_length=REASON_LETTERS_MAX,
        widget=forms.Textarea(attrs={"rows": 2, "maxlength": REASON_LETTERS_MAX}),
    )


class SearchForm(forms.Form):
    words = forms.CharField(
        label=_("称呼或用户名"),
        max_length=60,
        help_text=_("写开头两个字以上。只找得到您社区的账号。"),
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )


class OpenForm(forms.Form):
    display_name = forms.CharField(label=_("怎么称呼"), max_length=NAME_LETTERS_MAX)
    username = forms.CharField(
        label=_("用户名"),
        max_length=30,
        help_text=_("字母和数字，当面商量一个好记的。"),
        widget=forms.TextInput(attrs={"autocapitalize": "none", "autocomplete": "off"}),
    )
    community = forms.TypedChoiceField(label=_("社区"), coerce=int)

    def __init__(self, *args: Any, communities: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["community"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = list(communities)
