"""Controls drawn by us are what Django would draw, to the letter."""

from __future__ import annotations

import datetime as dt

import pytest
from django import forms

from linli.interface.parts import controls


class Everything(forms.Form):
    word = forms.CharField(max_length=9, help_text="短一点")
    count = forms.IntegerField(min_value=1, max_value=9, required=False)
    mail = forms.EmailField(required=False)
    site = forms.URLField(required=False, assume_scheme="https")
    key = forms.CharField(widget=forms.HiddenInput)
    day = forms.DateField(widget=forms.DateInput(attrs={"type": "date", "class": "short"}))
    text = forms.CharField(widget=forms.Textarea(attrs={"rows": 3}), disabled=True)
    one = forms.ChoiceField(choices=[("", "—"), ("a", "甲 <1>"), ("b", "乙"), ("a", "again")])
    must = forms.ChoiceField(choices=[("a", "甲"), ("b", "乙")])
    grouped = forms.ChoiceField(choices=[("组", [("a", "甲"), ("b", "乙")])], required=False)
    tick = forms.BooleanField(required=False)


TYPED = {"word": '"><b>', "text": "<i>\n&", "one": "a", "must": "x", "day": "2026-11-31", "key": ""}
KEPT = {"count": 3, "day": dt.date(2026, 11, 23), "one": "b", "text": "", "grouped": "b"}


@pytest.mark.parametrize("name", list(Everything.base_fields))
@pytest.mark.parametrize(
    "form",
    [Everything(), Everything(initial=KEPT), Everything(TYPED), Everything(auto_id=False)],
    ids=["empty", "kept", "typed", "without ids"],
)
def test_a_control_is_what_django_would_draw(name: str, form: Everything) -> None:
    attrs: dict[str, str | bool] = {
        "aria-describedby": "a-hint",
        "autofocus": True,
        "hidden": False,
    }

    assert controls.draw(form[name], attrs) == form[name].as_widget(attrs=dict(attrs))
