"""The pages of the studio: who sees them, how many queries they cost, what they say."""

from __future__ import annotations

import datetime as dt
import io
import sqlite3
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.test.utils import CaptureQueriesContext

from linli.apps.accounts.tests.cast import Cast
from linli.apps.accounts.tests.tiny_city import COMMUNITY, LAT, LON
from linli.apps.places.models import Building
from linli.apps.planning import actions
from linli.apps.planning.models import Proposal, Spot, Study
from linli.apps.planning.rules.studies import GridFacts
from linli.apps.planning.tests.block import NOW, drawn, walked
from linli.foundation import clock
from linli.foundation.clock import local_date

Counter = Callable[..., Any]


@pytest.fixture
def officer(cast: Cast) -> Client:
    return cast.subdistrict_officer.client()


def queries_of(client: Client, address: str) -> int:
    from django.db import connection

    client.get(address)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


def test_the_list_costs_the_same_for_one_and_for_twenty(
    cast: Cast, officer: Client, block: list[Building]
) -> None:
    def ask() -> None:
        actions.start_study(
            actor=cast.subdistrict_officer.actor,
            area=COMMUNITY,
            title="重划",
            facts=GridFacts(),
            now=NOW,
        )

    ask()
    one = queries_of(officer, "/planning/")
    for _ in range(19):
        ask()

    assert queries_of(officer, "/planning/") == one


def test_a_drawing_costs_the_same_however_many_grids(
    cast: Cast, officer: Client, block: list[Building]
) -> None:
    two = drawn(cast.subdistrict_officer.actor)
    first = queries_of(officer, f"/planning/{two.pk}/")
    three = drawn(cast.subdistrict_officer.actor, cut=7, third=14)

    assert queries_of(officer, f"/planning/{three.pk}/") == first


def test_files_cost_the_same_for_one_and_for_twenty(cast: Cast, officer: Client) -> None:
    def keep() -> None:
        actions.keep_upload(
            actor=cast.subdistrict_officer.actor,
            area=COMMUNITY,
            sort="buildings",
            name="a.csv",
            content=io.BytesIO(b"lon,lat\n"),
            now=NOW,
        )

    keep()
    one = queries_of(officer, "/planning/files/")
    for _ in range(19):
        keep()

    assert queries_of(officer, "/planning/files/") == one


@pytest.mark.parametrize(
    ("who", "status"),
    [("stranger", 302), ("resident", 403), ("grid_worker", 403), ("secretary", 200), ("city_officer", 200)],
)  # fmt: skip
def test_who_sees_the_list(cast: Cast, who: str, status: int) -> None:
    assert cast[who].client().get("/planning/").status_code == status


@pytest.mark.parametrize(
    ("who", "status"),
    [("stranger", 302), ("resident", 404), ("outsider", 404), ("secretary", 200)],
)
def test_who_sees_a_study_and_its_map(cast: Cast, drawing: Study, who: str, status: int) -> None:
    client = cast[who].client()
    for page in ("", "map.json", "export.xlsx", "grids/0/", "buildings/5/"):
        assert client.get(f"/planning/{drawing.pk}/{page}").status_code == status


def test_the_secretary_sees_no_button_that_is_not_hers(cast: Cast, drawing: Study) -> None:
    client = cast.secretary.client()
    page = client.get(f"/planning/{drawing.pk}/").content.decode()

    assert "批准，定启用日期" not in page
    assert "留下意见" in page
    assert client.get(f"/planning/{drawing.pk}/approve/").status_code == 403
    assert client.get("/planning/new/grids/").status_code == 403
    assert client.post(f"/planning/{drawing.pk}/do/undo/").status_code == 403


def test_a_study_is_asked_for_on_the_page(officer: Client, block: list[Building]) -> None:
    assert officer.get("/planning/new/grids/").status_code == 200
    facts = {
        "area": COMMUNITY, "title": "重划", "mode": "draw", "low": 300, "high": 500,
        "target": 420, "seed": 1, "whole": "on",
    }  # fmt: skip
    answer = officer.post("/planning/new/grids/", facts)
    study = Study.objects.get()

    assert answer["Location"] == f"/planning/{study.pk}/"
    assert (study.facts["whole"], study.facts["fewest"]) == (True, False)
    page = officer.get(answer["Location"]).content.decode()
    assert "取消计算" in page
    assert "看看到哪一步了" in page  # without JavaScript one looks again by a link


