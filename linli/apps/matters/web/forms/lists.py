"""What a list of matters may be narrowed by; what makes no sense narrows nothing."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final, Self
from urllib.parse import urlencode

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from linli.apps.matters.models.labels import LANES, STATES
from linli.apps.matters.queries import Wanted, all_groups
from linli.apps.matters.rules.kinds import all_kinds
from linli.interface.names import named

SCOPES: Final[Mapping[str, str | Promise]] = {
    "work": gettext_lazy("待办"),
    "late": gettext_lazy("超时"),
    "raised": gettext_lazy("提级"),
    "handler": gettext_lazy("我经办"),
    "all": gettext_lazy("全部"),
}
EVERY = ("", gettext_lazy("不限"))
AFTER_LETTERS_MAX: Final = 60
KEY: Final = re.compile("[0-9]{1,18}")
CODES: Final[Mapping[str, frozenset[str]]] = {
    "scope": frozenset(SCOPES),
    "state": frozenset(code for code, _label in STATES),
    "lane": frozenset(code for code, _label in LANES),
    "group": frozenset(group.code for group in all_groups()),
    "kind": frozenset(kind.code for kind in all_kinds()),
}
KEYS: Final = ("unit", "community", "compound")


class ListForm(forms.Form):
    """The filters of the desk, as they stand in the address."""

    state = forms.ChoiceField(label=gettext_lazy("状态"), choices=[EVERY, *STATES], required=False)
    lane = forms.ChoiceField(label=gettext_lazy("分流"), choices=[EVERY, *LANES], required=False)
    group = forms.ChoiceField(label=gettext_lazy("类别"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        groups: Any = [EVERY, *((group.code, named(group)) for group in all_groups())]
        self.fields["group"].choices = groups  # type: ignore[attr-defined]  # a ChoiceField's


@dataclass(frozen=True, slots=True)
class Wish:
    """Which list somebody wants at the desk."""

    scope: str = "work"
    state: str = ""
    lane: str = ""
    group: str = ""
    unit: int | None = None
    kind: str = ""  # these come together, from the list of what keeps coming back
    community: int | None = None
    compound: int | None = None

    @classmethod
    def read(cls, given: Mapping[str, str]) -> Self:
        """Read the wish from an address; a code that there is not, is not wished."""
        known: dict[str, Any] = {
            name: given[name] for name, codes in CODES.items() if given.get(name) in codes
        }
        keys: dict[str, Any] = {
            name: int(given[name]) for name in KEYS if KEY.fullmatch(given.get(name, ""))
        }
        return cls(**known, **keys)

    def wanted(self, *, after: str, limit: int) -> Wanted:
        return Wanted(
            scope=self.scope,
            state=self.state,
            lane=self.lane,
            group=self.group,
            unit=self.unit,
            kind=self.kind,
            community=self.community,
            compound=self.compound,
            after=after,
            limit=limit,
        )

    @property
    def is_narrowed(self) -> bool:
        return bool(self.state or self.lane or self.group)

    @property
    def form(self) -> ListForm:
        return ListForm({"state": self.state, "lane": self.lane, "group": self.group})

    def of_unit(self, unit: int | None) -> str:
        """Return the address of this list for one unit, or for all of them."""
        return replace(self, unit=unit).address()

    def address(self, after: str = "") -> str:
        """Return the address of this list, from its beginning or after a row."""
        given = {
            "scope": self.scope,
            "state": self.state,
            "lane": self.lane,
            "group": self.group,
            "unit": self.unit,
            "kind": self.kind,
            "community": self.community,
            "compound": self.compound,
            "after": after,
        }
        return "?" + urlencode({name: value for name, value in given.items() if value})

    @property
    def tabs(self) -> list[tuple[str, str, bool]]:
        return [
            (str(label), replace(self, scope=code).address(), code == self.scope)
            for code, label in SCOPES.items()
        ]


def read_after(given: Mapping[str, str]) -> str:
    """Return the cursor of the page before, unless it is too long to be one."""
    after = given.get("after", "").strip()
    return after if len(after) <= AFTER_LETTERS_MAX else ""
