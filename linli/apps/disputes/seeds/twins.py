"""Bulk twins of the actions: a story played in memory, written many at once.

`tests/test_seeds.py` proves that a story played by the actions and by a twin leaves the same rows.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any, Final

from linli.apps.disputes.access import code_hash_of, code_of, said_by
from linli.apps.disputes.models import (
    Agreement,
    Confirmation,
    ConsentLine,
    Dispute,
    Note,
    Obligation,
    PerformanceLine,
    Seat,
    SeatAnswer,
    Session,
    Side,
)
from linli.apps.disputes.queries.page import SUBJECT
from linli.apps.disputes.rules import kinds
from linli.apps.disputes.rules.agreement import Duty, Terms
from linli.apps.disputes.rules.dated import confirm_until
from linli.apps.disputes.rules.states import STATE_OF, Outcome
from linli.apps.disputes.seeds.book import Book, Row
from linli.apps.disputes.seeds.story import Step, Story
from linli.foundation.clock import local_date
from linli.platform.access import ANYONE, Actor
from linli.platform.models import JournalLine

WAY_OF_CHANNEL: Final = {"web": "code", "phone": "phone"}


class Twin:
    """One story, step by step, as rows."""

    def __init__(self, book: Book, story: Story) -> None:
        self.book, self.story = book, story
        self.dispute = self._registered()
        self.sides = [self._side(1), self._side(2)]
        self._register()
        self.seat: Row | None = None
        self.sessions: list[Row] = []
        self.agreement: Row | None = None
        self.duties: list[Row] = []

    def play(self, until: dt.datetime) -> None:
        """Play the steps that have happened by `until`."""
        for step in self.story.steps:
            if step.at > until:
                break
            PLAYS[step.act](self, step)

    def _registered(self) -> Row:
        story, spot = self.story, self.story.spot
        return self.book.add(
            Dispute,
            story.at,
            reference=self.book.reference(),
            client_id=story.client_id,
            kind=story.kind.code,
            privacy=story.kind.privacy,
            risk=story.kind.risk,
            channel=story.channel,
            words=story.words,
            answers=story.answers,
            area_id=spot.area,
            community_id=spot.community,
            subdistrict=spot.subdistrict,
            compound_id=spot.compound,
            building_id=spot.building,
            taken_by_id=None if story.channel == "web" else story.taker.account,
            desk="community",
            state="registered",
            is_open=True,
            registered_at=story.at,
            consent_due=kinds.consent_due(story.kind, story.at),
        )

    def _side(self, number: int) -> Row:
        story = self.story
        first = number == 1
        return self.book.add(
            Side,
            story.at,
            dispute_id=self.dispute["id"],
            number=number,
            is_applicant=first,
            sort="person" if first else story.other_sort,
            name=story.names[number - 1],
            phone=story.phones[number - 1],
            code_hash=code_hash_of(code_of(str(story.client_id))) if first else None,
            consent="",
            consent_at=None,
        )

    def _register(self) -> None:
        story, is_own = self.story, self.story.channel == "web"
        way = WAY_OF_CHANNEL.get(story.channel, "in_person")
        by = None if is_own else story.taker.account
        self._consent(self.sides[0], "given", way, by, story.at)
        after = {"state": "registered", "kind": story.kind.code, "channel": story.channel}
        self._line(story.taker, "register", story.at, after=after, is_side=is_own)

    def _consent(self, side: Row, answer: str, way: str, by: int | None, at: dt.datetime) -> None:
        self.book.add(
            ConsentLine, at, side_id=side["id"], answer=answer, way=way, recorded_by=by, at=at
        )
        side["consent"], side["consent_at"] = answer, at

    def _line(  # the facts of a line
        self,
        actor: Actor,
        verb: str,
        at: dt.datetime,
        *,
        before: Mapping[str, object] | None = None,
        after: Mapping[str, object] | None = None,
        is_side: bool = False,
    ) -> None:
        said = said_by(actor, is_side=is_side)
        self.book.add(
            JournalLine,
            at,
            at=at,
            verb=f"disputes.{verb}",
            subject_kind=SUBJECT,
            subject=self.dispute["id"],
            area=None,
            account=said.account,
            behalf=None,
            label=said.label,
            channel=said.channel,
            before=dict(before or {}),
            after=dict(after or {}),
            is_public=False,
        )

    def _move(self, actor: Actor, state: str, verb: str, at: dt.datetime, **changed: Any) -> None:
        is_side = changed.pop("is_side", False)
        before = {"state": self.dispute["state"]}
        self.dispute.update(state=state, **changed)
        self._line(actor, verb, at, before=before, after={"state": state}, is_side=is_side)

    def _end(self, actor: Actor, outcome: Outcome, verb: str, at: dt.datetime, **more: Any) -> None:
        facts = {"is_open": False, "ended_at": at, "outcome": outcome.value, "risk": "normal"}
        self._move(actor, STATE_OF[outcome].value, verb, at, **facts, **more)

    def ask(self, step: Step) -> None:
        desk = self.story.desk
        self._move(desk, "consent_asked", "ask_consent", step.at, asked_at=step.at)
        self._consent(self.sides[1], "asked", step.facts["way"], desk.account, step.at)

    def answer(self, step: Step) -> None:
        desk, said = self.story.desk, step.facts["answer"]
        self._consent(self.sides[1], said, step.facts["way"], desk.account, step.at)
        facts = {"side": 2, "answer": said, "way": step.facts["way"]}
        self._line(desk, "consent", step.at, after=facts)
        if said == "refused":
            self._end(desk, Outcome.REFUSED, "fail", step.at)

    def take_seat(self, step: Step) -> None:
        story, at = self.story, step.at
        seat = self.book.add(
            Seat,
            at,
            dispute_id=self.dispute["id"],
            account_id=story.mediator.account,
            proposed_by=0,
            state="seated",
            at=at,
            since=at,
        )
        self.seat = seat
        named = {"seat": str(seat["id"]), "by": 0}
        self._line(story.desk, "propose_mediator", at, after=named)
        for side in self.sides:
            self.book.add(
                SeatAnswer,
                at,
                seat_id=seat["id"],
                side_id=side["id"],
                accepts=True,
                way=step.facts["way"],
                recorded_by=story.desk.account,
                at=at,
            )
            facts = {
                "seat": str(seat["id"]),
                "side": side["number"],
                "accepts": True,
                "way": step.facts["way"],
            }
            self._line(story.desk, "answer_mediator", at, after=facts)
        due = kinds.mediate_due(story.kind, at)
        self._move(story.desk, "in_mediation", "begin", at, began_at=at, due_at=due)

    def plan(self, step: Step) -> None:
        number = len(self.sessions) + 1
        session = self.book.add(
            Session,
            step.at,
            dispute_id=self.dispute["id"],
            number=number,
            begins_at=step.facts["begins_at"],
            setting="room",
            place=step.facts["place"],
            called_by=self.story.mediator.account,
            state="planned",
            held_at=None,
            came=[],
        )
        self.sessions.append(session)
        self._line(self.story.mediator, "plan_session", step.at, after={"session": number})

    def record(self, step: Step) -> None:
        number = step.facts["number"]
        self.sessions[number - 1].update(
            came=[1, 2],
            record=step.facts["record"],
            next_step=step.facts["next"],
            state="held",
            held_at=step.at,
        )
        facts = {"session": number, "came": 2}
        self._line(self.story.mediator, "record_session", step.at, after=facts)

    def note(self, step: Step) -> None:
        mediator = self.story.mediator
        kept = self.book.add(
            Note,
            step.at,
            dispute_id=self.dispute["id"],
            scope="mediators",
            side_id=None,
            author=mediator.account,
            words=step.facts["words"],
            at=step.at,
        )
        self._line(mediator, "note", step.at, after={"note": str(kept["id"])})

    def draw_up(self, step: Step) -> None:
        mediator, facts = self.story.mediator, step.facts
        duties = tuple(Duty(*each) for each in facts["duties"])
        mark = Terms(facts["form"], facts["words"], duties).fingerprint()
        self.agreement = self.book.add(
            Agreement,
            step.at,
            dispute_id=self.dispute["id"],
            number=1,
            form=facts["form"],
            words=facts["words"],
            drawn_by=mediator.account,
            drawn_at=step.at,
            fingerprint=mark,
            effective_at=None,
        )
        for number, duty in enumerate(duties, start=1):
            self.duties.append(
                self.book.add(
                    Obligation,
                    step.at,
                    agreement_id=self.agreement["id"],
                    number=number,
                    side_id=self.sides[duty.side - 1]["id"],
                    words=duty.words,
                    due_on=duty.due_on,
                    state="open",
                    reminded_at=None,
                )
            )
        after = {"number": 1, "form": facts["form"], "duties": len(duties)}
        self._line(mediator, "draw_up", step.at, after=after)

    def confirm(self, step: Step) -> None:
        assert self.agreement is not None
        way, at, mediator = step.facts["way"], step.at, self.story.mediator
        is_own = way == "code"
        actor = ANYONE if is_own else mediator
        for side in self.sides:
            if is_own and side["code_hash"] is None:
                side["code_hash"] = code_hash_of(second_code(self.story))
                self._line(mediator, "issue_code", at, after={"side": side["number"]})
            self.book.add(
                Confirmation,
                at,
                agreement_id=self.agreement["id"],
                side_id=side["id"],
                way=way,
                fingerprint=self.agreement["fingerprint"],
                recorded_by=None if is_own else mediator.account,
                at=at,
            )
            facts = {"number": 1, "side": side["number"], "way": way}
            self._line(actor, "confirm", at, after=facts, is_side=is_own)
        self.agreement["effective_at"] = at
        last = confirm_until(local_date(at))
        self._move(actor, "agreed", "agree", at, agreed_at=at, confirm_until=last, is_side=is_own)

    def perform(self, step: Step) -> None:
        number, done = step.facts["duty"], step.facts["is_done"]
        duty, mediator = self.duties[number - 1], self.story.mediator
        self.book.add(
            PerformanceLine,
            step.at,
            duty_id=duty["id"],
            is_done=done,
            said_by=0,
            recorded_by=mediator.account,
            at=step.at,
        )
        duty["state"] = "done" if done else "undone"
        self._line(mediator, "perform", step.at, after={"duty": number, "is_done": done})

    def court(self, step: Step) -> None:
        self.dispute.update(court=step.facts["court"], court_on=step.facts["on"])
        self._line(self.story.mediator, "court", step.at, after={"court": step.facts["court"]})

    def close(self, step: Step) -> None:
        self._end(self.story.mediator, Outcome.PERFORMED, "close", step.at)

    def fail(self, step: Step) -> None:
        agreed = self.dispute["state"] == "agreed"
        outcome = Outcome.NOT_PERFORMED if agreed else Outcome.NO_AGREEMENT
        advice = step.facts["advice"]
        self._end(self.story.mediator, outcome, "fail", step.at, advice=advice)

    def refer(self, step: Step) -> None:
        facts = {"way_out": "administrative", "advice": step.facts["advice"]}
        self._end(self.story.mediator, Outcome.REFERRED, "refer", step.at, **facts)

    def withdraw(self, step: Step) -> None:
        self._end(self.story.desk, Outcome.WITHDRAWN, "withdraw", step.at)


def second_code(story: Story) -> str:
    """Return the code that the other side gets: made of the story, kept as a hash only."""
    return code_of(f"{story.client_id}:2")


PLAYS: Final[Mapping[str, Callable[[Twin, Step], None]]] = {
    "ask": Twin.ask,
    "answer": Twin.answer,
    "seat": Twin.take_seat,
    "plan": Twin.plan,
    "record": Twin.record,
    "note": Twin.note,
    "draw_up": Twin.draw_up,
    "confirm": Twin.confirm,
    "perform": Twin.perform,
    "court": Twin.court,
    "close": Twin.close,
    "no_agreement": Twin.fail,
    "referred": Twin.refer,
    "withdraw": Twin.withdraw,
}
