"""Decisions and how far they are."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Final

from django.db.models import Q, QuerySet

from linli.apps.meetings.access import DECISIONS
from linli.apps.meetings.models import Decision, DecisionStep
from linli.apps.meetings.models.labels import STAGES, kind_name, subject_name
from linli.apps.meetings.rules.decisions import UNDER_WAY, Stage, is_overdue
from linli.foundation.areas import Span
from linli.platform import files
from linli.platform.access import Actor, allowed, fetch, rule_of, within
from linli.platform.models import StoredFile

ROWS_MAX: Final = 50
PROOF_KIND: Final = "meetings.proof"
ROW: Final = (
    "id",
    "title",
    "measure",
    "unit_id",
    "unit__name",
    "subject",
    "due_on",
    "state",
    "moved_at",
    "urged",
    "meeting_id",
    "meeting__reference",
    "meeting__title",
    "kind",
    "area__name",
)


@dataclass(frozen=True, slots=True)
class DecisionRow:
    """A decision in a list."""

    id: int
    title: str
    measure: str
    unit: int
    unit_name: str
    subject: str
    due_on: dt.date
    state: str
    moved_at: dt.datetime
    urged: int
    meeting: int
    reference: str
    meeting_title: str
    kind: str
    area_name: str

    @property
    def state_name(self) -> str:
        return str(STAGES[Stage(self.state)])

    @property
    def kind_name(self) -> str:
        return kind_name(self.kind)

    @property
    def subject_name(self) -> str:
        return subject_name(self.subject) if self.subject else ""

    def is_overdue(self, today: dt.date) -> bool:
        return is_overdue(self.state, self.due_on, today)


@dataclass(frozen=True, slots=True)
class Step:
    """One step with its words and the keys of its proofs."""

    state: str
    words: str
    at: dt.datetime
    proofs: tuple[str, ...]

    @property
    def state_name(self) -> str:
        return str(STAGES[Stage(self.state)])


@dataclass(frozen=True, slots=True)
class DecisionPage:
    """A decision with its steps; proofs only for those who follow it."""

    row: DecisionRow
    steps: tuple[Step, ...]
    may: frozenset[str]


@dataclass(frozen=True, slots=True)
class Follow:
    """Which decisions are wanted. `scope`: all, mine (of my units or bodies), overdue, done."""

    scope: str = "all"
    meeting: int | None = None
    body: int | None = None
    over: Span | None = None
    after: int = 0
    limit: int = ROWS_MAX


def _chosen(wanted: Follow, actor: Actor, today: dt.date) -> QuerySet[Decision]:
    action = "follow" if wanted.scope in {"mine", "overdue", "done"} else "read"
    rows = allowed(Decision.objects.order_by("-id"), actor=actor, action=action, table=DECISIONS)
    if wanted.scope == "overdue":
        rows = rows.filter(state__in=UNDER_WAY, due_on__lt=today)
    if wanted.scope == "done":
        rows = rows.filter(state__in=[Stage.DONE, Stage.CHECKED])
    for name, value in (("meeting", wanted.meeting), ("body", wanted.body)):
        if value is not None:
            rows = rows.filter(**{name: value})
    return rows.filter(within("area", (wanted.over,))) if wanted.over is not None else rows


def list_decisions(
    *, actor: Actor, wanted: Follow, today: dt.date
) -> tuple[tuple[DecisionRow, ...], int]:
    """Return the decisions that are wanted and readable, newest first, and the key to go on from."""
    rows = _chosen(wanted, actor, today)
    if wanted.after:
        rows = rows.filter(pk__lt=wanted.after)
    most = min(wanted.limit, ROWS_MAX)
    found = [DecisionRow(*row) for row in rows.values_list(*ROW)[: most + 1]]
    return tuple(found[:most]), found[most - 1].id if len(found) > most else 0


def get_decision(*, actor: Actor, pk: int) -> DecisionPage:
    """Return a decision with its steps, or raise `Http404`."""
    row = fetch(Decision.objects.all(), actor=actor, action="read", table=DECISIONS, pk=pk)
    may = frozenset(
        action
        for action in DECISIONS
        if Decision.objects.filter(rule_of(DECISIONS, action, actor), pk=row.pk).exists()
    )
    steps = list(DecisionStep.objects.filter(decision=row).order_by("id"))
    held: dict[int, list[StoredFile]] = {}
    if "follow" in may:
        held = files.list_files_of(kind=PROOF_KIND, owners=[step.pk for step in steps])
    facts = Decision.objects.filter(pk=pk).values_list(*ROW).get()
    return DecisionPage(
        DecisionRow(*facts),
        tuple(
            Step(
                step.state,
                step.words,
                step.at,
                tuple(file.key for file in held.get(step.pk, [])),
            )
            for step in steps
        ),
        may,
    )


def list_overdue(
    *, today: dt.date, days: tuple[int, int], limit: int = 500
) -> tuple[tuple[int, int], ...]:
    """Return (key, times) of decisions to urge: past due by the first or second number of days."""
    first, second = (today - dt.timedelta(days=each) for each in days)
    late = Q(urged=0, due_on__lte=first) | Q(urged=1, due_on__lte=second)
    rows = Decision.objects.filter(late, state__in=UNDER_WAY, meeting__state="closed")
    found = rows.order_by("due_on", "id").values_list("id", "urged")
    return tuple((pk, urged + 1) for pk, urged in found[:limit])
