"""Pointing out what tells who somebody is before words become public: one door for every app's forms.

The writer decides: replace it by "某…", remove it, or send it as it is. It is never a block.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from django.forms import BaseForm
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from linli.foundation.personal import Kind, find_personal, removed, replaced

CHOICE: Final = "personal"  # the button's name; its value is one of those below
REPLACE: Final = "replace"
REMOVE: Final = "remove"
KEEP: Final = "keep"

WHY: Final[dict[Kind, str | Promise]] = {
    Kind.IDENTITY: _("像身份证号"),
    Kind.CARD: _("像银行卡号"),
    Kind.PHONE: _("像电话号码"),
    Kind.EMAIL: _("像电子邮箱"),
    Kind.PLATE: _("像车牌号"),
    Kind.ROOM: _("能认出是哪一户"),
    Kind.NAME: _("像人的名字"),
}


@dataclass(frozen=True, slots=True)
class Pointed:
    """Words pointed out, why, and what would stand instead."""

    words: str
    why: str
    instead: str


def point_out(*texts: str) -> tuple[Pointed, ...]:
    """Return what in `texts` tells who somebody is, each words once."""
    seen = {found.words: found for text in texts for found in find_personal(text)}
    return tuple(
        Pointed(found.words, str(WHY[found.kind]), found.instead) for found in seen.values()
    )


def softened(text: str, choice: str) -> str:
    """Return `text` as the writer's choice makes it."""
    if choice == REPLACE:
        return replaced(text, find_personal(text))
    return removed(text, find_personal(text)) if choice == REMOVE else text


def softened_post(data: QueryDict, names: Iterable[str]) -> QueryDict:
    """Return what was posted, its public words as the pressed button makes them."""
    choice = data.get(CHOICE, "")
    if choice not in {REPLACE, REMOVE}:
        return data
    changed = data.copy()
    for name in names:
        if name in changed:
            changed[name] = softened(str(changed.get(name, "")), choice)
    return changed


def to_ask(form: BaseForm, names: Iterable[str]) -> tuple[Pointed, ...]:
    """Return what a valid form should ask about before it acts; empty once the writer has chosen."""
    if not form.is_bound or form.data.get(CHOICE) or not form.is_valid():
        return ()
    return point_out(*(str(form.cleaned_data.get(name, "")) for name in names))
