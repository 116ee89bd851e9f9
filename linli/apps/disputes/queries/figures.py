"""How much was mediated, for who answers for it: work, never people; small numbers are not told."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from django.db.models import Count, Q

from linli.apps.disputes.access import KEEPERS
from linli.apps.disputes.models import Dispute
from linli.apps.disputes.rules.kinds import kind_of
from linli.foundation.areas import SIZE, Level, Span
from linli.platform.access import NOBODY, Actor, within

CELL_MIN: Final = 5  # smaller numbers are not told (ethics rule E-19)
FIGURE_ROLES: Final = tuple(KEEPERS.values())


def shown(count: int) -> int | None:
    """Return a number that may be told: `None` stands for fewer than five.

    >>> shown(0), shown(4), shown(5)
    (0, None, 5)
    """
    return count if count == 0 or count >= CELL_MIN else None


@dataclass(frozen=True, slots=True)
class KindFigures:
    """A kind with its numbers; `None` is fewer than five, or would give one away."""

    kind: str
    registered: int | None
    agreed: int | None
    failed: int | None

    @property
    def name(self) -> str:
        return kind_of(self.kind).name


@dataclass(frozen=True, slots=True)
class Figures:
    """What came in over an area from a day on, and what became of it."""

    area_names: tuple[int, ...]
    registered: int | None
    open: int | None
    agreed: int | None
    performed: int | None
    failed: int | None
    withdrawn: int | None
    referred: int | None
    days_median: int | None  # from registration to the end, whole days
    kinds: tuple[KindFigures, ...]

    @property
    def success(self) -> int | None:
        """Return the share of agreements among what ended with the consent of both, in whole percent."""
        parts = (self.agreed, self.performed, self.failed)
        if any(part is None for part in parts):
            return None
        good = (self.agreed or 0) + (self.performed or 0)
        total = good + (self.failed or 0)
        return round(100 * good / total) if total >= CELL_MIN else None


def figure_spans(actor: Actor) -> tuple[Span, ...]:
    """Return the areas whose figures the actor may see: their own community or subdistrict."""
    return actor.spans(*FIGURE_ROLES)


def count_figures(*, actor: Actor, since: dt.datetime, until: dt.datetime) -> Figures | None:
    """Return the figures of the actor's areas, or `None` when there are none: two queries."""
    spans = figure_spans(actor)
    if not spans:
        return None
    inside = _inside(spans)
    rows = Dispute.objects.filter(inside, registered_at__gte=since, registered_at__lt=until)
    states: dict[str, int] = {}
    kinds: dict[str, dict[str, int]] = {}
    for kind, state, count in rows.values_list("kind", "state").annotate(n=Count("id")).order_by():
        states[state] = states.get(state, 0) + count
        kinds.setdefault(kind, {})[state] = count
    ended = rows.filter(ended_at__isnull=False).order_by()
    lengths = sorted(
        (end - start).days
        for start, end in ended.values_list("registered_at", "ended_at")
        if end is not None
    )
    count = sum(states.values())
    still = sum(states.get(state, 0) for state in ("registered", "consent_asked", "in_mediation"))
    return Figures(
        area_names=tuple(over.low for over in spans),
        registered=shown(count),
        open=shown(still),
        agreed=shown(states.get("agreed", 0)),
        performed=shown(states.get("performed", 0)),
        failed=shown(states.get("failed", 0)),
        withdrawn=shown(states.get("withdrawn", 0)),
        referred=shown(states.get("referred", 0)),
        days_median=lengths[len(lengths) // 2] if len(lengths) >= CELL_MIN else None,
        kinds=_kinds(kinds),
    )


def _inside(spans: Iterable[Span]) -> Q:
    condition = NOBODY
    for over in spans:
        size = over.high - over.low
        part = Q(community=over.low) if size == SIZE[Level.COMMUNITY] else within("area", (over,))
        condition = part if condition is NOBODY else condition | part
    return condition


def _kinds(kinds: dict[str, dict[str, int]]) -> tuple[KindFigures, ...]:
    """Return the kinds with enough cases; the others together, so that none can be worked out."""
    rows = []
    for code in sorted(kinds):
        states = kinds[code]
        count = sum(states.values())
        if count < CELL_MIN:
            continue
        good = states.get("agreed", 0) + states.get("performed", 0)
        bad = states.get("failed", 0)
        # When one cell is hidden the other is too: the difference would tell it.
        told = (shown(good), shown(bad)) if None not in {shown(good), shown(bad)} else (None, None)
        rows.append(KindFigures(code, count, *told))
    return tuple(rows)
