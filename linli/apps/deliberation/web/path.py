"""The steps of a topic as a visible path: what is done, what is now, who is to act, by when."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from linli.apps.deliberation.queries import TopicPage
from linli.apps.deliberation.rules.law import Engine
from linli.apps.deliberation.rules.procedures import Procedure
from linli.apps.deliberation.rules.stages import STAGES, Stage
from linli.foundation.clock import local_date
from linli.interface.names import named, picked

WHO: Final = {
    Stage.PROPOSED: gettext_lazy("邻居附议，主持人分流"),
    Stage.COLLECTING_IDEAS: gettext_lazy("邻居出主意"),
    Stage.OPTION_REVIEW: gettext_lazy("主持人审方案"),
    Stage.IN_MEETING: gettext_lazy("主持人约议事会，成员当面商量"),
    Stage.VOTING: gettext_lazy("居民投票"),
    Stage.PUBLICISING: gettext_lazy("公示，人人可以看"),
    Stage.IN_WORK: gettext_lazy("承办单位办理"),
    Stage.UNDER_REVIEW: gettext_lazy("居民评议"),
}


@dataclass(frozen=True, slots=True)
class PathStep:
    """One step on the path; `state` is done, now, later or stopped."""

    number: int
    name: str
    state: str
    note: str = ""
    who: str = ""
    until: str = ""
    is_late: bool = False


def path_of(page: TopicPage, now: dt.datetime) -> tuple[PathStep, ...]:
    """Return the path of a topic; where it ended early, the rest is not walked."""
    left = _left_on(page)
    return tuple(
        _step(page, number, left.get(number), now)
        for number in range(1, len(page.procedure.steps) + 1)
    )


def _step(page: TopicPage, number: int, left: dt.date | None, now: dt.datetime) -> PathStep:
    step = page.procedure.steps[number - 1]
    name = named(step)
    if page.topic.is_open and number == page.step_number:
        who = str(WHO[page.stage])
        if page.stage == Stage.VOTING and page.topic.engine == Engine.OWNERS:
            who = _("业主投票")
        late = page.topic.due_at <= now
        return PathStep(
            number,
            name,
            "now",
            picked(step.hint, step.hint_en),
            who,
            until_words(page.topic.due_at, now),
            is_late=late,
        )
    if number < page.step_number and (page.topic.is_open or left or page.stage == Stage.CLOSED):
        return PathStep(number, name, "done", day_words(left) if left else "")
    days = ngettext("%(days)s 天", "%(days)s 天", step.days) % {"days": step.days}
    return PathStep(number, name, "later" if page.topic.is_open else "stopped", days)


def _left_on(page: TopicPage) -> dict[int, dt.date]:
    """Return on which day each step was left, as the journal says."""
    found: dict[int, dt.date] = {}
    for line in page.lines:
        before = str(line.facts.get("from", ""))
        if before in STAGES and line.verb.startswith("deliberation.to_"):
            found[page.procedure.step_of(Stage(before))] = local_date(line.at)
    return found


def day_words(day: dt.date) -> str:
    return _("%(month)s月%(day)s日") % {"month": day.month, "day": day.day}


def until_words(due: dt.datetime, now: dt.datetime) -> str:
    """Return until when, in words: the last full day, and how many are left or over."""
    last = local_date(due - dt.timedelta(seconds=1))
    days = (last - local_date(now)).days
    facts = {"day": day_words(last), "days": abs(days)}
    if days > 0:
        return ngettext("到%(day)s，还有 %(days)s 天", "到%(day)s，还有 %(days)s 天", days) % facts
    if days == 0:
        return _("到今天为止") if due > now else _("今天到期")
    return ngettext("%(day)s到期，已过 %(days)s 天", "%(day)s到期，已过 %(days)s 天", -days) % facts


def short_path(procedure: Procedure) -> Iterable[tuple[int, str, str, int]]:
    """Return (number, name, hint, days) of each step, for the page of a hall."""
    for number, step in enumerate(procedure.steps, start=1):
        yield number, named(step), picked(step.hint, step.hint_en), step.days
