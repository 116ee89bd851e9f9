"""Asking once more before an answer goes out that tells the reporter nothing: a hint, never a block."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any, Final, cast

from django import forms
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from linli.apps.matters.rules.answers import emptiness_of
from linli.interface.forms import accepted
from linli.platform import files

ANSWERS: Final = frozenset({"finish", "refer"})
AS_IT_IS: Final = "as_it_is"  # the button's name
MISSING: Final[dict[str, str | Promise]] = {
    "done": _("做了什么、看到了什么"),
    "when": _("什么时候做的、什么时候做"),
    "next": _("接下来怎样、以后找谁"),
}


@dataclass(frozen=True, slots=True)
class Asking:
    """What the page points out; `photos` is how many are kept meanwhile."""

    phrases: tuple[str, ...]
    missing: tuple[str | Promise, ...]
    photos: int


def to_ask(name: str, form: forms.Form, now: dt.datetime) -> forms.Form | None:
    """Return the form with what it should ask about, or `None` when the act may go on.

    Photos that came along are kept, so that nothing is to be chosen again.
    """
    if name not in ANSWERS or form.data.get(AS_IT_IS) or not form.is_valid():
        return None
    found = emptiness_of(form.cleaned_data["answer"])
    if found is None:
        return None
    keys: list[str] | None = accepted(form, lambda: _kept(form.cleaned_data, now))
    if keys is None:
        return form
    data = cast("QueryDict", form.data).copy()
    data["kept"] = ",".join(keys)
    again: Any = type(form)(data, auto_id=form.auto_id)
    missing = tuple(MISSING[part] for part in found.missing)
    again.asking = Asking(found.phrases, missing, len(keys))
    return again  # type: ignore[no-any-return]  # a form with one thing more


def _kept(data: dict[str, Any], now: dt.datetime) -> list[str]:
    fresh = [files.store_photo(one, now=now).key for one in data.get("photos") or []]
    return [*data.get("kept", ()), *fresh]
