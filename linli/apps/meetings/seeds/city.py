"""The city's own bodies: the conference of nineteen units, two levels of leading groups, the alliance."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from linli.apps.meetings.models import Body, Meeting
from linli.apps.meetings.seeds.stories import Stage
from linli.apps.organisations.models import Organisation
from linli.apps.places.models import Area

ALLIANCE: Final = (
    "housing", "public_security", "fire_rescue", "civil_affairs", "natural_resources", "ecology",
    "emergency_management", "market_regulation", "urban_management", "water_utility",
    "power_utility", "gas_utility",
)  # fmt: skip
ROOM: Final = "市党群服务中心三楼会议室"


@dataclass(frozen=True, slots=True)
class Case:
    """One decision of the conference: who answers, in how many days, how far it is, in which words."""

    title: str
    measure: str
    unit: str
    days: int
    state: str
    begun: str
    done: str = ""
    seen: str = ""


QUARTERS: Final[tuple[tuple[int, str, tuple[Case, ...]], ...]] = (
    (
        -330,
        "一",
        (
            Case(
                "老旧小区充电设施补建",
                "三无小区每处至少建一个充电棚，先建有消防通道的。",
                "housing",
                150,
                "closed",
                "已排出 86 处名单，先建 30 处。",
                "86 处全部建成通电，验收表已报市住建局存档。",
                "抽查 12 处，都能用，棚内有灭火器。",
            ),
            Case(
                "三无小区垃圾清运接入市政线路",
                "没有物业的小区由市政环卫每天清运一次。",
                "urban_management",
                90,
                "closed",
                "线路已调整，东片先走。",
                "全部三无小区已接入，每天一次，车次表已公布。",
                "问了 20 户，都说垃圾当天有人收。",
            ),
        ),
    ),
    (
        -240,
        "二",
        (
            Case(
                "小区二次供水水箱清洗",
                "半年一次，洗前三天贴通知，洗后贴水质报告。",
                "water_utility",
                120,
                "checked",
                "已签清洗合同，按片区排期。",
                "全市 214 处水箱洗完，水质报告已贴到门口。",
                "抽看 15 处，报告在，日期对得上。",
            ),
            Case(
                "汛期前清掏排水井",
                "低洼小区的排水井在四月底前清掏一遍。",
                "urban_management",
                60,
                "closed",
                "沿江低洼小区 41 处先清。",
                "41 处清完，附前后照片。",
                "下雨那天去看过，没有积水。",
            ),
        ),
    ),
    (
        -150,
        "三",
        (
            Case(
                "消防通道划线和标识",
                "小区消防通道划黄线，立牌子，占用先劝再拖。",
                "fire_rescue",
                120,
                "done",
                "已完成 300 处踏勘。",
                "全市 512 处划线完成，照片按小区归档。",
            ),
            Case(
                "小区周边占道经营疏导",
                "早市定点定时，收摊后半小时内清扫干净。",
                "urban_management",
                100,
                "in_progress",
                "已定 6 个早市点，还有 3 处没谈妥。",
            ),
        ),
    ),
    (
        -60,
        "四",
        (
            Case(
                "电梯困人统一救援电话",
                "所有住宅电梯贴同一个救援电话，三十分钟到场。",
                "market_regulation",
                90,
                "in_progress",
                "已印好标贴，先贴十年以上的电梯。",
            ),
            Case(
                "噪声扰民夜间联合巡查",
                "广场舞、装修、夜宵摊，晚上十点以后联合巡查。",
                "public_security",
                45,
                "in_progress",
                "每周二、五晚上联合巡查。",
            ),
            Case(
                "背街小巷路灯补装",
                "按诉求最多的路段先装，年底前装完。",
                "urban_management",
                120,
                "open",
                "",
            ),
        ),
    ),
)  # fmt: skip


def tell_city(stage: Stage) -> None:
    """Write the city's bodies and their year."""
    _conference(stage)
    _alliance(stage)
    _leading_groups(stage)


