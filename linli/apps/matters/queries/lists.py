"""Lists of matters: one query each, by key and never by offset, as quick at a million as at a few."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import Count, F, Q, QuerySet, Value
from django.db.models.functions import Coalesce, Substr

from linli.apps.matters.access import PUBLIC, own_paths, read_paths, staff_paths
from linli.apps.matters.models import Matter
from linli.apps.matters.queries.rows import MatterRow, Page, PublicRow
from linli.apps.matters.rules.kinds import all_kinds
from linli.foundation.keys import KEY_MAX
from linli.foundation.refusals import Refused
from linli.platform import prepared
from linli.platform.access import NOBODY, Actor

ROWS_MAX: Final = 100
SUMMARY_LETTERS: Final = 80
WORK_LISTS: Final = frozenset({"work", "late", "raised", "handler"})
NARROWING: Final = ("state", "kind", "lane", "unit", "community", "compound")
SCOPES: Final = (*sorted(WORK_LISTS), "all", "own")

ROW: Final = (
    "id",
    "reference",
    "kind",
    "lane",
    "state",
    "channel",
    "privacy",
    "summary",
    "community_id",
    "community__name",
    "compound_name",
    "building_name",
    "place_text",
    "unit_id",
    "unit_name",
    "handler_id",
    "received_at",
    "due_at",
    "waiting_since",
    "resolved_at",
    "closed_at",
    "close_round",
    "urges",
    "rung",
    "rung_due",
)
NAMES: Final = {
    "compound_name": Coalesce("compound__name", Value("")),
    "building_name": Coalesce("building__name", Value("")),
    "unit_name": Coalesce("unit__name", Value("")),
}
PUBLIC_ROW: Final = (
    "reference",
    "kind",
    "state",
    "community_id",
    "community__name",
    "compound_name",
    "received_at",
    "resolved_at",
    "answer",
)


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which matters: `scope` is work (open, soonest due first), late, raised (late and told a rung), handler (mine by name), all, own.

    `after` is the cursor of the page before. Empty fields do not narrow.
    """

    scope: str = "work"
    state: str = ""
    kind: str = ""
    group: str = ""
    lane: str = ""
    unit: int | None = None
    community: int | None = None
    compound: int | None = None
    after: str = ""
    limit: int = 20


def list_matters(*, actor: Actor, wanted: Wanted, now: dt.datetime) -> Page[MatterRow]:
    """Return matters that concern the actor: one query."""
    if wanted.scope not in SCOPES:
        raise Refused("matters.scope_unknown", "没有这个列表，请重新选择。", field="scope")
    paths = _paths(actor, wanted.scope)
    if not paths:
        return Page((), "")
    by_due = wanted.scope in WORK_LISTS
    limit = max(1, min(wanted.limit, ROWS_MAX))
    shape, values = _taken_apart(paths)
    values |= {"now": now} if wanted.scope == "late" else {}
    values |= {name: given for name in NARROWING if (given := getattr(wanted, name))}
    values |= _beyond(wanted.after, by_due=by_due)

    def build(**values: Any) -> QuerySet[Any, Any]:
        narrowed = _narrowed(wanted, values)
        order = ("due_at", "id") if by_due else ("-id",)
        return (
            _along(_put_together(shape, values), narrowed, order, limit + 1)
            .annotate(summary=Substr("words", 1, SUMMARY_LETTERS), **NAMES)
            .values_list(*ROW)
        )

    key = ("matters.list", shape, wanted.scope, wanted.group, limit)
    found = tuple(MatterRow(*row) for row in prepared.rows(key, build, **values))
    return Page(found[:limit], _cursor(found[limit - 1], by_due) if len(found) > limit else "")


Shape = tuple[tuple[tuple[str, object], ...], ...]


def _taken_apart(paths: tuple[Q, ...]) -> tuple[Shape, dict[str, prepared.Value]]:
    """Return what all actors with such roles share, and what is this one's own.

    Keys stand apart, under a name. A range of areas stays: its width decides how to read it best.
    """
    shape: list[tuple[tuple[str, object], ...]] = []
    values: dict[str, prepared.Value] = {}
    for number, path in enumerate(paths):
        pairs: list[tuple[str, object]] = [(child[0], child[1]) for child in path.children]  # type: ignore[index]  # flat
        for at, (name, value) in enumerate(pairs):
            if "__" not in name and isinstance(value, int):
                values[f"of_{number}_{at}"] = value
                pairs[at] = (name, None)
        shape.append(tuple(pairs))
    return tuple(shape), values


def _put_together(shape: Shape, values: dict[str, Any]) -> tuple[Q, ...]:
    return tuple(
        Q(
            *(
                (name, values[f"of_{number}_{at}"] if value is None else value)
                for at, (name, value) in enumerate(pairs)
            )
        )
        for number, pairs in enumerate(shape)
    )


def _paths(actor: Actor, scope: str) -> tuple[Q, ...]:
    if scope == "own":
        return own_paths(actor)
    if scope == "all":
        return read_paths(actor)
    mine = (Q(handler=actor.account),) if actor.account is not None and actor.grants else ()
    return mine if scope == "handler" else (*staff_paths(actor), *mine)


