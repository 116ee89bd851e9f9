"""Residents' votes of the demo city: running, decided by agreement and by ranking, too few, void.

Voices and box are put in at once, with the same roll and the same box as by single ballots.
"""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass
from typing import Final

from linli.apps.people.models import Residence
from linli.apps.places.queries.inside import compounds_inside
from linli.apps.votes import actions
from linli.apps.votes.models import ResidentsBox, ResidentsTurn, ResidentsVote, ResidentsVoter
from linli.apps.votes.rules.residents import Method
from linli.apps.votes.rules.residents_rules import find_residents_rule
from linli.apps.votes.rules.secrecy import drop
from linli.foundation.chance import Dice
from linli.foundation.clock import LOCAL
from linli.platform import bulk
from linli.platform.access import system

SYSTEM: Final = system("demo")
DAY: Final = dt.timedelta(days=1)
WEEK: Final = 7 * DAY
PERSONAS: Final = ("mo", "cen", "zhong", "lu", "mai")
PAPER_SHARE: Final = 0.15


@dataclass(frozen=True, slots=True)
class Turnout:
    """What share takes part, and how likely each option is to be liked."""

    share: float
    wishes: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Question:
    """What was asked, how many days ago it was announced, what share took part, how they chose."""

    title: str
    explanation: str
    unit: str
    method: str
    options: tuple[str, ...]
    rule: str
    ago: int
    share: float
    wishes: tuple[float, ...]
    end: str = "closed"


QUESTIONS: Final = (
    Question(
        "楼下空地：种树、停车还是健身角",
        "约 60 平方米，市政出材料，大家出主意。按喜好排序，最喜欢的排第一。",
        "household",
        "ranking",
        ("种两棵桂花树", "划四个车位", "装健身器材", "先空着"),
        "half",
        4,
        0.35,
        (0.4, 0.25, 0.3, 0.05),
        "open",
    ),
    Question(
        "广场舞几点结束",
        "兼顾休息和锻炼，天气热时可顺延半小时。",
        "adult",
        "decision",
        ("同意晚上九点结束", "不同意"),
        "half",
        40,
        0.62,
        (0.78, 0.22),
    ),
    Question(
        "长者食堂的菜单",
        "可以选多个，票多的先上。",
        "adult",
        "approval",
        ("清蒸鱼", "豆腐煲", "艇仔粥", "时令青菜"),
        "half",
        75,
        0.57,
        (0.5, 0.45, 0.7, 0.4),
    ),
    Question(
        "楼道公共区域改作自习角",
        "放四张桌子，社区出灯。",
        "household",
        "decision",
        (),
        "two_thirds",
        110,
        0.41,
        (0.7, 0.3),
    ),
    Question(
        "小区文化墙画什么",
        "选项写漏了一个，作废后重新问。",
        "adult",
        "approval",
        ("骑楼旧影", "龙舟", "六堡茶"),
        "advisory",
        20,
        0.0,
        (0.5, 0.5, 0.5),
        "void",
    ),
    Question(
        "垃圾投放点换地方",
        "还在和物业商量两个地点，商量好再公告。",
        "household",
        "decision",
        (),
        "half",
        2,
        0.0,
        (0.5, 0.5),
        "draft",
    ),
)


def load(now: dt.datetime, dice: Dice) -> None:
    """Ask the residents of the personas' compounds."""
    homes = Residence.objects.filter(person__account__username__in=PERSONAS, valid_to=None)
    columns = ("home__building__compound", "home__building__community")
    near = [row for row in homes.order_by("id").values_list(*columns) if row[0] is not None]
    if not near:
        return
    community = near[0][1]
    others = [row.id for row in compounds_inside(community)]
    compounds = list(dict.fromkeys([*(row[0] for row in near if row[1] == community), *others]))
    for place, question in enumerate(QUESTIONS):
        _ask(question, community, compounds[place % len(compounds)], now, dice)


def _ask(question: Question, community: int, compound: int, now: dt.datetime, dice: Dice) -> None:
    asked = (now - question.ago * DAY).astimezone(LOCAL).replace(hour=9, minute=0, second=0)
    rule = find_residents_rule(question.rule)
    vote = actions.draft_residents_vote(
        actor=SYSTEM,
        client_id=uuid.UUID(int=dice.randrange(1 << 127)),
        area=community,
        compound=compound,
        title=question.title,
        explanation=question.explanation,
        unit=question.unit,
        method=question.method,
        options=question.options,
        quorum=rule.quorum,
        passing=rule.passing,
        opens_at=asked + DAY,
        closes_at=asked + DAY + 2 * WEEK,
        now=asked,
    )
    if question.end == "draft":
        return
    vote = actions.open_residents_vote(actor=SYSTEM, pk=vote.pk, now=asked)
    if question.end == "void":
        reason = "选项写漏了一个，改好后重新问"
        actions.void_residents_vote(actor=SYSTEM, pk=vote.pk, reason=reason, now=asked + 2 * DAY)
        return
    turnout = Turnout(question.share, question.wishes)
    fill_box(vote, turnout, dice, spares_personas=question.end == "open")
    if question.end == "closed":
        actions.close_residents_vote(actor=SYSTEM, pk=vote.pk, now=vote.closes_at)


def fill_box(vote: ResidentsVote, turnout: Turnout, dice: Dice, *, spares_personas: bool) -> None:
    """Use voices and fill the box; the personas' own can be spared for the visitor while it runs."""
    rows = ResidentsVoter.objects.filter(vote=vote)
    if spares_personas:
        rows = rows.exclude(person__account__username__in=PERSONAS).exclude(
            household__residences__person__account__username__in=PERSONAS
        )
    ordered = rows.order_by("building", "door", "person", "household")
    voters = list(ordered.values_list("pk", flat=True))
    turns, box, method = [], dict[str, int](), Method(vote.method)
    taking = set(dice.sample(range(len(voters)), k=round(turnout.share * len(voters))))
    for voter in (voters[place] for place in sorted(taking)):
        is_paper = dice.random() < PAPER_SHARE
        channel, clerk = ("paper", 0) if is_paper else ("web", None)
        turns.append((dice.randrange(1, 1 << 62), vote.pk, voter, channel, clerk))
        box = drop(box, _mark(turnout.wishes, method, dice), method)
    bulk.insert(ResidentsTurn, ("id", "vote", "voter", "channel", "clerk"), turns)
    if turns:
        ResidentsBox.objects.filter(vote=vote).update(marks=box, ballots=len(turns))


def _mark(wishes: tuple[float, ...], method: Method, dice: Dice) -> list[int]:
    numbers = list(range(1, len(wishes) + 1))
    if method is Method.APPROVAL:
        return [n for n, wish in zip(numbers, wishes, strict=True) if dice.random() < wish]
    drawn = {n: dice.random() ** (1 / wishes[n - 1]) for n in numbers}
    wished = sorted(numbers, key=lambda n: -drawn[n])
    return wished[: 1 if method is Method.DECISION else 3]
