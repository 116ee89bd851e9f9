"""One vote: its facts and motions, turnout by building, posted heads, result, roll, papers."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Final

from django.db.models import Count, Exists, OuterRef, Q, Sum
from django.http import Http404

from linli.apps.places import queries as places
from linli.apps.votes.access import TABLE
from linli.apps.votes.models import (
    Declared,
    Delivery,
    Elector,
    HeadPost,
    Motion,
    OwnersBallot,
    OwnersVote,
    PaperEntry,
)
from linli.apps.votes.models.owners import STATE_NAMES
from linli.apps.votes.rules.ballots import State
from linli.apps.votes.rules.packs import find_pack
from linli.apps.votes.rules.silence import Pack
from linli.apps.votes.rules.thresholds import (
    ITEMS,
    SPECIAL_ITEMS,
    UNANIMOUS_ITEM,
    Tally,
    Verdict,
    judge,
)
from linli.platform.access import Actor, allowed, rule_of

CELL_MIN: Final = 5  # turnout of fewer electors would tell who has voted
HEADS_SHOWN: Final = 24
ROLL_ROWS: Final = 50


@dataclass(frozen=True, slots=True)
class MotionRow:
    number: int
    item: int
    title: str
    text: str
    seats: int
    candidates: tuple[str, ...]

    @property
    def item_name(self) -> str:
        return ITEMS.get(self.item, "")

    @property
    def is_special(self) -> bool:
        return self.item in SPECIAL_ITEMS

    @property
    def is_unanimous(self) -> bool:
        return self.item == UNANIMOUS_ITEM


@dataclass(frozen=True, slots=True)
class VotePage:
    """A vote with its motions, and what the reader may do with it."""

    vote: OwnersVote
    compound_name: str
    scope: str
    motions: tuple[MotionRow, ...]
    may: frozenset[str]

    @property
    def pack(self) -> Pack:
        return find_pack(self.vote.pack)

    @property
    def state_name(self) -> str:
        return str(STATE_NAMES[State(self.vote.state)])


@dataclass(frozen=True, slots=True)
class Turnout:
    """How many electors of a building have voted; `voted` is `None` where that would tell who."""

    building: str
    electors: int
    voted: int | None


@dataclass(frozen=True, slots=True)
class ResultRow:
    """The declared numbers of one motion or candidate, with the four tests."""

    motion: MotionRow
    candidate: int
    name: str
    tally: Tally
    verdict: Verdict
    passed: bool
    silent_heads: int


@dataclass(frozen=True, slots=True)
class RollRow:
    """An elector as clerks see it: homes and area, no names."""

    number: int
    label: str
    area: int
    delivered: bool
    voted: bool


@dataclass(frozen=True, slots=True)
class PaperRow:
    """A paper that waits for its second clerk."""

    id: int
    number: int
    label: str
    clerk: int
    at: dt.datetime
    scan: str


def get_page(*, actor: Actor, reference: str) -> VotePage:
    """Return the vote under its public reference, or raise `Http404`; two or three queries."""
    rows = OwnersVote.objects.select_related("compound", "building").filter(reference=reference)
    asked = {
        f"may_{action}": Exists(
            OwnersVote.objects.filter(rule_of(TABLE, action, actor), pk=OuterRef("pk"))
        )
        for action in TABLE
    }
    vote = allowed(rows, actor=actor, action="read", table=TABLE).annotate(**asked).first()
    if vote is None:
        raise Http404
    scope = vote.building.name if vote.building else ""
    if vote.entrance:
        scope += f"{vote.entrance}单元"
    may = frozenset(action for action in TABLE if getattr(vote, f"may_{action}"))
    return VotePage(vote, vote.compound.name, scope, _motions(vote.pk), may)


def _motions(vote: int) -> tuple[MotionRow, ...]:
    rows = Motion.objects.filter(vote=vote).order_by("number")
    columns = ("number", "item", "title", "text", "seats", "candidates")
    return tuple(
        MotionRow(number, item, title, text, seats, tuple(names))
        for number, item, title, text, seats, names in rows.values_list(*columns)
    )


def turnout_by_building(vote: OwnersVote) -> tuple[Turnout, ...]:
    """Return how many have voted, building by building; never by name and never by choice."""
    voted = Exists(OwnersBallot.objects.filter(elector=OuterRef("pk"), revision=1))
    rows = (
        Elector.objects.filter(vote=vote)
        .annotate(voted=voted)
        .values("building")
        .annotate(electors=Count("pk"), done=Count("pk", filter=Q(voted=True)))
        .order_by("building")
    )
    names = {row.building: row.building_name for row in places.homes_of_compound(vote.compound_id)}
    return tuple(
        Turnout(
            names.get(row["building"], ""),
            row["electors"],
            row["done"] if row["electors"] >= CELL_MIN else None,
        )
        for row in rows
    )


def turnout(vote: OwnersVote) -> tuple[int, int]:
    """Return (heads, area) of those who have voted."""
    voted = Exists(OwnersBallot.objects.filter(elector=OuterRef("pk"), revision=1))
    found = Elector.objects.filter(voted, vote=vote).aggregate(heads=Count("pk"), area=Sum("area"))
    return found["heads"], found["area"] or 0


def posted_heads(vote: OwnersVote) -> tuple[HeadPost, ...]:
    """Return the last ends of the chain that were posted, newest first."""
    return tuple(HeadPost.objects.filter(vote=vote).order_by("-id")[:HEADS_SHOWN])


def result_of(page: VotePage) -> tuple[ResultRow, ...]:
    """Return the declared result, motion by motion; empty before the declaration."""
    motions = {motion.number: motion for motion in page.motions}
    rows = Declared.objects.filter(vote=page.vote).order_by("motion__number", "candidate")
    return tuple(
        _result(row, motions[number])
        for row, number in ((row, row.motion.number) for row in rows.select_related("motion"))
    )


def _result(row: Declared, motion: MotionRow) -> ResultRow:
    tally = Tally(row.heads, row.area, row.heads_in, row.area_in, row.heads_yes, row.area_yes)
    name = motion.candidates[row.candidate - 1] if row.candidate else ""
    verdict = judge(tally, row.item)
    silent = row.heads_in - row.cast_heads
    return ResultRow(motion, row.candidate, name, tally, verdict, row.passed, silent)


def list_roll(vote: OwnersVote, *, after: int = 0) -> tuple[RollRow, ...]:
    """Return electors from number `after` on."""
    rows = (
        Elector.objects.filter(vote=vote, number__gt=after)
        .annotate(
            delivered=Exists(Delivery.objects.filter(elector=OuterRef("pk"))),
            voted=Exists(OwnersBallot.objects.filter(elector=OuterRef("pk"), revision=1)),
        )
        .order_by("number")
    )
    columns = ("number", "label", "area", "delivered", "voted")
    return tuple(RollRow(*row) for row in rows.values_list(*columns)[:ROLL_ROWS])


def count_deliveries(vote: OwnersVote) -> int:
    """Return how many electors have a proof of delivery."""
    return Delivery.objects.filter(vote=vote).values("elector").distinct().count()


def list_papers(vote: OwnersVote) -> tuple[PaperRow, ...]:
    """Return the papers that wait for a second clerk; what the first one read is not in it."""
    rows = PaperEntry.objects.filter(vote=vote, settled_at=None).order_by("id")
    columns = ("id", "elector__number", "elector__label", "clerk", "at", "scan__key")
    return tuple(PaperRow(*row) for row in rows.values_list(*columns)[:ROLL_ROWS])
