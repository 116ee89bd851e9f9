"""The course of one dispute as dated steps; actions and bulk twins both play the same steps."""

from __future__ import annotations

import datetime as dt
import json
import math
import uuid
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Final

from linli.apps.disputes.rules.kinds import VIOLENCE, Kind
from linli.apps.disputes.rules.states import DATA
from linli.apps.disputes.seeds.world import Spot
from linli.foundation.chance import Dice
from linli.foundation.clock import LOCAL, local_date
from linli.platform.access import Actor

# Shares in percent and lengths of dispute_types.json.
ENDS: Final = ("oral", "written", "no_agreement", "referred", "withdrawn", "refused")
SHARES: Final = (62, 24, 3, 3, 6, 2)
CHANNELS: Final = ("web", "phone", "grid_worker", "window", "meeting")
CHANNEL_SHARES: Final = (38, 18, 26, 14, 4)
MEDIAN_DAYS: Final = 4
SPREAD: Final = math.log(20 / MEDIAN_DAYS) / 1.2816  # nine of ten within twenty days
NOT_KEPT: Final = 0.03
TO_COURT: Final = 0.08
MINUTE: Final = dt.timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Step:
    """What happens at a moment; `facts` are the words of the action."""

    at: dt.datetime
    act: str
    facts: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Story:
    """A dispute: who told it how, and its steps in order."""

    client_id: uuid.UUID
    kind: Kind
    spot: Spot
    words: str
    answers: dict[str, str]
    channel: str
    taker: Actor
    desk: Actor
    mediator: Actor
    names: tuple[str, str]
    phones: tuple[str, str]
    other_sort: str
    at: dt.datetime
    steps: tuple[Step, ...]


@cache
def texts() -> dict[str, Any]:
    content: dict[str, Any] = json.loads((DATA / "texts.json").read_text(encoding="utf-8"))
    return content


