"""How one demo matter comes in: through which channel, in which words, as a second report or a first."""

from __future__ import annotations

import datetime as dt
from typing import Final

from linli.apps.matters.rules import moves
from linli.apps.matters.rules.kinds import Kind, kind_of
from linli.apps.matters.rules.states import State
from linli.apps.matters.seeds.lives import Life
from linli.apps.matters.seeds.twins import Book, Intake, Twin
from linli.apps.matters.seeds.wording import answers_for, phrases, words_for
from linli.apps.matters.seeds.world import Spot, World
from linli.foundation.chance import Dice
from linli.platform.access import ANYONE, Actor

ANONYMOUS: Final = 0.06
DUPLICATE: Final = 0.04
CHANNELS: Final = {
    "phone": 0.17,
    "hotline_12345": 0.17,
    "web": 0.24,
    "grid_worker": 0.19,
    "window": 0.08,
    "steward_team": 0.06,
    "chat": 0.05,
    "kiosk": 0.02,
    "paper": 0.01,
    "meeting": 0.01,
}


def bring(  # noqa: PLR0913  # the facts of one life
    world: World,
    book: Book,
    kind: str,
    spot: Spot,
    moment: dt.datetime,
    now: dt.datetime,
    *,
    stop: State | None = None,
    reporter: Actor = ANYONE,
) -> Life:
    """Let one matter come in at `moment` and fare as it may until `now`."""
    dice, facts = book.dice, kind_of(kind)
    channel = "web" if reporter.account else _channel(dice)
    intake = intake_for(facts, spot, dice, channel, is_named=reporter.account is None)
    taker = _taker(world, spot, channel) if channel not in {"web", "kiosk"} else reporter
    twin = Twin(book, intake, taker, moment)
    life = Life(twin, spot, world, dice, now, moment, stop=stop, reporter=reporter)
    if stop is None and _is_again(world, life):
        return life
    life.live()
    return life


def _is_again(world: World, life: Life) -> bool:
    """Mark some matters as a second report of an earlier one near by."""
    recent = world.recent
    place = (life.twin.intake.kind, life.spot.community)
    earlier = recent.get(place)
    if earlier is None or life.dice.random() >= DUPLICATE:
        recent[place] = life.twin
        return False
    is_fit = earlier.facts.state not in {State.DUPLICATE, State.WITHDRAWN}
    life.pause(10, 120)
    if not is_fit or life.at > life.now:
        return False
    pk, of, state = life.twin.pk, earlier.pk, earlier.facts.state
    life.do(
        "duplicate",
        world.desk(life.spot),
        lambda before: moves.mark_duplicate(before, pk, of, state, life.at),
    )
    return True


def _channel(dice: Dice) -> str:
    return dice.choices(tuple(CHANNELS), tuple(CHANNELS.values()))[0]


def _taker(world: World, spot: Spot, channel: str) -> Actor:
    if channel in {"grid_worker", "steward_team", "chat"}:
        return world.grid_worker(spot)
    return world.desk(spot)


def intake_for(
    kind: Kind, spot: Spot, dice: Dice, channel: str, *, is_named: bool = True
) -> Intake:
    """Return what is handed in: words, answers, and how to call back unless nothing was left."""
    is_anonymous = not is_named or dice.random() < ANONYMOUS
    return Intake(
        kind=kind.code,
        words=words_for(kind, dice, compound=spot.compound_name, building=spot.building_name),
        answers=answers_for(kind, dice),
        channel=channel,
        area=spot.area,
        compound=spot.compound,
        building=spot.building,
        lon=spot.lon,
        lat=spot.lat,
        place_text=dice.choice(phrases()["places"]) if dice.random() < 0.5 else "",
        name="" if is_anonymous else dice.choice(phrases()["names"]),
        phone="" if is_anonymous else f"1300000{dice.randrange(10_000):04d}",
    )
