"""One small form for each act on a matter."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from linli.apps.matters.models.labels import RATINGS, WAYS_OUT
from linli.apps.matters.rules import texts
from linli.apps.matters.web.forms.fields import KeysField, PhotosField, RuleField
from linli.foundation.clock import LOCAL

PHOTOS_MAX = 6
CLOSING_HOUR = dt.time(17, 30)
PURPOSES = [
    ("了解情况", _("了解情况")),
    ("约上门时间", _("约上门时间")),
    ("告知结果", _("告知结果")),
]


def _note(label: Any, *, field: str = "text", rows: int = 3, **kwargs: Any) -> RuleField:
    least = texts.REASON_LETTERS_MIN if kwargs.get("required", True) else 0
    return RuleField(
        lambda text: texts.clean_note(text, field=field, least=least),
        most=texts.NOTE_LETTERS_MAX,
        rows=rows,
        label=label,
        **kwargs,
    )


class PlainForm(forms.Form):
    """Nothing to fill in: the button is all."""


class AnswerForm(forms.Form):
    """The public answer that ends the work, with photos of it."""

    answer = RuleField(
        texts.clean_answer,
        most=texts.NOTE_LETTERS_MAX,
        rows=3,
        label=_("公开答复"),
        help_text=_("写清楚：做了什么、什么时候、以后找谁。反映人和邻居都会看到，别写姓名和门牌。"),
    )
    photos = PhotosField(most=PHOTOS_MAX, label=_("办理后的照片"))
    kept = KeysField(most=PHOTOS_MAX)


class NoteForm(forms.Form):
    text = _note(_("内部备注"), help_text=_("只有经办的同事看得到。"))


class AskForm(forms.Form):
    question = _note(
        _("想请反映人补充什么"),
        field="question",
        help_text=_("一次问全。等回答的时间不计入期限。"),
    )


class ReasonForm(forms.Form):
    reason = _note(_("理由"), field="reason", help_text=_("反映人会看到这条理由。"))


class ExtendForm(ReasonForm):
    due = forms.DateField(
        label=_("新的期限"), widget=forms.DateInput(attrs={"type": "date", "class": "short"})
    )
    field_order = ["due", "reason"]

    def clean_due(self) -> dt.datetime:
        """Return the end of office hours on the chosen day."""
        day: dt.date = self.cleaned_data["due"]
        return dt.datetime.combine(day, CLOSING_HOUR, tzinfo=LOCAL)


class ReferForm(forms.Form):
    way = forms.ChoiceField(label=_("应走的途径"), choices=WAYS_OUT)
    answer = RuleField(
        texts.clean_answer,
        most=texts.NOTE_LETTERS_MAX,
        rows=3,
        label=_("向反映人说明"),
        help_text=_("为什么不在这里办、该找哪里、带什么材料。"),
    )


class DuplicateForm(forms.Form):
    of = forms.CharField(
        label=_("另一件的编号"),
        max_length=20,
        widget=forms.TextInput(attrs={"class": "short code", "autocomplete": "off"}),
    )


class ContactForm(forms.Form):
    purpose = forms.ChoiceField(
        label=_("为什么看"),
        choices=PURPOSES,
        initial=PURPOSES[0][0],
        help_text=_("谁在什么时候为什么看过，反映人查得到。"),
        widget=forms.RadioSelect,
    )


class InformForm(forms.Form):
    words = RuleField(texts.clean_words, most=texts.WORDS_LETTERS_MAX, rows=3, label=_("您的补充"))
    photos = PhotosField(most=PHOTOS_MAX, label=_("照片"))


class ReopenForm(forms.Form):
    words = RuleField(
        lambda text: texts.bounded(
            text, most=texts.NOTE_LETTERS_MAX, field="words", least=texts.REASON_LETTERS_MIN
        ),
        most=texts.NOTE_LETTERS_MAX,
        rows=3,
        label=_("哪里还没好"),
    )


class RateForm(forms.Form):
    value = forms.ChoiceField(
        label=_("这件事办得怎么样"), choices=RATINGS, widget=forms.RadioSelect
    )
    words = RuleField(
        lambda text: texts.bounded(text, most=texts.RATING_LETTERS_MAX, field="words"),
        most=texts.RATING_LETTERS_MAX,
        rows=2,
        required=False,
        label=_("想说的话"),
        help_text=_("评的是这件事怎么办的，不是评哪个人。"),
    )


class WithdrawForm(forms.Form):
    reason = RuleField(
        lambda text: texts.bounded(text, most=texts.NOTE_LETTERS_MAX, field="reason"),
        most=texts.NOTE_LETTERS_MAX,
        rows=2,
        required=False,
        label=_("为什么撤回"),
    )


class CodeForm(forms.Form):
    code = forms.CharField(
        label=_("查询码"),
        max_length=40,
        widget=forms.TextInput(
            attrs={"class": "code", "autocomplete": "off", "autocapitalize": "characters"}
        ),
    )
