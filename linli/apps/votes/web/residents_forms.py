"""Forms of residents' votes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from linli.apps.votes.models.residents import METHOD_NAMES, UNIT_NAMES
from linli.apps.votes.rules.residents import Method
from linli.apps.votes.rules.residents_rules import find_residents_rule, residents_rules_on
from linli.apps.votes.web.forms import day_field, midnight

ONE_DAY = dt.timedelta(days=1)
ABSTAIN = "0"
CHANNELS = [("desk", _("本人当面投")), ("paper", _("交来的纸质选票"))]


class ResidentsBallotForm(forms.Form):
    """The ballot: one answer, several, or wishes in their order."""

    def __init__(self, *args: Any, method: str, options: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.method, self.options = Method(method), options
        named = [(str(number), name) for number, name in enumerate(options, start=1)]
        if self.method is Method.RANKING:
            for place in range(1, len(options) + 1):
                self.fields[f"rank_{place}"] = forms.ChoiceField(
                    label=_("第 %(place)s 选择") % {"place": place},
                    choices=[("", _("不选")), *named],
                    required=False,
                )
        elif self.method is Method.APPROVAL:
            self.fields["mark"] = forms.MultipleChoiceField(
                label=_("可以选多个，也可以不选"),
                choices=named,
                required=False,
                widget=forms.CheckboxSelectMultiple,
            )
        else:
            self.fields["mark"] = forms.ChoiceField(
                label=_("您的选择"),
                choices=[*named, (ABSTAIN, _("弃权"))],
                widget=forms.RadioSelect,
            )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if self.method is Method.RANKING:
            wishes = [data.get(name, "") for name in self.fields if name.startswith("rank_")]
            made = [wish for wish in wishes if wish]
            if len(set(made)) != len(made):
                raise forms.ValidationError(_("同一个选项选了两次，请改一下。"))
            if "" in wishes[: len(made)]:
                raise forms.ValidationError(_("请从第 1 选择起依次选，中间不要空。"))
        return data

    def mark(self) -> list[int]:
        """Return the mark as the rules take it."""
        data = self.cleaned_data
        if self.method is Method.RANKING:
            return [
                int(data[name]) for name in self.fields if name.startswith("rank_") and data[name]
            ]
        found = data["mark"]
        chosen = found if isinstance(found, list) else [found]
        return [int(each) for each in chosen if each != ABSTAIN]

    def said(self) -> list[str]:
        """Return what was chosen in words, to read before sending."""
        names = [self.options[number - 1] for number in self.mark()]
        if self.method is Method.RANKING:
            return [f"{place}. {name}" for place, name in enumerate(names, start=1)] or [
                str(_("弃权"))
            ]
        return names or [str(_("弃权"))]


class DeskBallotForm(ResidentsBallotForm):
    """What a clerk takes in from somebody at the desk, or from a paper."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["channel"] = forms.ChoiceField(
            label=_("怎么投的"), choices=CHANNELS, widget=forms.RadioSelect
        )


class BeginResidentsForm(forms.Form):
    title = forms.CharField(label=_("要大家表决什么"), max_length=120)
    explanation = forms.CharField(
        label=_("说明"), max_length=4000, required=False, widget=forms.Textarea(attrs={"rows": 4})
    )
    compound = forms.TypedChoiceField(label=_("范围"), coerce=int, empty_value=None, required=False)
    unit = forms.ChoiceField(
        label=_("谁有一票"), choices=[*UNIT_NAMES.items()], widget=forms.RadioSelect
    )
    method = forms.ChoiceField(
        label=_("怎么投"), choices=[*METHOD_NAMES.items()], widget=forms.RadioSelect
    )
    options = forms.CharField(
        label=_("选项（一行一个）"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("“同意或不同意”可以不填。"),
    )
    rule = forms.ChoiceField(label=_("多少人参加、多少人同意才算数"), initial="half")
    opens_on = day_field(_("开始投票的日期（当天零点起）"))
    closes_on = day_field(_("投票的最后一天（到当天 24 点）"))

    def __init__(
        self,
        *args: Any,
        today: dt.date,
        places: Sequence[tuple[int, str]],
        whole: str,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        rule, compound = self.fields["rule"], self.fields["compound"]
        assert isinstance(rule, forms.ChoiceField)
        assert isinstance(compound, forms.TypedChoiceField)
        rule.choices = [(each.code, each.name) for each in residents_rules_on(today)]
        compound.choices = [("", whole), *((str(key), name) for key, name in places)]

    def facts(self) -> dict[str, Any]:
        """Return what the action takes."""
        data = dict(self.cleaned_data)
        rule = find_residents_rule(data.pop("rule"))
        opens, closes = data.pop("opens_on"), data.pop("closes_on")
        lines = [line.strip() for line in data.pop("options").splitlines() if line.strip()]
        return data | {
            "options": lines,
            "quorum": rule.quorum,
            "passing": rule.passing,
            "opens_at": midnight(opens),
            "closes_at": midnight(closes + ONE_DAY),
        }


class FindVoiceForm(forms.Form):
    words = forms.CharField(
        label=_("姓名，或门牌（例如 1栋 1单元302）"), max_length=40, required=False
    )
