"""Files in, files out: every format, shifted coordinates, wrong rows named, commands end to end."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet
import pytest
import shapely

from linli.algorithms.__main__ import main
from linli.algorithms.files.city import read_city
from linli.algorithms.files.coordinates import (
    from_bd09,
    from_gcj02,
    plane_around,
    to_bd09,
    to_gcj02,
)
from linli.algorithms.files.read import Table, read_table
from linli.algorithms.files.write import write_table
from linli.foundation.refusals import Refused

pytestmark = pytest.mark.timeout(900)  # whoever comes first compiles the kernels

WUZHOU = np.array([111.30, 23.48])


def town(columns: int = 12, rows: int = 8) -> Table:
    x, y = (item.ravel() for item in np.meshgrid(np.arange(columns), np.arange(rows)))
    corner = WUZHOU + np.stack([x * 0.0005, y * 0.0004], axis=1)
    shapes = shapely.box(corner[:, 0], corner[:, 1], corner[:, 0] + 2e-4, corner[:, 1] + 1.5e-4)
    return Table(
        np.asarray(shapes),
        {"户数": np.full(len(x), 21), "小区": (x // 3).astype(str).astype(object)},
    )


def saved(path: Path, table: Table | None = None) -> str:
    write_table(path, table or town(), {})
    return str(path)


@pytest.mark.parametrize("suffix", ["geojson", "gpkg", "shp", "fgb", "csv"])
def test_what_is_written_is_read_again(tmp_path: Path, suffix: str) -> None:
    path = saved(tmp_path / f"town.{suffix}")
    city = read_city(path)
    assert city.buildings.households.sum() == 96 * 21
    assert city.buildings.compound.max() == 3
    assert np.allclose(city.table.points(), town().points(), atol=1e-6)
    assert [item.name for item in tmp_path.iterdir() if item.name.startswith(".")] == []


def test_geoparquet_is_read(tmp_path: Path) -> None:
    table = town()
    content = pa.table(
        {
            "households": table.columns["户数"].tolist(),
            "geometry": shapely.to_wkb(table.geometry).tolist(),
        }
    ).replace_schema_metadata(
        {"geo": json.dumps({"primary_column": "geometry", "columns": {"geometry": {}}})}
    )
    pyarrow.parquet.write_table(content, tmp_path / "town.parquet")
    assert len(read_city(tmp_path / "town.parquet").buildings) == 96


def test_shifted_coordinates_come_back_to_a_millimetre() -> None:
    points = WUZHOU + np.random.default_rng(1).uniform(-0.2, 0.2, (50, 2))
    for there, back in ((to_gcj02, from_gcj02), (to_bd09, from_bd09)):
        assert np.abs(there(points) - points).max() > 0.003
        assert np.abs(back(there(points)) - points).max() < 1e-8


def test_gcj02_is_converted_with_a_warning(tmp_path: Path) -> None:
    table = town()
    shifted = Table(np.asarray(shapely.transform(table.geometry, to_gcj02)), table.columns)
    path = saved(tmp_path / "town.gpkg", shifted)
    read = read_table(path, datum="gcj02")
    assert np.allclose(read.points(), table.points(), atol=1e-7)
    assert "gcj02" in read.warnings[0]


def test_cgcs2000_and_plane_systems_are_understood(tmp_path: Path) -> None:
    table = town()
    plane = plane_around(table.points())
    metres = plane.points(table.points())
    assert np.hypot(*metres.T).max() < 1000
    collection = {
        "type": "FeatureCollection",
        "crs": {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::4490"}},
        "features": [
            {
                "type": "Feature",
                "properties": {"households": 5},
                "geometry": json.loads(shapely.to_geojson(shape)),
            }
            for shape in table.geometry
        ],
    }
    (tmp_path / "c.geojson").write_text(json.dumps(collection))
    assert np.allclose(read_table(tmp_path / "c.geojson").points(), table.points())


def change(column: str, row: int, value: object) -> Table:
    table = town()
    values = table.columns[column].astype(object)
    values[row] = value
    return Table(table.geometry, {**table.columns, column: values})


@pytest.mark.parametrize(
    ("value", "code"), [("", "files.number"), ("many", "files.number"), ("2.5", "files.whole")]
)
def test_wrong_households_are_named_by_row(tmp_path: Path, value: str, code: str) -> None:
    with pytest.raises(Refused) as refused:
        read_city(saved(tmp_path / "town.csv", change("户数", 4, value)))
    assert refused.value.code == code
    assert refused.value.params["rows"] == "5"


def test_mixed_coordinate_systems_are_named_by_row(tmp_path: Path) -> None:
    table = town()
    table.geometry[3] = shapely.Point(9.5, 47.1)
    with pytest.raises(Refused) as refused:
        read_table(saved(tmp_path / "town.gpkg", table))
    assert (refused.value.code, refused.value.params["rows"]) == ("files.mixed", "4")
    table.geometry[3] = shapely.Point(500_000, 2_600_000)
    with pytest.raises(Refused) as refused:
        read_table(saved(tmp_path / "town.gpkg", table))
    assert refused.value.code == "files.degrees"


def test_crossed_polygons_are_mended_and_missing_ones_refused(tmp_path: Path) -> None:
    table = town()
    x, y = WUZHOU
    table.geometry[0] = shapely.Polygon(
        [(x, y), (x + 1e-3, y + 1e-3), (x + 1e-3, y), (x, y + 1e-3)]
    )
    read = read_table(saved(tmp_path / "town.gpkg", table))
    assert "自相交" in read.warnings[0]
    table.geometry[0] = shapely.Point()
    with pytest.raises(Refused) as refused:
        read_table(saved(tmp_path / "town.geojson", table))
    assert refused.value.code == "files.geometry"


def test_doubled_buildings_are_refused(tmp_path: Path) -> None:
    table = town()
    table.geometry[7] = table.geometry[2]
    with pytest.raises(Refused) as refused:
        read_city(saved(tmp_path / "town.gpkg", table))
    assert (refused.value.code, refused.value.params["rows"]) == ("files.twins", "8")


def test_files_that_are_not_there_or_not_readable_are_refused(tmp_path: Path) -> None:
    (tmp_path / "bad.gpkg").write_text("not a database")
    (tmp_path / "bad.csv").write_text("a,b\n1,2\n")
    (tmp_path / "bad.docx").write_text("")
    codes = {}
    for name in ("none.gpkg", "bad.gpkg", "bad.csv", "bad.docx"):
        with pytest.raises(Refused) as refused:
            read_table(tmp_path / name)
        codes[name] = refused.value.code
    assert list(codes.values()) == [
        "files.missing", "files.unreadable", "files.csv_columns", "files.format",
    ]  # fmt: skip
    with pytest.raises(Refused) as refused:
        read_table(saved(tmp_path / "t.gpkg"), datum="mars")
    assert refused.value.code == "files.datum"
    with pytest.raises(Refused) as refused:
        write_table(tmp_path / "out.docx", town(), {})
    assert refused.value.code == "files.write_format"
    with pytest.raises(Refused) as refused:
        write_table(tmp_path / "none" / "out.csv", town(), {})
    assert refused.value.code == "files.folder"


def test_draw_check_and_redraw_from_the_command_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source = saved(tmp_path / "town.gpkg")
    drawn, again = str(tmp_path / "drawn.gpkg"), str(tmp_path / "again.csv")
    assert main(["grids", "draw", source, "--out", drawn]) == 0
    assert main(["grids", "check", drawn]) == 0
    assert main(["grids", "redraw", drawn, "--out", again]) == 0
    out = capsys.readouterr().out
    assert "例外 0 个" in out
    assert "换网格 0 户" in out
    with Path(again).open(encoding="utf-8-sig") as stream:
        assert {row["grid"] for row in csv.DictReader(stream)} == {"0", "1", "2", "3", "4"}


def test_a_refusal_is_a_sentence_and_exit_code_2(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["grids", "draw", str(tmp_path / "no.gpkg"), "--out", "x.csv"]) == 2
    assert "找不到文件" in capsys.readouterr().err


def test_circle_sites_and_match_from_the_command_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source = saved(tmp_path / "town.gpkg")
    x, y = WUZHOU
    (tmp_path / "centres.csv").write_text(f"lon,lat\n{x},{y}\n{x + 0.004},{y + 0.002}\n")
    lines = [
        shapely.LineString([(x, y + k * 4e-4), (x + 3e-3, y + k * 4e-4), (x + 6e-3, y + k * 4e-4)])
        for k in range(8)
    ]
    lines.append(shapely.LineString([(x, y + k * 4e-4) for k in range(8)]))
    streets = saved(
        tmp_path / "streets.gpkg", Table(np.array(lines, object), {"steps": np.zeros(9)})
    )
    centres = str(tmp_path / "centres.csv")
    out = str(tmp_path / "out.csv")
    assert (
        main(["circle", source, centres, "--streets", streets, "--open", f"{x},{y}", "--out", out])
        == 0
    )
    assert main(["circle", source, centres, "--barrier-free"]) == 0
    assert main(["sites", source, centres, "--streets", streets, "--most", "1"]) == 0
    assert main(["sites", source, centres, "--all"]) == 0
    assert main(["sites", source, centres, "--median", "1"]) == 0
    (tmp_path / "needs.csv").write_text(f"id,lon,lat,skills\nn1,{x},{y},水电\n")
    (tmp_path / "helpers.csv").write_text(f"id,lon,lat,skills\nh1,{x},{y},水电、搬运\n")
    needs, helpers = str(tmp_path / "needs.csv"), str(tmp_path / "helpers.csv")
    assert main(["match", needs, helpers, "--out", out]) == 0
    text = capsys.readouterr().out
    assert "15 分钟内可达 2016/2016 户" in text
    assert text.count("已证明最优") == 3
    assert "提议 1 条" in text


def test_registering_the_commands_loads_no_array_library() -> None:
    script = (
        "import sys, argparse; from linli.algorithms.commands import register;"
        "register(argparse.ArgumentParser().add_subparsers());"
        "print(sorted({'numpy','scipy','numba','shapely','ortools','highspy'} & set(sys.modules)))"
    )
    found = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert found.stdout.strip() == "[]"


def test_the_kernels_command_compiles_all(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["kernels"]) == 0
