"""How a demo matter fares, step by step, until now: the steps of tomorrow have not happened yet."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from linli.apps.matters.rules import clock, moves
from linli.apps.matters.rules.kinds import Kind, find_kind
from linli.apps.matters.rules.states import State
from linli.apps.matters.rules.triage import suggest_lane
from linli.apps.matters.seeds.twins import Twin
from linli.apps.matters.seeds.wording import answer_for, phrase, phrases
from linli.apps.matters.seeds.world import Spot, World
from linli.foundation.chance import Dice
from linli.foundation.clock import LOCAL, local_date
from linli.foundation.working_time import load_calendar
from linli.platform.access import ANYONE, Actor, system

RETURNED: Final = 0.05
ASKED: Final = 0.08
DECIDED: Final = 0.35
EXTENDED: Final = 0.04
REFERRED: Final = 0.015
WITHDRAWN: Final = 0.015
REOPENED: Final = 0.05
RATED: Final = 0.52
CLOSED_BY_REPORTER: Final = 0.35
LATE: Final = 0.05
VERY_LATE: Final = 0.02
NOTED: Final = 0.25
HALF_HOUR: Final = 1800
BY_GRID: Final = frozenset({"grid_worker", "steward_team"})


class NotYet(Exception):
    """The next step lies in the future, or the wanted state is reached."""


@dataclass
class Life:
    """One matter on its way; `at` is the moment of its latest step."""

    twin: Twin
    spot: Spot
    world: World
    dice: Dice
    now: dt.datetime
    at: dt.datetime
    stop: State | None = None
    reporter: Actor = ANYONE

    def live(self) -> None:
        """Go as far as time allows."""
        try:
            self._live()
        except NotYet:
            return

    def _live(self) -> None:
        self._reached()
        self._begin()
        self._route()
        self._work()
        self._resolve()
        self._afterwards()

    @property
    def kind(self) -> Kind:
        return find_kind(self.twin.facts.kind, local_date(self.now))

    def pause(self, low: int, high: int) -> None:
        """Let some minutes pass: office minutes, or wall minutes for what is urgent."""
        minutes = self.dice.randrange(low, high + 1)
        if self.kind.limit.is_working:
            self.at = load_calendar().add_working_minutes(self.at, minutes)
        else:
            self.at += dt.timedelta(minutes=minutes)
        self.at += dt.timedelta(seconds=self.dice.randrange(50))

    def wait(self, hours: float) -> None:
        """Let hours of the resident's own time pass: nobody writes at night."""
        self.at += dt.timedelta(hours=hours)
        local = self.at.astimezone(LOCAL)
        if local.hour < 7:
            self.at += dt.timedelta(hours=8)

    def do(
        self,
        action: str,
        actor: Actor,
        move: Callable[[moves.Facts], moves.Facts],
        *,
        words: tuple[str, str, bool] | None = None,
        is_public: bool = True,
    ) -> None:
        if self.at > self.now:
            raise NotYet
        self.twin.step(action, actor, self.at, move, words=words, is_public=is_public)
        self._reached()

    def _reached(self) -> None:
        if self.stop is not None and self.twin.facts.state is self.stop:
            raise NotYet

    def _begin(self) -> None:
        desk, dice = self.world.desk(self.spot), self.dice
        if dice.random() < WITHDRAWN and self.stop in {None, State.WITHDRAWN}:
            self.wait(dice.uniform(0.2, 3))
            self.do(
                "withdraw",
                self.reporter,
                lambda facts: moves.withdraw(facts, self.at),
                words=("reason", "已经自己解决了。", False),
            )
            raise NotYet
        self.pause(4, 45 if not self.kind.limit.is_working else 150)
        self.do("accept", desk, lambda facts: moves.accept(facts, self.at))
        self.pause(1, 15)
        lane = suggest_lane(self.kind, self.twin.intake.words, self.twin.intake.answers)[0]
        kind = self.kind
        self.do(
            "triage",
            desk,
            lambda facts: moves.triage(facts, kind, lane, self.at),
            is_public=False,
        )
        if dice.random() < REFERRED and self.stop in {None, State.REFERRED_OUT}:
            way, answer = dice.choice(phrases()["referrals"])
            self.do(
                "refer",
                desk,
                lambda facts: moves.refer_out(facts, way, answer, self.at),
                words=("result", answer, False),
            )
            raise NotYet

    def _route(self) -> None:
        """Hand it to the unit, or let the grid worker begin at once."""
        units = self.world.units(self.kind.handler, self.spot)
        grid_worker = self.world.grid_worker(self.spot)
        if self.kind.handler in BY_GRID and grid_worker.account is not None:
            self.worker = grid_worker
        elif not units:
            self.worker = self.world.desk(self.spot)
        else:
            self._dispatch(units[0])
        self.pause(5, 120)
        worker = self.worker
        self.do("start", worker, lambda facts: moves.start(facts, worker.account))

    def _dispatch(self, unit: int) -> None:
        desk, remark = self.world.desk(self.spot), ("reason", "", True)
        self.pause(2, 60)
        if self.dice.random() < 0.2:
            remark = ("reason", phrase("dispatch_remarks", self.dice), True)
        others = [
            each
            for handler in self.kind.other_handlers
            for each in self.world.units(handler, self.spot)[:1]
            if each != unit
        ]
        first = self.dice.choice(others) if others and self.dice.random() < RETURNED else unit
        self._hand(desk, first, remark)
        if first != unit:
            self.pause(20, 200)
            self.do(
                "return",
                self.world.of_unit(first, self.spot),
                lambda facts: moves.return_dispatch(facts, unit, self.at),
                words=("reason", phrase("return_reasons", self.dice), True),
                is_public=False,
            )
            self.pause(10, 120)
            self._hand(desk, unit, ("reason", "", True))
        self.worker = self.world.of_unit(unit, self.spot)

    def _hand(self, desk: Actor, unit: int, remark: tuple[str, str, bool]) -> None:
        self.do(
            "dispatch",
            desk,
            lambda facts: moves.dispatch(facts, unit, None, self.at),
            words=remark,
        )

    def _work(self) -> None:
        dice, worker = self.dice, self.worker
        if dice.random() < ASKED or self.stop is State.WAITING_INFORMATION:
            self._ask()
        if dice.random() < NOTED:
            self.pause(5, 60)
            if self.at <= self.now:
                self.twin.note(worker, phrase("notes", dice), self.at)
        decides = self.kind.is_art278 or self.kind.handler == "hall"
        if (decides and dice.random() < DECIDED) or self.stop is State.WAITING_DECISION:
            self._await_decision()
        if dice.random() < EXTENDED and self.kind.limit.is_working:
            self._extend()

    def _ask(self) -> None:
        self.pause(10, 90)
        self.do(
            "ask",
            self.worker,
            lambda facts: moves.ask_information(facts, self.at),
            words=("question", phrase("questions", self.dice), False),
        )
        self.wait(self.dice.uniform(1, 40))
        self.do(
            "inform",
            self.reporter,
            lambda facts: moves.answer_information(facts, self.at),
            words=("answer", phrase("informed", self.dice), False),
        )

    def _await_decision(self) -> None:
        self.pause(20, 200)
        self.do(
            "wait_decision",
            self.worker,
            moves.wait_decision,
            words=("reason", phrase("decision_reasons", self.dice), False),
        )
        self.pause(300, 1500)
        self.do("resume", self.worker, moves.resume)

    def _extend(self) -> None:
        self.pause(10, 200)
        due = load_calendar().add_working_days(
            max(self.twin.facts.due_at, self.at), self.dice.randrange(3, 11)
        )
        self.do(
            "extend",
            self.worker,
            lambda facts: moves.extend(facts, due, self.at),
            words=("reason", phrase("extension_reasons", self.dice), False),
        )

    def _resolve(self) -> None:
        """Resolve before the deadline as a rule, sometimes after it."""
        limit, due = self.kind.limit, self.twin.facts.due_at
        left = clock.minutes_between(limit, self.at, due)
        chance = self.dice.random()
        if chance > LATE + VERY_LATE and left > 10:
            self.pause(left // 8 + 1, max(left * 9 // 10, left // 8 + 2))
        else:
            day = 420 if limit.is_working else 1440
            low, high = (20, 2 * day) if chance > VERY_LATE else (2 * day, 6 * day)
            self.pause(max(left, 0) + low, max(left, 0) + high)
        local = self.at.astimezone(LOCAL)
        answer = answer_for(self.kind, self.dice, f"{local.month}月{local.day}日")
        self.do(
            "resolve",
            self.worker,
            lambda facts: moves.resolve(facts, answer, self.at),
            words=("result", answer, False),
        )

    def _afterwards(self) -> None:
        """Rating, "not fixed", and the end."""
        dice = self.dice
        is_fixed = dice.random() >= REOPENED and self.stop is not State.REOPENED
        resolved = self.at
        if dice.random() < RATED:
            self.wait(dice.uniform(0.5, 60))
            self._rate("satisfied" if is_fixed else "unsatisfied")
        if not is_fixed:
            self._reopen()
            resolved = self.at
        if dice.random() < CLOSED_BY_REPORTER:
            self.wait(dice.uniform(0.2, 90))
            self.do("close", self.reporter, lambda facts: moves.close(facts, self.at))
            return
        after = resolved + clock.CLOSE_AFTER
        rest = -int(after.timestamp()) % HALF_HOUR
        self.at = max(after + dt.timedelta(seconds=rest), self.at)
        self.do(
            "close",
            system("matters.close_unasked"),
            lambda facts: moves.close_unasked(facts, self.at),
        )

    def _rate(self, value: str) -> None:
        if self.at > self.now:
            raise NotYet
        if value == "satisfied":
            value = self.dice.choices(("satisfied", "fair", "unsatisfied"), (86, 11, 3))[0]
        words = self.dice.choice(phrases()["rating_words"][value])
        self.twin.rate(self.reporter, value, words, self.at)

    def _reopen(self) -> None:
        self.wait(self.dice.uniform(2, 60))
        self.do(
            "reopen",
            self.reporter,
            lambda facts: moves.reopen(facts, self.at),
            words=("objection", phrase("objections", self.dice), False),
        )
        self.pause(10, 200)
        worker = self.worker
        self.do("start", worker, lambda facts: moves.start(facts, worker.account))
        self._resolve()
