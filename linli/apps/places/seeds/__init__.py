"""The demo city's geography: drawn, then written into the registers in bulk.

Everything is invented except the names of public units and rivers and of four demonstration
compounds (`synthetic` is false on those); the same dice give the same city.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.db import transaction

from linli.apps.places.seeds.centres import write_centres
from linli.apps.places.seeds.city import plan_city
from linli.apps.places.seeds.management import write_management
from linli.apps.places.seeds.registers import Registers, write_areas, write_town
from linli.foundation.chance import Dice

Report = Callable[[str, int, int], None]


def load(*, city_file: dict[str, Any], now: dt.datetime, dice: Dice, report: Report) -> None:
    """Draw and write the territory of the city file; all of it or nothing."""
    total = sum(each["grids"] for each in city_file["communities"])
    with transaction.atomic(savepoint=False):  # see platform.bulk
        registers = Registers(city_file, now, dice)
        done = 0
        for city in plan_city(city_file, dice):
            done += sum(len(each.grids) for each in city.towns[-1].communities)
            report("绘制城区", done, total)
        write_areas(registers, city)
        done = 0
        for town in city.towns:
            write_town(registers, town)
            done += sum(len(each.grids) for each in town.communities)
            report("登记楼栋和房屋", done, total)
        write_management(registers)
        write_centres(registers)
        report("登记服务中心和活动场所", total, total)
