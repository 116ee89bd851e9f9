"""What the studio asks of the algorithms, as plain lists in and out."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pyogrio
import pytest

from linli.algorithms.tasks import circle, grids, match, outline, read, sites
from linli.foundation.geopackage import write_geopackage
from linli.foundation.refusals import Refused

pytestmark = pytest.mark.pure
LON, LAT, STEP = 111.3, 23.48, 0.0003
LAND = [[LON - 0.01, LAT - 0.01], [LON + 0.02, LAT - 0.01], [LON + 0.02, LAT + 0.01], [LON - 0.01, LAT + 0.01]]  # fmt: skip


def quiet(*_: object) -> None:
    """No report."""


def street(count: int = 40, **more: Any) -> dict[str, Any]:
    """Houses of 21 households in a row."""
    return {
        "lon": [LON + at * STEP for at in range(count)],
        "lat": [LAT] * count,
        "households": [21] * count,
        "compound": [at // 4 for at in range(count)],
        "units": [1] * count,
        "area": [0] * count,
        "before": [0 if at < 10 else 1 for at in range(count)],
        "land": [LAND],
        "barriers": [],
        "low": 300,
        "high": 500,
        "target": 420,
        "fewest": False,
        "whole": True,
        "mode": "draw",
        "seed": 1,
        **more,
    }


def test_a_street_becomes_two_grids_that_carry_on_old_ones() -> None:
    told: list[str] = []
    found = grids.run(street(), lambda phase, *_: told.append(phase))

    assert [grid["households"] for grid in found["grids"]] == [420, 420]
    assert sorted(grid["name"] for grid in found["grids"]) == [0, 1]
    assert found["near"][1] == [0, 2]
    assert [item["grid"] for item in found["before"]["exceptions"]] == [0, 1]
    assert told[0] == "prepare"
    assert told[-1] == "prove"


def test_territories_cover_the_land_without_overlap() -> None:
    import shapely

    found = grids.run(street(), quiet)
    shapes = [
        shapely.make_valid(shapely.union_all([shapely.polygons(ring) for ring in grid["rings"]]))
        for grid in found["grids"]
    ]
    land = shapely.polygons(LAND)

    assert sum(shapely.area(shapes)) == pytest.approx(shapely.area(land), rel=0.01)
    assert shapely.area(shapely.intersection(*shapes)) < 0.01 * shapely.area(land)


def test_the_same_seed_gives_the_same_drawing() -> None:
    assert grids.run(street(seed=7), quiet) == grids.run(street(seed=7), quiet)


def test_least_change_leaves_fitting_grids_alone() -> None:
    before = [0 if at < 20 else 1 for at in range(40)]
    found = grids.run(street(before=before, mode="least"), quiet)

    assert found["grid"] == before


def test_a_river_is_not_crossed_and_the_reason_is_told() -> None:
    middle = LON + 9.5 * STEP
    river = json.dumps(
        {"type": "LineString", "coordinates": [[middle, LAT - 1], [middle, LAT + 1]]}
    )
    found = grids.run(street(barriers=[river]), quiet)

    assert {found["grid"][9], found["grid"][10]} == {0, 1} or found["grid"][9] != found["grid"][10]
    assert "cell_below_minimum" in {item["reason"] for item in found["exceptions"]}


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"households": [-1] + [21] * 39}, "grids.households"),
        ({"low": 500, "high": 300}, "grids.limits"),
        ({"units": [0] * 40}, "grids.units"),
    ],
)
def test_bad_rows_are_refused_with_a_code(change: dict[str, Any], code: str) -> None:
    with pytest.raises(Refused) as refused:
        grids.run(street(**change), quiet)

    assert refused.value.code == code


# ── Walking ───────────────────────────────────────────────────────────────────────────────────────
def walk(**more: Any) -> dict[str, Any]:
    """Houses along a street with one centre at its beginning."""
    row = street()
    end = LON + 40 * STEP
    return {
        **{key: row[key] for key in ("lon", "lat", "households")},
        "centre_lon": [LON],
        "centre_lat": [LAT],
        "streets": [json.dumps({"type": "LineString", "coordinates": [[LON, LAT], [end, LAT]]})],
        "water": [],
        "pace": 66.7,
        "detour": 1.3,
        "limit": 15,
        **more,
    }


def test_minutes_grow_along_the_street() -> None:
    found = circle.run(walk(), quiet)
    minutes = found["minutes"]

    metres = np.arange(40) * STEP * 111_320 * np.cos(np.radians(LAT))
    assert minutes == pytest.approx((metres / 66.7).tolist(), abs=0.7)  # a node every 40 m
    assert found["on_streets"]


def test_a_point_holds_only_homes_that_would_be_nearer() -> None:
    found = circle.run(walk(), quiet)
    for point in found["points"]:
        for home, tenths in zip(point["home"], point["tenths"], strict=True):
            assert tenths / 10 <= found["minutes"][home] + 0.05
    far = max(found["points"], key=lambda one: one["lon"])
    assert 39 in far["home"]


def test_a_gap_between_streets_is_closed_unless_a_river_is_in_it() -> None:
    middle = LON + 20 * STEP
    ways = [
        [[LON, LAT], [middle - STEP, LAT]],
        [[middle + STEP, LAT], [LON + 40 * STEP, LAT]],
    ]
    lines = [json.dumps({"type": "LineString", "coordinates": way}) for way in ways]
    river = json.dumps(
        {"type": "LineString", "coordinates": [[middle, LAT - 1], [middle, LAT + 1]]}
    )
    joined = circle.run(walk(streets=lines), quiet)
    parted = circle.run(walk(streets=lines, water=[river]), quiet)

    assert (joined["joined"], parted["joined"]) == (1, 0)
    assert None not in joined["minutes"]
    assert parted["minutes"][-1] is None


def test_without_centres_nobody_is_reached_and_without_streets_the_line_counts() -> None:
    nobody = circle.run(walk(centre_lon=[], centre_lat=[]), quiet)
    direct = circle.run(walk(streets=[]), quiet)

    assert set(nobody["minutes"]) == {None}
    assert direct["minutes"][0] == 0
    assert not direct["on_streets"]
    with pytest.raises(Refused):
        circle.run(walk(lon=[], lat=[], households=[]), quiet)


def siting(**more: Any) -> dict[str, Any]:
    places = [LON + at * STEP for at in (5, 20, 39)]
    return walk(
        centre_lon=[], centre_lat=[], site_lon=places, site_lat=[LAT] * 3, capacity=[], goal="most",
        count=1, seconds=5, seed=1, limit=8, **more,
    )  # fmt: skip


def test_the_middle_of_the_street_reaches_most_and_that_is_proved() -> None:
    found = sites.run(siting(), quiet)

    assert found["chosen"] == [1]
    assert found["optimal"]
    assert found["value"] == found["bound"] == found["gain"][1]


def test_who_is_reached_already_asks_for_nothing() -> None:
    here = {"centre_lon": [LON + 20 * STEP], "centre_lat": [LAT], "limit": 15}
    found = sites.run({**siting(), **here}, quiet)

    assert found["asked"] == 0


def test_fewest_and_shortest_ways() -> None:
    fewest = sites.run({**siting(), "goal": "all"}, quiet)
    shortest = sites.run({**siting(), "goal": "median", "count": 3, "capacity": [500] * 3}, quiet)

    assert (len(fewest["chosen"]), fewest["optimal"]) == (2, True)
    assert set(shortest["assigned"]) == {0, 1, 2}
    with pytest.raises(Refused):
        sites.run({**siting(), "goal": "median", "capacity": [10] * 3}, quiet)


HEADS = "小区,小区规划,小区建成,小区入住,服务中心规划,服务中心建成,服务中心启用\n"


def stages(tmp_path: Any, text: str) -> dict[str, Any]:
    path = tmp_path / "a.csv"
    path.write_text(text, encoding="utf-8")
    request = {"path": str(path), "kind": "stages", "datum": "", "today": "2026-11-25"}
    return read.run(request, quiet)


def test_a_centre_that_lags_behind_its_homes_is_named(tmp_path: Any) -> None:
    found = stages(
        tmp_path,
        HEADS + "云龙新城,2025-01-01,2026/3/1,,2025-01-01,,\n江滨新苑,2025-01-01,,,2025-01-01,,\n",
    )

    assert found["lagging"] == [["云龙新城", ["built"]]]
    assert found["rows"] == 2


def test_a_date_that_is_none_is_a_fault_with_its_row(tmp_path: Any) -> None:
    found = stages(tmp_path, HEADS + "云龙新城,去年,2026-13-01,,,,\n")
    missing = stages(tmp_path, "小区,小区规划\n云龙新城,2025-01-01\n")

    assert [(each["row"], each["column"]) for each in found["faults"]] == [
        (2, "小区规划"),
        (2, "小区建成"),
    ]
    assert {each["row"] for each in missing["faults"]} == {0}


def test_outlines_follow_a_change_by_hand() -> None:
    row = street()
    given = {key: row[key] for key in ("lon", "lat", "area", "land")}
    first = outline.run({**given, "grid": [at // 20 for at in range(40)]}, quiet)["rings"]
    second = outline.run({**given, "grid": [at // 30 for at in range(40)]}, quiet)["rings"]

    assert len(first) == len(second) == 2
    assert first != second


def test_a_match_says_what_else_was_possible() -> None:
    side = {"skills": ["电工"], "start": [8], "end": [12]}
    needs = {"lon": [LON], "lat": [LAT], "columns": side}
    helpers = {
        "lon": [LON, LON + STEP], "lat": [LAT, LAT],
        "columns": {"skills": ["电工", "电工"], "start": [0, 0], "end": [24, 24], "room": [1, 1], "load": [0, 0]},
    }  # fmt: skip
    found = match.run({"needs": needs, "helpers": helpers, "metres": 500, "candidates": 5}, quiet)

    assert found["proposals"] == [
        {"need": 0, "helper": 0, "metres": 0, "load_before": 0, "others": 1, "next_metres": 31}
    ]


def test_our_geopackage_is_read_by_gdal(tmp_path: Any) -> None:
    ring = [*LAND, LAND[0]]
    features = [
        {"properties": {"户数": 21, "名称": "甲"}, "geometry": {"type": "Point", "coordinates": [LON, LAT]}},
        {"properties": {"网格": "一"}, "geometry": {"type": "MultiPolygon", "coordinates": [[ring]]}},
    ]  # fmt: skip
    path = tmp_path / "a.gpkg"
    path.write_bytes(write_geopackage(features))
    assert pyogrio.list_layers(path)[:, 0].tolist() == ["points", "areas"]
    meta, _, shapes, _ = pyogrio.raw.read(path, layer="areas")
    found = read.run({"path": str(path), "kind": "buildings", "datum": ""}, quiet)

    assert meta["crs"] == "EPSG:4326"
    assert len(shapes) == 1
    assert found["columns"]["households"] == [21]
    assert "只读第一层" in found["warnings"][0]
