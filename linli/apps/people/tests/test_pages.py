"""Pages and API of people: who opens which, what is shown, what it costs."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

import pytest
from pytest_django import DjangoAssertNumQueries

from linli.apps.accounts.models import AccessLogLine
from linli.apps.accounts.tests.cast import Cast, read_matrix
from linli.apps.people import actions, queries
from linli.apps.people.models import Person, ResidenceClaim
from linli.apps.people.tests.conftest import Village, make_person
from linli.apps.people.tests.test_people import make_claim
from linli.foundation import clock
from linli.platform.access import Actor

NOW = clock.now()
TODAY = clock.local_date(NOW)
MONTH = TODAY + dt.timedelta(days=30)

PAGES = read_matrix("""
              /homes/  /homes/find/  /homes/help/  /staff/residence/  /staff/people/  /staff/people/new/  /staff/help/  /api/me/homes
stranger      302      302           302           302                302             302                 302           403
resident      200      200           200           403                403             403                 403           200
grid_worker   200      200           200           200                200             403                 403           200
secretary     200      200           200           200                200             200                 200           200
outsider      200      200           200           200                200             200                 200           200
city_officer  200      200           200           403                403             403                 403           200
""")


@pytest.mark.parametrize(("who", "path", "status"), PAGES)
def test_pages_open_for_whom_they_are(village: Village, who: str, path: str, status: str) -> None:
    assert village.cast[who].client().get(path).status_code == int(status)


def test_a_resident_registers_a_home_and_the_grid_worker_confirms_it(cast: Cast) -> None:
    resident, worker = cast.resident.client(), cast.grid_worker.client()
    page = resident.get("/homes/find/?words=card-222").content.decode()
    address = f"/homes/in/{cast.city.first.pk}/"
    assert address in page
    form = {"home": cast.city.homes[0].pk, "relation": "tenant", "lives_since": TODAY.isoformat()}
    assert resident.post(address, {**form, "home": 7}).status_code == 422
    assert resident.post(address, form).status_code == 302

    claim = ResidenceClaim.objects.get()
    assert "莫小玲" in worker.get("/staff/residence/").content.decode()
    assert worker.get(f"/staff/residence/{claim.pk}/").status_code == 200
    assert worker.post(f"/staff/residence/{claim.pk}/confirm/").status_code == 302
    assert "江滨花园1栋 101" in resident.get("/homes/").content.decode()


def test_the_residents_of_a_building_are_shown_after_a_reason(village: Village) -> None:
    client = village.cast.grid_worker.client()
    address = f"/staff/residents/{village.cast.city.first.pk}/"

    assert "莫小玲" not in client.get(address).content.decode()
    assert client.post(address, {"purpose": ""}).status_code == 422
    assert "莫小玲" in client.post(address, {"purpose": "核实漏水"}).content.decode()
    assert village.cast.neighbour.client().get(address).status_code == 404


@pytest.mark.parametrize(("path", "count"), [("/homes/", 5), ("/staff/residence/", 3)])
def test_a_page_costs_the_same_for_one_and_for_twenty_rows(
    village: Village, path: str, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client = village.cast.secretary.client()
    client.get(path)
    with django_assert_num_queries(count):
        client.get(path)
    for number in range(20):
        make_claim(village, f"many{number}")
    with django_assert_num_queries(count):
        client.get(path)


def test_a_helper_registers_a_home_for_the_one_they_help(village: Village) -> None:
    acting = Actor(account=village.cast.neighbour.key, behalf=village.cast.resident.key)
    claim = actions.claim_residence(
        actor=acting,
        building=village.cast.city.first.pk,
        home=village.cast.city.homes[1].pk,
        relation="family",
        lives_since=TODAY,
        now=NOW,
    )
    assert claim.account_id == village.cast.resident.key
    assert [row.id for row in queries.list_my_claims(acting)] == [claim.pk]
    assert queries.list_my_claims(village.cast.neighbour.actor) == ()
    actions.withdraw_claim(actor=acting, claim=claim.pk, now=NOW)


def test_the_api_tells_where_i_live_and_what_i_own(village: Village) -> None:
    body = village.cast.resident.client().get("/api/me/homes").json()
    assert body["homes"][0]["address"] == "江滨花园1栋 101"
    assert body["homes"][0]["home"] == str(village.home)
    owned = village.cast.neighbour.client().get("/api/me/homes").json()
    assert owned["property"][0]["share"] == "1/2"
    me = village.cast.grid_worker.client().get("/api/me").json()
    assert me["roles"][0]["role"] == "grid_worker"
    assert me["account"] == str(village.cast.grid_worker.key)


def test_owners_are_shown_to_the_community_with_how_to_reach_them(village: Village) -> None:
    rows = actions.view_owners(
        actor=village.cast.secretary.actor, home=village.home, purpose="通知漏水", now=NOW
    )
    assert [(row.name, row.numerator, row.denominator) for row in rows] == [
        ("钟翠兰", 1, 2),
        ("远方业主", 1, 2),
    ]
    assert AccessLogLine.objects.count() == 2


Row = Mapping[str, object]


def owner_rows(*rows: Row) -> dict[str, object]:
    """Return the rows of owners as a browser sends them."""
    sent: dict[str, object] = {"holders-TOTAL_FORMS": len(rows), "holders-INITIAL_FORMS": 0}
    for number, row in enumerate(rows):
        given = {"kind": "registered", "name": "", "phone": "", "parts": 1, **row}
        sent |= {f"holders-{number}-{name}": value for name, value in given.items()}
    return sent


def entry(*rows: Row, **facts: object) -> dict[str, object]:
    return {**owner_rows(*rows), "since": TODAY.isoformat(), "basis": "register", **facts}


def test_the_community_finds_a_home_and_writes_down_who_owns_it(village: Village) -> None:
    client = village.cast.secretary.client()
    found = client.get("/staff/people/?words=card-222").content.decode()
    assert f"/staff/owners/in/{village.cast.city.first.pk}/" in found
    elsewhere = village.cast.outsider.client().get("/staff/people/?words=card-222")
    assert "/staff/residents/" not in elsewhere.content.decode()
    homes = client.get(f"/staff/owners/in/{village.cast.city.first.pk}/").content.decode()
    address = f"/staff/owners/{village.home}/"
    assert address in homes

    couple: tuple[Row, ...] = (
        {"name": "莫小玲"},
        {"name": "韦大山", "kind": "new", "phone": "0774-5550009"},
        {},
    )
    assert client.post(f"{address}enter/", entry(*couple)).status_code == 302
    page = client.post(address, {"purpose": "核对登记"}).content.decode()
    assert "莫小玲" in page
    assert "韦大山" in page
    assert page.count("1/2") == 2
    assert queries.owners_of(village.home, TODAY - dt.timedelta(days=1))[0].denominator == 2


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        (({"name": "没登记的人"},), "没有登记过“没登记的人”"),
        (({"name": "同名"},), "登记过不止一位“同名”"),
        (({},), "一套房要有1到"),
        (({"name": "莫小玲"}, {"name": "莫小玲"}), "同一位业主写了两次"),
        (({"name": "重点人员", "kind": "new"},), "贴标签"),
        (({"name": "莫小玲", "parts": 10001},), "分数"),
        (({"name": "莫小玲", "parts": "两份"},), "整数"),
    ],
)
def test_a_wrong_row_is_told_and_everything_typed_stays(
    village: Village, rows: tuple[dict[str, object], ...], said: str
) -> None:
    make_person("同名")
    make_person("同名", phone="0774-5550011")
    client = village.cast.window.client()
    answer = client.post(f"/staff/owners/{village.home}/enter/", entry(*rows))
    page = answer.content.decode()

    assert answer.status_code == 422
    assert said in page
    assert all(str(row.get("name", "")) in page for row in rows)
    assert len(queries.owners_of(village.home, TODAY)) == 2


def test_a_phone_tells_namesakes_apart(village: Village) -> None:
    make_person("同名")
    wanted = make_person("同名", phone="0774-5550011")
    client = village.cast.window.client()
    row = {"name": "同名", "phone": "0774-5550011"}
    assert client.post(f"/staff/owners/{village.home}/enter/", entry(row)).status_code == 302
    assert [share.person for share in queries.owners_of(village.home, TODAY)] == [wanted.pk]


def test_more_rows_keep_what_was_typed(village: Village) -> None:
    client = village.cast.secretary.client()
    sent = {**entry({"name": "韦大山", "phone": "0774-5550009"}), "more": "1"}
    page = client.post(f"/staff/owners/{village.home}/enter/", sent).content.decode()

    assert "韦大山" in page
    assert "0774-5550009" in page
    assert TODAY.isoformat() in page
    assert 'name="holders-2-name"' in page
    assert len(queries.owners_of(village.home, TODAY)) == 2


def test_the_register_of_owners_is_hidden_from_everybody_else(village: Village) -> None:
    for who in village.cast:
        if who in {"secretary", "window", "stranger"}:
            continue
        client = village.cast[who].client()
        for path in (f"in/{village.cast.city.first.pk}/", f"{village.home}/", "7/enter/"):
            assert client.get(f"/staff/owners/{path}").status_code == 404, who
        answer = client.post(f"/staff/owners/{village.home}/enter/", entry({"name": "莫小玲"}))
        assert answer.status_code == 404, who


def test_a_child_is_registered_with_its_guardian(village: Village) -> None:
    client = village.cast.secretary.client()
    child = {
        "name": "小朋友",
        "phone": "",
        "birth_year": TODAY.year - 8,
        "community": village.resident.community_id,
    }
    alone = client.post("/staff/people/new/", {**child, "guardian": ""})
    assert alone.status_code == 422
    assert "未满十四岁要有监护人" in alone.content.decode()
    unknown = client.post("/staff/people/new/", {**child, "guardian": "陌生人"})
    assert "没有登记过“陌生人”" in unknown.content.decode()
    assert client.post("/staff/people/new/", {**child, "guardian": "莫小玲"}).status_code == 302
    assert Person.objects.get(name="小朋友").guardian == village.resident
