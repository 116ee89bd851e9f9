"""Halls with conveners, seats and published rules, and a year of sittings, written by the hundred."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from linli.apps.deliberation.models import Hall, HallRules, HallSeat
from linli.apps.deliberation.models.labels import SEATS
from linli.apps.deliberation.rules.halls import SeatKind
from linli.apps.deliberation.rules.lanes import THREE_WAYS
from linli.apps.deliberation.rules.procedures import SIX_STEPS
from linli.apps.meetings.seeds import (
    MadeBody,
    NewBody,
    NewItem,
    NewSeat,
    Sitting,
    write_bodies,
    write_sittings,
)
from linli.apps.organisations.models import Appointment, OrganisationCompound
from linli.apps.places.models import Compound
from linli.foundation.chance import Dice
from linli.foundation.clock import LOCAL, local_date
from linli.foundation.keys import new_key
from linli.platform import bulk

DAY: Final = dt.timedelta(days=1)
AGE: Final = 500 * DAY
NAMES: Final = ("红色邻里议事厅", "党群议事厅", "邻里议事亭")
ROOMS: Final = ("架空层", "党群服务中心二楼", "小区凉亭旁", "物业办公室会议室")
HOURS: Final = ("每天 8:00–21:00", "工作日 9:00–21:00", "周一至周六 8:30–20:30")
SECONDS: Final = 3
REPRESENTATIVES_MAX: Final = 3
SITTINGS_A_YEAR: Final = (0, 1, 2, 2, 3, 4)
TEXT: Final = (
    "一、议题由居民提出，三位邻居附议即可上会；主持人也可以写明理由直接受理。\n"
    "二、分流为大事、一般事、小事，理由公开；小事马上办，不用开会。\n"
    "三、人人可以出主意；方案要写明花多少钱、谁出钱、谁来办。\n"
    "四、成员当面商量，纪要经到会人过半数确认后公布。\n"
    "五、居民表决说了算；属于业主共同决定的，由业主表决。\n"
    "六、结果公示七天，办理进度公开，由居民评议是不是真的办好了。"
)
TALKED: Final = (
    ("单元门口装扶手", "先在老人多的三个单元装，物业出人工。"),
    ("电动车停放和充电", "划出集中停放点，楼道里的限一周清走。"),
    ("垃圾桶换位置", "移到小区东门，早晚各清一次。"),
    ("广场舞时间", "晚上九点前结束，音量调小。"),
    ("快递柜放哪里", "放在门卫室旁，不占消防通道。"),
    ("晾衣杆重装", "楼顶统一装，按单元轮用。"),
    ("凉亭修补", "用捐助的材料，志愿者周末动手。"),
    ("车位怎么轮", "先到先停试三个月，再回头看。"),
    ("儿童滑梯换垫子", "物业月底前换好。"),
    ("楼道灯更换", "改成声控灯，先换一到三栋。"),
)
HALL: Final = (
    "id", "name", "area", "compound", "body", "room", "hours", "convener", "organisation",
    "rules", "founded_on",
)  # fmt: skip
RULES: Final = (
    "id", "hall", "number", "procedure", "lanes", "vote_rule", "seconds", "text", "published_at",
    "published_by",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Place:
    """A compound that has a hall: who convenes it and who sits there."""

    compound: int
    name: str
    community: int
    convener: int
    organisation: int
    seats: tuple[tuple[SeatKind, NewSeat], ...]


@dataclass(frozen=True, slots=True)
class Made:
    hall: int
    place: Place


def write_halls(
    counts: Mapping[int, int], first: Sequence[int], now: dt.datetime, dice: Dice
) -> list[Made]:
    """Write `counts` halls a district, in the compounds `first` before all others."""
    places = _chosen(counts, first, local_date(now))
    since = now - AGE
    names = [f"{place.name}{_name(dice)}" for place in places]
    bodies = write_bodies(
        NewBody(
            "hall",
            name,
            place.community,
            since,
            tuple(seat for _kind, seat in place.seats),
            place.compound,
        )
        for place, name in zip(places, names, strict=True)
    )
    halls, rules, seats, made = [], [], [], []
    for place, name, body in zip(places, names, bodies, strict=True):
        key, version = new_key(since), new_key(since)
        room, hours = f"{place.name}{dice.choice(ROOMS)}", dice.choice(HOURS)
        founded = local_date(since)
        halls.append(
            (key, name, place.community, place.compound, body.id, room, hours, place.convener,
             place.organisation, version, founded)
        )  # fmt: skip
        rules.append(
            (version, key, 1, SIX_STEPS, THREE_WAYS, "half", SECONDS, TEXT, since + DAY, 0)
        )
        for (kind, _seat), (seat, _holder) in zip(place.seats, body.seats, strict=True):
            seats.append((new_key(since), key, kind.value, seat))
        made.append(Made(key, place))
    bulk.insert(Hall, HALL, halls)
    bulk.insert(HallRules, RULES, rules)
    bulk.insert(HallSeat, ("id", "hall", "kind", "seat"), seats)
    plans = (_year(body, name, now, dice) for body, name in zip(bodies, names, strict=True))
    write_sittings([plan for year in plans for plan in year])
    return made


def _name(dice: Dice) -> str:
    return str(dice.choices(NAMES, weights=(0.5, 0.4, 0.1), k=1)[0])


def _chosen(counts: Mapping[int, int], first: Sequence[int], today: dt.date) -> list[Place]:
    """Return the compounds that get a hall: those with most seats to fill, spread over communities."""
    conveners = _conveners(today)
    links = _links(today)
    heads = _heads(today)
    rows = Compound.objects.order_by("id").values_list("id", "name", "community_id")
    left = dict(counts)
    wanted = sorted(rows, key=lambda row: (row[0] not in first, row[0]))
    found = []
    for compound, name, community in wanted:
        district = community // 10**9
        convener = conveners.get(("compound", compound)) or conveners.get(("community", community))
        if not left.get(district) or convener is None:
            continue
        left[district] -= 1
        seats = [
            (
                SeatKind.COMPOUND,
                NewSeat(person=convener[0], part="chair", standing=_label(SeatKind.COMPOUND)),
            )
        ]
        for kind, organisation in links.get(compound, ()):
            seats.append((kind, NewSeat(organisation=organisation, standing=_label(kind))))
        for person in dict.fromkeys(heads.get(compound, ())):
            if person != convener[0] and len(seats) < 4 + REPRESENTATIVES_MAX:
                seats.append(
                    (
                        SeatKind.RESIDENTS,
                        NewSeat(person=person, standing=_label(SeatKind.RESIDENTS)),
                    )
                )
        found.append(Place(compound, name, community, *convener, tuple(seats)))
    return found


def _label(kind: SeatKind) -> str:
    return str(dict(SEATS)[kind])


def _conveners(today: dt.date) -> dict[tuple[str, int], tuple[int, int]]:
    """Return (person, organisation) of the secretary of each community and of each compound's branch."""
    found: dict[tuple[str, int], tuple[int, int]] = {}
    rows = Appointment.objects.as_of(today).order_by("id")
    for person, unit, area in rows.filter(post="community_secretary").values_list(
        "person_id", "organisation_id", "organisation__area_id"
    ):
        found.setdefault(("community", area), (person, unit))
    branches = dict(
        OrganisationCompound.objects.as_of(today)
        .filter(organisation__kind="compound_branch")
        .values_list("compound_id", "organisation_id")
    )
    secretaries = {
        unit: person
        for person, unit in rows.filter(
            post="branch_secretary", organisation__kind="compound_branch"
        ).values_list("person_id", "organisation_id")
    }
    for compound, unit in branches.items():
        if unit in secretaries:
            found["compound", compound] = (secretaries[unit], unit)
    return found


