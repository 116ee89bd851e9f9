"""How well a second report of the same thing is recognised, and how often a new one is taken for it.

    python -m benchmarks.suggesting.duplicates              # on the held-out texts
    python -m benchmarks.suggesting.duplicates --tuning     # on the shipped texts, by which the gauge was set

A city of 868 compounds with nine buildings each; matters come as often as in the demo city (60,000 a year)
and stay open for six days in the mean. Then 1,000 second reports of an open matter (other wording, said
clumsily; at the same building, or in the same compound without one, or as a point within 60 metres; from
another building where the thing is noticed further; one in six under the kind that the words suggest
first, chosen anew) and 2,000 new matters anywhere. Needs no database.
"""

from __future__ import annotations

import datetime as dt
import json
import sys
import time
from dataclasses import dataclass, replace
from random import Random  # noqa: TID251  # seeded
from typing import Any

from benchmarks.suggesting.held_out import Incident, clumsy, incidents
from linli.apps.matters.rules.alike import Candidate, Said, likest, reach_of
from linli.apps.matters.rules.kinds import all_kinds
from linli.apps.matters.rules.states import DATA
from linli.apps.matters.rules.suggesting import shipped_model, whole_texts

NOW = dt.datetime(2026, 11, 17, 10, 0, tzinfo=dt.UTC)
COMPOUNDS, BUILDINGS = 868, 9
OPEN_DAYS, A_DAY = 6.0, 60_000 / 365
SECOND, NEW = 1000, 2000
SECOND_AFTER_DAYS = 2.0
DEGREE = 111_320.0


@dataclass(frozen=True, slots=True)
class Told:
    """A report with the incident behind it."""

    said: Candidate
    incident: Incident


def tuning_incidents() -> list[Incident]:
    """Return pairs of shipped texts of one kind: not always about the same thing, so harder."""
    by_kind: dict[str, list[str]] = {}
    for words, kind in whole_texts():
        by_kind.setdefault(kind, []).append(words.replace("{", "").replace("}", ""))
    return [Incident(kind, "", tuple(texts)) for kind, texts in by_kind.items()]


class City:
    """Where reports come from, and those that are open."""

    def __init__(self, texts: list[Incident], dice: Random, density: float) -> None:
        self.dice, self.model = dice, shipped_model()
        self.texts = [each for each in texts if reach_of(each.kind) != "person"]
        shares = _shares()
        self.weights = [shares[each.kind] for each in self.texts]
        self.open = [self._arrive(number) for number in range(int(A_DAY * OPEN_DAYS * density))]
        self.by_compound: dict[int | None, list[Candidate]] = {}
        for told in self.open:
            self.by_compound.setdefault(told.said.compound, []).append(told.said)

    def _arrive(self, number: int, days: float | None = None) -> Told:
        dice = self.dice
        incident = dice.choices(self.texts, self.weights)[0]
        age = -OPEN_DAYS * _log(dice.random()) if days is None else days
        words = clumsy(dice.choice(incident.wordings), dice, dice.randrange(1, BUILDINGS + 1))
        place = self._place(dice.randrange(COMPOUNDS), dice.randrange(BUILDINGS))
        said = Candidate(
            kind=incident.kind, words=words, **place, id=number,
            received_at=NOW - dt.timedelta(days=age),
        )  # fmt: skip
        return Told(said, incident)

    def _place(self, compound: int, building: int) -> dict[str, Any]:
        """Return buildings 60 metres apart in three rows, compounds 400 metres apart."""
        row, column = divmod(compound, 30)
        across, down = divmod(building, 3)
        return {
            "community": compound // 10,
            "area": compound,
            "compound": compound,
            "building": compound * BUILDINGS + building,
            "lon": 111 + (column * 400 + across * 60) / DEGREE,
            "lat": 23 + (row * 400 + down * 60) / DEGREE,
        }

    def second(self, told: Told) -> Said:
        """Return another neighbour's report of the same thing."""
        dice, first = self.dice, told.said
        others = [each for each in told.incident.wordings if each not in first.words]
        number = (first.building or 0) % BUILDINGS + 1
        words = clumsy(dice.choice(others or list(told.incident.wordings)), dice, number)
        kind = first.kind
        if dice.random() < 1 / 6:
            kind = self.model.rank(words)[0].kind
        said = replace(first, words=words, kind=kind)
        if reach_of(first.kind) != "building" and dice.random() < 0.7:
            assert first.compound is not None
            place = self._place(first.compound, dice.randrange(BUILDINGS))
            said = replace(said, **place)
        way = dice.random()
        if way < 0.15:
            return replace(said, building=None, lon=None, lat=None, area=None)
        if way < 0.3:
            assert said.lon is not None
            assert said.lat is not None
            off = [dice.uniform(-42, 42) / DEGREE for _each in range(2)]
            return replace(
                said, building=None, compound=None, lon=said.lon + off[0], lat=said.lat + off[1]
            )
        return said

    def hints(self, said: Said) -> tuple[int, ...]:
        """Return what is shown: among what is open within the compound, as the database finds it."""
        near = self.by_compound.get(said.area if said.compound is None else said.compound, [])
        return tuple(each.id for each in likest(self.model, said, near, NOW))


def _shares() -> dict[str, float]:
    """Return how often each kind comes, as in the demo city."""
    rows = json.loads((DATA / "arrivals.json").read_text(encoding="utf-8"))["profiles"]
    return {kind: row["share"] for kind, row in rows.items()}


def _log(number: float) -> float:
    from math import log

    return log(max(number, 1e-9))


def run(texts: list[Incident], density: float, seed: int) -> tuple[float, float, float]:
    """Return the share of second reports found, of new ones with a hint, and milliseconds each."""
    city = City(texts, Random(seed), density)
    dice = city.dice
    weights = [2 ** (-(NOW - each.said.received_at).days / SECOND_AFTER_DAYS) for each in city.open]
    asked = dice.choices(city.open, weights, k=SECOND)
    started = time.perf_counter()
    found = sum(told.said.id in city.hints(city.second(told)) for told in asked)
    new = [city._arrive(-1, days=0).said for _each in range(NEW)]
    false = sum(bool(city.hints(replace(said))) for said in new)
    each = (time.perf_counter() - started) / (SECOND + NEW) * 1000
    return found / SECOND, false / NEW, each


def main() -> None:
    texts = tuning_incidents() if "--tuning" in sys.argv else list(incidents())
    print(f"{len(all_kinds())} kinds, {len(texts)} incidents")
    for density in (1.0, 3.0):
        found, false, each = run(texts, density, seed=11 if "--tuning" in sys.argv else 5)
        print(
            f"{60_000 * density:,.0f} matters a year: second reports among the first three "
            f"{found:.1%}, new ones with a false hint {false:.1%}, {each:.2f} ms each"
        )


if __name__ == "__main__":
    main()
