"""Pages of the territory: what everybody sees, what staff keep, how many queries it takes."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.test import Client

from linli.apps.accounts.tests import tiny_city as place
from linli.apps.accounts.tests.cast import Cast
from linli.apps.places import queries
from linli.apps.places.models import (
    Area,
    Building,
    Compound,
    CompoundManagement,
    NeighbourPlace,
    ServiceCentre,
)
from linli.apps.places.tests.rows import (
    WHERE,
    count_queries,
    make_centre,
    make_place,
    make_street_houses,
)
from linli.foundation import clock
from linli.foundation.keys import new_key


# ── For everybody ─────────────────────────────────────────────────────────────────────────────────
def test_a_place_is_found_by_name_without_signing_in(cast: Cast) -> None:
    page = Client().get("/places/", {"q": "江滨花园1幢"})
    assert page.status_code == 200
    assert f"/buildings/{cast.city.first.pk}/" in page.text
    assert "没有找到" in Client().get("/places/", {"q": "月球"}).text


@pytest.mark.parametrize("q", ["江" * 100_000, "👍", "\u202e", "'; DROP", "%", "\x00"])
def test_odd_words_find_nothing_and_break_nothing(cast: Cast, q: str) -> None:
    assert Client().get("/places/", {"q": q}).status_code == 200
    assert Client().get("/centres/", {"q": q, "lon": q[:9], "lat": "nan"}).status_code == 200


def test_a_building_says_where_it_is_and_where_to_go(cast: Cast) -> None:
    centre = make_centre()
    page = Client().get(f"/buildings/{cast.city.first.pk}/").text
    for words in ("江滨花园1栋", "枣冲社区第一网格", "江滨中心", f"/centres/{centre.pk}/"):
        assert words in page
    assert f"/buildings/{cast.city.first.pk}/who/" in page
    assert f"/report/?at=b{cast.city.first.pk}" in page


def test_the_card_leads_to_the_building(cast: Cast) -> None:
    page = Client().get("/buildings/card/CARD222/")
    assert page.headers["Location"] == f"/buildings/{cast.city.first.pk}/"
    assert Client().get("/buildings/card/NOTHING/").status_code == 404


def test_cards_of_a_compound_carry_a_code_each(cast: Cast) -> None:
    page = Client().get(f"/compounds/{cast.city.compound.pk}/cards/").text
    assert page.count('class="qr"') == 2
    assert "CARD222" in page
    assert "CARD333" in page
    assert Client().get(f"/buildings/{cast.city.first.pk}/card/").text.count('class="qr"') == 1


def test_a_compound_lists_its_buildings_and_who_manages_it(cast: Cast) -> None:
    CompoundManagement.objects.create(
        id=new_key(clock.now()),
        compound=cast.city.compound,
        mode="resident_managed",
        decision="居民会议纪要",
        decided_on=place.SINCE,
        valid_from=place.SINCE,
    )
    page = Client().get(f"/compounds/{cast.city.compound.pk}/").text
    for words in ("1栋", "2栋", "居民自管", "居民会议纪要", "商品房小区"):
        assert words in page


def test_centres_are_listed_around_a_place(cast: Cast) -> None:
    centre = make_centre()
    make_centre("planned", "规划中心")
    page = Client().get("/centres/", {"q": "江滨花园"}).text
    assert f"/centres/{centre.pk}/" in page
    assert "规划中心" not in page
    detail = Client().get(f"/centres/{centre.pk}/").text
    assert "议事厅" in detail
    assert "无障碍坡道" in detail


@pytest.mark.parametrize(
    "url",
    [
        "/buildings/7/",
        "/compounds/7/",
        "/centres/7/",
        "/buildings/99999999999999999999999/",
        "/map/7.json",
        "/map/450403002000000.json",
        "/map/99999999999999999999999.json",
        "/map/building/7.json",
    ],
)
def test_what_is_not_there_is_404(cast: Cast, url: str) -> None:
    assert Client().get(url).status_code == 404


# ── Staff ─────────────────────────────────────────────────────────────────────────────────────────
def test_staff_begin_where_they_work(cast: Cast) -> None:
    page = cast.secretary.client().get("/territory/")
    assert page.headers["Location"] == f"/territory/{place.COMMUNITY}/"


@pytest.mark.parametrize(
    ("code", "words"),
    [
        (place.CITY, ("万秀区", "长洲区")),
        (place.DISTRICT, ("东兴街道",)),
        (place.SUBDISTRICT, ("枣冲社区", "珠山社区")),
        (place.COMMUNITY, ("枣冲社区第一网格", "江滨花园", "登记楼栋")),
        (place.GRID, ("江滨花园1栋",)),
    ],
)
def test_the_registers_go_down_level_by_level(
    cast: Cast, code: int, words: tuple[str, ...]
) -> None:
    page = cast.secretary.client().get(f"/territory/{code}/")
    assert page.status_code == 200
    for word in words:
        assert word in page.text


def test_only_the_keeper_sees_the_way_to_enter(cast: Cast) -> None:
    url = f"/territory/{place.COMMUNITY}/"
    assert "登记楼栋" not in cast.grid_worker.client().get(url).text
    assert "登记楼栋" not in cast.outsider.client().get(url).text


FORMS = [
    "/territory/{community}/compounds/new/",
    "/territory/{community}/buildings/new/",
    "/territory/{community}/centres/new/",
    "/territory/{community}/places/new/",
    "/compounds/{compound}/edit/",
    "/compounds/{compound}/management/",
    "/buildings/{building}/edit/",
    "/buildings/{building}/move/",
    "/centres/{centre}/edit/",
    "/centres/{centre}/open/",
    "/centres/{centre}/close/",
    "/neighbour-places/{place}/edit/",
]


@pytest.mark.parametrize("form", FORMS)
def test_a_form_opens_for_the_keeper_and_for_nobody_else(cast: Cast, form: str) -> None:
    url = form.format(
        community=place.COMMUNITY,
        compound=cast.city.compound.pk,
        building=cast.city.first.pk,
        centre=make_centre().pk,
        place=make_place().pk,
    )
    assert cast.secretary.client().get(url).status_code == 200
    for who in ("resident", "grid_worker", "outsider", "stranger"):
        assert cast[who].client().get(url).status_code == 403
        assert cast[who].client().post(url, {}).status_code == 403
    assert cast.secretary.client().post(url, {"lon": "x"}).status_code == 422


def test_a_building_is_entered_with_its_homes(cast: Cast) -> None:
    sent = {
        "name": "3栋",
        "compound": cast.city.compound.pk,
        "floors": 6,
        "entrances": 2,
        "grid": place.GRID,
        "per_floor": 2,
        "first_floor": 1,
        "square_metres": "85.5",
        "lon": place.LON,
        "lat": place.LAT,
    }
    client = cast.secretary.client()
    url = f"/territory/{place.COMMUNITY}/buildings/new/"
    assert client.post(url, sent).status_code == 302
    building = Building.objects.get(name="3栋")
    sizes = list(building.homes.values_list("exclusive_area", flat=True))
    assert sizes == [8550] * 24
    again = client.post(url, sent)
    assert again.status_code == 422
    assert "同名" in again.text
    assert 'value="85.5"' in again.text


def test_a_building_is_moved_and_its_page_of_homes_shows_both_grids(cast: Cast) -> None:
    client, pk = cast.secretary.client(), cast.city.first.pk
    on = clock.local_date(clock.now())
    sent = {"grid": place.SECOND_GRID, "on": on.isoformat()}
    assert client.post(f"/buildings/{pk}/move/", sent).status_code == 302
    assert queries.grid_of(pk, on) == place.SECOND_GRID
    page = client.get(f"/buildings/{pk}/homes/").text
    for words in ("枣冲社区第一网格", "枣冲社区第二网格", "101", "88.50"):
        assert words in page


def test_other_registers_are_kept_through_their_forms(cast: Cast) -> None:
    client = cast.secretary.client()
    point = {"lon": place.LON, "lat": place.LAT}
    sent: list[tuple[str, dict[str, Any]]] = [
        ("compounds/new/", {"name": "锦园小区", "kind": "old", **point}),
        (
            "centres/new/",
            {"name": "锦园中心", "area_m2": 300, "floor_type": "built", "rooms": "书画室，棋室"}
            | point,
        ),
        ("places/new/", {"name": "锦园凉亭", "kind": "chess_pavilion", **point}),
    ]
    for path, facts in sent:
        assert client.post(f"/territory/{place.COMMUNITY}/{path}", facts).status_code == 302
    compound = Compound.objects.get(name="锦园小区")
    centre = ServiceCentre.objects.get(name="锦园中心")
    spot = NeighbourPlace.objects.get(name="锦园凉亭")
    assert centre.rooms == ["书画室", "棋室"]
    today = clock.local_date(clock.now()).isoformat()
    tomorrow = (clock.local_date(clock.now()) + dt.timedelta(days=1)).isoformat()
    changes: list[tuple[str, dict[str, Any]]] = [
        (f"/compounds/{compound.pk}/edit/", {"name": "锦园", "kind": "old", **point}),
        (
            f"/compounds/{compound.pk}/management/",
            {"mode": "unit_managed", "on": tomorrow, "decision": "协议", "decided_on": today},
        ),
        (f"/centres/{centre.pk}/open/", {"on": today}),
        (f"/centres/{centre.pk}/close/", {"on": today}),
        (
            f"/centres/{centre.pk}/edit/",
            {"name": "锦园中心", "area_m2": 400, "floor_type": "built", **point},
        ),
        (f"/neighbour-places/{spot.pk}/edit/", {"name": "凉亭", "kind": "book_bar", **point}),
        (
            f"/buildings/{cast.city.first.pk}/edit/",
            {"name": "1栋", "compound": cast.city.compound.pk, "floors": 8, "entrances": 1} | point,
        ),
    ]
    for path, facts in changes:
        assert client.post(path, facts).status_code == 302, path
    listed = client.get(f"/territory/{place.COMMUNITY}/places/").text
    assert "锦园中心" in listed
    assert "凉亭" in listed


def test_homes_are_listed_for_who_serves_the_building_only(cast: Cast) -> None:
    url = f"/buildings/{cast.city.first.pk}/homes/"
    assert "101" in cast.grid_worker.client().get(url).text
    assert "没有可以看的房屋" in cast.outsider.client().get(url).text
    assert cast.resident.client().get(url).status_code == 403


def test_street_houses_are_paged_by_key(cast: Cast) -> None:
    make_street_houses(55)
    client, url = cast.secretary.client(), f"/territory/{place.COMMUNITY}/street/"
    first = client.get(url).text
    assert "骑楼8号" in first
    assert "文澜路154号" not in first
    last = list(Building.objects.filter(compound=None).order_by("id"))[49]
    assert f"?after={last.pk}" in first
    assert "文澜路154号" in client.get(url, {"after": last.pk}).text
    assert client.get(url, {"after": "x"}).status_code == 200
    assert client.get(f"/territory/{place.GRID}/street/").status_code == 404


# ── Queries: the same for 1 row and for 20 ────────────────────────────────────────────────────────
@pytest.mark.parametrize(
    ("url", "most"),
    [
        (f"/territory/{place.COMMUNITY}/street/", 5),
        (f"/territory/{place.COMMUNITY}/places/", 6),
        (f"/territory/{place.COMMUNITY}/", 7),
        (f"/territory/{place.SUBDISTRICT}/", 8),
        (f"/territory/{place.SECOND_GRID}/", 7),
    ],
)
def test_staff_lists_take_as_many_queries_for_1_row_as_for_20(
    cast: Cast, url: str, most: int
) -> None:
    client = cast.secretary.client()
    make_centre()
    one = count_queries(client, url)
    make_street_houses(20)
    for number in range(20):
        make_centre(name=f"中心{number}")
        make_place(f"书吧{number}")
        Compound.objects.create(id=new_key(clock.now()), name=f"小区{number}", kind="old", **WHERE)
        Area.objects.create(
            code=place.COMMUNITY + 100 + number,
            level="grid",
            parent_id=place.COMMUNITY,
            name=f"第{number}网格",
            lon=1,
            lat=1,
            valid_from=place.SINCE,
        )
    assert count_queries(client, url) == one <= most


def test_public_pages_take_few_queries(cast: Cast) -> None:
    make_centre()
    client = Client()
    assert count_queries(client, "/places/?q=江滨") <= 4
    assert count_queries(client, f"/buildings/{cast.city.first.pk}/") <= 4
    assert count_queries(client, f"/compounds/{cast.city.compound.pk}/") <= 6
    assert count_queries(client, "/centres/?q=江滨花园") <= 4
    assert count_queries(client, "/map/city.json") == 2
    assert count_queries(client, f"/map/{place.COMMUNITY}.json") <= 7


def test_public_lists_take_as_many_queries_for_1_row_as_for_20(cast: Cast) -> None:
    make_centre()
    client = Client()
    urls = [
        f"/compounds/{cast.city.compound.pk}/",
        f"/compounds/{cast.city.compound.pk}/cards/",
        "/places/?q=江滨花园",
        "/centres/?q=江滨花园",
        f"/buildings/{cast.city.first.pk}/",
    ]
    before = [count_queries(client, url) for url in urls]
    for number in range(20):
        make_centre(name=f"中心{number}")
        Building.objects.create(
            id=new_key(clock.now()),
            name=f"{number + 10}栋",
            compound=cast.city.compound,
            floors=6,
            card_code=f"C{number}",
            **WHERE,
        )
    assert [count_queries(client, url) for url in urls] == before
