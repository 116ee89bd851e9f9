"""The areas of a city, brought in as one register: how a deployment begins."""

from __future__ import annotations

import datetime as dt
from typing import Any, Final

from linli.apps.places.access import AREAS
from linli.apps.places.actions.importing import Imported, import_rows
from linli.apps.places.models import Area
from linli.apps.places.rules import level_of, read_area_code
from linli.foundation.areas import LEVELS, Level, ancestor
from linli.foundation.clock import local_date
from linli.foundation.refusals import Refused
from linli.foundation.tables import Column, decimal, read_rows, words
from linli.platform import journal
from linli.platform.access import Actor, fetch

AREA_COLUMNS: Final = (
    Column("code", ("区划代码", "代码"), read_area_code),
    Column("name", ("名称",), words(60)),
    Column("name_en", ("英文名称",), words(80), is_required=False, default=""),
    Column("lon", ("经度",), decimal(73, 136)),
    Column("lat", ("纬度",), decimal(3, 54)),
)


def import_areas(*, actor: Actor, text: str, now: dt.datetime, confirm: bool) -> Imported:
    """Bring in a CSV `text` of areas, each after the one that holds it; see `import_buildings`."""

    def keep(values: dict[str, Any]) -> str:
        return _keep_area(actor, values, now)

    return import_rows(*read_rows(text, AREA_COLUMNS), keep, confirm=confirm)


def _keep_area(actor: Actor, values: dict[str, Any], now: dt.datetime) -> str:
    there = Area.objects.filter(pk=values["code"]).first()
    if there is not None and all(getattr(there, name) == value for name, value in values.items()):
        return "unchanged"
    parent = _parent(actor, values["code"])
    area = there or Area(
        level=level_of(values["code"]), parent_id=parent, valid_from=local_date(now)
    )
    for name, value in values.items():
        setattr(area, name, value)
    area.save(force_insert=there is None)
    verb = "places.add_area" if there is None else "places.edit_area"
    journal.record(
        actor=actor, verb=verb, subject=area, now=now, area=area.code, after={"name": area.name}
    )
    return "added" if there is None else "changed"


def _parent(actor: Actor, code: int) -> int | None:
    """Return the area that holds `code`, when the actor keeps it; the city is for the operator."""
    level = level_of(code)
    if level is Level.CITY:
        if not actor.is_system:
            raise Refused("places.city_by_operator", "城市由运维人员用命令行登记。", field="code")
        return None
    parent = ancestor(code, LEVELS[LEVELS.index(level) - 1])
    if not Area.objects.filter(pk=parent).exists():
        raise Refused("places.no_parent", "上级区划还没有登记，请把上级排在前面。", field="code")
    fetch(Area.objects.all(), actor=actor, action="extend", table=AREAS, pk=parent)
    return parent
