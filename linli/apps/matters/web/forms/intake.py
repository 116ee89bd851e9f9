"""Taking in what somebody says on the telephone, at the window or on paper: one screen."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from linli.apps.matters.models.labels import CHANNELS
from linli.apps.matters.queries import all_groups, kinds_on
from linli.apps.matters.rules import texts
from linli.apps.matters.web.forms.fields import RuleField
from linli.apps.matters.web.forms.report import ContactForm
from linli.foundation import clock
from linli.interface.names import named

TAKEN_IN = ("phone", "window", "paper", "grid_worker", "meeting", "chat", "hotline_12345")


class IntakeForm(ContactForm):
    """Channel, place, words; everything else may stay empty."""

    client_id = forms.UUIDField(widget=forms.HiddenInput)
    channel = forms.ChoiceField(
        label=_("怎么来的"),
        choices=[pair for pair in CHANNELS if pair[0] in TAKEN_IN],
        initial="phone",
        widget=forms.RadioSelect,
    )
    q = forms.CharField(
        label=_("在哪里"),
        max_length=60,
        required=False,
        help_text=_("小区、楼栋或路名，写几个字就会列出来。"),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    at = forms.ChoiceField(label=_("选地点"), required=False, widget=forms.RadioSelect)
    words = RuleField(
        texts.clean_words,
        most=texts.WORDS_LETTERS_MAX,
        rows=3,
        label=_("说了什么"),
        help_text=_("照原话记，别写评价人的话。"),
    )
    place_text = RuleField(
        lambda text: texts.bounded(text, most=texts.PLACE_LETTERS_MAX, field="place_text"),
        most=texts.PLACE_LETTERS_MAX,
        required=False,
        label=_("具体位置"),
    )
    kind = forms.ChoiceField(label=_("类别"), required=False)
    field_order = ["channel", "q", "at", "words", "place_text", "kind", "name", "phone", "hide"]

    def __init__(self, *args: Any, found: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        today = clock.local_date(clock.now())
        groups: Any = [
            (
                named(group),
                [(kind.code, named(kind)) for kind in kinds_on(today) if kind.group == group.code],
            )
            for group in all_groups()
        ]
        self.fields["kind"].choices = [("", _("按内容归类，派单时再定")), *groups]  # type: ignore[attr-defined]  # a ChoiceField's
        self.fields["at"].choices = found  # type: ignore[attr-defined]  # a ChoiceField's
        self.fields["at"].required = bool(found)
        if len(found) == 1:
            self.fields["at"].initial = found[0][0]
