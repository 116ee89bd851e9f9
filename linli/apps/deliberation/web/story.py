"""The whole story of a topic, from the first complaint to the result, as one timeline anybody can read."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from linli.apps.deliberation.models import labels
from linli.apps.deliberation.queries import TopicPage
from linli.apps.deliberation.queries.rows import Line
from linli.apps.deliberation.rules.law import Engine
from linli.apps.matters import queries as matters
from linli.interface.names import named

ICONS: Final = {
    "raise": ("megaphone", "jade"),
    "seconded": ("users-round", "good"),
    "triage": ("route", ""),
    "accept": ("check", ""),
    "law": ("scale", ""),
    "answer": ("landmark", "jade"),
    "sit": ("calendar", ""),
    "minutes": ("file-text", "good"),
    "result": ("vote", "jade"),
    "progress": ("hammer", ""),
    "reopen": ("refresh-cw", "warn"),
    "hide": ("eye-off", "warn"),
    "to_collecting_ideas": ("lightbulb", "jade"),
    "to_option_review": ("list-checks", "jade"),
    "to_in_meeting": ("users-round", "jade"),
    "to_voting": ("vote", "jade"),
    "to_publicising": ("pin", "jade"),
    "to_in_work": ("hammer", "jade"),
    "to_under_review": ("star", "jade"),
    "to_closed": ("circle-check", "good"),
    "to_not_carried": ("minus", "warn"),
    "to_routed": ("send", "jade"),
    "to_declined": ("minus", "warn"),
    "to_withdrawn": ("undo-2", "warn"),
}
VERBS: Final = {**labels.VERBS, "deliberation.law": gettext_lazy("法律核对")}
ROLES: Final = {
    "community_secretary": gettext_lazy("社区书记"),
    "branch_secretary": gettext_lazy("小区党支部书记"),
    "community_worker": gettext_lazy("社区"),
    "subdistrict_officer": gettext_lazy("街道"),
    "grid_worker": gettext_lazy("网格员"),
    "department_handler": gettext_lazy("承办部门"),
    "property_manager": gettext_lazy("物业"),
    "oc_director": gettext_lazy("业委会"),
}


@dataclass(frozen=True, slots=True)
class Moment:
    """One thing that happened, in words."""

    at: dt.datetime
    title: str
    icon: str = "check"
    tone: str = ""
    who: str = ""
    text: str = ""
    href: str = ""


def story_of(page: TopicPage) -> tuple[Moment, ...]:
    """Return what happened, the first complaint first."""
    complaints = [_complaint(row) for row in page.matters if not row.is_outcome]
    told = _Teller(page)
    moments = [told.moment(line) for line in page.lines if line.verb in VERBS]
    return tuple(sorted([*complaints, *moments], key=lambda moment: moment.at))


def _complaint(row: Any) -> Moment:
    kind = matters.kind_of(row.kind)
    return Moment(
        row.received_at,
        _("有居民反映：%(kind)s") % {"kind": named(kind)},
        "inbox",
        "",
        "",
        _("诉求编号 %(code)s") % {"code": row.reference},
        reverse("matters:matter", args=[row.reference]),
    )


class _Teller:
    """Finds the words that belong to each line; those of a kind stand in the order in which they came."""

    def __init__(self, page: TopicPage) -> None:
        self.page = page
        self.answers = iter(page.answers)
        self.progress = iter(page.progress)
        self.triages = iter(page.triages)
        self.meetings = {row.key: row for row in page.meetings}
        self.rounds = itertools.count(1)

    def moment(self, line: Line) -> Moment:
        verb = line.verb.removeprefix("deliberation.")
        icon, tone = ICONS.get(verb, ("check", ""))
        text = WORDS[verb](self, line.facts) if verb in WORDS else ""
        href = WHERE[verb](self.page) if verb in WHERE else self.sitting_page(line.facts)
        who = str(ROLES.get(line.who, ""))
        return Moment(line.at, str(VERBS[line.verb]), icon, tone, who, text, href)

    def raised(self, _facts: Mapping[str, Any]) -> str:
        return self.page.topic.title

    def triage(self, _facts: Mapping[str, Any]) -> str:
        row = next(self.triages)
        lane = named(self.page.lanes.find(row.lane))
        if row.before:
            before = named(self.page.lanes.find(row.before))
            return _("由“%(before)s”改为“%(lane)s”：%(reason)s") % {
                "before": before,
                "lane": lane,
                "reason": row.reason,
            }
        return _("%(lane)s：%(reason)s") % {"lane": lane, "reason": row.reason}

    def seconded(self, facts: Mapping[str, Any]) -> str:
        return ngettext("%(n)s 位邻居附议", "%(n)s 位邻居附议", int(facts.get("n", 0))) % {
            "n": facts.get("n", 0)
        }

    def reason(self, facts: Mapping[str, Any]) -> str:
        return str(facts.get("reason", ""))

    def ideas(self, _facts: Mapping[str, Any]) -> str:
        count = len(self.page.ideas)
        return ngettext("收到 %(n)s 条主意", "收到 %(n)s 条主意", count) % {"n": count}

    def options(self, _facts: Mapping[str, Any]) -> str:
        return "；".join(f"{row.number}. {row.title}" for row in self.page.options)

    def law(self, facts: Mapping[str, Any]) -> str:
        if facts.get("engine") == Engine.OWNERS:
            return _("属于业主共同决定的事（民法典第278条），由业主表决。")
        return _("不属于业主共同决定的事，由居民表决。")

    def answer(self, _facts: Mapping[str, Any]) -> str:
        row = next(self.answers)
        stance = dict(labels.STANCES)[row.stance]
        return f"{row.unit_name}：{stance}。{row.text}"

    def result(self, facts: Mapping[str, Any]) -> str:
        return str(dict(labels.RESULTS).get(str(facts.get("result", "")), ""))

    def outcome(self, _facts: Mapping[str, Any]) -> str:
        return self.page.outcome.text if self.page.outcome else ""

    def work(self, _facts: Mapping[str, Any]) -> str:
        row = next(self.progress)
        proof = "\n" + _("证明：%(proof)s") % {"proof": row.proof} if row.proof else ""
        return f"{row.percent}%：{row.text}{proof}"

    def sitting(self, facts: Mapping[str, Any]) -> str:
        row = self.meetings.get(facts.get("meeting", 0))
        return date_format(localtime(row.starts_at), "DATETIME_FORMAT") if row else ""

    def sitting_page(self, facts: Mapping[str, Any]) -> str:
        row = self.meetings.get(facts.get("meeting", 0))
        return reverse("meetings:meeting", args=[row.reference]) if row else ""

    def reopened(self, facts: Mapping[str, Any]) -> str:
        """Say how many found it not done, and what was missing, in their words."""
        over = next(self.rounds)
        missing = [row.words for row in self.page.complaints if row.round == over]
        return "\n".join([self.reviewed(facts), *(f"· {words}" for words in missing)])

    def reviewed(self, facts: Mapping[str, Any]) -> str:
        return _("%(yes)s 人说办好了，%(no)s 人说没办好") % {
            "yes": facts.get("yes", 0),
            "no": facts.get("no", 0),
        }

    def ended(self, _facts: Mapping[str, Any]) -> str:
        return self.page.topic.end_reason


WORDS: Final[Mapping[str, Callable[[_Teller, Mapping[str, Any]], str]]] = {
    "raise": _Teller.raised,
    "seconded": _Teller.seconded,
    "triage": _Teller.triage,
    "accept": _Teller.reason,
    "hide": _Teller.reason,
    "law": _Teller.law,
    "answer": _Teller.answer,
    "result": _Teller.result,
    "progress": _Teller.work,
    "reopen": _Teller.reopened,
    "sit": _Teller.sitting,
    "to_option_review": _Teller.ideas,
    "to_in_meeting": _Teller.options,
    "to_publicising": _Teller.outcome,
    "to_closed": _Teller.reviewed,
    "to_routed": _Teller.ended,
    "to_declined": _Teller.ended,
    "to_withdrawn": _Teller.ended,
}


def _vote_page(page: TopicPage) -> str:
    if not page.vote_reference:
        return ""
    if page.topic.engine == Engine.OWNERS:
        return reverse("votes:vote", args=[page.vote_reference])
    return reverse("votes:residents", args=[page.vote_reference])


WHERE: Final[Mapping[str, Callable[[TopicPage], str]]] = {
    "to_voting": _vote_page,
    "result": _vote_page,
}
