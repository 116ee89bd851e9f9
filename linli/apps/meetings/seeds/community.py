"""The community of the personas: hearings, talks, reviews above and below fifteen, owners' assemblies."""

from __future__ import annotations

from typing import Any, Final

from linli.apps.accounts.models import Account, RoleGrant
from linli.apps.accounts.queries import actor_for
from linli.apps.matters.actions import Spot
from linli.apps.meetings import actions
from linli.apps.meetings.models import Body, Meeting
from linli.apps.meetings.rules.kinds import aspects
from linli.apps.meetings.seeds.stories import DAY, HOUR, SYSTEM, Stage
from linli.apps.places.models import Area, Compound

ROOM: Final = "社区党群服务中心一楼"
HEARING: Final = (
    ("半小时内能不能不收费？老人看病、接孩子都只停一会儿。", "adopted", "改为半小时内免费，写进方案。"),
    ("夜间固定车位应该让本小区的先登记。", "adopted", "先登记本小区业主和租户，一户一位。"),
    ("外来车能不能一律不让进？", "not", "送货、探亲、急救都要进来，一律不让进做不到，改为登记进入。"),
    ("收的钱要每季度贴出来。", "adopted", "每季度第一周张贴收支，并在网页公布。"),
    ("充电车位希望多留几个。", "partly", "先留四个，三个月后按用的情况再加。"),
)  # fmt: skip
NEEDS: Final = (
    ("三栋二单元楼道灯晚上不亮，上下楼看不见。", "A01", ""),
    ("菜市场门口的下水道味道大，夏天更厉害。", "B01", ""),
    ("周末想有个地方给孩子写作业。", "", "红色书吧周六周日上午开放，下周起延长到下午五点。"),
    ("体检车什么时候来小区？", "", "下月第一个周三上午八点半在小区门口，空腹来。"),
)  # fmt: skip
NEXT_NEEDS: Final = ("楼下空调外机滴水，走路要绕开。", "快递都堆在门口，能不能装个柜子？")
COMMENTS: Final = (
    "夜里报修来得快多了。",
    "换零件要等，最好先说要等几天。",
    "公告栏的收支看不懂，写简单一点。",
    "态度好，说话听得进去。",
)  # fmt: skip


def tell_community(stage: Stage) -> None:
    """Write the meetings of the personas' community and its neighbours."""
    names = dict(Area.objects.filter(level="community").values_list("code", "name"))
    office = stage.found("office", f"{names[stage.home]}居委会", stage.home)
    for code in sorted(names)[:12]:
        if code != stage.home:
            stage.found("office", f"{names[code]}居委会", code)
    _hearings(stage, office)
    _talks(stage, office)
    _reviews(stage, office)
    _assemblies(stage)


def _hearings(stage: Stage, office: Body) -> None:
    items = (("小区停车收费方案", "一小时两元，夜里封顶五元，收的钱归全体业主。", 60),)
    meeting = stage.call(
        office, "decision_hearing", "停车收费方案听证会", stage.at(-48, 19), ROOM, items
    )
    for words, _verdict, _reason in HEARING:
        actions.give_opinion(
            actor=SYSTEM, meeting=meeting.pk, words=words, now=meeting.starts_at - 2 * DAY
        )
    _crowd(meeting, 18)
    stage.open(meeting)
    rows = meeting.opinions.order_by("id")
    for opinion, (_words, verdict, reason) in zip(rows, HEARING, strict=True):
        actions.answer_opinion(
            actor=SYSTEM,
            opinion=opinion.pk,
            verdict=verdict,
            reason=reason,
            now=meeting.starts_at + HOUR,
        )
    firm = _firm(stage)
    decision = stage.decide(
        meeting, "停车收费试行三个月", "按改过的方案试行，三个月后再评。", firm, 90
    )
    stage.close(meeting)
    stage.write_up(
        meeting,
        "五条意见逐条答复：三条采纳，一条部分采纳，一条不采纳并说明理由。方案改后试行三个月。",
    )
    stage.carry_out(decision, "in_progress", ("道闸已调好，收费牌已换。", "", ""))
    coming = stage.call(
        office,
        "decision_hearing",
        "小区围墙开小门听证会",
        stage.at(9, 19),
        ROOM,
        (("在北墙开一个行人小门", "去菜场近三百米，夜里十点锁门。", 40),),
    )
    actions.give_opinion(
        actor=SYSTEM,
        meeting=coming.pk,
        words="开门方便，但是夜里谁来锁？",
        now=stage.now,
    )


