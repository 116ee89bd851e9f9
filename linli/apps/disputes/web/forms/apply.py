"""The application: what kind, where, what happened, who the other side is, how to reach you."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from linli.apps.disputes.actions import Someone
from linli.apps.disputes.models.labels import CHANNELS, SORTS
from linli.apps.disputes.rules import texts
from linli.apps.disputes.rules.kinds import VIOLENCE, Kind
from linli.interface.names import named
from linli.interface.questions import YES_NO, question_field

TAKEN_IN = ("phone", "window", "paper", "grid_worker", "meeting", "hotline_12345")
VIOLENCE_WORDS = _("有没有人动手、威胁，或者不让出门？")


def words_field(label: Any, *, most: int, rows: int = 3, required: bool = True) -> forms.CharField:
    """Return a field for a few sentences."""
    box = forms.Textarea(attrs={"rows": rows, "class": "brief"})
    return forms.CharField(label=label, max_length=most, required=required, widget=box)


def line_field(label: Any, *, most: int, required: bool = False, **attrs: str) -> forms.CharField:
    """Return a field for one line."""
    box = forms.TextInput(attrs={"autocomplete": "off", **attrs})
    return forms.CharField(label=label, max_length=most, required=required, widget=box)


def phone_field(label: Any) -> forms.CharField:
    return line_field(label, most=20, inputmode="tel", type="tel")


class ApplyForm(forms.Form):
    """What a resident tells: one page. `asks_violence` adds the question where the words gave cause."""

    client_id = forms.UUIDField(widget=forms.HiddenInput)
    q = line_field(_("在哪里"), most=60)
    at = forms.ChoiceField(label=_("选地点"), required=False, widget=forms.RadioSelect)
    place_text = line_field(_("几单元几楼（可不填）"), most=texts.PLACE_LETTERS_MAX)
    words = words_field(_("说说经过，希望怎样解决"), most=texts.WORDS_LETTERS_MAX, rows=4)
    other_name = line_field(_("对方怎么称呼"), most=texts.NAME_LETTERS_MAX)
    other_phone = phone_field(_("对方电话（知道就填）"))
    other_sort = forms.ChoiceField(
        label=_("对方是"), choices=SORTS, initial="person", required=False, widget=forms.RadioSelect
    )
    name = line_field(
        _("怎么称呼您"), most=texts.NAME_LETTERS_MAX, required=True, autocomplete="name"
    )
    phone = phone_field(_("您的电话"))
    is_minor = forms.BooleanField(label=_("申请人未满十八岁"), required=False)
    speaker_name = line_field(_("监护人怎么称呼"), most=texts.NAME_LETTERS_MAX)
    speaker_phone = phone_field(_("监护人电话"))
    matter = line_field(_("反映过同一件事？填诉求编号（可不填）"), most=20)

    def __init__(
        self,
        *args: Any,
        kind: Kind | None,
        found: list[tuple[str, str]],
        asks_violence: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.kind = kind
        places = self.fields["at"]
        assert isinstance(places, forms.ChoiceField)
        places.choices = found
        if len(found) == 1:
            places.initial = found[0][0]
        for question in kind.questions if kind else ():
            self.fields[f"answer_{question.code}"] = question_field(
                question, is_required=question.code == VIOLENCE
            )
        if asks_violence and f"answer_{VIOLENCE}" not in self.fields:
            self.fields[f"answer_{VIOLENCE}"] = forms.ChoiceField(
                label=VIOLENCE_WORDS, choices=YES_NO, widget=forms.RadioSelect
            )

    def asked(self) -> list[forms.BoundField]:
        """Return the fields of the kind's own questions."""
        return [self[name] for name in self.fields if name.startswith("answer_")]

    def answers(self) -> dict[str, str]:
        return {
            name.removeprefix("answer_"): value
            for name, value in self.cleaned_data.items()
            if name.startswith("answer_")
        }

    def applicant(self) -> Someone:
        data = self.cleaned_data
        return Someone(
            name=data["name"],
            phone=data["phone"],
            is_minor=data["is_minor"],
            speaker_name=data["speaker_name"],
            speaker_phone=data["speaker_phone"],
            speaker_basis="guardian" if data["speaker_name"] else "",
        )

    def others(self) -> tuple[Someone, ...]:
        data = self.cleaned_data
        if not data["other_name"].strip():
            return ()
        sort = data["other_sort"] or "person"
        return (Someone(name=data["other_name"], phone=data["other_phone"], sort=sort),)


class IntakeForm(ApplyForm):
    """Writing down for somebody who calls or comes: the same, with channel and kind."""

    channel = forms.ChoiceField(
        label=_("怎么来的"),
        choices=[pair for pair in CHANNELS if pair[0] in TAKEN_IN],
        initial="window",
        widget=forms.RadioSelect,
    )
    kind_code = forms.ChoiceField(label=_("类别"))

    def __init__(self, *args: Any, kinds: tuple[Kind, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        listed = self.fields["kind_code"]
        assert isinstance(listed, forms.ChoiceField)
        listed.choices = [(kind.code, named(kind)) for kind in kinds]


class CodeForm(forms.Form):
    code = forms.CharField(
        label=_("查询码"),
        max_length=40,
        widget=forms.TextInput(attrs={"class": "code", "autocomplete": "off", "autofocus": True}),
    )
