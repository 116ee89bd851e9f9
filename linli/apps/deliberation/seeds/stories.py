"""What neighbours of the demo city talk over: one story for each stage, each end and each lane."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from linli.apps.deliberation.rules.stages import Stage


@dataclass(frozen=True, slots=True)
class Plan:
    """One option as it is drafted."""

    title: str
    text: str
    yuan: int
    payer: str
    item: int = 0


@dataclass(frozen=True, slots=True)
class Work:
    """One report of the work, `days` after it began; at 100 % with its proof."""

    days: int
    percent: int
    text: str
    proof: str = ""


@dataclass(frozen=True, slots=True)
class Story:
    """One topic: what is raised, what neighbours say, which options, how far it came.

    `ago`: days since it came to `until`. `kinds`: the complaints that it came from. `share` and
    `wishes`: who took part in the vote and how. `again`: what was still missing at the first review.
    """

    title: str
    words: str
    until: Stage
    ago: int = 2
    kinds: tuple[str, ...] = ()
    lane: str = "ordinary"
    reason: str = "牵涉大家，要商量着来。"
    ideas: tuple[str, ...] = ()
    options: tuple[Plan, ...] = ()
    reroute: tuple[str, str] | None = None
    answer: str = ""
    minutes: str = ""
    share: float = 0.62
    wishes: tuple[float, ...] = (0.84, 0.16)
    outcome: str = ""
    work: tuple[Work, ...] = ()
    again: tuple[str, ...] = ()


STORIES: Final = (
    Story(
        "单元门口装扶手和坡道",
        "一楼老人多，下雨天台阶滑。想在单元门口装扶手，再做一段小坡道，轮椅也好推。",
        Stage.COLLECTING_IDEAS,
        ideas=(
            "扶手两边都装，夜里加一盏感应灯。",
            "坡道做在左边，不要挡住电动车的路。",
            "先装老人最多的两个单元，试一个月再说。",
        ),
    ),
    Story(
        "晚上跳舞几点结束",
        "小广场每晚跳舞到十点，孩子要睡觉。想大家定个时间，音响也定个大小。",
        Stage.PROPOSED,
        kinds=("D01",),
    ),
    Story(
        "小区东门的垃圾桶换个位置",
        "垃圾桶正对着一楼窗户，夏天开不了窗。想移到围墙边，早晚各清一次。",
        Stage.OPTION_REVIEW,
        kinds=("B01", "B06"),
        ideas=("移到配电房旁边，那里通风。", "换成带盖的桶，味道会小很多。"),
        options=(
            Plan(
                "移到围墙边并换带盖桶",
                "四个桶移到围墙边，换成带盖的，早晚各清一次。",
                1600,
                "firm",
            ),
            Plan("原地不动，每天多清一次", "位置不变，中午加清一次，装一块挡板。", 600, "firm"),
        ),
    ),
    Story(
        "凉亭边装一排充电座",
        "大家都在楼道里给手机和电动车充电，不安全。想在凉亭边装一排充电座，用公共收益出钱。",
        Stage.IN_MEETING,
        ideas=("加个雨棚，插座要防水。", "按次扫码收一点电费，公共收益不亏。"),
        options=(
            Plan(
                "用公共收益装十个充电座",
                "凉亭边装十个防水充电座和雨棚，按次收电费。",
                18000,
                "public_income",
                9,
            ),
        ),
        reroute=("major", "要用公共收益，属于业主共同决定，改按大事办。"),
        answer="可以办，请按业主共同决定的程序表决，账目公开。",
    ),
    Story(
        "快递柜放在哪里",
        "门卫室门口堆满快递，晚上找不到。想定一个地方放快递柜，不占消防通道。",
        Stage.VOTING,
        ago=4,
        ideas=("放在门卫室旁边，有灯有监控。", "放在凉亭后面，不挡路。", "放两处，少走路。"),
        options=(
            Plan("放在门卫室旁", "靠墙放一组，装一盏灯。", 0, "nobody"),
            Plan("放在凉亭后面", "清出一块空地放一组，铺三块砖。", 400, "firm"),
        ),
        minutes="到会的人看了两处地方，都不占消防通道。请全体居民来选。",
        share=0.35,
        wishes=(0.6, 0.45, 0.1),
    ),
    Story(
        "顶楼漏水，用维修资金修屋面",
        "连着两年下大雨顶楼就漏，补过三次都不顶用。想用维修资金把两栋楼的屋面重做一次防水。",
        Stage.VOTING,
        ago=6,
        kinds=("A03",),
        lane="major",
        reason="要用维修资金，属于业主共同决定，花费也超过两万元。",
        ideas=("先请人验一验是哪里漏。", "做完要保修五年，写进合同。"),
        options=(
            Plan(
                "两栋屋面重做防水",
                "铲掉旧防水层，重做两道，保修五年，分两期付款。",
                86000,
                "repair_fund",
                5,
            ),
        ),
        answer="维修资金余额够用，可以申请。请先由业主依法表决，再送审预算。",
        minutes="成员看了验房报告，同意重做防水，提请业主表决使用维修资金。",
    ),
    Story(
        "楼道堆物怎么清",
        "几个单元的楼道堆着旧家具和纸箱，过道只剩一半。想定个日子一起清，清完怎么管也说好。",
        Stage.PUBLICISING,
        ago=3,
        kinds=("B02",),
        ideas=("先贴通知给一周时间自己搬。", "社区来一辆车，周末统一拉走。"),
        options=(
            Plan(
                "周末统一清一次，以后每月查",
                "通知一周，周六社区派车统一拉走，以后楼栋长每月查一次。",
                800,
                "government",
            ),
        ),
        minutes="大家同意先通知、再统一清，老人搬不动的由志愿者帮忙。",
        outcome="过半数居民参加，多数同意。公示七天后，周六统一清一次；搬不动的请打社区电话。",
    ),
    Story(
        "小广场的石凳坏了要换",
        "小广场六张石凳裂了四张，老人坐不稳。想换成带靠背的木椅，再添一张棋桌。",
        Stage.IN_WORK,
        ago=9,
        ideas=("椅子要有靠背和扶手，老人好起身。", "棋桌放在树下。"),
        options=(
            Plan(
                "换六张靠背木椅，添一张棋桌",
                "防腐木椅六张、棋桌一张，物业出人工。",
                5200,
                "gifts",
            ),
        ),
        minutes="大家定了椅子的样子，材料由共建单位捐，物业负责装。",
        outcome="多数同意换靠背木椅。材料由共建单位捐助，物业一个月内装好。",
        work=(
            Work(2, 20, "木椅已订，下周到货。"),
            Work(7, 60, "四张椅子已装好，棋桌还在做。"),
        ),
    ),
    Story(
        "儿童滑梯的地垫换新",
        "滑梯下面的地垫翘边开裂，孩子绊倒过两次。想换一块厚的，边上压实。",
        Stage.UNDER_REVIEW,
        ago=2,
        ideas=("选不刺鼻的材料，先拿样品看。",),
        options=(Plan("换四厘米厚的新地垫", "四十平方米，压边，保两年。", 3600, "firm"),),
        minutes="看了三种样品，选四厘米厚、没有气味的一种。",
        outcome="多数同意换新地垫，物业出钱，月底前换好。",
        work=(
            Work(3, 50, "旧垫已拆，地面已找平。"),
            Work(13, 100, "新垫已铺好压边，家长代表看过。", "验收单 7 号，照片贴在公告栏"),
        ),
    ),
    Story(
        "电动车停哪里、在哪里充电",
        "电动车停在楼道里充电，又挡路又怕起火。想划一块地方集中停，装上充电桩。",
        Stage.CLOSED,
        ago=35,
        kinds=("C04", "C06"),
        lane="major",
        reason="牵涉全小区，还要消防部门看地方。",
        ideas=(
            "停在围墙边那块空地，离楼远一点。",
            "充电要有棚，下雨也能充。",
            "给老人留几个靠近门口的位置。",
        ),
        options=(
            Plan(
                "围墙边划三十个车位，装充电桩",
                "划线、搭棚、装充电桩，由充电公司出钱，按度收费。",
                26000,
                "those_served",
            ),
            Plan("每栋楼旁各划五个车位", "就近划线，不装充电桩。", 3000, "firm"),
        ),
        answer="现场看过，围墙边离楼够远，可以装；各栋楼旁不能充电。",
        minutes="消防讲了要求，大家倾向围墙边集中停放，提请居民表决。",
        share=0.71,
        wishes=(0.8, 0.25, 0.05),
        outcome="七成居民参加，选了围墙边集中停放。充电公司进场，一个月内装好。",
        work=(
            Work(4, 30, "车位已划线，充电公司进场。"),
            Work(12, 100, "雨棚和充电桩已装好。", "验收单 3 号，消防已看过"),
        ),
        again=("雨棚漏水，下雨还是不能充。", "最里面两个充电桩没有电。", "夜里太黑，看不见插口。"),
    ),
    Story(
        "楼下空地改成停车位",
        "下班回来没地方停车。想把楼下那块空地铺砖划成停车位。",
        Stage.NOT_CARRIED,
        ago=20,
        kinds=("C02",),
        ideas=("留给孩子玩，不要停车。", "只划一半，另一半种树。"),
        options=(Plan("铺砖划十二个车位", "空地铺透水砖，划十二个车位，先到先停。", 9000, "firm"),),
        minutes="两边意见都讲了，说不拢，请全体居民表决。",
        share=0.66,
        wishes=(0.3, 0.7),
        outcome="参加的人过半，但同意的不到一半，没有通过。空地保持原样，半年后可以再提。",
    ),
    Story(
        "三楼楼道灯坏了换个灯泡",
        "三楼楼道灯坏了好几天，换个灯泡就行，晚上老人看不见台阶。",
        Stage.ROUTED,
        lane="minor",
        reason="换灯泡当天能办好，不用开会。",
    ),
    Story(
        "两户人家共用的水管漏水",
        "楼上楼下两家为水管漏水吵了两次，想请大家评评理。",
        Stage.DECLINED,
        reason="是两家之间的事，已请人民调解员上门，不在议事厅评理。",
    ),
)
