"""Whom a step of a matter concerns, and the kinds of notifications that say so."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext_noop

from linli.apps.accounts.queries import accounts_holding, accounts_of_organisations
from linli.apps.matters.models import Matter
from linli.apps.matters.rules.escalation import ROLES
from linli.apps.matters.rules.kinds import kind_of
from linli.apps.notifications.queries import Group, Kind
from linli.foundation.areas import Level, ancestor
from linli.interface.names import picked


@dataclass(frozen=True, slots=True)
class Told:
    """A matter by what may be said of it, and the accounts of its reporter and its handler."""

    reference: str
    kind: str
    reporter: int | None
    handler: int | None


def told_of(pk: int) -> Told:
    """Return whom a step of the matter concerns. One query."""
    columns = ("reference", "kind", "reporter_id", "handler_id")
    return Told(*Matter.objects.values_list(*columns).get(pk=pk))


def on_rung(rung: str, rows: Iterable[Mapping[str, Any]], on: dt.date) -> dict[int, int]:
    """Return the accounts that stand on the rung for the matters, with how many concern each."""
    found: Counter[int] = Counter()
    rows = tuple(rows)
    if rung == "unit":
        units = {row["unit_id"] for row in rows} - {None}
        staff = {unit: accounts_of_organisations([unit], on) for unit in units}
        for row in rows:
            found.update({*staff.get(row["unit_id"], ()), row["handler_id"]} - {None})
        return dict(found)
    level = Level(rung)
    places = Counter(ancestor(row["area_id"], level) for row in rows)
    for place, count in places.items():
        found.update(dict.fromkeys(accounts_holding(ROLES[rung], place, on), count))
    return dict(found)


def worded(facts: dict[str, str]) -> dict[str, str]:
    """Return the facts with the kind's name in the language of now."""
    kind = kind_of(facts["kind"])
    return {**facts, "what": picked(kind.name, kind.name_en)}


def _kind(code: str, group: Group, sentence: str, icon: str) -> Kind:
    return Kind(f"matters.{code}", group, sentence, icon, words=worded)


NOTIFICATIONS: Final = (
    _kind(
        "accepted",
        Group.MATTERS,
        gettext_noop("“%(what)s”（%(reference)s）已受理。"),
        "clipboard-check",
    ),
    _kind(
        "asked",
        Group.MATTERS,
        gettext_noop("“%(what)s”（%(reference)s）要您补充一点情况，补充后继续办。"),
        "message-circle-question-mark",
    ),
    _kind(
        "extended",
        Group.MATTERS,
        gettext_noop("“%(what)s”（%(reference)s）延期了，理由写在里面。"),
        "calendar-clock",
    ),
    _kind(
        "resolved",
        Group.MATTERS,
        gettext_noop("“%(what)s”（%(reference)s）有答复了。真的解决了吗？请看一看。"),
        "circle-check",
    ),
    _kind(
        "referred",
        Group.MATTERS,
        gettext_noop("“%(what)s”（%(reference)s）要走别的途径办理，怎么办写在里面。"),
        "signpost",
    ),
    _kind(
        "merged",
        Group.MATTERS,
        gettext_noop("“%(what)s”（%(reference)s）与您反映的是同一件事，进展在那里看。"),
        "copy",
    ),
    _kind(
        "parted",
        Group.MATTERS,
        gettext_noop("“%(what)s”（%(reference)s）改回单独办理，不再并案。"),
        "undo-2",
    ),
    _kind(
        "followed",
        Group.FOLLOWED,
        gettext_noop("您关注的“%(what)s”（%(reference)s）有了新进展。"),
        "bell",
    ),
    _kind(
        "urged",
        Group.WORK,
        gettext_noop("反映人催办：“%(what)s”（%(reference)s）。"),
        "bell-ring",
    ),
    _kind(
        "objected",
        Group.WORK,
        gettext_noop("“%(what)s”（%(reference)s）的承办单位对派单有异议，请裁定。"),
        "scale",
    ),
    _kind(
        "ruled",
        Group.WORK,
        gettext_noop("“%(what)s”（%(reference)s）的派单异议已经裁定，理由写在里面。"),
        "scale",
    ),
    Kind(
        "matters.escalated",
        Group.WORK,
        gettext_noop("有%(n)s件事超期，提级到您这里。"),
        "arrow-up-right",
    ),
    _kind("yours", Group.WORK, gettext_noop("“%(what)s”（%(reference)s）派给了您。"), "inbox"),
)