class Teller:
    """Draws stories with seeded dice."""

    def __init__(self, dice: Dice, surnames: list[str]) -> None:
        self.dice, self.surnames = dice, surnames
        self.kinds = texts()["kinds"]

    def phrase(self, text: str) -> str:
        """Fill the places in a sentence."""
        dice = self.dice
        numbers = {
            "floor": dice.randrange(2, 8),
            "h": dice.choice((11, 12)),
            "e": dice.choice((4, 5)),
            "m": dice.randrange(5, 60) * 100,
            "s": dice.randrange(4, 40) * 20,
            "n": dice.randrange(3, 24),
            "age": dice.randrange(72, 93),
        }
        return text.format(**numbers)

    def name(self, patterns: list[str]) -> str:
        return self.dice.choice(patterns).format(s=self.dice.choice(self.surnames))

    def phone(self) -> str:
        return f"13{self.dice.randrange(100_000_000, 1_000_000_000)}"

    def tell(  # who, where and when
        self,
        kind: Kind,
        spot: Spot,
        at: dt.datetime,
        *,
        taker: Actor,
        desk: Actor,
        mediator: Actor,
    ) -> Story:
        """Return one story from its registration to its end."""
        dice, own = self.dice, texts()
        is_firm = kind.code in {"K05", "K12"} and dice.random() < 0.8
        other = dice.choice(own["firms"]) if is_firm else self.name(own["others"])
        channel = dice.choices(CHANNELS, CHANNEL_SHARES)[0]
        return Story(
            client_id=uuid.UUID(int=dice.randrange(1 << 128), version=4),
            kind=kind,
            spot=spot,
            words=self.phrase(dice.choice(self.kinds[kind.code]["words"])),
            answers=self._answers(kind),
            channel=channel,
            taker=Actor() if channel == "web" else taker,
            desk=desk,
            mediator=mediator,
            names=(self.name(own["callers"]), other),
            phones=(self.phone(), self.phone() if dice.random() < 0.6 else ""),
            other_sort="firm" if is_firm else "person",
            at=at,
            steps=tuple(self._steps(kind, at)),
        )

    def _answers(self, kind: Kind) -> dict[str, str]:
        """Answer some of the kind's questions; nobody was hit."""
        kept = {}
        for question in kind.questions:
            if question.code == VIOLENCE:
                kept[question.code] = "no"
            elif question.choices and self.dice.random() < 0.7:
                kept[question.code] = self.dice.choice(question.choices).code
        return kept

    def _steps(self, kind: Kind, at: dt.datetime) -> list[Step]:
        dice = self.dice
        end = dice.choices(ENDS, SHARES)[0]
        days = min(MEDIAN_DAYS * math.exp(SPREAD * dice.gauss(0, 1)), 80)
        asked = self._in_office(at + dt.timedelta(hours=dice.uniform(1, 20)))
        steps = [Step(asked, "ask", {"way": dice.choice(("phone", "phone", "in_person"))})]
        if end == "withdrawn" and dice.random() < 0.5:
            return [*steps, Step(asked + dt.timedelta(hours=dice.uniform(2, 30)), "withdraw")]
        answered = self._in_office(asked + dt.timedelta(hours=dice.uniform(1, 24)))
        willing = "refused" if end == "refused" else "given"
        steps.append(Step(answered, "answer", {"answer": willing, "way": "phone"}))
        if end == "refused":
            return steps
        steps.append(Step(answered + 5 * MINUTE, "seat", {"way": "phone"}))
        return [*steps, *self._talks(kind, end, answered + 10 * MINUTE, days)]

    def _talks(self, kind: Kind, end: str, began: dt.datetime, days: float) -> list[Step]:
        dice, own = self.dice, self.kinds[kind.code]
        meetings = dice.choices((1, 2, 3), (66, 22, 12))[0]
        gap = dt.timedelta(days=max(days, 0.3) / meetings)
        steps, moment = [], began
        for number in range(1, meetings + 1):
            meets = self._in_office(moment + gap)
            place = dice.choice(texts()["places"])
            steps.append(Step(moment + MINUTE, "plan", {"begins_at": meets, "place": place}))
            record = self.phrase(dice.choice(own["records"]))
            facts = {"number": number, "record": record, "next": dice.choice(texts()["next"])}
            moment = meets + dt.timedelta(minutes=dice.randrange(40, 110))
            steps.append(Step(moment, "record", facts))
        if dice.random() < 0.3:
            steps.append(Step(moment + MINUTE, "note", {"words": dice.choice(texts()["notes"])}))
        moment += 2 * MINUTE
        if end in {"oral", "written"}:
            return [*steps, *self._agreement(kind, end, moment)]
        advice = {"no_agreement": 0, "referred": 2}
        if end in advice:
            words = texts()["advice"][advice[end]]
            return [*steps, Step(moment + MINUTE, end, {"advice": words})]
        return [*steps, Step(moment + MINUTE, "withdraw")]

    def _agreement(self, kind: Kind, form: str, moment: dt.datetime) -> list[Step]:
        dice, own = self.dice, self.kinds[kind.code]
        count = min(dice.choices((0, 1, 2), (25, 50, 25))[0], len(own["duties"]))
        chosen = dice.sample(own["duties"], count)
        day = local_date(moment)
        duties = [
            (each["side"], self.phrase(each["words"]), day + dt.timedelta(days=each["days"]))
            for each in chosen
        ]
        words = self.phrase(dice.choice(own["terms"]))
        way = "spoken" if form == "oral" else "code"
        steps = [
            Step(moment, "draw_up", {"form": form, "words": words, "duties": duties}),
            Step(moment + 3 * MINUTE, "confirm", {"way": way}),
        ]
        moment += 5 * MINUTE
        if dice.random() < TO_COURT:
            at = self._in_office(moment + dt.timedelta(days=dice.randrange(2, 20)))
            steps.append(Step(at, "court", {"court": "applied", "on": local_date(at)}))
            moment = at
        kept = dice.random() >= NOT_KEPT or not duties
        for number, (_side, _words, due) in enumerate(duties, start=1):
            done = self._in_office(
                max(moment, dt.datetime.combine(due, dt.time(10), tzinfo=LOCAL))
                - dt.timedelta(days=dice.randrange(0, 3))
            )
            moment = max(moment, done) + MINUTE
            steps.append(Step(moment, "perform", {"duty": number, "is_done": kept or number > 1}))
        moment = self._in_office(moment + dt.timedelta(days=dice.randrange(1, 6)))
        if kept:
            return [*steps, Step(moment, "close")]
        return [*steps, Step(moment, "no_agreement", {"advice": texts()["advice"][1]})]

    def _in_office(self, moment: dt.datetime) -> dt.datetime:
        """Return the moment, moved into waking hours of the same or the next day."""
        local = moment.astimezone(LOCAL)
        if local.hour < 8:
            local = local.replace(hour=9)
        elif local.hour >= 20:
            local = (local + dt.timedelta(days=1)).replace(hour=9)
        return max(local.astimezone(dt.UTC), moment)
