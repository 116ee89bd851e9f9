"""Forms of meetings."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any, Final

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from linli.apps.matters import queries as matters
from linli.apps.meetings.models.labels import (
    PARTS,
    REPLIES,
    VERDICTS,
    aspect_name,
    body_kind_name,
    kind_name,
    subject_name,
)
from linli.apps.meetings.rules.kinds import aspects, body_kinds, key_subjects
from linli.foundation import clock
from linli.foundation.clock import LOCAL, local_date

Choices = Sequence[tuple[str, str | Promise]]
MARKS: Final = [
    ("5", _("很满意")),
    ("4", _("满意")),
    ("3", _("一般")),
    ("2", _("不满意")),
    ("1", _("很不满意")),
]


def words_field(label: Any, most: int = 1000, rows: int = 3, **more: Any) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, max_length=most, widget=widget, **more)


def day_field(label: Any, **more: Any) -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date", "class": "short"})
    return forms.DateField(label=label, widget=widget, **more)


def hour_field(label: Any, **more: Any) -> forms.TimeField:
    widget = forms.TimeInput(attrs={"type": "time", "class": "short"})
    return forms.TimeField(label=label, widget=widget, **more)


def photo_field(label: Any) -> forms.FileField:
    return forms.FileField(label=label, required=False)


class RowForm(forms.Form):
    """A form about one row of the page; `row` is its key."""

    row = forms.IntegerField(min_value=1, max_value=(1 << 63) - 1, widget=forms.HiddenInput)


class NoForm(forms.Form):
    """Nothing to fill in."""


class CallForm(forms.Form):
    kind = forms.ChoiceField(label=_("会议类别"))
    title = forms.CharField(label=_("会议名称"), max_length=120)
    day = day_field(_("日期"))
    begins = hour_field(_("几点开始"), initial="09:00")
    ends = hour_field(_("几点结束"), initial="11:00")
    place = forms.CharField(label=_("地点"), max_length=120)
    client_id = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, holds: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"] = forms.ChoiceField(
            label=_("会议类别"), choices=[(code, kind_name(code)) for code in holds]
        )

    def moments(self) -> dict[str, dt.datetime]:
        """Return beginning and end as moments."""
        day = self.cleaned_data["day"]
        return {
            "starts_at": dt.datetime.combine(day, self.cleaned_data["begins"], tzinfo=LOCAL),
            "ends_at": dt.datetime.combine(day, self.cleaned_data["ends"], tzinfo=LOCAL),
        }


class FoundForm(forms.Form):
    kind = forms.ChoiceField(
        label=_("机构类别"), choices=lambda: [(each, body_kind_name(each)) for each in body_kinds()]
    )
    name = forms.CharField(label=_("名称"), max_length=80)
    area = forms.ChoiceField(label=_("管哪里"))

    def __init__(self, *args: Any, areas: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["area"] = forms.ChoiceField(label=_("管哪里"), choices=areas)


class SeatForm(forms.Form):
    """A seat for a unit or for a person, both found by name first."""

    holder = forms.ChoiceField(label=_("给谁"))
    substitute = forms.ChoiceField(label=_("替补"), required=False)
    part = forms.ChoiceField(label=_("席位"), choices=PARTS, initial="member")
    standing = forms.CharField(label=_("代表谁"), max_length=40, required=False)

    def __init__(self, *args: Any, found: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        persons = [row for row in found if row[0].startswith("p")]
        self.fields["holder"] = forms.ChoiceField(label=_("给谁"), choices=found)
        self.fields["substitute"] = forms.ChoiceField(
            label=_("替补"), choices=[("", _("没有")), *persons], required=False
        )


class ItemForm(forms.Form):
    title = forms.CharField(label=_("议题名称"), max_length=120)
    minutes = forms.IntegerField(label=_("用几分钟"), min_value=1, max_value=240, initial=15)
    text = words_field(_("说明"), 4000, required=False)


class OfferForm(forms.Form):
    source_kind = forms.CharField(max_length=10, widget=forms.HiddenInput)
    source = forms.IntegerField(widget=forms.HiddenInput)


class PaperForm(RowForm):
    paper = forms.FileField(label=_("材料（PDF 或照片）"))


class CancelForm(forms.Form):
    reason = forms.CharField(label=_("为什么取消"), min_length=4, max_length=200)


class ReviewForm(forms.Form):
    unit = forms.TypedChoiceField(label=_("评议哪个单位"), coerce=int)
    service = forms.CharField(label=_("评议哪项服务"), min_length=4, max_length=80)
    slips = forms.IntegerField(
        label=_("发出多少张纸质评议表"), min_value=0, max_value=500, initial=30
    )

    def __init__(self, *args: Any, units: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"] = forms.TypedChoiceField(
            label=_("评议哪个单位"), choices=units, coerce=int
        )


class DecisionForm(forms.Form):
    title = forms.CharField(label=_("议定事项名称"), max_length=120)
    measure = words_field(_("怎么做"))
    unit = forms.TypedChoiceField(label=_("责任单位"), coerce=int)
    due_on = day_field(_("完成日期"))
    subject = forms.ChoiceField(label=_("重点议题"), required=False)
    item = forms.TypedChoiceField(label=_("属于哪个议题"), coerce=int, required=False)

    def __init__(self, *args: Any, units: Choices, items: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen: dict[str, Choices] = {
            "unit": [("", _("请选择")), *units],
            "item": [("", _("不属于某个议题")), *items],
            "subject": [("", _("不是")), *((each, subject_name(each)) for each in key_subjects())],
        }
        for name, choices in chosen.items():
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = choices

    def facts(self) -> dict[str, Any]:
        """Return what was typed, with nothing for what was left out."""
        return {**self.cleaned_data, "item": self.cleaned_data["item"] or None}


class OutcomeForm(RowForm):
    outcome = words_field(_("这个议题议成怎样"), 4000)


class GuestForm(forms.Form):
    standing = forms.CharField(label=_("以什么身份来"), max_length=40, initial=_("居民"))


class DoorForm(forms.Form):
    code = forms.CharField(
        label=_("门口的代码"),
        max_length=12,
        widget=forms.TextInput(attrs={"class": "code short", "autocomplete": "off"}),
    )


class ReplyForm(RowForm):
    answer = forms.ChoiceField(
        label=_("您来吗"), choices=[row for row in REPLIES if row[0]], widget=forms.RadioSelect
    )

    def __init__(self, *args: Any, has_substitute: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not has_substitute:
            kept = [row for row in REPLIES if row[0] in {"coming", "away"}]
            self.fields["answer"] = forms.ChoiceField(
                label=_("您来吗"), choices=kept, widget=forms.RadioSelect
            )


class VoiceForm(forms.Form):
    words = words_field(_("您想说的"))


class AnswerForm(RowForm):
    verdict = forms.ChoiceField(label=_("答复"), choices=VERDICTS, widget=forms.RadioSelect)
    reason = words_field(_("理由"), rows=2)


class NeedAnswerForm(RowForm):
    answer = words_field(_("当场答复"), rows=2)


class MatterForm(RowForm):
    kind = forms.ChoiceField(
        label=_("诉求类别"),
        choices=lambda: [
            (kind.code, kind.name) for kind in matters.kinds_on(local_date(clock.now()))
        ],
    )
    building = forms.TypedChoiceField(label=_("在哪里"), coerce=str)

    def __init__(self, *args: Any, places: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["building"] = forms.ChoiceField(label=_("在哪里"), choices=places)


class RateForm(forms.Form):
    """A mark for each aspect of the service."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for code in aspects():
            self.fields[code] = forms.ChoiceField(
                label=aspect_name(code), choices=MARKS, widget=forms.RadioSelect
            )
        self.fields["words"] = words_field(_("还想说的"), 500, rows=2, required=False)

    def marks(self) -> dict[str, object]:
        return {code: int(self.cleaned_data[code]) for code in aspects()}


class SlipForm(RateForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        number = forms.IntegerField(label=_("评议表号"), min_value=1, max_value=500)
        self.fields = {"slip": number, **self.fields}


class MinutesForm(forms.Form):
    text = words_field(_("纪要"), 20_000, rows=16)


class AmendForm(MinutesForm):
    reason = forms.CharField(label=_("改了什么"), min_length=2, max_length=200)


class VersionForm(forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput)


class SignForm(RowForm, VersionForm):
    """Somebody has signed the printed version."""


class ProgressForm(forms.Form):
    words = words_field(_("做到哪里了"))
    photo = photo_field(_("证明照片"))


class CheckForm(forms.Form):
    words = words_field(_("检查情况"))


class CloseForm(forms.Form):
    words = forms.CharField(label=_("销号说明"), max_length=200, initial=_("同意销号"))
