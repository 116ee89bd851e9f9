"""Forms about homes, persons and help lists; the rules stand in `rules.py`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from linli.apps.people.models import HelpListEntry, Ownership, Residence
from linli.apps.people.rules import (
    COMPANY_LETTERS_MAX,
    HOLDERS_MAX,
    NAME_LETTERS_MAX,
    NOTE_LETTERS_MAX,
    Holder,
    HolderKind,
)


def day_field(label: Any, *, help_text: Any = "", required: bool = True) -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, help_text=help_text, required=required, widget=widget)


def words_field(label: Any, *, help_text: Any = "") -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": 2, "maxlength": NOTE_LETTERS_MAX})
    return forms.CharField(
        label=label, help_text=help_text, max_length=NOTE_LETTERS_MAX, widget=widget
    )


class FindForm(forms.Form):
    words = forms.CharField(
        label=_("小区、楼栋，或楼牌上的码"),
        max_length=60,
        help_text=_("例如：翠堤府3栋。楼牌码贴在楼道口。"),
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "street-address"}),
    )


class ClaimForm(forms.Form):
    home = forms.TypedChoiceField(label=_("哪一户"), coerce=int)
    relation = forms.ChoiceField(
        label=_("您是"), choices=Residence.Relation.choices, widget=forms.RadioSelect
    )
    lives_since = day_field(_("从哪天起住"), help_text=_("记不清就写个大概。"))

    def __init__(self, *args: Any, homes: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["home"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = list(homes)


class AnswerForm(forms.Form):
    answer = words_field(_("为什么不能确认"), help_text=_("申请人看得到，请写下一步怎么办。"))


class PurposeForm(forms.Form):
    purpose = words_field(
        _("为什么要看"), help_text=_("例如：核实漏水住户。本人以后看得到这句话。")
    )


class HelpForm(forms.Form):
    help_list = forms.ChoiceField(
        label=_("哪一种帮助"), choices=HelpListEntry.List.choices, widget=forms.RadioSelect
    )
    purpose = words_field(_("具体要帮什么"), help_text=_("例如：每周来看一次。"))
    valid_to = day_field(_("到哪一天为止"), help_text=_("最长一年，到期自动删除。"))


class OfferForm(HelpForm):
    channel = forms.ChoiceField(
        label=_("本人是怎么同意的"),
        choices=[row for row in HelpListEntry.Channel.choices if row[0] != "web"],
        widget=forms.RadioSelect,
    )


class ListForm(PurposeForm):
    help_list = forms.ChoiceField(label=_("名单"), choices=HelpListEntry.List.choices)
    field_order = ("help_list", "purpose")


class PersonForm(forms.Form):
    name = forms.CharField(label=_("姓名"), max_length=NAME_LETTERS_MAX)
    phone = forms.CharField(
        label=_("电话"),
        max_length=20,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "tel"}),
    )
    birth_year = forms.IntegerField(
        label=_("出生年份"), required=False, help_text=_("只在需要照顾年龄时填。")
    )
    guardian = forms.CharField(
        label=_("监护人姓名"),
        max_length=NAME_LETTERS_MAX,
        required=False,
        help_text=_("未满十四岁才填；监护人要先登记，并且同意。"),
    )
    guardian_phone = forms.CharField(
        label=_("监护人电话"),
        max_length=20,
        required=False,
        help_text=_("只有同名的人才要填，写登记时的电话。"),
        widget=forms.TextInput(attrs={"inputmode": "tel"}),
    )
    community = forms.TypedChoiceField(label=_("社区"), coerce=int)

    def __init__(self, *args: Any, communities: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["community"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = list(communities)


class HolderForm(forms.Form):
    """One holder of a home's share; a row left empty counts for nothing."""

    kind = forms.ChoiceField(
        label=_("业主是"),
        choices=[
            (HolderKind.REGISTERED, _("登记过的人")),
            (HolderKind.NEW, _("第一次登记的人")),
            (HolderKind.COMPANY, _("单位")),
        ],
        initial=HolderKind.REGISTERED,
    )
    name = forms.CharField(
        label=_("姓名或单位全称"), max_length=COMPANY_LETTERS_MAX, required=False
    )
    phone = forms.CharField(
        label=_("电话"),
        max_length=20,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "tel"}),
    )
    parts = forms.IntegerField(label=_("占几份"), initial=1, min_value=1, required=False)

    @property
    def holder(self) -> Holder | None:
        given = self.cleaned_data
        if not given.get("name", "").strip():  # an untouched row has no cleaned data
            return None
        kind = HolderKind(given["kind"])
        return Holder(kind, given["name"], given["phone"], given["parts"] or 1)


class EntryForm(forms.Form):
    """From when and on what ground a home has its owners."""

    since = day_field(_("从哪一天起"), help_text=_("登记簿上的日期。以前的业主到这一天为止。"))
    basis = forms.ChoiceField(
        label=_("依据"), choices=Ownership.Basis.choices, widget=forms.RadioSelect
    )


HolderRows = forms.formset_factory(
    HolderForm, extra=2, max_num=HOLDERS_MAX, absolute_max=HOLDERS_MAX, validate_max=True
)
