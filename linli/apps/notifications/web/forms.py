"""How and when to be told."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from linli.apps.notifications.models import GROUP_NAMES, PACE_NAMES
from linli.apps.notifications.queries import ChannelChoices
from linli.apps.notifications.rules import Pace, Rhythm


def _time(label: Any) -> forms.TimeField:
    widget = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    return forms.TimeField(label=label, widget=widget, input_formats=["%H:%M", "%H:%M:%S"])


class ChoicesForm(forms.Form):
    """One row of ticks for each channel that leads somewhere."""

    def __init__(self, data: Any, *, channels: Sequence[ChannelChoices]) -> None:
        super().__init__(data)
        for each in channels:
            self.fields[str(each.channel)] = forms.MultipleChoiceField(
                label=each.name,
                choices=[(str(group), name) for group, name in GROUP_NAMES.items()],
                required=False,
                widget=forms.CheckboxSelectMultiple,
                initial=[str(group) for group in each.groups],
            )


class RhythmForm(forms.Form):
    pace = forms.ChoiceField(
        label=_("多久发一次"),
        choices=[(str(pace), name) for pace, name in PACE_NAMES.items()],
        widget=forms.RadioSelect,
    )
    quiet_from = _time(_("免打扰从"))
    quiet_to = _time(_("免打扰到"))

    @property
    def rhythm(self) -> Rhythm:
        given = self.cleaned_data
        return Rhythm(Pace(given["pace"]), given["quiet_from"], given["quiet_to"])
