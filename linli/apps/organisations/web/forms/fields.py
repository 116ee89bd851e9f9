"""Fields that several forms share."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

Choices = Sequence[tuple[str, str]]
DAY_MIN = dt.date(1950, 1, 1)
DAY_MAX = dt.date(2100, 1, 1)


class DayInput(forms.DateInput):
    """The device's own calendar."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


def _sane(day: dt.date) -> None:
    if not DAY_MIN <= day <= DAY_MAX:
        raise forms.ValidationError(_("日期不对，请重新选择。"))


def day_field(label: Any, *, required: bool = True, hint: Any = "") -> forms.DateField:
    return forms.DateField(
        label=label, required=required, help_text=hint, widget=DayInput(), validators=[_sane]
    )


def words_field(label: Any, most: int, *, required: bool = True, hint: Any = "") -> forms.CharField:
    return forms.CharField(label=label, required=required, max_length=most, help_text=hint)


def one_of(label: Any, choices: Choices, *, required: bool = True, hint: Any = "") -> Any:
    """Return a choice among keys; the value is a whole number, or `None`."""
    empty = [] if required else [("", _("不选"))]
    return forms.TypedChoiceField(
        label=label,
        choices=[*empty, *choices],
        coerce=int,
        empty_value=None,
        required=required,
        help_text=hint,
    )


def some_of(label: Any, choices: Choices, *, required: bool = True, hint: Any = "") -> Any:
    """Return ticks among keys; the value is a list of whole numbers."""
    return forms.TypedMultipleChoiceField(
        label=label,
        choices=choices,
        coerce=int,
        required=required,
        help_text=hint,
        widget=forms.CheckboxSelectMultiple,
    )


def person_of(label: Any, people: Choices) -> Any:
    """Return radios of the persons found; the value is the key of one."""
    return forms.TypedChoiceField(
        label=label,
        choices=people,
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"required": _("请先按姓名找人，再选择。")},
    )
