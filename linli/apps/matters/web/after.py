"""What comes after: the next steps of a new report, and words that an act could no longer take."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django import forms
from django.utils.translation import gettext as _

from linli.apps.matters.queries import MatterPage
from linli.apps.matters.web.shown import Shown
from linli.apps.matters.web.states import acts_of
from linli.apps.matters.web.times import day_time


@dataclass(frozen=True, slots=True)
class NextStep:
    title: str
    note: str
    icon: str
    tone: str = ""


def next_steps(page: MatterPage, now: dt.datetime) -> list[NextStep]:
    """Return what happens with a new report, with the dates."""
    return [
        NextStep(
            _("%(when)s前，社区看过") % {"when": day_time(page.response_due, now)},
            _("定下由谁来办，并派给他们。"),
            "eye",
            "jade",
        ),
        NextStep(
            _("%(when)s前，办结答复") % {"when": day_time(page.due_at, now)},
            _("写明做了什么。要您补充时会先问您，等的时间不算。"),
            "circle-check",
        ),
        NextStep(
            _("办完请您看看"),
            _("没解决可以要求重新办，也可以评一评。"),
            "star",
        ),
    ]


@dataclass(frozen=True, slots=True)
class Lost:
    """Why an act came too late, and the words that were typed for it."""

    errors: list[str]
    words: list[str]


def lost_words(bound: dict[str, forms.Form] | None, shown: Shown) -> Lost | None:
    """Return what an act said that the page offers no more: somebody else was quicker."""
    for name, form in (bound or {}).items():
        if name in acts_of(shown.page):
            continue
        typed = [str(form.data.get(key, "")) for key in form.fields]
        errors = [str(line) for lines in form.errors.values() for line in lines]
        return Lost(errors, [words for words in typed if len(words) > 1])
    return None
