"""Forms of owners' votes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from linli.apps.places.queries import BuildingRow
from linli.apps.votes.actions import Question
from linli.apps.votes.models import Delivery
from linli.apps.votes.queries import MotionRow
from linli.apps.votes.rules.ballots import Choices
from linli.apps.votes.rules.packs import NATIONAL, packs_on
from linli.apps.votes.rules.thresholds import ITEMS
from linli.foundation.clock import LOCAL

MARKS = [("yes", _("同意")), ("no", _("反对")), ("abstain", _("弃权"))]
PAPER_MARKS = [*MARKS, ("blank", _("空白、涂改或多选"))]
MARK_ICONS = {"yes": "thumbs-up", "no": "x", "abstain": "minus", "blank": "circle-help"}
ITEM_NAMES = {
    1: _("制定和修改业主大会议事规则"),
    2: _("制定和修改管理规约"),
    3: _("选举业主委员会或者更换业主委员会成员"),
    4: _("选聘和解聘物业服务企业或者其他管理人"),
    5: _("使用建筑物及其附属设施的维修资金"),
    6: _("筹集建筑物及其附属设施的维修资金"),
    7: _("改建、重建建筑物及其附属设施"),
    8: _("改变共有部分的用途或者利用共有部分从事经营活动"),
    9: _("有关共有和共同管理权利的其他重大事项"),
}


def day_field(label: Any) -> forms.DateField:
    return forms.DateField(
        label=label, widget=forms.DateInput(attrs={"type": "date", "class": "short"})
    )


def field_of(motion: MotionRow) -> str:
    return f"motion_{motion.number}"


class BallotForm(forms.Form):
    """One field for each motion."""

    is_paper = False

    def __init__(self, *args: Any, motions: Sequence[MotionRow], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.motions = motions
        for motion in motions:
            self.fields[field_of(motion)] = self._field(motion)

    def _field(self, motion: MotionRow) -> forms.Field:
        label = f"{motion.number}. {motion.title}"
        if motion.seats:
            names = [(str(n), name) for n, name in enumerate(motion.candidates, start=1)]
            return forms.MultipleChoiceField(
                label=label,
                choices=names,
                required=False,
                widget=forms.CheckboxSelectMultiple,
                help_text=_("最多选 %(seats)s 人。") % {"seats": motion.seats},
            )
        marks = PAPER_MARKS if self.is_paper else MARKS
        return forms.ChoiceField(label=label, choices=marks, widget=forms.RadioSelect)

    def asked(self) -> list[tuple[MotionRow, forms.BoundField]]:
        """Return each motion with its field."""
        return [(motion, self[field_of(motion)]) for motion in self.motions]

    def marks(self) -> Choices:
        """Return what was chosen, as the rules take it."""
        return {
            str(motion.number): [int(n) for n in found] if motion.seats else str(found)
            for motion in self.motions
            for found in [self.cleaned_data[field_of(motion)]]
        }

    def said(self) -> list[tuple[str, str]]:
        """Return each question with the answer in words, to read before sending."""
        told = []
        for motion, bound in self.asked():
            found = self.cleaned_data[bound.name]
            if motion.seats:
                words = "、".join(motion.candidates[int(n) - 1] for n in found) or str(
                    _("谁也不选")
                )
            else:
                words = str(dict(MARKS)[found])
            told.append((str(bound.label), words))
        return told


class PaperForm(BallotForm):
    """What a clerk reads from a paper."""

    is_paper = True


class EntryForm(PaperForm):
    """What the first clerk reads, with the code and the scan of the paper."""

    code = forms.CharField(
        label=_("票码"),
        max_length=40,
        widget=forms.TextInput(attrs={"class": "code", "autocomplete": "off"}),
    )
    scan = forms.FileField(label=_("扫描件或照片"))


class BeginForm(forms.Form):
    title = forms.CharField(label=_("表决名称"), max_length=120)
    explanation = forms.CharField(
        label=_("说明"), max_length=4000, required=False, widget=forms.Textarea(attrs={"rows": 4})
    )
    scope = forms.ChoiceField(label=_("哪些业主表决"), required=False)
    pack = forms.ChoiceField(label=_("计票规则"), initial=NATIONAL)

    def __init__(
        self, *args: Any, today: dt.date, buildings: Sequence[BuildingRow], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        packs, scope = self.fields["pack"], self.fields["scope"]
        assert isinstance(packs, forms.ChoiceField)
        assert isinstance(scope, forms.ChoiceField)
        packs.choices = [(pack.code, pack.name) for pack in packs_on(today)]
        scope.choices = [("", _("整个小区")), *(_scopes_of(row) for row in buildings)]

    def facts(self) -> dict[str, Any]:
        """Return what was filled in, the scope as the building and the entrance."""
        data = dict(self.cleaned_data)
        building, _colon, entrance = data.pop("scope").partition(":")
        return data | {
            "building": int(building) if building else None,
            "entrance": int(entrance) if entrance else None,
        }


def _scopes_of(row: BuildingRow) -> tuple[str, list[tuple[str, Any]]]:
    """Return a building and its entrances as one group of choices."""
    whole = (str(row.id), _("%(building)s整栋") % {"building": row.name})
    if row.entrances < 2:
        return row.name, [whole]
    each = [
        (
            f"{row.id}:{n}",
            _("%(building)s %(entrance)s 单元") % {"building": row.name, "entrance": n},
        )
        for n in range(1, row.entrances + 1)
    ]
    return row.name, [whole, *each]


class MotionForm(forms.Form):
    """One more motion; the threshold follows from its item."""

    item = forms.TypedChoiceField(
        label=_("属于民法典第278条哪一项"),
        coerce=int,
        choices=[(number, ITEM_NAMES[number]) for number in ITEMS],
    )
    title = forms.CharField(label=_("表决事项"), max_length=200)
    text = forms.CharField(
        label=_("方案"), max_length=8000, required=False, widget=forms.Textarea(attrs={"rows": 4})
    )
    seats = forms.IntegerField(
        label=_("席位（选举才填）"), required=False, min_value=0, max_value=11
    )
    candidates = forms.CharField(
        label=_("候选人（选举才填，一行一人）"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def question(self) -> Question:
        data = self.cleaned_data
        names = tuple(line.strip() for line in data["candidates"].splitlines() if line.strip())
        return Question(data["item"], data["title"], data["text"], data["seats"] or 0, names)


class ClauseForm(forms.Form):
    document = forms.FileField(label=_("条款的照片"))


class RollForm(forms.Form):
    on = day_field(_("以哪一天的产权为准"))


class NoticeForm(forms.Form):
    opens_on = day_field(_("开始投票的日期（当天零点起）"))
    closes_on = day_field(_("投票的最后一天（到当天 24 点）"))

    def moments(self) -> dict[str, dt.datetime]:
        data = self.cleaned_data
        return {
            "opens_at": midnight(data["opens_on"]),
            "closes_at": midnight(data["closes_on"] + dt.timedelta(days=1)),
        }


class ExtendForm(forms.Form):
    closes_on = day_field(_("投票的最后一天（到当天 24 点）"))


class DeliveryForm(forms.Form):
    electors = forms.CharField(label=_("名册序号（用空格隔开）"), max_length=2000)
    way = forms.ChoiceField(label=_("方式"), choices=Delivery.Way.choices)
    on = day_field(_("送达日期"))

    def clean_electors(self) -> list[int]:
        words = self.cleaned_data["electors"].replace("、", " ").replace(",", " ").split()
        if not all(word.isascii() and word.isdecimal() and len(word) < 8 for word in words):
            raise forms.ValidationError(_("请只写名册上的序号，例如：3 7 12。"))
        return [int(word) for word in words]


class VoidForm(forms.Form):
    reason = forms.CharField(
        label=_("作废的原因"), max_length=200, widget=forms.Textarea(attrs={"rows": 2})
    )


class PlainForm(forms.Form):
    """Nothing to fill in: the button is all."""


def midnight(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(), tzinfo=LOCAL)


FORMS: Mapping[str, type[forms.Form]] = {
    "motion": MotionForm,
    "clause": ClauseForm,
    "roll": RollForm,
    "notice": NoticeForm,
    "deliver": DeliveryForm,
    "extend": ExtendForm,
    "declare": PlainForm,
    "post": PlainForm,
    "archive": PlainForm,
    "void": VoidForm,
}
