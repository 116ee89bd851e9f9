"""Contact lines, coverage, forming a branch, closing, liaison."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from linli.apps.organisations.models import labels
from linli.apps.organisations.rules.kinds import BRANCHES, Form, Kind
from linli.apps.organisations.web.forms.fields import (
    Choices,
    day_field,
    one_of,
    person_of,
    some_of,
    words_field,
)


class ContactForm(forms.Form):
    office_phone = words_field(_("办公电话"), 20, required=False, hint=_("不要填个人手机号。"))
    complaint_phone = words_field(_("监督电话"), 20, required=False)
    office_hours = words_field(_("办公时间"), 60, required=False)
    address = words_field(_("办公地址"), 120, required=False)


class CoverForm(forms.Form):
    """Everything the organisation is to answer for from a day on."""

    def __init__(self, data: Any, *, places: Choices, initial: dict[str, Any]) -> None:
        super().__init__(data, initial=initial)
        self.fields["places"] = some_of(_("负责的地方"), places, required=False)
        self.fields["on"] = day_field(_("起始日期"))


class BranchForm(forms.Form):
    """A branch step by step: what it is, whom it covers, who is in it."""

    def __init__(self, data: Any, *, people: Choices, compounds: Choices, hosts: Choices) -> None:
        super().__init__(data)
        kinds = [kind for kind in Kind if kind in BRANCHES and kind is not Kind.FIRM_ORG]
        self.fields["kind"] = forms.ChoiceField(
            label=_("类别"),
            choices=[(kind.value, labels.KINDS[kind]) for kind in kinds],
            initial=Kind.COMPOUND_BRANCH.value,
        )
        self.fields["form"] = forms.ChoiceField(
            label=_("组建形式"),
            widget=forms.RadioSelect,
            choices=[(form.value, labels.FORMS[form]) for form in Form],
            help_text=_(
                "单建：三名以上正式党员。联建：两个以上小区或单位共建。挂建：挂靠在已有党组织。"
            ),
        )
        self.fields["name"] = words_field(_("名称"), 80)
        self.fields["name_en"] = words_field(_("英文名称"), 120, required=False)
        self.fields["compounds"] = some_of(_("覆盖的小区"), compounds, required=False)
        self.fields["units"] = forms.CharField(
            label=_("联建单位"),
            required=False,
            max_length=2000,
            widget=forms.Textarea(attrs={"rows": 3}),
            help_text=_("每行一个单位。"),
        )
        self.fields["host"] = one_of(_("挂靠单位"), hosts, required=False)
        self.fields["members"] = some_of(_("正式党员"), people, required=False)
        self.fields["source"] = forms.ChoiceField(
            label=_("书记来源"),
            required=False,
            choices=[("", _("暂不任命书记")), *labels.choices(labels.SOURCES)],
            help_text=_("选了来源，名单里的第一位就任书记。"),
        )
        self.fields["valid_from"] = day_field(_("成立日期"))


class CloseForm(forms.Form):
    on = day_field(_("终止日期"))
    reason = words_field(_("事由"), 120)


class LiaisonForm(forms.Form):
    """A leader, a unit, the compounds and what for."""

    def __init__(self, data: Any, *, people: Choices, units: Choices, compounds: Choices) -> None:
        super().__init__(data)
        self.fields["leader"] = person_of(_("联系领导"), people)
        self.fields["unit"] = one_of(_("所在单位"), units)
        self.fields["task"] = words_field(_("联系事项"), 200)
        self.fields["compounds"] = some_of(_("联系小区"), compounds)
        self.fields["valid_from"] = day_field(_("起始日期"))
        self.fields["valid_to"] = day_field(_("终止日期"), required=False)