def _conference(stage: Stage) -> None:
    body = stage.found("joint_conference", "梧州市城市基层党建联席会议", stage.city)
    units = Organisation.objects.filter(kind="conference_unit", area=stage.city).order_by("id")
    for number, unit in enumerate(units.values_list("id", flat=True)):
        stage.seat(
            body, organisation=unit, part=("chair", "secretary")[number] if number < 2 else "member"
        )
    for days, quarter, cases in QUARTERS:
        _quarter(stage, body, days, quarter, cases)
    stage.call(
        body,
        "joint_conference",
        "第五次党建联席会议",
        stage.at(24),
        ROOM,
        (("老旧小区加装电梯怎么推", "请市住建局带方案来，十五分钟说清楚。", 30),),
    )


def _quarter(stage: Stage, body: Body, days: int, quarter: str, cases: tuple[Case, ...]) -> Meeting:
    items = tuple((case.title, case.measure, 20) for case in cases)
    title = f"第{quarter}次党建联席会议"
    meeting = stage.call(body, "joint_conference", title, stage.at(days), ROOM, items)
    stage.open(meeting)
    made = [
        stage.decide(
            meeting,
            case.title,
            case.measure,
            stage.unit(code=case.unit, area=stage.city),
            case.days,
        )
        for case in cases
    ]
    stage.close(meeting)
    lines = "\n".join(f"{n}. {case.title}：{case.measure}" for n, case in enumerate(cases, 1))
    until = "drafted" if quarter == "四" else "published"
    stage.write_up(meeting, f"会议听取上次议定事项办理情况，议定：\n{lines}", until)
    for decision, case in zip(made, cases, strict=True):
        stage.carry_out(decision, case.state, (case.begun, case.done, case.seen))
    return meeting


def _alliance(stage: Stage) -> None:
    body = stage.found("property_alliance", "梧州市红色物业联盟", stage.city)
    for number, code in enumerate(ALLIANCE):
        unit = stage.unit(code=code, area=stage.city)
        stage.seat(body, organisation=unit, part="chair" if number == 0 else "member")
    for number in (2, 5):
        units = Organisation.objects.filter(kind="conference_unit", area=stage.city)
        stage.seat(body, organisation=units.order_by("id").values_list("id", flat=True)[number - 1])
    meeting = stage.call(
        body,
        "property_alliance",
        "红色物业联席会",
        stage.at(-95, 14),
        ROOM,
        (("停水停电提前告知", "哪天停、停多久、找谁，提前三天贴到楼道。", 30),),
    )
    stage.open(meeting)
    notice = stage.decide(
        meeting,
        "停水停电提前三天告知到楼道",
        "供水、供电、供气单位提前三天把时间和电话交物业张贴。",
        stage.unit(code="power_utility", area=stage.city),
        60,
    )
    stage.close(meeting)
    stage.write_up(meeting, "会议议定：停水停电提前三天告知到楼道，由供电单位牵头，供水供气照办。")
    stage.carry_out(
        notice,
        "checked",
        (
            "已和 57 家物业对好联系人。",
            "本季度 23 次停电都提前三天张贴。",
            "抽问 10 栋，都看到过通知。",
        ),
    )


def _leading_groups(stage: Stage) -> None:
    """The city's group and one in each district below it; housing leads at both levels."""
    city = stage.found("leading_group", "市红色物业工作领导小组", stage.city)
    housing = stage.unit(code="housing", area=stage.city)
    others = [
        stage.unit(code=code, area=stage.city) for code in ("civil_affairs", "public_security")
    ]
    districts = Area.objects.filter(level="district", parent=stage.city).order_by("code")
    groups = [city]
    for code, name in districts.values_list("code", "name"):
        title = f"{name}红色物业工作领导小组"
        groups.append(stage.found("leading_group", title, code, parent=city.pk))
    for group in groups:
        for number, unit in enumerate([housing, *others]):
            stage.seat(group, organisation=unit, part="chair" if number == 0 else "member")
    meeting = stage.call(
        city, "leading_group", "研究物业企业党建指导员选派", stage.at(-40, 15), ROOM
    )
    stage.open(meeting)
    stage.close(meeting)
    stage.write_up(meeting, "会议研究了物业企业党建指导员的选派办法，各区县于月底前报名单。")
