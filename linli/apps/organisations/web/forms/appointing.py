"""Appointing, ending, handing over."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from linli.apps.organisations.actions import AppointmentDraft
from linli.apps.organisations.models import labels
from linli.apps.organisations.rules.kinds import ELECTED_SEATS, Post
from linli.apps.organisations.web.forms.fields import (
    Choices,
    day_field,
    one_of,
    person_of,
    some_of,
    words_field,
)


class AppointForm(forms.Form):
    """A person, a post, a place and a time; fields that no post of the kind needs are left out."""

    def __init__(
        self, data: Any, *, posts: Sequence[Post], people: Choices, places: dict[str, Choices]
    ) -> None:
        super().__init__(data)
        self.fields["person"] = person_of(_("人员"), people)
        self.fields["post"] = forms.ChoiceField(
            label=_("岗位"), choices=[(str(post), labels.POSTS[post]) for post in posts]
        )
        for name, label in (
            ("area", _("负责网格")),
            ("compound", _("负责小区")),
            ("building", _("负责楼栋")),
        ):
            if places.get(name):
                self.fields[name] = one_of(label, places[name], required=False)
        self.fields["valid_from"] = day_field(_("起始日期"))
        self.fields["valid_to"] = day_field(
            _("终止日期"), required=False, hint=_("不填就是一直有效。")
        )
        if Post.SECRETARY in posts:
            self.fields["source"] = forms.ChoiceField(
                label=_("书记来源"),
                required=False,
                choices=[("", _("不是书记")), *labels.choices(labels.SOURCES)],
            )
        if ELECTED_SEATS & set(posts):
            hint = _("会议名称、公告或决议编号。平台只登记选举结果，不产生席位。")
            self.fields["election"] = words_field(_("选举记录"), 120, hint=hint)
            self.fields["elected_on"] = day_field(_("选举日期"))
        self.fields["reason"] = words_field(_("事由"), 120, required=False)
        self.fields["with_role"] = forms.BooleanField(
            label=_("同时授予登录后的工作权限"), required=False
        )

    @property
    def draft(self) -> AppointmentDraft:
        given = {name: value for name, value in self.cleaned_data.items() if value is not None}
        return AppointmentDraft(**{**given, "post": Post(given["post"])})


class EndForm(forms.Form):
    on = day_field(_("终止日期"), hint=_("从这一天起不再担任。"))
    reason = words_field(_("事由"), 120)


class HandOverForm(forms.Form):
    """Who follows, from when, and why."""

    def __init__(self, data: Any, *, people: Choices) -> None:
        super().__init__(data)
        self.fields["person"] = person_of(_("接任的人"), people)
        self.fields["on"] = day_field(_("交接日期"), hint=_("从这一天起由新的人担任。"))
        self.fields["reason"] = words_field(_("事由"), 120)


class HomesForm(forms.Form):
    """Which homes of the building, and from when."""

    def __init__(self, data: Any, *, homes: Choices, initial: dict[str, Any]) -> None:
        super().__init__(data, initial=initial)
        self.fields["homes"] = some_of(
            _("联系哪些住户"), homes, required=False, hint=_("最多40户；一户只由一户中心户联系。")
        )
        self.fields["on"] = day_field(_("从哪一天起"))
