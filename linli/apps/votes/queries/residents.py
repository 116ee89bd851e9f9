"""What pages and other apps read of residents' votes. The box is read by nobody before the end."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from django.db.models import Exists, OuterRef, Q
from django.http import Http404

from linli.apps.places import queries as places
from linli.apps.places.queries import inside
from linli.apps.votes.access import RESIDENTS_TABLE, voice_of
from linli.apps.votes.models import ResidentsResult, ResidentsTurn, ResidentsVote, ResidentsVoter
from linli.apps.votes.models.residents import METHOD_NAMES, RESIDENTS_STATE_NAMES, UNIT_NAMES
from linli.apps.votes.rules.residents import Method, Unit, is_too_small
from linli.apps.votes.rules.secrecy import State
from linli.apps.votes.rules.thresholds import Threshold
from linli.platform.access import Actor, allowed, rule_of

ROWS_MAX: Final = 50
FOUND_MAX: Final = 20
ROW: Final = (
    "id", "reference", "title", "state", "area", "compound__name", "building__name", "opens_at",
    "closes_at", "voters",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class ResidentsRow:
    """A residents' vote in a list."""

    id: int
    reference: str
    title: str
    state: str
    area: int
    compound_name: str | None
    building_name: str | None
    opens_at: dt.datetime
    closes_at: dt.datetime
    voters: int

    @property
    def state_name(self) -> str:
        return str(RESIDENTS_STATE_NAMES[State(self.state)])

    @property
    def place(self) -> str:
        return f"{self.compound_name or ''}{self.building_name or ''}"


@dataclass(frozen=True, slots=True)
class ResidentsRows:
    """One page of a list; `after` is the key to go on from, 0 at the end."""

    rows: tuple[ResidentsRow, ...]
    after: int


@dataclass(frozen=True, slots=True)
class OwnVoice:
    """A voice of the reader: whether it is used, never how."""

    id: int
    door: str
    is_household: bool
    has_voted: bool


@dataclass(frozen=True, slots=True)
class VoiceRow:
    """A voice on the roll as a clerk finds it at the desk."""

    id: int
    door: str
    person: int | None
    has_voted: bool


@dataclass(frozen=True, slots=True)
class Part:
    """How many of a building have voted; `voted` is `None` where that would tell who."""

    building: str
    voters: int
    voted: int | None


@dataclass(frozen=True, slots=True)
class ResidentsOutcome:
    """What came of a vote. `votes` is empty while it runs, and where so few voted that it would tell how."""

    reference: str
    state: str
    options: tuple[str, ...]
    voters: int
    ballots: int
    needed: int
    votes: tuple[int, ...]
    rounds: tuple[tuple[int, ...], ...]
    is_quorate: bool
    winner: int | None

    @property
    def winner_name(self) -> str:
        return self.options[self.winner - 1] if self.winner else ""

    @property
    def is_hidden(self) -> bool:
        return self.state == State.CLOSED and not self.votes


@dataclass(frozen=True, slots=True)
class ResidentsPage:
    """A residents' vote as its page shows it to one reader."""

    vote: ResidentsVote
    scope: str
    voices: tuple[OwnVoice, ...]
    voted: int
    parts: tuple[Part, ...]
    outcome: ResidentsOutcome | None
    may: frozenset[str]
    now: dt.datetime

    @property
    def is_taking(self) -> bool:
        """Tell whether ballots are taken at this moment."""
        vote = self.vote
        return vote.state == State.OPEN and vote.opens_at <= self.now < vote.closes_at

    @property
    def needed(self) -> int:
        return max(1, Threshold(*self.vote.quorum).need(self.vote.voters))

    @property
    def unit_name(self) -> str:
        return str(UNIT_NAMES[Unit(self.vote.unit)])

    @property
    def method_name(self) -> str:
        return str(METHOD_NAMES[Method(self.vote.method)])

    @property
    def state_name(self) -> str:
        return str(RESIDENTS_STATE_NAMES[State(self.vote.state)])


def get_residents_page(*, actor: Actor, reference: str, now: dt.datetime) -> ResidentsPage:
    """Return the residents' vote under its public reference, or raise `Http404`."""
    rows = ResidentsVote.objects.select_related("compound", "building")
    asked = {
        f"may_{action}": Exists(
            ResidentsVote.objects.filter(rule_of(RESIDENTS_TABLE, action, actor), pk=OuterRef("pk"))
        )
        for action in RESIDENTS_TABLE
    }
    mine = allowed(rows, actor=actor, action="read", table=RESIDENTS_TABLE)
    vote = mine.filter(reference=reference).annotate(**asked).first()
    if vote is None:
        raise Http404
    parts = _parts(vote) if vote.state in (State.OPEN, State.CLOSED) else ()
    return ResidentsPage(
        vote=vote,
        scope=_scope(vote),
        voices=_voices(actor, vote),
        voted=ResidentsTurn.objects.filter(vote=vote).count(),
        parts=parts,
        outcome=residents_result(vote.pk) if vote.state == State.CLOSED else None,
        may=frozenset(action for action in RESIDENTS_TABLE if getattr(vote, f"may_{action}")),
        now=now,
    )


def _scope(vote: ResidentsVote) -> str:
    names = [
        vote.compound.name if vote.compound else "",
        vote.building.name if vote.building else "",
    ]
    named = "".join(names)
    return named or places.area_names([vote.area]).get(vote.area, "")


