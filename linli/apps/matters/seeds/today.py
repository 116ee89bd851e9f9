"""Today's open matters: something to do for each persona, and a few in every community."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Final

from linli.apps.matters.rules.states import OPEN, State
from linli.apps.matters.seeds.coming import bring
from linli.apps.matters.seeds.twins import Book
from linli.apps.matters.seeds.world import Spot, World
from linli.platform.access import ANYONE, Actor

TRIES_MAX: Final = 36
HOURS_BACK_MAX: Final = 24 * 40


@dataclass(frozen=True, slots=True)
class Case:
    """A matter that should stand in `state` now; `at` says where, `who` reported it when a persona did."""

    kind: str
    state: State
    at: str = ""
    who: str = ""
    is_late: bool = False


CASES: Final = (
    # Her own, in every light: what happened to it?
    Case("A01", State.IN_PROGRESS, "qin", "mo"),
    Case("C01", State.RESOLVED, "qin", "mo"),
    Case("H01", State.CLOSED, "", "mo"),
    Case("B01", State.WAITING_INFORMATION, "zhi", "mo"),
    Case("D02", State.RECEIVED, "zhi", "mo"),
    Case("B07", State.DISPATCHED, "zhi", "cen"),
    Case("H04", State.IN_PROGRESS, "", "cen"),
    # The grid worker's list of today.
    Case("B02", State.RECEIVED, "qin"),
    Case("C04", State.RECEIVED, "qin"),
    Case("D06", State.ACCEPTED, "qin"),
    Case("C05", State.IN_PROGRESS, "qin"),
    Case("C01", State.RECEIVED, "qin"),
    Case("B02", State.IN_PROGRESS, "qin", is_late=True),
    Case("C04", State.REOPENED, "qin"),
    # The secretary's desk: to accept, to dispatch, to decide.
    Case("A02", State.RECEIVED),
    Case("A10", State.RECEIVED),
    Case("E05", State.RECEIVED),
    Case("B05", State.RECEIVED),
    Case("I03", State.RECEIVED),
    Case("C02", State.ACCEPTED),
    Case("E08", State.WAITING_DECISION),
    Case("E04", State.WAITING_DECISION),
    Case("H07", State.ACCEPTED),
    Case("D01", State.IN_PROGRESS, is_late=True),
    # The property manager's inbox.
    Case("A08", State.DISPATCHED, "zhi"),
    Case("A04", State.DISPATCHED, "zhi"),
    Case("E01", State.DISPATCHED, "zhi"),
    Case("A09", State.IN_PROGRESS, "zhi"),
    Case("A03", State.IN_PROGRESS, "zhi"),
    Case("B04", State.IN_PROGRESS, "zhi", is_late=True),
    Case("E03", State.REOPENED, "zhi"),
    # The department's.
    Case("G01", State.DISPATCHED),
    Case("G02", State.DISPATCHED),
    Case("G03", State.IN_PROGRESS),
    Case("F04", State.DISPATCHED),
    Case("F07", State.DISPATCHED),
    Case("D04", State.WAITING_INFORMATION),
    Case("G02", State.RESOLVED),
    Case("G01", State.IN_PROGRESS, is_late=True),
)
ELSEWHERE: Final = (
    ("A01", State.IN_PROGRESS),
    ("B01", State.RECEIVED),
    ("C01", State.ACCEPTED),
    ("A02", State.DISPATCHED),
    ("D03", State.IN_PROGRESS),
    ("E01", State.DISPATCHED),
    ("G01", State.DISPATCHED),
    ("A03", State.WAITING_DECISION),
    ("H02", State.RECEIVED),
    ("D01", State.WAITING_INFORMATION),
    ("B04", State.IN_PROGRESS),
    ("F02", State.RESOLVED),
    ("C02", State.WAITING_DECISION),
    ("A05", State.REOPENED),
)
ELSEWHERE_EACH: Final = 2


def write_today(world: World, book: Book, now: dt.datetime) -> None:
    """Add what is open today: for the personas, then for every other community."""
    for case in CASES:
        _place(world, book, case, _spot(world, case), now)
    for community in sorted(world.by_community):
        if community != world.showcase:
            spots = world.by_community[community]
            for kind, state in world.dice.sample(ELSEWHERE, ELSEWHERE_EACH):
                _place(world, book, Case(kind, state), world.dice.choice(spots), now)


def _spot(world: World, case: Case) -> Spot:
    """Return a building of the showcase: in the persona's grid, or under the persona's firm."""
    spots = world.by_community[world.showcase]
    account = world.personas.get(case.at)
    fitting = spots
    if account is not None and case.at == "qin":
        fitting = [spot for spot in spots if world.grid_worker(spot).account == account]
    elif account is not None:
        firm = world.organisation_of.get(account)
        fitting = [spot for spot in spots if firm in world.units("property_firm", spot)[:1]]
    return world.dice.choice(fitting or spots)


def _place(world: World, book: Book, case: Case, spot: Spot, now: dt.datetime) -> None:
    """Try from ever longer ago until the matter has come as far as it should; else leave it out."""
    account = world.personas.get(case.who)
    reporter = Actor(account, "resident") if account is not None else ANYONE
    for attempt in range(TRIES_MAX):
        hours = 0.3 + HOURS_BACK_MAX * (attempt / TRIES_MAX) ** 2 + world.dice.random() * 3
        moment = now - dt.timedelta(hours=hours)
        draft = book.draft()
        life = bring(world, draft, case.kind, spot, moment, now, stop=case.state, reporter=reporter)
        facts = life.twin.facts
        is_fit = facts.state is case.state
        is_late = facts.state in OPEN and facts.due_at < now
        if is_fit and is_late is case.is_late:
            book.take(draft)
            return