def test_what_was_typed_stays_when_it_is_refused(officer: Client) -> None:
    facts = {
        "area": COMMUNITY, "title": "重划", "mode": "draw", "low": 600, "high": 500,
        "target": 420, "seed": 1,
    }  # fmt: skip
    answer = officer.post("/planning/new/grids/", facts)

    assert answer.status_code == 422
    page = answer.content.decode()
    assert "网格户数下限 600 要不大于上限 500，请改正后再试。" in page
    assert 'value="600"' in page


def test_the_progress_ends_by_asking_for_the_page(officer: Client, drawing: Study) -> None:
    answer = officer.get(f"/planning/{drawing.pk}/progress/", headers={"HX-Request": "true"})

    assert (answer.status_code, answer["HX-Refresh"]) == (204, "true")


def test_a_building_page_tells_before_and_after_of_both_grids(
    officer: Client, drawing: Study
) -> None:
    border = drawing.buildings.filter(lon__gt=LON + 0.0126, lon__lt=LON + 0.0128).first()
    assert border is not None
    page = officer.get(f"/planning/{drawing.pk}/buildings/{border.number}/").content.decode()

    assert all(str(number) in page for number in (420, 399, 441))
    assert "各项规则都满足。" in page
    answer = officer.post(f"/planning/{drawing.pk}/move/{border.number}/", {"to": 1})
    assert answer.status_code == 302
    page = officer.get(f"/planning/{drawing.pk}/").content.decode()
    assert "手工调整" in page
    assert officer.post(f"/planning/{drawing.pk}/do/undo/").status_code == 302


def test_the_map_colours_grids_and_leaves_names_of_people_out(
    officer: Client, drawing: Study
) -> None:
    plan = officer.get(f"/planning/{drawing.pk}/map.json").json()
    today = officer.get(f"/planning/{drawing.pk}/map.json?show=today").json()
    pinned = officer.get(f"/planning/{drawing.pk}/map.json?pin=5").json()
    assert pinned["features"][-1]["properties"]["id"] == "p5"

    houses = [each for each in plan["features"] if each["properties"]["layer"] == "plan_building"]
    tints = {each["properties"]["tint"] for each in houses}
    assert len(houses) == 43
    assert len(tints) == 2
    assert {each["properties"]["layer"] for each in today["features"]} == {"plan_building"}


def test_compare_and_print(officer: Client, cast: Cast, drawing: Study) -> None:
    other = drawn(cast.subdistrict_officer.actor, cut=12)
    page = officer.get(f"/planning/compare/?a={drawing.pk}&b={other.pk}").content.decode()

    assert str(other.result["moved"]) in page
    assert officer.get("/planning/compare/?a=x&b=1").status_code == 404
    assert "420" in officer.get(f"/planning/{drawing.pk}/grids/0/").content.decode()


def test_approve_and_hand_over_on_the_pages(officer: Client, drawing: Study) -> None:
    assert "到那天会发生什么" in officer.get(f"/planning/{drawing.pk}/approve/").content.decode()
    assert officer.post(f"/planning/{drawing.pk}/approve/", {"on": "2020-01-01"}).status_code == 422
    day = local_date(clock.now()) + dt.timedelta(days=7)
    answer = officer.post(f"/planning/{drawing.pk}/approve/", {"on": day.isoformat()})
    assert answer["Location"] == f"/planning/{drawing.pk}/handover/"
    assert "没有要交接的" in officer.get(answer["Location"]).content.decode()
    page = officer.get(f"/planning/{drawing.pk}/").content.decode()
    assert "撤回批准" in page
    assert officer.post(f"/planning/{drawing.pk}/do/withdraw/").status_code == 302
    assert officer.get(f"/planning/{drawing.pk}/handover/").status_code == 404


# ── Files ─────────────────────────────────────────────────────────────────────────────────────────
def test_the_workbook_holds_every_building(officer: Client, drawing: Study) -> None:
    content = officer.get(f"/planning/{drawing.pk}/export.xlsx").content
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        sheet = archive.read("xl/worksheets/sheet2.xml").decode()

    assert sheet.count("<row ") == 44
    assert "枣冲社区第一网格" in sheet