def _voices(actor: Actor, vote: ResidentsVote) -> tuple[OwnVoice, ...]:
    if actor.account is None or vote.state == State.DRAFT:
        return ()
    used = Exists(ResidentsTurn.objects.filter(voter=OuterRef("pk")))
    rows = ResidentsVoter.objects.filter(voice_of(actor), vote=vote).annotate(used=used).distinct()
    columns = ("id", "door", "household", "used")
    return tuple(
        OwnVoice(key, door, household is not None, has_voted)
        for key, door, household, has_voted in rows.order_by("door").values_list(*columns)
    )


def _parts(vote: ResidentsVote) -> tuple[Part, ...]:
    """Return turnout by building; it is kept back where it would tell who has voted."""
    roll = Counter(ResidentsVoter.objects.filter(vote=vote).values_list("building", flat=True))
    turns = ResidentsTurn.objects.filter(vote=vote)
    done = Counter(turns.values_list("voter__building", flat=True))
    names = {own.id: own.name for own in _houses(vote, roll)}
    return tuple(
        Part(
            names.get(key, ""),
            roll[key],
            None if is_too_small(roll[key]) else done[key],
        )
        for key in sorted(roll)
    )


def _houses(vote: ResidentsVote, wanted: Iterable[int]) -> list[inside.BuildingPlace]:
    keys = set(wanted)
    return [own for own in inside.buildings_inside(vote.area) if own.id in keys]


def residents_result(pk: int) -> ResidentsOutcome | None:
    """Return what came of a vote, for the other apps too; `None` when there is no such vote.

    While it runs only the number of ballots is told, never what they say.
    """
    vote = ResidentsVote.objects.filter(pk=pk).exclude(state=State.DRAFT).first()
    if vote is None:
        return None
    result = ResidentsResult.objects.filter(vote=vote).first()
    is_told = result is not None and vote.state == State.CLOSED
    rounds = tuple(tuple(each) for each in result.rounds) if result and is_told else ()
    shown = rounds if result and not is_too_small(result.ballots) else ()
    return ResidentsOutcome(
        reference=vote.reference,
        state=vote.state,
        options=tuple(vote.options),
        voters=vote.voters,
        ballots=result.ballots if result else ResidentsTurn.objects.filter(vote=vote).count(),
        needed=max(1, Threshold(*vote.quorum).need(vote.voters)),
        votes=shown[0] if shown else (),
        rounds=shown,
        is_quorate=bool(result and result.is_quorate),
        winner=result.winner if result else None,
    )


def list_residents(
    *, actor: Actor, area: tuple[int, int] | None = None, after: int = 0, limit: int = ROWS_MAX
) -> ResidentsRows:
    """Return the residents' votes that the actor may read, newest first; `area` is a range of codes."""
    rows = ResidentsVote.objects.order_by("-id")
    rows = allowed(rows, actor=actor, action="read", table=RESIDENTS_TABLE)
    if area is not None:
        rows = rows.filter(area__gte=area[0], area__lt=area[1])
    if after:
        rows = rows.filter(id__lt=after)
    most = min(limit, ROWS_MAX)
    found = [ResidentsRow(*row) for row in rows.values_list(*ROW)[: most + 1]]
    return ResidentsRows(tuple(found[:most]), found[most - 1].id if len(found) > most else 0)


def list_residents_to_vote(*, actor: Actor, now: dt.datetime) -> tuple[ResidentsRow, ...]:
    """Return the votes in which a voice of the actor is still unused."""
    if actor.account is None:
        return ()
    used = ResidentsTurn.objects.filter(voter=OuterRef("pk"))
    free = ResidentsVoter.objects.filter(~Exists(used), voice_of(actor))
    rows = ResidentsVote.objects.filter(
        pk__in=free.values("vote"), state=State.OPEN, opens_at__lte=now, closes_at__gt=now
    )
    ordered = rows.order_by("closes_at").values_list(*ROW)[:ROWS_MAX]
    return tuple(ResidentsRow(*row) for row in ordered)


def list_residents_due(*, now: dt.datetime, limit: int = 200) -> tuple[int, ...]:
    """Return the keys of the votes to close now."""
    rows = ResidentsVote.objects.filter(state=State.OPEN, closes_at__lte=now)
    return tuple(rows.order_by("closes_at").values_list("id", flat=True)[:limit])


def find_voices(
    *, actor: Actor, vote: ResidentsVote, persons: Iterable[int], door: str
) -> tuple[VoiceRow, ...]:
    """Return voices on the roll for a clerk, by persons found before or by the words of a door."""
    mine = allowed(
        ResidentsVote.objects.all(), actor=actor, action="take_in", table=RESIDENTS_TABLE
    )
    lives = Q(person__in=list(persons)) | Q(household__residences__person__in=list(persons))
    asked = lives | Q(door__contains=door) if door else lives
    used = Exists(ResidentsTurn.objects.filter(voter=OuterRef("pk")))
    rows = ResidentsVoter.objects.filter(asked, vote=vote, vote__in=mine).annotate(used=used)
    columns = ("id", "door", "person", "used")
    found = rows.distinct().order_by("door", "pk").values_list(*columns)[:FOUND_MAX]
    return tuple(VoiceRow(*row) for row in found)
