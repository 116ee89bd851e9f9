"""Forms that choose a unit: settle (kind, lane and unit in one go), reassign, return."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.apps.matters.models.labels import LANES, REASONS, UNIT_REASONS
from linli.apps.matters.queries import Guess, MatterPage, suggest_triage, suggest_units
from linli.apps.matters.rules.kinds import all_groups, kind_of, kinds_on
from linli.apps.matters.web.forms.acts import _note
from linli.apps.matters.web.suggesting import quoted
from linli.apps.organisations import queries as organisations
from linli.interface.names import named, picked

OTHER_KINDS = ("department", "utility")


@dataclass(frozen=True, slots=True)
class Taker:
    """A unit or a person by name who may take a matter; `value` is `u12` or `h12`."""

    value: str
    name: str
    note: str = ""


def takers_for(page: MatterPage, on: dt.date, *, with_people: bool, kind: str = "") -> list[Taker]:
    """Return who may take the matter, the most likely first, each with the reason."""
    found = [
        Taker(f"u{one.unit.id}", named(one.unit), str(UNIT_REASONS[one.reason]))
        for one in suggest_units(page, on=on, kind=kind)
    ]
    if not with_people:
        return [taker for taker in found if taker.value != f"u{page.unit}"]
    people = {
        row.account: row.name
        for row in organisations.grid_workers(page.area, on)
        if row.account is not None
    }
    return [
        *found,
        *(Taker(f"h{key}", _("网格员 %(name)s") % {"name": name}) for key, name in people.items()),
    ]


def other_units(on: dt.date) -> list[tuple[str, str]]:
    """Return departments and utilities, for what the suggestions don't cover."""
    return [
        (f"u{row.id}", named(row))
        for kind in OTHER_KINDS
        for row in organisations.list_organisations(organisations.Wish(on=on, kind=kind), limit=200)
    ]


class TakerForm(forms.Form):
    """Choose one of the suggested, or another from the list."""

    def __init__(
        self, *args: Any, page: MatterPage, on: dt.date, with_people: bool = True, **kwargs: Any
    ) -> None:
        kind = kwargs.pop("kind", "")
        super().__init__(*args, **kwargs)
        self.takers = takers_for(page, on, with_people=with_people, kind=kind)
        self.notes = {taker.value: taker.note for taker in self.takers if taker.note}
        pairs = [(taker.value, taker.name) for taker in self.takers]
        self.fields["unit"] = forms.ChoiceField(
            label=gettext_lazy("由谁办"),
            choices=pairs,
            required=bool(pairs) and not self.data.get("other"),
            widget=forms.RadioSelect,
            initial=pairs[0][0] if pairs else None,
        )
        self.fields["other"] = forms.ChoiceField(
            label=gettext_lazy("都不是？选别的单位"),
            choices=[("", "—"), *other_units(on)],
            required=False,
        )

    @property
    def taker(self) -> tuple[int | None, int | None]:
        """Return the keys of the unit and of the person chosen; one of them, or neither."""
        value = self.cleaned_data["other"] or self.cleaned_data["unit"]
        key = int(value[1:]) if value else None
        return (key, None) if value[:1] == "u" else (None, key)


class SettleForm(TakerForm):
    """What the desk decides at once: kind, lane, who."""

    def __init__(self, *args: Any, page: MatterPage, on: dt.date, **kwargs: Any) -> None:
        proposed = suggest_triage(page)
        super().__init__(*args, page=page, on=on, kind=proposed.kind, **kwargs)
        grouped = [
            (named(group), [(k.code, named(k)) for k in kinds_on(on) if k.group == group.code])
            for group in all_groups()
        ]
        self.fields["kind"] = forms.ChoiceField(
            label=gettext_lazy("类别"), choices=grouped, initial=proposed.kind
        )
        self.fields["lane"] = forms.ChoiceField(
            label=gettext_lazy("分流"),
            choices=LANES,
            initial=proposed.lane,
            widget=forms.RadioSelect,
        )
        self.fields["remark"] = _note(
            gettext_lazy("给承办单位的话"), field="remark", rows=2, required=False
        )
        self.proposal = _("建议：%(lane)s。%(reasons)s。") % {
            "lane": dict(LANES)[proposed.lane],
            "reasons": picked("；", "; ").join(str(REASONS[each]) for each in proposed.reasons),
        }
        self.other_kinds = picked("；", "; ").join(
            picked("%s（%s）", "%s (%s)") % (named(kind_of(guess.kind)), told(guess))
            for guess in proposed.guesses
        )
        self.order_fields(["kind", "lane", "unit", "other", "remark"])


def told(guess: Guess) -> str:
    """Return why a kind may be meant, for the desk."""
    if not guess.words:
        return _("整句话比较像")
    return _("写到%(words)s") % {"words": quoted(guess.words)}


class ReassignForm(TakerForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"] = _note(gettext_lazy("为什么改派"), field="reason", rows=2)


class ObjectForm(TakerForm):
    """The unit that should have it, and why; a ruling decides."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, with_people=False, **kwargs)
        self.fields["unit"].label = gettext_lazy("应由谁办")
        self.fields["unit"].initial = None
        self.fields["reason"] = _note(
            gettext_lazy("为什么不归本单位"),
            field="reason",
            rows=3,
            help_text=gettext_lazy("由街道裁定，两个工作日内有结果。裁定前请先接着办，期限照算。"),
        )

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if not (data.get("unit") or data.get("other")):
            self.add_error("unit", _("请写明应由哪个单位承办。"))
        return data


class ReturnForm(TakerForm):
    """The unit whose business it is must be named."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, with_people=False, **kwargs)
        self.fields["unit"].label = gettext_lazy("应由谁办")
        self.fields["unit"].initial = None
        self.fields["reason"] = _note(gettext_lazy("为什么不归本单位"), field="reason", rows=2)

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if not (data.get("unit") or data.get("other")):
            self.add_error("unit", _("请写明应由哪个单位承办。"))
        return data
