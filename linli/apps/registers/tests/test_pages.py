"""The pages and the API: from the template to the undo, for who keeps a register and nobody else."""

from __future__ import annotations

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from linli.apps.accounts.tests.cast import Cast
from linli.apps.organisations.rules.kinds import Kind
from linli.apps.organisations.tests.conftest import make
from linli.apps.places.models import Building
from linli.apps.registers import jobs, queries
from linli.apps.registers.actions.outgoing import sorts_of
from linli.apps.registers.models import Intake, Outgoing
from linli.apps.registers.tests.tables import (
    BUILDINGS_HEAD,
    SYSTEM,
    building,
    buildings,
    home,
    homes,
    table,
)
from linli.foundation import clock
from linli.platform.access import Actor
from linli.platform.registers import read_table

pytestmark = pytest.mark.django_db
NOBODY = ("resident", "grid_worker", "building_head", "department_handler", "property_manager")


def upload(client: Client, *rows: list[object], name: str = "楼栋.csv") -> Intake:
    file = SimpleUploadedFile(name, table(BUILDINGS_HEAD, rows))
    answer = client.post("/registers/buildings/", {"file": file})
    assert answer.status_code == 302, answer.content.decode()
    intake = Intake.objects.latest("id")
    assert answer["Location"] == f"/registers/tables/{intake.pk}/"
    return intake


