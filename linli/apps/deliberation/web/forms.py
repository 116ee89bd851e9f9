"""Forms of halls and topics."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from linli.apps.deliberation.models import labels
from linli.apps.deliberation.queries import TopicPage
from linli.apps.deliberation.rules import texts
from linli.apps.deliberation.rules.law import Engine
from linli.apps.deliberation.rules.stages import Stage
from linli.apps.deliberation.rules.topics import SECONDS_MAX, SECONDS_MIN
from linli.foundation.clock import LOCAL
from linli.interface.names import named

Choices = Sequence[tuple[object, object]]


def area(label: Any, limits: tuple[int, int], *, rows: int = 3, **more: Any) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows, "class": "brief" if rows < 4 else ""})
    return forms.CharField(label=label, max_length=limits[1] * 2, widget=widget, **more)


class RaiseForm(forms.Form):
    title = forms.CharField(label=_("一句话说是什么事"), max_length=120)
    words = area(_("现在怎么样，想怎样"), texts.WORDS, rows=5)
    matters = forms.CharField(
        label=_("从哪些诉求来的（编号，用空格隔开，可不填）"), required=False, max_length=400
    )

    def references(self) -> list[str]:
        return str(self.cleaned_data["matters"]).replace("、", " ").replace(",", " ").split()


class PlainForm(forms.Form):
    """Nothing to fill in: the button is all."""


class ActForm(forms.Form):
    """A form of an act on a topic; it may choose from what the topic has."""

    def __init__(self, *args: Any, page: TopicPage, units: Choices = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.page, self.units = page, units
        self.offer()

    def offer(self) -> None:
        """Fill in the choices that depend on the topic."""

    def choose(self, name: str, choices: Choices) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(str(code), str(label)) for code, label in choices]


class PlainAct(ActForm):
    """Nothing to fill in."""


class ReasonForm(ActForm):
    reason = area(_("理由（大家都看得到）"), texts.REASON, rows=2)


class IdeaForm(ActForm):
    text = area(_("您的主意"), texts.IDEA)
    is_relayed = forms.BooleanField(label=_("是邻居说的，我代写"), required=False)

    def offer(self) -> None:
        if "office" not in self.page.parts:
            del self.fields["is_relayed"]


class VoiceForm(ActForm):
    number = forms.IntegerField(min_value=1, widget=forms.HiddenInput)
    value = forms.ChoiceField(choices=labels.VOICES)


class ReviewForm(ActForm):
    is_done = forms.ChoiceField(
        label=_("真的办好了吗"),
        choices=[("yes", _("办好了")), ("no", _("没办好"))],
        widget=forms.RadioSelect,
    )
    words = area(_("说明（没办好的请写哪里没办好）"), (1, 500), rows=2, required=False)


class TriageForm(ActForm):
    lane = forms.ChoiceField(label=_("这是哪一类事"), widget=forms.RadioSelect)
    reason = area(_("为什么这样分（大家都看得到）"), texts.REASON, rows=2)
    unit = forms.TypedChoiceField(
        label=_("大事请哪个单位正式答复"), coerce=int, required=False, empty_value=None
    )

    def offer(self) -> None:
        lanes = [lane for lane in self.page.lanes.lanes if lane.code != self.page.topic.lane]
        self.choose("lane", [(lane.code, named(lane)) for lane in lanes])
        self.choose("unit", [("", "—"), *self.units])
        if self.page.suggestion and self.page.suggestion.lane != self.page.topic.lane:
            self.fields["lane"].initial = self.page.suggestion.lane


class OptionForm(ActForm):
    title = forms.CharField(label=_("方案叫什么"), max_length=120)
    text = area(_("怎么做"), texts.WORDS, rows=4)
    yuan = forms.IntegerField(label=_("要花多少元（没有写0）"), min_value=0)
    payer = forms.ChoiceField(label=_("谁出钱"), choices=labels.PAYERS)
    unit = forms.TypedChoiceField(label=_("谁来办"), coerce=int)
    item = forms.TypedChoiceField(
        label=_("属于民法典第278条哪一项"), coerce=int, choices=labels.ITEMS
    )
    ideas = forms.CharField(label=_("来自第几条主意（用空格隔开）"), required=False, max_length=60)

    def offer(self) -> None:
        self.choose("unit", self.units)
        if not self.page.ideas:
            del self.fields["ideas"]

    def clean_ideas(self) -> list[int]:
        words = self.cleaned_data["ideas"].replace("、", " ").replace(",", " ").split()
        if not all(word.isascii() and word.isdecimal() and len(word) < 4 for word in words):
            raise forms.ValidationError(_("请只写主意的编号，例如：2 5。"))
        return [int(word) for word in words]


class SitForm(ActForm):
    on = forms.DateField(
        label=_("哪一天"), widget=forms.DateInput(attrs={"type": "date", "class": "short"})
    )
    starts = forms.TimeField(
        label=_("几点开始"), widget=forms.TimeInput(attrs={"type": "time", "class": "short"})
    )
    hours = forms.TypedChoiceField(
        label=_("开多久"),
        coerce=int,
        choices=[(60, _("一小时")), (90, _("一个半小时")), (120, _("两小时"))],
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if "on" not in data or "starts" not in data:
            return data
        starts = dt.datetime.combine(data["on"], data["starts"], tzinfo=LOCAL)
        length = dt.timedelta(minutes=data.get("hours", 60))
        return {"starts_at": starts, "ends_at": starts + length}


class VoteForm(ActForm):
    """How residents choose among several options; a single one, and owners, need no choice."""

    method = forms.ChoiceField(
        label=_("大家怎么选"),
        choices=[("approval", _("能接受的都选上")), ("ranking", _("按喜欢的顺序排"))],
        widget=forms.RadioSelect,
        initial="approval",
    )

    def offer(self) -> None:
        if len(self.page.options) < 2 or self.page.topic.engine == Engine.OWNERS:
            del self.fields["method"]


class NumberForm(ActForm):
    number = forms.IntegerField(min_value=1, widget=forms.HiddenInput)


class AnswerForm(ActForm):
    stance = forms.ChoiceField(label=_("态度"), choices=labels.STANCES, widget=forms.RadioSelect)
    text = area(_("答复（写明理由）"), texts.ANSWER, rows=4)


class OutcomeForm(ActForm):
    option = forms.TypedChoiceField(
        label=_("通过的方案"), coerce=int, required=False, empty_value=None
    )
    text = area(_("结果说明（用大白话：定了什么，下一步谁做什么）"), texts.ANSWER, rows=4)

    def offer(self) -> None:
        carried = [
            row for row in self.page.options if row.number in self.page.topic.carried_options
        ]
        if len(carried) < 2:
            del self.fields["option"]
        else:
            self.choose("option", [(row.number, row.title) for row in carried])


class ProgressForm(ActForm):
    percent = forms.IntegerField(label=_("办到百分之几"), min_value=0, max_value=100)
    text = area(_("做了什么"), texts.PROGRESS, rows=2)
    proof = forms.CharField(
        label=_("办好的证明（满 100% 必填：验收单、照片或凭证编号）"),
        required=False,
        max_length=400,
    )

    def offer(self) -> None:
        if self.page.stage == Stage.IN_WORK:
            self.fields["percent"].initial = self.page.topic.percent


class BookForm(forms.Form):
    on = forms.DateField(
        label=_("日期"), widget=forms.DateInput(attrs={"type": "date", "class": "short"})
    )
    slot = forms.ChoiceField(label=_("时段"), choices=labels.SLOTS, widget=forms.RadioSelect)
    purpose = forms.CharField(label=_("用途"), max_length=120)


class RulesForm(forms.Form):
    procedure = forms.ChoiceField(label=_("议事办法"))
    lanes = forms.ChoiceField(label=_("分流办法"))
    vote_rule = forms.ChoiceField(label=_("居民表决的门槛"))
    seconds = forms.IntegerField(
        label=_("几个人附议就上会"), min_value=SECONDS_MIN, max_value=SECONDS_MAX
    )
    text = area(_("规则全文（大家都看得到）"), texts.HALL_RULES, rows=10)

    def __init__(
        self, *args: Any, procedures: Choices, lanes: Choices, vote_rules: Choices, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        for name, choices in (
            ("procedure", procedures),
            ("lanes", lanes),
            ("vote_rule", vote_rules),
        ):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = [(str(code), str(label)) for code, label in choices]


class FoundForm(forms.Form):
    name = forms.CharField(label=_("名称"), max_length=60)
    compound = forms.TypedChoiceField(
        label=_("哪个小区（社区的议事厅不选）"), coerce=int, required=False, empty_value=None
    )
    room = forms.CharField(label=_("地点"), max_length=120)
    hours = forms.CharField(label=_("开放时间"), max_length=120)

    def __init__(self, *args: Any, compounds: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["compound"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", "—"), *[(str(code), str(label)) for code, label in compounds]]


class ConvenerForm(forms.Form):
    who = forms.ChoiceField(label=_("主持人（在任的书记）"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, secretaries: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["who"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(str(code), str(label)) for code, label in secretaries]


class SeatForm(forms.Form):
    kind = forms.ChoiceField(label=_("席位"), choices=labels.SEATS)
    name = forms.CharField(label=_("姓名（本社区登记的人）"), required=False, max_length=40)
    organisation = forms.TypedChoiceField(
        label=_("或者单位"), coerce=int, required=False, empty_value=None
    )
    title = forms.CharField(label=_("身份"), required=False, max_length=40)

    def __init__(self, *args: Any, units: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["organisation"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", "—"), *[(str(code), str(label)) for code, label in units]]
