"""Tables of the tiny city, and what a test asks of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Final

from linli.apps.accounts.tests.tiny_city import COMMUNITY, GRID, LAT, LON
from linli.apps.places.models import (
    Area,
    Building,
    Compound,
    CompoundManagement,
    GridBuilding,
    Home,
)
from linli.apps.registers import actions
from linli.apps.registers.models import Intake
from linli.foundation import clock
from linli.platform.access import Actor, system
from linli.platform.registers import write_csv

SYSTEM: Final = system("test")
BUILDINGS_HEAD: Final = (
    "社区代码", "网格代码", "小区", "楼栋", "经度", "纬度", "层数", "单元数", "有电梯", "建成年份",
)  # fmt: skip
HOMES_HEAD: Final = (
    "社区代码", "小区", "楼栋", "单元", "楼层", "房号", "专有面积（平方米）", "用途",
)  # fmt: skip
AREAS_HEAD: Final = ("区划代码", "名称", "经度", "纬度")
COMPOUNDS_HEAD: Final = ("社区代码", "小区名称", "小区类型", "地址", "经度", "纬度", "建成年份")
TABLES: Final = (Area, Compound, CompoundManagement, Building, GridBuilding, Home)


def building(name: str, **changed: object) -> list[Any]:
    """Return the row of a building in the compound of the tiny city."""
    facts: dict[str, Any] = {
        "community": COMMUNITY,
        "grid": GRID,
        "compound": "江滨花园",
        "name": name,
        "lon": LON,
        "lat": LAT,
        "floors": 7,
        "entrances": 2,
        "lift": "否",
        "year": 1998,
        **changed,
    }
    return list(facts.values())


def home(number: str, **changed: object) -> list[Any]:
    """Return the row of a home in its first building."""
    facts: dict[str, Any] = {
        "community": COMMUNITY,
        "compound": "江滨花园",
        "building": "1栋",
        "entrance": 1,
        "floor": 3,
        "number": number,
        "area": 88.5,
        "use": "住宅",
        **changed,
    }
    return list(facts.values())


def table(head: Sequence[str], rows: Iterable[Sequence[Any]]) -> bytes:
    return write_csv([head, *rows])


def bring_in(
    register: str,
    head: Sequence[str],
    *rows: Sequence[Any],
    confirm: bool = True,
    actor: Actor = SYSTEM,
) -> Intake:
    """Bring a table in as the command line does."""
    return actions.bring_in(
        actor=actor,
        register=register,
        name="表.csv",
        content=table(head, rows),
        confirm=confirm,
        now=clock.now(),
    )


def buildings(*rows: Sequence[Any], confirm: bool = True, actor: Actor = SYSTEM) -> Intake:
    return bring_in("buildings", BUILDINGS_HEAD, *rows, confirm=confirm, actor=actor)


def homes(*rows: Sequence[Any], confirm: bool = True, actor: Actor = SYSTEM) -> Intake:
    return bring_in("homes", HOMES_HEAD, *rows, confirm=confirm, actor=actor)


def places_of(intake: Intake) -> list[tuple[int, str]]:
    """Return where the faults are: row and column."""
    return [(fault["row"], fault["column"]) for fault in intake.faults]


def snapshot() -> dict[str, list[tuple[Any, ...]]]:
    """Return every row of the registers."""
    return {
        model._meta.label: list(model._base_manager.order_by("pk").values_list())
        for model in TABLES
    }