def _narrowed(wanted: Wanted, values: Mapping[str, Any]) -> Q:
    condition = Q(is_open=True) if wanted.scope in WORK_LISTS else Q()
    if wanted.scope == "late":
        condition &= Q(due_at__lt=values["now"], waiting_since__isnull=True)
    if wanted.scope == "raised":
        condition &= Q(rung__gt=0, rung_due=F("due_at"))
    for name in NARROWING:
        condition &= Q(**{name: values[name]}) if name in values else Q()
    if wanted.group:
        codes = [kind.code for kind in all_kinds() if kind.group == wanted.group]
        condition &= Q(kind__in=codes)
    return condition & _following(values)


def _along(
    paths: tuple[Q, ...], narrowed: Q, order: tuple[str, ...], limit: int
) -> QuerySet[Matter]:
    """Return the first `limit` matters of all paths together, each path read along its own index."""
    rows = Matter.objects.order_by(*order)
    if len(paths) == 1:
        return rows.filter(paths[0], narrowed)[:limit]
    # SQLite allows no LIMIT in a part of a union, so each part is wrapped once more.
    parts = [
        Matter.objects.filter(pk__in=rows.filter(path, narrowed).values("pk")[:limit]).values("pk")
        for path in paths
    ]
    return rows.filter(pk__in=parts[0].union(*parts[1:], all=True))[:limit]


def _cursor(row: MatterRow, by_due: bool) -> str:  # noqa: FBT001  # a fact of the list
    if not by_due:
        return str(row.id)
    return f"{(row.due_at - EPOCH) // MICROSECOND}.{row.id}"


EPOCH: Final = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
MICROSECOND: Final = dt.timedelta(microseconds=1)


def _beyond(cursor: str, *, by_due: bool) -> dict[str, prepared.Value]:
    """Return the row that the cursor names; a cursor that we did not make is refused."""
    if not cursor:
        return {}
    due, dot, key = cursor.partition(".") if by_due else ("0", ".", cursor)
    fits = dot and due.isascii() and key.isascii() and due.isdecimal() and key.isdecimal()
    if not fits or len(due) > 17 or int(key[:20]) > KEY_MAX:
        raise Refused("matters.cursor_unfit", "翻页的位置不对，请从第一页重新看。", field="after")
    if not by_due:
        return {"last": int(key)}
    try:
        return {"due": EPOCH + int(due) * MICROSECOND, "last": int(key)}
    except OverflowError:
        raise Refused(
            "matters.cursor_unfit", "翻页的位置不对，请从第一页重新看。", field="after"
        ) from None


def _following(values: Mapping[str, Any]) -> Q:
    """Return the condition of what follows the row that a cursor names."""
    if "last" not in values:
        return Q()
    if "due" not in values:
        return Q(id__lt=values["last"])
    due = values["due"]
    return Q(due_at__gte=due) & (Q(due_at__gt=due) | Q(id__gt=values["last"]))


def list_public(
    *,
    community: int | None = None,
    compound: int | None = None,
    kind: str = "",
    is_answered: bool = False,
    after: str = "",
    limit: int = 20,
) -> Page[PublicRow]:
    """Return matters in public form, newest first: no words, no house, nobody's name. One query."""
    limit = max(1, min(limit, ROWS_MAX))
    wishes = {"community": community, "compound": compound, "kind": kind}
    values: dict[str, prepared.Value] = {name: wish for name, wish in wishes.items() if wish}
    values |= _beyond(after, by_due=False)

    def build(**values: Any) -> QuerySet[Any, Any]:
        asked = Q(**{name: values[name] for name in wishes if name in values})
        asked &= ~Q(answer="") & Q(resolved_at__isnull=False) if is_answered else Q()
        rows = Matter.objects.filter(PUBLIC & asked & _following(values)).order_by("-id")
        named = rows.annotate(compound_name=NAMES["compound_name"])
        return named.values_list("id", *PUBLIC_ROW)[: limit + 1]

    rows = prepared.rows(("matters.public", is_answered, limit), build, **values)
    last = str(rows[limit - 1][0]) if len(rows) > limit else ""
    return Page(tuple(PublicRow(*row[1:]) for row in rows[:limit]), last)


@dataclass(frozen=True, slots=True)
class Board:
    """How much there is to do for the actor now. Numbers of work, never of people."""

    open: int
    due_today: int
    late: int
    received: int
    waiting: int


def count_board(*, actor: Actor, now: dt.datetime, end_of_day: dt.datetime) -> Board:
    """Return what is open for the actor by role: one query over open matters alone."""
    paths = _paths(actor, "work")
    condition = NOBODY
    for path in paths:
        condition = path if condition is NOBODY else condition | path
    running = Q(waiting_since__isnull=True)
    counts = Matter.objects.filter(condition, is_open=True).aggregate(
        open=Count("id"),
        due_today=Count("id", filter=running & Q(due_at__gte=now, due_at__lt=end_of_day)),
        late=Count("id", filter=running & Q(due_at__lt=now)),
        received=Count("id", filter=Q(state="received")),
        waiting=Count("id", filter=~running),
    )
    return Board(**counts)