def _talks(stage: Stage, office: Body) -> None:
    meeting = stage.call(office, "residents_talk", "楼下说说：冬天的事", stage.at(-33, 19), ROOM)
    for words, _kind, _answer in NEEDS:
        actions.take_need(
            actor=SYSTEM, meeting=meeting.pk, words=words, now=meeting.starts_at - HOUR
        )
    _crowd(meeting, 14)
    stage.open(meeting)
    facts: dict[str, Any] = {"actor": SYSTEM, "now": meeting.starts_at + HOUR}
    spot = _spot(stage)
    for need, (_words, kind, answer) in zip(meeting.needs.order_by("id"), NEEDS, strict=True):
        if kind:
            actions.turn_need_into_matter(need=need.pk, kind=kind, spot=spot, **facts)
        else:
            actions.answer_need(need=need.pk, answer=answer, **facts)
    stage.close(meeting)
    stage.write_up(meeting, "四条需求：两条转为诉求，两条当场答复。")
    coming = stage.call(office, "residents_talk", "楼下说说：过年前的事", stage.at(4, 19), ROOM)
    resident = Account.objects.filter(username="mo").first()
    own = SYSTEM if resident is None else actor_for(resident.pk, stage.now)
    for words, actor in zip(NEXT_NEEDS, (own, SYSTEM), strict=True):
        actions.take_need(actor=actor, meeting=coming.pk, words=words, now=stage.now)


def _spot(stage: Stage) -> Spot:
    compound = Compound.objects.filter(community=stage.home).order_by("id").first()
    return Spot(area=stage.home) if compound is None else Spot(compound=compound.pk)


def _firm(stage: Stage) -> int:
    """Return the firm of the persona who manages property here."""
    own = RoleGrant.objects.filter(account__username="zhi", role="property_manager")
    found = own.values_list("organisation", flat=True).first()
    return found or stage.unit(kind="property_firm")


def _crowd(meeting: Meeting, count: int) -> None:
    """Let residents come to the desk, as residents: no name is asked."""
    for number in range(count):
        standing = "商户" if number % 9 == 8 else "居民"
        actions.register_guest(
            actor=SYSTEM, meeting=meeting.pk, standing=standing, now=meeting.starts_at
        )


def _reviews(stage: Stage, office: Body) -> None:
    firm = _firm(stage)
    _review(stage, office, "物业服务半年评议会", "电梯维修和报修", firm, (-20, 23))
    _review(stage, office, "保洁服务评议会", "楼道和院子保洁", firm, (-12, 9))


def _review(  # the facts of a review
    stage: Stage, office: Body, title: str, service: str, firm: int, when: tuple[int, int]
) -> None:
    days, raters = when
    meeting = stage.call(office, "service_review", title, stage.at(days, 19), ROOM)
    facts: dict[str, Any] = {"actor": SYSTEM, "meeting": meeting.pk}
    called = meeting.called_at + HOUR
    actions.name_review(unit=firm, service=service, slips=60, now=called, **facts)
    _crowd(meeting, 12)
    stage.open(meeting)
    for slip in range(1, raters + 1):
        marks = {code: stage.dice.choices((2, 3, 4, 5), (1, 3, 6, 4), k=1)[0] for code in aspects()}
        words = COMMENTS[slip % len(COMMENTS)] if slip % 5 == 0 else ""
        actions.rate_on_paper(
            slip=slip, marks=marks, words=words, now=meeting.starts_at + HOUR, **facts
        )
    if raters >= 15:
        decision = stage.decide(
            meeting, "等零件的天数写在报修单上", "报修后当天告知要等几天，超期说明原因。", firm, 30
        )
    stage.close(meeting)
    stage.write_up(meeting, f"{raters}人评议。评的是服务，不评人。意见已转物业改进。")
    if raters >= 15:
        stage.carry_out(decision, "in_progress", ("报修单已加一栏“预计几天”。", "", ""))


def _assemblies(stage: Stage) -> None:
    """The owners' assemblies of three compounds: one held, one to come, one cancelled by the weather."""
    compounds = Compound.objects.filter(community=stage.home).order_by("id")[:3]
    for number, compound in enumerate(compounds):
        body = stage.found(
            "owners_assembly", f"{compound.name}业主大会", stage.home, compound=compound.pk
        )
        title = f"{compound.name}年度业主大会会议"
        items = (("上年物业费和公共收益收支", "", 20), ("明年维修资金使用计划", "", 30))
        days = (-70, 26, 30)[number]
        meeting = stage.call(
            body, "owners_assembly", title, stage.at(days, 15), "小区架空层", items
        )
        if number == 0:
            _crowd(meeting, 20)
            stage.open(meeting)
            stage.close(meeting)
            stage.write_up(meeting, "通报了上年收支。维修资金使用另行书面表决，结果见业主表决页。")
        elif number == 2:
            actions.cancel_meeting(
                actor=SYSTEM, meeting=meeting.pk, reason="架空层施工，改期另行通知", now=stage.now
            )
