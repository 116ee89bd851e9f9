"""What a study is about, how far it is, and what may be asked of it."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any, Final

from linli.foundation.refusals import Refused


class Kind(StrEnum):
    GRIDS = "grids"
    CIRCLE = "circle"
    SITES = "sites"
    MATCH = "match"


class State(StrEnum):
    """A study waits for the worker, runs, and is done; grids may then be approved for a day."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"
    APPROVED = "approved"
    IN_FORCE = "in_force"


UNDER_WAY: Final = (State.WAITING, State.RUNNING)
FINISHED: Final = (State.DONE, State.APPROVED, State.IN_FORCE)
REMOVABLE: Final = (State.DONE, State.FAILED, State.CANCELLED)

HOUSEHOLDS_MAX: Final = 5000
LOW, HIGH, TARGET = 300, 500, 420
PACE: Final = 66.7
BARRIER_FREE_PACE: Final = 45.0
DETOUR: Final = 1.3
MINUTES: Final = 15
SEED_MAX: Final = 1_000_000
SITES_MAX: Final = 200
SECONDS_MAX: Final = 300
TITLE_MAX: Final = 80
NOTE_MAX: Final = 500


@dataclass(frozen=True, slots=True)
class GridFacts:
    """How grids are to be drawn. `mode`: draw anew, least change, best shape of what is wrong."""

    low: int = LOW
    high: int = HIGH
    target: int = TARGET
    fewest: bool = False
    whole: bool = True
    mode: str = "draw"
    seed: int = 1

    def check(self) -> None:
        if not 1 <= self.low <= self.high <= HOUSEHOLDS_MAX:
            raise Refused(
                "planning.limits",
                "网格户数下限 %(low)s 要不大于上限 %(high)s，请改正后再试。",
                field="low",
                low=self.low,
                high=self.high,
            )
        if not self.low <= self.target <= self.high:
            raise Refused(
                "planning.target",
                "目标户数 %(target)s 要在 %(low)s 与 %(high)s 之间，请改正后再试。",
                field="target",
                target=self.target,
                low=self.low,
                high=self.high,
            )
        if self.mode not in {"draw", "least", "shape"}:
            raise Refused("planning.mode", "请选择划分方式。", field="mode")
        check_seed(self.seed)


@dataclass(frozen=True, slots=True)
class WalkFacts:
    """How people walk: metres a minute, detour where streets are missing, without steps or not."""

    pace: float = PACE
    detour: float = DETOUR
    minutes: int = MINUTES
    barrier_free: bool = False

    def check(self) -> None:
        if not 10 <= self.pace <= 150:
            raise Refused("planning.pace", "步行速度要在每分钟 10 到 150 米之间。", field="pace")
        if not 1 <= self.detour <= 3:
            raise Refused("planning.detour", "绕行系数要在 1 到 3 之间。", field="detour")
        if not 5 <= self.minutes <= 30:
            raise Refused("planning.minutes", "步行时限要在 5 到 30 分钟之间。", field="minutes")


@dataclass(frozen=True, slots=True)
class SiteFacts:
    """Which question is asked of the candidates, and how long the exact search may take."""

    goal: str = "most"
    count: int = 3
    candidates: str = "compounds"
    seconds: int = 20
    seed: int = 1
    pace: float = PACE
    detour: float = DETOUR
    minutes: int = MINUTES
    barrier_free: bool = False

    @property
    def walk(self) -> WalkFacts:
        return WalkFacts(self.pace, self.detour, self.minutes, self.barrier_free)

    def check(self) -> None:
        self.walk.check()
        if self.goal not in {"most", "all", "median"}:
            raise Refused("planning.goal", "请选择要回答的问题。", field="goal")
        if not 1 <= self.count <= SITES_MAX:
            raise Refused("planning.count", "站点数要在 1 到 200 之间。", field="count")
        if self.candidates not in {"compounds", "idle", "file"}:
            raise Refused("planning.candidates", "请选择候选地点从哪里来。", field="candidates")
        if not 0 <= self.seconds <= SECONDS_MAX:
            raise Refused("planning.seconds", "精确搜索最多 300 秒。", field="seconds")
        check_seed(self.seed)


@dataclass(frozen=True, slots=True)
class MatchFacts:
    """How far a helper may be, and how many are looked at for each need."""

    metres: int = 2000
    candidates: int = 20

    def check(self) -> None:
        if not 50 <= self.metres <= 20_000:
            raise Refused("planning.metres", "最远距离要在 50 到 20000 米之间。", field="metres")
        if not 1 <= self.candidates <= 100:
            raise Refused("planning.looked_at", "每条需求最多比较 100 人。", field="candidates")


Facts = GridFacts | WalkFacts | SiteFacts | MatchFacts
FACTS: Final[dict[str, type[Facts]]] = {
    Kind.GRIDS: GridFacts,
    Kind.CIRCLE: WalkFacts,
    Kind.SITES: SiteFacts,
    Kind.MATCH: MatchFacts,
}


def check_seed(seed: int) -> None:
    if not 0 <= seed <= SEED_MAX:
        raise Refused("planning.seed", "种子要在 0 到 1000000 之间。", field="seed")


def as_columns(facts: Facts) -> dict[str, Any]:
    """Return the facts as the study keeps them."""
    return asdict(facts)


def facts_of(kind: str, kept: dict[str, Any]) -> Facts:
    """Return the facts that a study keeps."""
    return FACTS[kind](**kept)


def clean_title(title: str) -> str:
    kept = " ".join(title.split())
    if not 2 <= len(kept) <= TITLE_MAX:
        raise Refused("planning.title", "请写一个名称，2 到 80 个字。", field="title")
    return kept


def clean_note(words: str) -> str:
    kept = words.strip()
    if not 2 <= len(kept) <= NOTE_MAX:
        raise Refused("planning.note", "请写 2 到 500 个字。", field="words")
    return kept


def require_state(state: str, *wanted: str) -> None:
    """Refuse a step that does not fit the state of the study."""
    if state not in wanted:
        raise Refused("planning.state", "这个方案现在不能这样办，请刷新页面看看进展。")


# The share of the whole that each phase of a task stands for: where it begins and where it ends.
PHASES: Final = {
    "start": (0, 5),
    "prepare": (5, 10),
    "check": (50, 90),
    "draw": (10, 80),
    "prove": (80, 95),
    "walk": (10, 30),
    "points": (30, 95),
    "choose": (30, 95),
    "match": (10, 95),
    "store": (95, 99),
}


def percent(phase: str, done: int = 0, total: int = 0) -> int:
    """Return how far a run is, from 0 to 99.

    >>> percent("draw", 3, 6)
    45
    """
    low, high = PHASES.get(phase, (0, 5))
    return low + (high - low) * min(done, total) // total if total else low
