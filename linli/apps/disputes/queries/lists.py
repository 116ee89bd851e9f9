"""Lists of disputes for their circle: one query each, by key."""

from __future__ import annotations

import datetime as dt
from functools import reduce
from operator import or_
from typing import Final

from django.db.models import F, Min, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce

from linli.apps.disputes.access import TABLE, capacity_rules
from linli.apps.disputes.models import Dispute, Obligation, Session
from linli.apps.disputes.queries.rows import DisputeRow, Rows
from linli.apps.disputes.rules.dated import rule_on
from linli.foundation.clock import local_date
from linli.foundation.keys import KEY_MAX
from linli.foundation.refusals import Refused
from linli.platform.access import NOBODY, Actor, allowed

ROWS_MAX: Final = 100
SCOPES: Final = ("own", "work", "all")
DUE_MAX: Final = 500
ROW: Final = (
    "id",
    "reference",
    "kind",
    "state",
    "risk",
    "community_name",
    "compound_name",
    "registered_at",
    "consent_due",
    "due_at",
    "confirm_until",
    "court",
    "is_open",
    "next_session",
)


def list_disputes(
    *,
    actor: Actor,
    scope: str = "all",
    is_open: bool | None = None,
    after: str = "",
    limit: int = 20,
) -> Rows:
    """Return the disputes in whose circle the actor is, newest first; `scope` narrows to own or to work."""
    if scope not in SCOPES:
        raise Refused("dispute.scope_unknown", "没有这个列表，请重新选择。", field="scope")
    rows = Dispute.objects.all()
    if scope == "all":
        rows = allowed(rows, actor=actor, action="read", table=TABLE)
    if scope != "all":
        conditions = _conditions(actor, ("side",) if scope == "own" else ("mediator", "desk"))
        if not conditions:
            return Rows((), "")
        rows = rows.filter(reduce(or_, conditions))
    if is_open is not None:
        rows = rows.filter(is_open=is_open)
    most = max(1, min(limit, ROWS_MAX))
    planned = Session.objects.filter(dispute=OuterRef("pk"), state="planned").order_by()
    first = planned.values("dispute").annotate(first=Min("begins_at")).values("first")
    found = [
        DisputeRow(*row)
        for row in rows.filter(_beyond(after))
        .order_by("-id")
        .annotate(
            community_name=F("community__name"),
            compound_name=Coalesce("compound__name", Value("")),
            next_session=Subquery(first),
        )
        .values_list(*ROW)[: most + 1]
    ]
    return Rows(tuple(found[:most]), str(found[most - 1].id) if len(found) > most else "")


def list_work(*, actor: Actor, is_open: bool, after: str = "", limit: int = 20) -> Rows:
    """Return what the actor mediates or answers for."""
    return list_disputes(actor=actor, scope="work", is_open=is_open, after=after, limit=limit)


def _conditions(actor: Actor, capacities: tuple[str, ...]) -> list[Q]:
    rules = capacity_rules(actor)
    return [rules[name] for name in capacities if rules[name] is not NOBODY]


def _beyond(cursor: str) -> Q:
    if not cursor:
        return Q()
    if not (cursor.isascii() and cursor.isdecimal()) or int(cursor[:20]) > KEY_MAX:
        raise Refused("dispute.cursor_unfit", "翻页的位置不对，请从第一页重新看。", field="after")
    return Q(id__lt=int(cursor))


def count_work(*, actor: Actor) -> int:
    """Return how many open disputes wait for who mediates or answers: one query, none for others."""
    given = _conditions(actor, ("mediator", "desk"))
    if not given:
        return 0
    return Dispute.objects.filter(reduce(or_, given), is_open=True).count()


def list_to_remind_of_court(*, now: dt.datetime) -> tuple[int, ...]:
    """Return the agreements whose last day at court is near, that nobody was reminded of."""
    today = local_date(now)
    until = today + dt.timedelta(days=rule_on("court_confirmation", today).remind_days_before)
    rows = Dispute.objects.filter(
        state="agreed",
        court="",
        reminded_at__isnull=True,
        confirm_until__gte=today,
        confirm_until__lte=until,
    )
    return tuple(rows.order_by("confirm_until").values_list("pk", flat=True)[:DUE_MAX])


def list_duties_to_follow(*, now: dt.datetime) -> tuple[int, ...]:
    """Return the duties that were due some days ago, of which nobody has said anything."""
    today = local_date(now)
    before = today - dt.timedelta(days=rule_on("follow_up", today).days)
    rows = Obligation.objects.filter(
        state="open",
        reminded_at__isnull=True,
        due_on__lte=before,
        agreement__effective_at__isnull=False,
        agreement__dispute__state="agreed",
    )
    return tuple(rows.order_by("due_on", "id").values_list("pk", flat=True)[:DUE_MAX])


def list_to_erase(*, now: dt.datetime) -> tuple[int, ...]:
    """Return the files that are older than they are kept."""
    today = local_date(now)
    kept = dt.timedelta(days=rule_on("file_kept", today).days + 1)
    rows = Dispute.objects.filter(erased_at__isnull=True, ended_at__lt=now - kept)
    return tuple(rows.order_by("ended_at").values_list("pk", flat=True)[:DUE_MAX])