def text(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, path
    return answer.content.decode()


def work(intake: Intake, *steps: str) -> None:
    for step in steps:
        getattr(jobs, step)(intake=intake.pk, now=clock.now())


def test_from_the_upload_to_the_undo(cast: Cast) -> None:
    client = cast.secretary.client()
    assert "楼栋" in text(client, "/registers/")
    assert "必填" in text(client, "/registers/buildings/")

    intake = upload(client, building("10栋"), building("1栋", floors=9))
    path = f"/registers/tables/{intake.pk}/"
    assert "正在核对" in text(client, path)
    work(intake, "check")
    shown = text(client, path)
    assert "确认存入" in shown
    assert "10栋" in shown
    assert "<del>6</del>" in shown
    client.post(f"{path}store/")
    work(intake, "store")
    assert "已经存入" in text(client, path)
    assert Building.objects.filter(name="10栋").exists()
    client.post(f"{path}undo/")
    work(intake, "undo")
    assert "底册和导入以前一样" in text(client, path)
    assert not Building.objects.filter(name="10栋").exists()
    assert "已撤销" in text(client, "/registers/")


def test_faults_are_shown_and_can_be_taken_along(cast: Cast) -> None:
    client = cast.secretary.client()
    intake = upload(client, building("10栋", floors="很高"))
    work(intake, "check")
    path = f"/registers/tables/{intake.pk}/"

    assert "有 1 行要改" in text(client, path)
    assert "确认存入" not in text(client, path)
    taken = client.get(f"{path}faults.csv")
    assert read_table(taken.content)[1][:2] == ["2", "层数"]
    client.post(f"{path}discard/")
    assert "已放弃" in text(client, "/registers/")


def test_a_file_of_another_kind_is_told_on_the_form(cast: Cast) -> None:
    client = cast.secretary.client()
    answer = client.post("/registers/buildings/", {"file": SimpleUploadedFile("a.pdf", b"%PDF")})
    assert answer.status_code == 422
    assert "另存为 XLSX" in answer.content.decode()
    assert client.post("/registers/buildings/", {}).status_code == 422


@pytest.mark.parametrize("name", list(queries.REGISTERS))
def test_the_template_has_the_headings_and_no_row(cast: Cast, name: str) -> None:
    content = cast.secretary.client().get(f"/registers/{name}/template.xlsx").content
    assert read_table(content) == [list(queries.REGISTERS[name].headings)]


@pytest.mark.parametrize(
    ("name", "sort"),
    [(each.name, sort) for each in queries.REGISTERS.values() for sort in sorts_of(each)],
)
def test_what_goes_out_comes_back_unchanged(cast: Cast, name: str, sort: str) -> None:
    from linli.apps.registers import actions

    buildings(
        building("=10栋", lift="是", year=""),
        building("骑楼9号", compound="", grid="450403002004002"),
    )
    homes(home("-101", floor=-1, use="商铺"))
    make(Kind.PROPERTY_FIRM, "=鸳江物业（梧州）", office_hours="白天，夜间：有人")
    client = cast.city_officer.client()
    answer = client.post(f"/registers/{name}/take/{sort}/")
    outgoing = Outgoing.objects.get()
    assert "正在准备" in text(client, answer["Location"])
    jobs.take(outgoing=outgoing.pk, now=clock.now())
    assert "备好了" in text(client, answer["Location"])

    content = client.get(f"{answer['Location']}?get").content
    again = actions.bring_in(
        actor=SYSTEM,
        register=name,
        name=f"x.{sort}",
        content=content,
        confirm=False,
        now=clock.now(),
    )

    assert again.faults == []
    assert (again.added, again.changed) == (0, 0)
    assert again.unchanged == len(read_table(content)) - 1 > 0


def test_places_go_out_as_a_map(cast: Cast) -> None:
    client = cast.secretary.client()
    answer = client.post("/registers/buildings/take/geojson/")
    jobs.take(outgoing=Outgoing.objects.get().pk, now=clock.now())
    found = json.loads(client.get(f"{answer['Location']}?get").content)
    assert len(found["features"]) == 3
    assert found["features"][0]["properties"]["楼栋"]
    refused = client.post("/registers/homes/take/geojson/")
    assert refused.status_code in {302, 409, 422}
    assert Outgoing.objects.count() == 1


def test_a_place_moved_on_the_map_comes_in_where_it_is_now(cast: Cast) -> None:
    client = cast.secretary.client()
    answer = client.post("/registers/buildings/take/geojson/")
    jobs.take(outgoing=Outgoing.objects.get().pk, now=clock.now())
    found = json.loads(client.get(f"{answer['Location']}?get").content)
    moved = next(each for each in found["features"] if each["properties"]["楼栋"] == "1栋")
    lon, lat = moved["geometry"]["coordinates"]
    corners = [(0, 0), (0.002, 0), (0.002, 0.001), (0, 0.001), (0, 0)]
    ring = [[lon + east, lat + north] for east, north in corners]
    moved["geometry"] = {"type": "Polygon", "coordinates": [ring]}
    file = SimpleUploadedFile("楼栋.geojson", json.dumps(found).encode())

    client.post("/registers/buildings/", {"file": file})
    intake = Intake.objects.get()
    work(intake, "check")
    client.post(f"/registers/tables/{intake.pk}/store/")
    work(intake, "store")

    intake.refresh_from_db()
    assert (intake.changed, intake.unchanged, intake.faults) == (1, 2, [])
    there = Building.objects.get(name="1栋")
    assert (there.lon, there.lat) == pytest.approx((lon + 0.001, lat + 0.0005))
    assert "地图文件" in text(client, "/registers/buildings/")
    assert "地图文件" not in text(client, "/registers/homes/")


def test_a_secretary_takes_away_the_own_community_alone(cast: Cast) -> None:
    def names(actor: Actor) -> set[object]:
        return {row[3] for row in queries.REGISTERS["buildings"].rows(actor)}

    assert names(cast.secretary.actor) == {"1栋", "2栋", "骑楼8号"}
    assert names(cast.outsider.actor) == set()
    assert names(cast.resident.actor) == set()


@pytest.mark.parametrize("who", NOBODY)
def test_who_keeps_no_register_sees_none(cast: Cast, who: str) -> None:
    client = getattr(cast, who).client()
    assert client.get("/registers/").status_code == 403
    for path in ("/registers/buildings/", "/registers/buildings/template.xlsx"):
        assert client.get(path).status_code == 404
    assert client.get("/api/registers").json() == []


def test_a_table_is_not_shown_to_others(cast: Cast) -> None:
    intake = upload(cast.secretary.client(), building("10栋"))
    work(intake, "check")
    cast.secretary.client().post("/registers/buildings/take/csv/")
    outgoing = Outgoing.objects.get()
    for who in ("city_officer", "platform_admin", "outsider", "data_officer"):
        client = getattr(cast, who).client()
        for path in (
            f"/registers/tables/{intake.pk}/",
            f"/registers/tables/{intake.pk}/faults.csv",
            f"/registers/files/{outgoing.pk}/?get",
            f"/api/registers/tables/{intake.pk}",
        ):
            assert client.get(path).status_code == 404, (who, path)


def test_the_api_goes_the_same_way(cast: Cast) -> None:
    client = cast.secretary.client()
    assert {each["name"] for each in client.get("/api/registers").json()} == set(queries.REGISTERS)
    file = SimpleUploadedFile(
        "a.csv", table(BUILDINGS_HEAD, [building("10栋"), building("x", floors=0)])
    )
    made = client.post("/api/registers/buildings", {"file": file})
    assert made.status_code == 202
    path = f"/api/registers/tables/{made.json()['id']}"
    intake = Intake.objects.get()
    work(intake, "check")
    assert [(each["row"], each["column"]) for each in client.get(path).json()["faults"]] == [
        (3, "层数")
    ]
    assert client.post(f"{path}/store").json()["state"] == "faulty"
    assert client.delete(path).status_code == 204
    assert client.post(f"{path}/undo").json()["state"] == "discarded"
    bad = client.post("/api/registers/buildings", {"file": SimpleUploadedFile("a.exe", b"MZ")})
    assert (bad.status_code, bad.json()["code"]) == (409, "registers.format")


def test_lists_ask_as_many_questions_for_one_row_as_for_twenty(
    cast: Cast, django_assert_max_num_queries: object
) -> None:
    client = cast.secretary.client()
    for number in range(20):
        upload(client, building(f"{number + 10}栋"))
    with django_assert_max_num_queries(5):  # type: ignore[operator]
        text(client, "/registers/")
