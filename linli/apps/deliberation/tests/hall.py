"""A hall of the tiny city with its convener, seats and rules, and a way to bring a topic along."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

import pytest

from linli.apps.accounts.tests import tiny_city as place
from linli.apps.accounts.tests.cast import HANDLING_DEPARTMENT, Cast, make_account
from linli.apps.deliberation import actions
from linli.apps.deliberation.actions import Option, Proposal, Rules
from linli.apps.deliberation.models import Hall, Topic
from linli.apps.deliberation.rules.stages import Stage
from linli.apps.matters.tests.desk import make_units
from linli.apps.organisations.models import Appointment, Organisation
from linli.apps.people.models import Person, Residence
from linli.foundation import clock
from linli.foundation.clock import LOCAL
from linli.foundation.keys import new_key
from linli.platform.access import Actor, system

# Long ago: the guards of votes know the real time, and a topic runs for weeks.
NOW: Final = dt.datetime(2026, 4, 14, 10, 0, tzinfo=LOCAL)
SYSTEM: Final = system("tests")
OFFICE: Final = 7101
TEXT: Final = "一、议题由居民提出，三人附议即可上会。二、人人可以出主意。三、方案要写明花费和出钱的人。四、居民表决，结果公示七天。五、办理进度公开，由居民评议。"
TITLE: Final = "单元门口装扶手和坡道"
WORDS: Final = "一楼老人多，下雨天台阶滑，想在单元门口装扶手，再做一段小坡道。"
REASON: Final = "牵涉整栋楼，要大家商量。"
IDEA: Final = "扶手两边都装，夜里加一盏感应灯。"
RULES: Final = Rules("six_steps", "three_ways", "half", 2, TEXT)


def later(**duration: float) -> dt.datetime:
    return NOW + dt.timedelta(**duration)


@dataclass(frozen=True, slots=True)
class Assembly:
    """The cast around one hall: resident, neighbour and three more neighbours live in the compound."""

    cast: Cast
    hall: Hall
    others: tuple[Actor, ...]

    def option(self, **more: Any) -> Option:
        facts: dict[str, Any] = {
            "title": "两边装扶手",
            "text": "不锈钢扶手两边都装，坡道按一比十二做。",
            "yuan": 3200,
            "payer": "firm",
            "unit": HANDLING_DEPARTMENT,
        }
        return Option(**{**facts, **more})


def _person(name: str, account: int | None) -> Person:
    return Person.objects.create(
        id=new_key(clock.now()),
        account_id=account,
        name=name,
        community_id=place.COMMUNITY,
        birth_year=1960,
    )


def _lives(person: Person, home: Any) -> None:
    Residence.objects.create(
        id=new_key(clock.now()),
        home=home,
        person=person,
        relation="owner",
        valid_from=place.SINCE,
    )


def make_assembly(cast: Cast) -> Assembly:
    """Write the hall and its neighbours into the test's database."""
    make_units()
    office = Organisation.objects.create(
        id=OFFICE,
        code="community",
        kind="community_office",
        name="枣冲社区居委会",
        area_id=place.COMMUNITY,
        office_phone="0774-5550100",
        valid_from=place.SINCE,
    )
    secretary = _person("梁丽华", cast.secretary.key)
    Appointment.objects.create(
        id=new_key(clock.now()),
        person=secretary,
        organisation=office,
        post="community_secretary",
        seat="community_secretary/7101",
        valid_from=place.SINCE,
    )
    homes = cast.city.homes
    _lives(_person("莫小玲", cast.resident.key), homes[0])
    _lives(_person("钟翠兰", cast.neighbour.key), homes[1])
    others = []
    for number in range(3):
        account = make_account(f"other{number}", "邻居")
        _lives(_person("邻居", account.pk), homes[2])
        others.append(Actor(account=account.pk, label="resident"))
    hall = actions.found_hall(
        actor=SYSTEM,
        name="红色邻里议事厅",
        area=place.COMMUNITY,
        compound=cast.city.compound.pk,
        room="1栋架空层",
        hours="每天 8:00–21:00",
        now=later(days=-60),
    )
    actions.appoint_convener(
        actor=SYSTEM, pk=hall.pk, person=secretary.pk, organisation=OFFICE, now=later(days=-60)
    )
    actions.publish_rules(actor=SYSTEM, pk=hall.pk, rules=RULES, now=later(days=-59))
    hall.refresh_from_db()
    return Assembly(cast, hall, tuple(others))


@pytest.fixture
def assembly(cast: Cast) -> Assembly:
    return make_assembly(cast)


def raise_topic(
    assembly: Assembly,
    actor: Actor | None = None,
    *,
    now: dt.datetime = NOW,
    words: str = WORDS,
    matters: tuple[str, ...] = (),
) -> Topic:
    return actions.raise_topic(
        actor=actor or assembly.cast.resident.actor,
        client_id=uuid.uuid4(),
        hall=assembly.hall.pk,
        proposal=Proposal(TITLE, words, matters),
        now=now,
    )


Step = Callable[[dt.datetime], object]


def bring_to(
    stage: Stage,
    assembly: Assembly,
    *,
    topic: Topic | None = None,
    option: Option | None = None,
    lane: str = "ordinary",
) -> Topic:
    """Raise a topic and bring it to `stage` on its usual way; each step a day after the last."""
    topic = topic or raise_topic(assembly)
    moment = NOW
    for reached, step in _way(topic.pk, assembly, option or assembly.option(), lane):
        if Stage(Topic.objects.get(pk=topic.pk).stage) == stage:
            break
        del reached
        moment += dt.timedelta(days=9)
        step(moment)
    topic.refresh_from_db()
    return topic


def _way(pk: int, assembly: Assembly, option: Option, lane: str) -> list[tuple[Stage, Step]]:
    secretary = assembly.cast.secretary.actor
    neighbour = assembly.cast.neighbour.actor

    def to_ideas(now: dt.datetime) -> None:
        actions.second_topic(actor=neighbour, pk=pk, now=now)
        actions.second_topic(actor=assembly.others[0], pk=pk, now=now)
        actions.triage_topic(actor=secretary, pk=pk, lane=lane, reason=REASON, now=now)
        actions.advance_topic(actor=secretary, pk=pk, now=now)

    def to_review(now: dt.datetime) -> None:
        actions.give_idea(actor=neighbour, pk=pk, text=IDEA, now=now - dt.timedelta(days=8))
        actions.advance_topic(actor=secretary, pk=pk, now=now)

    def to_meeting(now: dt.datetime) -> None:
        actions.add_option(actor=secretary, pk=pk, option=option, now=now)
        actions.check_law(actor=secretary, pk=pk, now=now)
        if lane == "major":
            actions.answer_topic(
                actor=secretary, pk=pk, stance="adopted", text="可以做，按无障碍标准施工。", now=now
            )
        actions.advance_topic(actor=secretary, pk=pk, now=now)

    return [
        (Stage.COLLECTING_IDEAS, to_ideas),
        (Stage.OPTION_REVIEW, to_review),
        (Stage.IN_MEETING, to_meeting),
    ]
