"""What the tests of disputes share: two neighbours, two mediators, and ways to bring a dispute along."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass
from typing import Final

import pytest

from linli.apps.accounts import queries as accounts
from linli.apps.accounts.tests import tiny_city as place
from linli.apps.accounts.tests.cast import Cast, give, make_account
from linli.apps.disputes import actions
from linli.apps.disputes.actions import (
    Application,
    Duty,
    Minutes,
    Receipt,
    Someone,
    Spot,
    Told,
    Voice,
)
from linli.apps.disputes.models import Dispute
from linli.foundation.clock import LOCAL
from linli.foundation.refusals import Refused
from linli.platform.access import ANYONE, Actor, system

# A plain working Tuesday.
NOW: Final = dt.datetime(2026, 11, 17, 10, 0, tzinfo=LOCAL)
SYSTEM: Final = system("tests")
WORDS: Final = "楼上晚上十一点还在拖椅子，孩子睡不着，说过两次没有用。"
RECORD: Final = "双方说明了各自的作息，楼上愿意铺地垫。"
TERMS: Final = "楼上晚上十点以后不拖动桌椅，一周内铺好地垫；楼下有事先发信息，不再敲天花板。"
ADVICE: Final = "可以向法院起诉，也可以拨打12348申请法律援助。"
DUTY: Final = "客厅铺好地垫"
UPSTAIRS: Final = Someone("楼上的李先生", "13800000002")


def later(**duration: float) -> dt.datetime:
    return NOW + dt.timedelta(**duration)


@dataclass(frozen=True, slots=True)
class Room:
    """The cast with two mediators of the subdistrict, one of whom lives nowhere near."""

    cast: Cast
    mediator: Actor
    second: Actor

    @property
    def resident(self) -> Actor:
        return self.cast.resident.actor

    @property
    def neighbour(self) -> Actor:
        return self.cast.neighbour.actor

    @property
    def secretary(self) -> Actor:
        return self.cast.secretary.actor

    def account(self, actor: Actor) -> int:
        assert actor.account is not None
        return actor.account


def make_mediator(username: str, name: str) -> Actor:
    account = make_account(username, name)
    give(account, "mediator", place.SUBDISTRICT, "subdistrict")
    return accounts.actor_for(account.pk, NOW)


def make_room(cast: Cast) -> Room:
    return Room(cast, make_mediator("tan", "谭淑仪"), make_mediator("huang", "黄国强"))


@pytest.fixture
def room(cast: Cast) -> Room:
    return make_room(cast)


def apply(
    actor: Actor = ANYONE,
    *,
    now: dt.datetime = NOW,
    kind: str = "K01",
    other: Someone | None = UPSTAIRS,
    **more: object,
) -> Receipt:
    """Register a dispute in the first grid of the tiny city."""
    facts: dict[str, object] = {
        "client_id": uuid.uuid4(),
        "kind": kind,
        "words": WORDS,
        "spot": Spot(area=place.GRID, text="3楼"),
        "applicant": Someone("莫女士", "13800000001"),
        "others": (other,) if other else (),
        **more,
    }
    application = Application(**facts)  # type: ignore[arg-type]  # facts of a test
    return actions.register_dispute(actor=actor, application=application, now=now)


def between(room: Room, **more: object) -> Receipt:
    """Register a dispute of the resident with the neighbour, who is known by account."""
    other = Someone("钟女士", "13800000002", account=room.account(room.neighbour))
    return apply(room.resident, other=other, **more)  # type: ignore[arg-type]  # facts of a test


def asked(room: Room, **more: object) -> Receipt:
    receipt = between(room, **more)
    actions.ask_consent(actor=room.secretary, pk=receipt.id, way="phone", now=later(hours=1))
    return receipt


def seat(room: Room, pk: int, mediator: Actor | None = None) -> int:
    """Let the desk name a mediator whom both accept; return the key of the seat."""
    who = mediator or room.mediator
    named = actions.propose_mediator(
        actor=room.secretary, pk=pk, mediator=room.account(who), now=later(hours=2)
    )
    for actor in (room.resident, room.neighbour):
        actions.answer_mediator(actor=actor, pk=pk, seat=named.pk, accepts=True, now=later(hours=3))
    return named.pk


def talking(room: Room, **more: object) -> Receipt:
    """Bring a dispute into mediation."""
    receipt = asked(room, **more)
    seat(room, receipt.id)
    actions.answer_consent(actor=room.neighbour, pk=receipt.id, answer="given", now=later(hours=4))
    return receipt


def met(room: Room, receipt: Receipt, *, now: dt.datetime | None = None) -> None:
    """Meet once."""
    actions.plan_session(
        actor=room.mediator,
        pk=receipt.id,
        begins_at=later(days=1),
        setting="room",
        place="枣冲社区邻里调解室",
        now=later(hours=5),
    )
    actions.record_session(
        actor=room.mediator,
        pk=receipt.id,
        number=1,
        minutes=Minutes((1, 2), RECORD, "下周再看一次"),
        now=now or later(days=1, hours=2),
    )


def drawn(room: Room, receipt: Receipt, form: str = "oral") -> str:
    """Write an agreement with one duty of the neighbour; return its fingerprint."""
    agreement = actions.draw_up(
        actor=room.mediator,
        pk=receipt.id,
        form=form,
        words=TERMS,
        duties=[Duty(2, DUTY, later(days=8).date())],
        now=later(days=1, hours=3),
    )
    return agreement.fingerprint


def agreed(room: Room, **more: object) -> Receipt:
    """Bring a dispute to an oral agreement in force."""
    receipt = talking(room, **more)
    met(room, receipt)
    mark = drawn(room, receipt)
    for number in (1, 2):
        actions.confirm_agreement(
            actor=room.mediator,
            pk=receipt.id,
            fingerprint=mark,
            voice=Voice(number, "spoken"),
            now=later(days=1, hours=3),
        )
    return receipt


def performed(room: Room) -> Receipt:
    receipt = agreed(room)
    actions.report_performance(
        actor=room.resident, pk=receipt.id, told=Told(1, is_done=True), now=later(days=7)
    )
    actions.close_dispute(actor=room.mediator, pk=receipt.id, now=later(days=8))
    return receipt


def bring_to(room: Room, state: str) -> Receipt:
    """Bring a dispute to `state` on its usual way."""
    ways = {
        "registered": between,
        "consent_asked": asked,
        "in_mediation": talking,
        "agreed": agreed,
        "performed": performed,
    }
    if state in ways:
        return ways[state](room)
    receipt = talking(room)
    actor, pk, now = room.mediator, receipt.id, later(days=2)
    if state == "failed":
        actions.fail_dispute(actor=actor, pk=pk, advice=ADVICE, now=now)
    elif state == "referred":
        actions.refer_dispute(actor=actor, pk=pk, way="court", advice=ADVICE, now=now)
    else:
        actions.withdraw_dispute(actor=room.resident, pk=pk, now=now)
    return receipt


def row(receipt: Receipt) -> Dispute:
    return Dispute.objects.get(pk=receipt.id)


def refused(code: str, act: object) -> None:
    with pytest.raises(Refused) as refusal:
        act()  # type: ignore[operator]  # a call
    assert refusal.value.code == code
