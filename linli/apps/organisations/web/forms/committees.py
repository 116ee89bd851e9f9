"""The steps of a committee's term."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from linli.apps.organisations.models import labels
from linli.apps.organisations.rules.committees import State
from linli.apps.organisations.web.forms.fields import day_field, words_field


class DayForm(forms.Form):
    on = day_field(_("日期"))


class ElectionForm(forms.Form):
    elected_on = day_field(_("选举日期"))
    term_ends_on = day_field(_("任期届满日"))
    seats = forms.IntegerField(label=_("委员席位"), min_value=1, max_value=99)
    record = words_field(
        _("选举记录"), 120, hint=_("会议名称、公告或决议编号。平台只登记选举结果，不产生席位。")
    )


class FilingForm(forms.Form):
    on = day_field(_("备案日期"))
    filing_number = words_field(_("备案号"), 40)


class EndTermForm(forms.Form):
    to = forms.ChoiceField(
        label=_("怎样结束"),
        choices=[(s.value, labels.STATES[s]) for s in (State.TERM_ENDED, State.RECALLED)],
    )
    on = day_field(_("日期"))