def _links(today: dt.date) -> dict[int, list[tuple[SeatKind, int]]]:
    kinds = {
        "property_firm": SeatKind.FIRM,
        "owners_committee": SeatKind.COMPOUND,
        "property_management_committee": SeatKind.COMPOUND,
    }
    found: dict[int, list[tuple[SeatKind, int]]] = defaultdict(list)
    rows = OrganisationCompound.objects.as_of(today).filter(organisation__kind__in=[*kinds])
    for compound, unit, kind in rows.order_by("id").values_list(
        "compound_id", "organisation_id", "organisation__kind"
    ):
        found[compound].append((kinds[kind], unit))
    return found


def _heads(today: dt.date) -> dict[int, list[int]]:
    found: dict[int, list[int]] = defaultdict(list)
    rows = Appointment.objects.as_of(today).filter(
        post="building_head", building__compound__isnull=False
    )
    for compound, person in rows.order_by("id").values_list("building__compound", "person_id"):
        found[compound].append(person)
    return found


def _year(body: MadeBody, name: str, now: dt.datetime, dice: Dice) -> list[Sitting]:
    """Return the sittings of one hall in the last year, each a good while ago."""
    plans: list[Sitting] = []
    for _each in range(dice.choice(SITTINGS_A_YEAR)):
        day = (now - dt.timedelta(days=dice.randrange(6, 360))).astimezone(LOCAL)
        begins = day.replace(hour=dice.choice((15, 19)), minute=0, second=0, microsecond=0)
        talked = dice.sample(TALKED, k=dice.choice((1, 2)))
        text = "；".join(f"{title}：{outcome}" for title, outcome in talked)
        absent = dice.randrange(len(body.seats)) if len(body.seats) > 2 else -1
        plans.append(
            Sitting(
                body,
                "hall_sitting",
                f"{name}议事会",
                "议事厅",
                begins - 4 * DAY,
                begins,
                tuple(NewItem(title, 30, outcome) for title, outcome in talked),
                tuple(place for place in range(len(body.seats)) if place != absent),
                f"商量了{len(talked)}件事。{text}",
            )
        )
    return plans
