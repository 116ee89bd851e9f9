"""The life of a matter as a timeline: acts with the words that went with them, photos beside."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final

from django.utils.translation import gettext as _

from linli.apps.matters.models.labels import NOTES, RATINGS, RUNG_NAMES, VERBS
from linli.apps.matters.queries import Entry
from linli.apps.matters.web.roles import role_word

ICONS: Final = {
    "matters.report": ("inbox", "jade"),
    "matters.accept": ("check", ""),
    "matters.triage": ("layers", ""),
    "matters.dispatch": ("send", ""),
    "matters.start": ("wrench", ""),
    "matters.return": ("undo-2", "warn"),
    "matters.reassign": ("route", "warn"),
    "matters.object": ("scale", "warn"),
    "matters.rule": ("scale", ""),
    "matters.ask": ("message-circle-question-mark", "warn"),
    "matters.inform": ("message-square-text", ""),
    "matters.wait_decision": ("users-round", "warn"),
    "matters.extend": ("hourglass", "warn"),
    "matters.resolve": ("circle-check", "good"),
    "matters.reopen": ("refresh-cw", "warn"),
    "matters.refer": ("arrow-up-right", ""),
    "matters.rate": ("star", ""),
    "matters.urge": ("bell-ring", "warn"),
    "matters.duplicate": ("copy", ""),
    "matters.separate": ("undo-2", "warn"),
    "matters.escalate": ("arrow-up-right", "warn"),
    "matters.note": ("pencil", ""),
    "matters.tell": ("megaphone", "jade"),
    "matters.photo": ("camera", ""),
    "matters.reveal": ("eye", ""),
}
# Words of these kinds go with these acts and stand below them.
GOES_WITH: Final = {
    "question": "matters.ask",
    "answer": "matters.inform",
    "result": "matters.resolve",
    "objection": "matters.reopen",
    "note": "matters.note",
}
SILENT: Final = frozenset(
    {"matters.adopt", "matters.edit", "matters.forget", "matters.follow_grid"}
)
TOGETHER: Final = dt.timedelta(seconds=2)


@dataclass(frozen=True, slots=True)
class Moment:
    """One thing that happened."""

    at: dt.datetime
    title: str
    icon: str = "check"
    tone: str = ""
    who: str = ""
    text: str = ""
    is_private: bool = False
    verb: str = ""


@dataclass(frozen=True, slots=True)
class Life:
    """Timeline and photos; `before` show the place, `after` the work done."""

    moments: tuple[Moment, ...]
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    question: str = ""
    rated_at: dt.datetime | None = None

    def is_rated(self, resolved_at: dt.datetime | None) -> bool:
        """Tell whether the round that ended then has been rated."""
        return bool(self.rated_at and resolved_at and self.rated_at >= resolved_at)


def life_of(entries: Iterable[Entry]) -> Life:
    """Return the entries of a matter as a timeline, oldest first."""
    moments: list[Moment] = []
    before: list[str] = []
    after: list[str] = []
    question = ""
    rated_at: dt.datetime | None = None
    # Words are written a moment before the line of their act: put them after it.
    for entry in sorted(entries, key=lambda one: (one.at, one.source != "line", one.id)):
        if entry.source == "photo":
            (after if entry.verb.endswith("after") else before).append(entry.text)
        elif entry.source == "words":
            question = entry.text if entry.verb == "question" else question
            _add_words(moments, entry)
        elif entry.source == "rating":
            rated_at = entry.at
            _add_rating(moments, entry)
        elif entry.verb not in SILENT:
            moments.append(_line(entry))
    return Life(tuple(moments), tuple(before), tuple(after), question, rated_at)


def _line(entry: Entry) -> Moment:
    icon, tone = ICONS.get(entry.verb, ("check", ""))
    title = str(VERBS.get(entry.verb, entry.verb))
    text = str(entry.data.get("purpose", "")) if entry.verb == "matters.reveal" else ""
    if entry.verb == "matters.escalate":
        text = str(RUNG_NAMES.get(str(entry.data.get("rung", "")), ""))
    who = role_word(entry.who)
    return Moment(entry.at, title, icon, tone, who, text, verb=entry.verb)


def _add_words(moments: list[Moment], entry: Entry) -> None:
    """Put words below the act that they went with, else on a line of their own."""
    for place in range(len(moments) - 1, max(len(moments) - 4, -1), -1):
        found = moments[place]
        fits = GOES_WITH.get(entry.verb, found.verb) == found.verb
        if fits and not found.text and abs(entry.at - found.at) <= TOGETHER:
            moments[place] = replace(found, text=entry.text, is_private=entry.is_private)
            return
    label = str(dict(NOTES).get(entry.verb, entry.verb))
    who = role_word(entry.who)
    moments.append(
        Moment(entry.at, label, "pencil", "", who, entry.text, entry.is_private, entry.verb)
    )


def _add_rating(moments: list[Moment], entry: Entry) -> None:
    said = str(dict(RATINGS).get(entry.verb, entry.verb))
    title = _("评价：%(said)s") % {"said": said}
    moments[:] = [one for one in moments if not (one.verb == "matters.rate" and one.at == entry.at)]
    moments.append(Moment(entry.at, title, "star", "", "", entry.text, verb="matters.rate"))
