"""A study as a table and as features, for files that other programs open."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from linli.apps.planning.models import PlanGrid, Proposal, Spot, Study, StudyBuilding
from linli.apps.planning.rules.studies import Kind

Value = str | int | float | None


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table with its name, the first row the headings."""

    name: str
    rows: list[list[Value]]


def sheet_of(study: Study) -> list[Sheet]:
    """Return the tables of a study: buildings, then grids, places or proposals. Two queries."""
    if study.kind == Kind.MATCH:
        return [_proposals(study)]
    sheets = [_buildings(study)]
    if study.kind == Kind.GRIDS:
        return [_grids(study), *sheets]
    if study.kind == Kind.SITES:
        return [_spots(study), *sheets]
    return sheets


def _grid_names(study: Study) -> dict[int, tuple[str, int | None]]:
    rows = PlanGrid.objects.filter(study=study).values_list("number", "name", "code")
    return {number: (name, code) for number, name, code in rows}


def _buildings(study: Study) -> Sheet:
    grids = _grid_names(study)
    before = study.result.get("before_names", {})
    areas = study.result["areas"]
    rows: list[list[Value]] = [
        ["楼栋", "小区", "社区", "经度", "纬度", "户数", "现网格", "方案网格", "步行分钟"]
    ]
    columns = ("name", "compound", "area", "lon", "lat", "households", "before", "grid", "minutes")
    found = StudyBuilding.objects.filter(study=study).order_by("number").values_list(*columns)
    for name, compound, area, lon, lat, households, old, grid, minutes in found:
        new = grids.get(grid, ("", None))[0]
        rows.append(
            [
                name, compound, areas[str(area)], lon, lat, households, before.get(str(old), ""),
                new, minutes,
            ]
        )  # fmt: skip
    return Sheet("楼栋", rows)


def _grids(study: Study) -> Sheet:
    rows: list[list[Value]] = [["网格", "代码", "社区", "户数", "楼栋", "例外理由", "依据户数"]]
    columns = ("name", "code", "area", "households", "buildings", "reason", "needed")
    found = PlanGrid.objects.filter(study=study, buildings__gt=0).order_by("number")
    for name, code, area, households, buildings, reason, needed in found.values_list(*columns):
        shown = str(code) if code else ""
        area_name = study.result["areas"][str(area)]
        rows.append([name, shown, area_name, households, buildings, reason, needed or None])
    return Sheet("网格", rows)


def _spots(study: Study) -> Sheet:
    rows: list[list[Value]] = [["候选地点", "经度", "纬度", "可达户数", "容量", "选中"]]
    found = Spot.objects.filter(study=study).order_by("-is_chosen", "-gain", "number")
    columns = ("name", "lon", "lat", "gain", "capacity", "is_chosen")
    for name, lon, lat, gain, capacity, is_chosen in found.values_list(*columns):
        rows.append([name, lon, lat, gain, capacity or None, "是" if is_chosen else "否"])
    return Sheet("候选地点", rows)


def _proposals(study: Study) -> Sheet:
    rows: list[list[Value]] = [["求助", "帮手", "技能", "时间", "距离（米）", "已接", "状态"]]
    columns = ("need", "helper", "skills", "hours", "metres", "load_before", "state")
    found = Proposal.objects.filter(study=study).order_by("id").values_list(*columns)
    for *facts, state in found:
        rows.append([*facts, str(Proposal.State(state).label)])
    return Sheet("匹配建议", rows)


def features_of(study: Study) -> dict[str, Any]:
    """Return buildings (and grids as shapes) with all their columns, as GeoJSON in WGS 84."""
    features: list[dict[str, Any]] = []
    for sheet in sheet_of(study):
        heads = [str(each) for each in sheet.rows[0]]
        if "经度" not in heads:
            continue
        lon, lat = heads.index("经度"), heads.index("纬度")
        for row in sheet.rows[1:]:
            facts = dict(zip(heads, row, strict=True))
            point = {"type": "Point", "coordinates": [row[lon], row[lat]]}
            features.append({"type": "Feature", "properties": facts, "geometry": point})
    shapes = PlanGrid.objects.filter(study=study, buildings__gt=0).order_by("number")
    for name, code, households, rings in shapes.values_list("name", "code", "households", "rings"):
        facts = {"网格": name, "代码": str(code or ""), "户数": households}
        shape = {"type": "MultiPolygon", "coordinates": [[ring] for ring in rings]}
        features.append({"type": "Feature", "properties": facts, "geometry": shape})
    return {"type": "FeatureCollection", "features": features}