def test_the_geopackage_holds_points_and_areas(
    officer: Client, drawing: Study, tmp_path: Any
) -> None:
    path = tmp_path / "plan.gpkg"
    path.write_bytes(officer.get(f"/planning/{drawing.pk}/export.gpkg").content)
    base = sqlite3.connect(path)
    tables = dict(base.execute("SELECT table_name, srs_id FROM gpkg_contents"))
    [[points]] = base.execute("SELECT count(*) FROM points").fetchall()
    base.close()

    assert tables == {"points": 4326, "areas": 4326}
    assert points == 43


def test_geojson_is_whole_and_unknown_formats_are_not_there(
    officer: Client, drawing: Study
) -> None:
    features = officer.get(f"/planning/{drawing.pk}/export.geojson").json()["features"]

    assert len(features) == 45
    assert officer.get(f"/planning/{drawing.pk}/export.exe").status_code == 404


# ── Walking ───────────────────────────────────────────────────────────────────────────────────────
def test_what_one_more_hall_would_change(
    cast: Cast, officer: Client, block: list[Building]
) -> None:
    study = walked(cast.subdistrict_officer.actor)
    page = officer.get(f"/planning/{study.pk}/").content.decode()
    assert "再开一处服务中心会怎样" in page

    address = f"/planning/{study.pk}/what-if/?lon={LON + 0.01}&lat={LAT}"
    whole = officer.get(address).content.decode()
    part = officer.get(address, headers={"HX-Request": "true"}).content.decode()
    for answer in (whole, part):
        assert "<b>63</b> 户会更近，其中 <b>63</b> 户从走不到变成 15 分钟内。" in answer
    assert "<html" not in part


def test_the_way_to_the_corner_counts(cast: Cast, officer: Client, block: list[Building]) -> None:
    study = walked(cast.subdistrict_officer.actor)
    address = f"/planning/{study.pk}/what-if/?lon={LON + 0.011}&lat={LAT}"
    page = officer.get(address).content.decode()

    assert "离所选的点 102 米" in page
    assert "<b>42</b> 户会更近" in page  # the third house is 14.9 minutes from the corner


def test_a_point_far_from_everything_is_refused_in_words(
    cast: Cast, officer: Client, block: list[Building]
) -> None:
    study = walked(cast.subdistrict_officer.actor)
    answer = officer.get(f"/planning/{study.pk}/what-if/?lon=100&lat=20")

    assert (answer.status_code, "太远" in answer.content.decode()) == (422, True)
    assert officer.get(f"/planning/{study.pk}/what-if/?lon=x&lat=").status_code == 200


def test_the_answer_costs_few_queries_however_many_points(
    cast: Cast, officer: Client, block: list[Building]
) -> None:
    study = walked(cast.subdistrict_officer.actor)
    address = f"/planning/{study.pk}/what-if/?lon={LON + 0.01}&lat={LAT}"
    one = queries_of(officer, address)
    Spot.objects.bulk_create(
        Spot(id=at, study=study, number=at, lon=LON + at / 1e4, lat=LAT + 0.001) for at in range(1, 20)
    )  # fmt: skip

    assert queries_of(officer, address) == one


def test_a_person_decides_on_each_proposal_once(cast: Cast, officer: Client) -> None:
    study = Study.objects.create(
        id=9, kind="match", area_id=COMMUNITY, title="匹配", state="done", asked_by=1, asked_at=NOW,
        facts={"metres": 500, "candidates": 20},
        result={"needs": 2, "helpers": 1, "crowded_out": [], "hopeless": ["N2"]},
    )  # fmt: skip
    row = Proposal.objects.create(
        id=3, study=study, need="N1", helper="H1", hours="8–10", metres=120, load_before=0, others=2
    )
    page = officer.get("/planning/9/").content.decode()
    assert "相距 120 米" in page
    assert officer.post("/planning/9/proposals/3/", {"say": "yes"}).status_code == 302
    assert officer.post("/planning/9/proposals/3/", {"say": "no"}).status_code == 409
    row.refresh_from_db()

    assert (row.state, row.decided_by) == ("confirmed", cast.subdistrict_officer.key)
    assert (
        cast.secretary.client().post("/planning/9/proposals/3/", {"say": "no"}).status_code == 403
    )
