"""Words to begin an answer with, as forms and pages show them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from linli.apps.matters import queries
from linli.apps.matters.access import reply_places, reply_units
from linli.apps.matters.models.labels import REPLY_ACTS
from linli.apps.matters.queries import ReplyRow, all_groups, kind_of
from linli.apps.matters.rules import replies as rules
from linli.apps.matters.rules.kinds import kinds_by_code
from linli.apps.matters.rules.texts import NOTE_LETTERS_MAX
from linli.apps.matters.web.forms.fields import RuleField
from linli.apps.organisations import queries as organisations
from linli.apps.places import queries as places
from linli.interface.names import named, picked
from linli.platform.access import Actor

FIELDS: Final = {"finish": "answer", "refer": "answer", "ask": "question"}


def begin_with(act: str, replies: tuple[ReplyRow, ...], chosen: str) -> dict[str, Any] | None:
    """Return what the form of an act begins with when one of `replies` was chosen."""
    found = next((row.text for row in replies if str(row.id) == chosen), None)
    return {FIELDS[act]: found} if found is not None else None


def owners_of(actor: Actor) -> list[tuple[str, str]]:
    """Return the places and units for which the actor keeps templates, as choices."""
    areas = places.area_names([over.low for over in reply_places(actor)])
    units = organisations.organisation_names(reply_units(actor))
    return [
        *((f"a{key}", str(name)) for key, name in areas.items()),
        *((f"u{key}", str(name)) for key, name in units.items()),
    ]


class ReplyForm(forms.Form):
    """A template: for whom, at which step, for which kind, its name and its words."""

    owner = forms.ChoiceField(label=_("给哪里用"))
    act = forms.ChoiceField(label=_("用在哪一步"), choices=REPLY_ACTS, widget=forms.RadioSelect)
    kind = forms.ChoiceField(label=_("类别"), required=False)
    title = RuleField(rules.clean_title, most=rules.TITLE_LETTERS_MAX, label=_("名称"))
    text = RuleField(
        rules.clean_reply,
        most=NOTE_LETTERS_MAX,
        rows=4,
        label=_("内容"),
        help_text=_("可以写{地点}、{日期}、{单位}、{类别}，用的时候自动换成这件事的。"),
    )

    def __init__(self, *args: Any, owners: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds: list[Any] = [("", _("所有类别"))]
        for group in all_groups():
            own = [each for each in kinds_by_code().values() if each.group == group.code]
            whole = (group.code, _("整个大类"))
            kinds.append((named(group), [whole, *((each.code, named(each)) for each in own)]))
        self.fields["owner"].choices = owners  # type: ignore[attr-defined]  # a ChoiceField's
        self.fields["kind"].choices = kinds  # type: ignore[attr-defined]  # a ChoiceField's
        if len(owners) == 1:
            self.fields["owner"].initial = owners[0][0]
        self.fields["act"].initial = REPLY_ACTS[0][0]

    @property
    def of(self) -> dict[str, int]:
        """Return the owner that was chosen, as the action takes it."""
        chosen: str = self.cleaned_data["owner"]
        return {"area" if chosen[0] == "a" else "unit": int(chosen[1:])}


@dataclass(frozen=True, slots=True)
class ReplyLine:
    id: int
    title: str
    text: str
    act: str
    kind: str
    owner: str


def lines_of(actor: Actor) -> list[ReplyLine]:
    acts = dict(REPLY_ACTS)
    return [
        ReplyLine(
            id=row.id,
            title=row.title,
            text=row.text,
            act=str(acts[row.act]),
            kind=_kind_name(row.kind),
            owner=picked(row.owner, row.owner_en),
        )
        for row in queries.list_kept_replies(actor=actor)
    ]


def _kind_name(code: str) -> str:
    if not code:
        return str(_("所有类别"))
    group = {each.code: each for each in all_groups()}.get(code)
    return named(group or kind_of(code))
