"""Owners' votes of the demo city, one in every state, one that failed on each of the four tests.

All stand in the showcase community, obey every rule and pass every guard: only the ballots are put
in by the hundred, with the same records and the same chain as on the web.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from linli.apps.people.models import Ownership
from linli.apps.places.queries import homes_of_compound
from linli.apps.places.queries.inside import compounds_inside
from linli.apps.votes import actions
from linli.apps.votes.actions import Question
from linli.apps.votes.models import Delivery, Elector, ElectorOwner, OwnersBallot, OwnersVote
from linli.apps.votes.rules.ballots import Ballot, Channel, stamp
from linli.apps.votes.rules.canon import START
from linli.apps.votes.rules.roll import COUNTED_ALWAYS
from linli.foundation.chance import Dice
from linli.foundation.clock import LOCAL
from linli.foundation.keys import new_key
from linli.platform import bulk
from linli.platform.access import system

Report = Callable[[str, int, int], None]
STEP: Final = "业主表决"
SYSTEM: Final = system("demo")
PERSONAS: Final = ("lu", "cen", "zhong", "mai")
CANDIDATES: Final = ("韦志明", "苏丽萍", "陆永康", "黄秀兰", "卢国栋", "李文斌")
OPEN_DAYS: Final = 14
DAY: Final = dt.timedelta(days=1)
NIGHT_ENDS, NIGHT_BEGINS = 7, 22


@dataclass(frozen=True, slots=True)
class Line:
    """An elector as the dice see it."""

    key: int
    number: int
    area: int


Mark = str | list[int]
Marks = dict[int, Mark]
Begin = Callable[[int, dt.datetime], OwnersVote]
Plan = Callable[[Sequence[Line], Dice], Marks]


def load(now: dt.datetime, dice: Dice, report: Report) -> None:
    """Tell the stories, each in its compound."""
    compounds = _compounds()
    stories = STORIES if compounds else ()
    for done, story in enumerate(stories):
        report(STEP, done, len(stories))
        _tell(story, compounds[story.place % len(compounds)], now, dice)
    report(STEP, len(stories), len(stories))


def _compounds() -> list[int]:
    """Return the compounds whose homes all have owners, those of the personas first."""
    owned = Ownership.objects.filter(
        home__building__compound__isnull=False, home__use__in=[*COUNTED_ALWAYS]
    )
    first = owned.filter(person__account__username__in=PERSONAS)
    column = "home__building__compound"
    homes = first.values_list("person__account__username", column)
    near = [found for _name, found in sorted(homes, key=lambda row: PERSONAS.index(row[0]))]
    community = first.values_list("home__building__community", flat=True).first()
    if community is None:
        return []
    held = set(owned.filter(home__building__community=community).values_list(column, flat=True))
    others = [row.id for row in compounds_inside(community) if row.id in held]
    return list(dict.fromkeys([*near, *others]))


def _most(lines: Sequence[Line], dice: Dice) -> Marks:
    """Seven in eight vote and four of five agree."""
    voters = [line for line in lines if dice.random() < 0.88]
    return {line.key: "yes" if dice.random() < 0.8 else "no" for line in voters}


def _some(lines: Sequence[Line], dice: Dice) -> Marks:
    """Some have voted so far."""
    voters = [line for line in lines if dice.random() < 0.4]
    return {line.key: dice.choice(("yes", "yes", "no", "abstain")) for line in voters}


def _large(line: Line) -> tuple[int, int]:
    return -line.area, line.number


def _small(line: Line) -> tuple[int, int]:
    return line.area, line.number


def _large_homes_come(lines: Sequence[Line], _dice: Dice) -> Marks:
    """Two thirds of the area vote, but fewer of the heads: the owners of many or large homes."""
    chosen, area, total = [], 0, sum(line.area for line in lines)
    for line in sorted(lines, key=_large):
        if 3 * area >= 2 * total:
            break
        chosen.append(line)
        area += line.area
    return {line.key: "yes" for line in chosen}


def _small_homes_come(lines: Sequence[Line], _dice: Dice) -> Marks:
    """Two thirds of the heads vote, but less of the area."""
    chosen = sorted(lines, key=_small)[: -(-2 * len(lines) // 3)]
    return {line.key: "yes" for line in chosen}


def _large_homes_agree(lines: Sequence[Line], _dice: Dice) -> Marks:
    """All vote; those who agree have more than half of the area, but not of the heads."""
    marks: Marks = {}
    area, total = 0, sum(line.area for line in lines)
    for line in sorted(lines, key=_large):
        marks[line.key] = "no" if 2 * area > total else "yes"
        area += line.area
    return marks


def _small_homes_agree(lines: Sequence[Line], _dice: Dice) -> Marks:
    """All vote; those who agree are more than half of the heads, but not of the area."""
    ordered = sorted(lines, key=_small)
    return {
        line.key: "yes" if place <= len(lines) // 2 else "no" for place, line in enumerate(ordered)
    }


def _four_of_five(lines: Sequence[Line], _dice: Dice) -> Marks:
    """All want the first four candidates; the last two share what is left, and neither has half."""
    last: tuple[list[int], ...] = ([5], [6], [])
    return {line.key: [1, 2, 3, 4, *last[place % 3]] for place, line in enumerate(lines)}


def _everybody(lines: Sequence[Line], _dice: Dice) -> Marks:
    return {line.key: "yes" for line in lines}


def _all_but_one(lines: Sequence[Line], _dice: Dice) -> Marks:
    """All agree save one who does not vote: not enough for Art. 279."""
    return {line.key: "yes" for line in lines[1:]}


def _ask_the_building(use: str) -> Begin:
    """Return how to begin a vote by Art. 279 on the first home of a compound."""

    def begin(compound: int, now: dt.datetime) -> OwnersVote:
        home = homes_of_compound(compound)[0].id
        return actions.draft_unanimous(actor=SYSTEM, now=now, compound=compound, home=home, use=use)

    return begin


@dataclass(frozen=True, slots=True)
class Story:
    """One vote: what is asked, how many days ago its notice was posted, how it ends."""

    place: int
    title: str
    questions: tuple[Question, ...]
    noticed_ago: int
    state: str
    plan: Plan = _most
    begin: Begin | None = None


def _ask(item: int, title: str, text: str = "") -> tuple[Question, ...]:
    return (Question(item, title, text),)


STORIES: Final = (
    Story(
        0,
        "电动车充电棚和车位整治",
        (
            Question(8, "在小区东侧空地建电动车充电棚", "20 个车位，费用由小区公共收益支出。"),
            Question(2, "管理规约增加：电动车不进楼道", "违者由楼栋长和物业上门劝导。"),
        ),
        22,
        "open",
        _some,
    ),
    Story(
        0,
        "续聘物业服务企业",
        _ask(4, "续聘现物业服务企业三年", "每平方米每月 1.20 元不变。"),
        4,
        "noticed",
    ),
    Story(0, "更换 1 栋电梯", _ask(5, "使用维修资金更换 1 栋电梯", "预算 38 万元。"), 0, "draft"),
    Story(
        0, "小区门禁改造", _ask(9, "更换大门门禁", "刷卡、密码两用，不采人脸。"), 200, "archived"
    ),
    Story(1, "楼顶补漏", _ask(5, "使用维修资金修补楼顶", "预算 12.6 万元。"), 60, "posted"),
    Story(2, "外墙广告位出租", _ask(8, "出租外墙广告位"), 75, "posted", _large_homes_come),
    Story(3, "绿地改停车位", _ask(8, "东侧空地划 12 个车位"), 90, "posted", _small_homes_come),
    Story(4, "选聘新物业", _ask(4, "选聘新的物业服务企业"), 105, "declared", _large_homes_agree),
    Story(
        5, "公共收益使用", _ask(9, "公共收益用于更换健身器材"), 120, "posted", _small_homes_agree
    ),
    Story(1, "加装监控", _ask(9, "在单元门口加装监控"), 33, "closed"),
    Story(2, "游乐场改造", _ask(9, "改造儿童游乐场"), 20, "void"),
    Story(
        3,
        "业主委员会换届",
        (Question(3, "选举第二届业主委员会", "任期五年。", 5, CANDIDATES),),
        50,
        "posted",
        _four_of_five,
    ),
    Story(0, "", (), 80, "posted", _everybody, _ask_the_building("开裁缝铺，营业到晚上八点。")),
    Story(1, "", (), 85, "declared", _all_but_one, _ask_the_building("开棋牌室。")),
)


def _tell(story: Story, compound: int, now: dt.datetime, dice: Dice) -> None:
    """Bring one vote along to its state."""
    noticed = _at(now - story.noticed_ago * DAY, 10)
    noticed = min(noticed, now)
    if story.begin is not None:
        key = story.begin(compound, noticed - 3 * DAY).pk
    else:
        key = _drafted(story, compound, noticed)
    day = (noticed - DAY).astimezone(LOCAL).date()
    actions.freeze_roll(actor=SYSTEM, pk=key, on=day, now=noticed - DAY)
    if story.state == "draft":
        return
    opens = _at(noticed + 16 * DAY, 0)
    closes = opens + OPEN_DAYS * DAY
    vote = actions.give_notice(actor=SYSTEM, pk=key, opens_at=opens, closes_at=closes, now=noticed)
    _deliver(vote, noticed, now)
    if story.state == "void":
        reason = "方案有改动，作废后重新征求意见"
        actions.void_vote(actor=SYSTEM, pk=key, reason=reason, now=now - DAY)
    elif story.state != "noticed":
        vote = actions.open_vote(actor=SYSTEM, pk=key, now=opens)
        _vote(vote, story, min(closes, now), dice)
        _finish(story.state, key, closes)


def _drafted(story: Story, compound: int, noticed: dt.datetime) -> int:
    vote = actions.draft_vote(
        actor=SYSTEM, compound=compound, title=story.title, now=noticed - 3 * DAY
    )
    questions = story.questions
    actions.set_motions(actor=SYSTEM, pk=vote.pk, questions=questions, now=noticed - 2 * DAY)
    return vote.pk


def _finish(state: str, key: int, closes: dt.datetime) -> None:
    """Close, declare, post and archive as far as `state`."""
    if state == "open":
        return
    actions.close_vote(actor=SYSTEM, pk=key, now=closes)
    if state == "closed":
        return
    actions.declare_vote(actor=SYSTEM, pk=key, now=closes + dt.timedelta(hours=10))
    if state in {"posted", "archived"}:
        actions.post_vote(actor=SYSTEM, pk=key, now=closes + dt.timedelta(hours=11))
    if state == "archived":
        actions.archive_vote(actor=SYSTEM, pk=key, now=closes + 30 * DAY)


def _at(moment: dt.datetime, hour: int) -> dt.datetime:
    return moment.astimezone(LOCAL).replace(hour=hour, minute=0, second=0, microsecond=0)


def _deliver(vote: OwnersVote, noticed: dt.datetime, now: dt.datetime) -> None:
    """Post the ballots to all electors within three days."""
    on = min(noticed + 3 * DAY, now).astimezone(LOCAL).date()
    keys = Elector.objects.filter(vote=vote).order_by("number").values_list("pk", flat=True)
    rows = [(new_key(noticed), vote.pk, key, "hand", on, 0) for key in keys]
    bulk.insert(Delivery, ("id", "vote", "elector", "way", "on", "by"), rows)


def _vote(vote: OwnersVote, story: Story, until: dt.datetime, dice: Dice) -> None:
    """Put the ballots in, in the order of time, each behind the one before."""
    rows = Elector.objects.filter(vote=vote).order_by("number")
    lines = [Line(*row) for row in rows.values_list("pk", "number", "area")]
    marks = story.plan(lines, dice)
    if story.state == "open":  # the visitor, as one of the personas, still has a vote to cast
        own = ElectorOwner.objects.filter(vote=vote, person__account__username__in=PERSONAS)
        for key in own.values_list("elector", flat=True):
            marks.pop(key, None)
    assert vote.opens_at is not None
    moments = sorted(_moment(vote.opens_at, until, dice) for _each in marks)
    numbers = {line.key: line.number for line in lines}
    order = sorted(marks, key=lambda _key: dice.random())
    columns: tuple[str, ...] = ("id", "vote", "sequence", "elector", "revision", "channel", "at")
    columns += ("choices", "previous", "hash")
    previous, made = START, []
    for sequence, (key, at) in enumerate(zip(order, moments, strict=True), start=1):
        choices = {str(n): marks[key] for n in range(1, (len(story.questions) or 1) + 1)}
        web = Channel.WEB
        record = Ballot(sequence, numbers[key], 1, web, stamp(at), choices)
        digest = record.hash_after(previous)
        facts = (new_key(at), vote.pk, sequence, key, 1, web.value, at, choices, previous, digest)
        made.append(facts)
        previous = digest
    bulk.insert(OwnersBallot, columns, made)


def _moment(opens: dt.datetime, until: dt.datetime, dice: Dice) -> dt.datetime:
    """Return a moment of voting, seldom at night."""
    length = (until - opens).total_seconds()
    moment = opens + dt.timedelta(seconds=int(length * dice.random()))
    if not NIGHT_ENDS <= moment.hour < NIGHT_BEGINS:
        later = moment.replace(hour=dice.randrange(9, 21))
        return later if opens <= later < until else moment
    return moment
