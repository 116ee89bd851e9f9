"""What a list of matters may be narrowed by; what makes no sense narrows nothing."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django import forms
from django.utils.translation import gettext_lazy

from linli.apps.matters.models.labels import LANES, STATES
from linli.apps.matters.queries import all_groups
from linli.apps.matters.web.names import named

SCOPES = [
    ("work", gettext_lazy("待办")),
    ("late", gettext_lazy("超时")),
    ("handler", gettext_lazy("我经办")),
    ("all", gettext_lazy("全部")),
]
EVERY = ("", gettext_lazy("不限"))


class ListForm(forms.Form):
    """The filters of the desk, as they stand in the address."""

    scope = forms.ChoiceField(choices=SCOPES, required=False, widget=forms.HiddenInput)
    state = forms.ChoiceField(label=gettext_lazy("状态"), choices=[EVERY, *STATES], required=False)
    lane = forms.ChoiceField(label=gettext_lazy("分流"), choices=[EVERY, *LANES], required=False)
    group = forms.ChoiceField(label=gettext_lazy("类别"), required=False)
    after = forms.CharField(required=False, max_length=60, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        groups: Any = [EVERY, *((group.code, named(group)) for group in all_groups())]
        self.fields["group"].choices = groups  # type: ignore[attr-defined]  # a ChoiceField's

    def wish(self) -> dict[str, Any]:
        self.is_valid()
        given = {name: self.cleaned_data.get(name, "") for name in self.fields}
        return {**given, "scope": given["scope"] or "work"}

    @property
    def is_narrowed(self) -> bool:
        return any(self.cleaned_data.get(name) for name in ("state", "lane", "group"))

    def address(self, **changes: str) -> str:
        """Return the address of this list with something changed."""
        given = {**self.wish(), **changes}
        return "?" + urlencode({name: value for name, value in given.items() if value})

    def tabs(self) -> list[tuple[str, str, bool]]:
        chosen = self.wish()["scope"]
        return [
            (str(label), self.address(scope=code, after=""), code == chosen)
            for code, label in SCOPES
        ]
