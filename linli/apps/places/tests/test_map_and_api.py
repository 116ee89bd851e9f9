"""What the map fetches, and the JSON API."""

from __future__ import annotations

import gzip
import json

import pytest
from django.test import Client

from linli.apps.accounts.tests import tiny_city as place
from linli.apps.accounts.tests.cast import Cast
from linli.apps.places.models import (
    Building,
    Compound,
)
from linli.apps.places.tests.rows import (
    make_centre,
    make_place,
)


# ── The map ───────────────────────────────────────────────────────────────────────────────────────
def test_the_city_map_comes_compressed_and_once(cast: Cast) -> None:
    first = Client().get("/map/city.json", headers={"Accept-Encoding": "gzip"})
    drawn = json.loads(gzip.decompress(first.content))
    layers = {feature["properties"]["layer"] for feature in drawn["features"]}
    assert layers == {"community"}
    again = Client().get("/map/city.json", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert "max-age=300" in again.headers["Cache-Control"]


def test_the_map_changes_its_mark_when_something_moves(cast: Cast) -> None:
    url = f"/map/{place.COMMUNITY}.json"
    before = Client().get(url).headers["ETag"]
    Building.objects.filter(pk=cast.city.first.pk).update(lon=place.LON + 0.001)
    assert Client().get(url).headers["ETag"] != before


def test_the_community_map_names_buildings_compounds_centres_and_places(cast: Cast) -> None:
    centre, spot = make_centre(), make_place()
    ring = [[111.3, 23.48], [111.301, 23.48], [111.301, 23.481]]
    Compound.objects.filter(pk=cast.city.compound.pk).update(outline=ring)
    Building.objects.filter(pk=cast.city.first.pk).update(footprint=ring)
    drawn = Client().get(f"/map/{place.COMMUNITY}.json").json()
    by_id = {feature["properties"]["id"]: feature for feature in drawn["features"]}
    assert by_id[str(place.GRID)]["properties"]["layer"] == "grid"
    assert by_id[str(cast.city.compound.pk)]["geometry"]["coordinates"][0][0] == ring[0]
    building = by_id[str(cast.city.first.pk)]
    assert building["properties"]["name"] == "江滨花园1栋"
    assert building["geometry"]["coordinates"][0][0] == building["geometry"]["coordinates"][0][-1]
    assert by_id[str(cast.city.second.pk)]["geometry"]["type"] == "Point"
    assert by_id[str(centre.pk)]["properties"]["layer"] == "centre"
    assert by_id[str(spot.pk)]["properties"]["layer"] == "place"


def test_the_map_in_words_lists_the_nearest(cast: Cast) -> None:
    rows = Client().get("/map/near.json", {"lon": f"{place.LON}", "lat": f"{place.LAT}"}).json()
    assert {row["name"] for row in rows} == {"江滨花园1栋", "江滨花园2栋", "骑楼8号"}
    assert all(isinstance(row["id"], str) for row in rows)
    assert Client().get("/map/near.json", {"lon": "x"}).json() == []
    pin = Client().get(f"/map/building/{cast.city.first.pk}.json").json()
    assert pin["features"][0]["properties"]["name"] == "江滨花园1栋"


# ── JSON ──────────────────────────────────────────────────────────────────────────────────────────
def test_the_api_gives_areas_and_buildings_with_keys_as_texts(cast: Cast) -> None:
    client = Client()
    (city,) = client.get("/api/areas").json()
    assert (city["code"], city["parent"]) == (str(place.CITY), None)
    districts = client.get("/api/areas", {"parent": place.CITY}).json()
    assert [row["name"] for row in districts] == ["万秀区", "长洲区"]
    assert client.get(f"/api/areas/{place.GRID}").json()["parent"] == str(place.COMMUNITY)
    (building,) = client.get("/api/places", {"q": "江滨花园1栋"}).json()
    assert building["id"] == str(cast.city.first.pk)
    by_card = client.get("/api/buildings/card/CARD222").json()
    assert (by_card["id"], by_card["grid"]) == (building["id"], str(place.GRID))
    assert client.get(f"/api/buildings/{cast.city.first.pk}").json() == by_card


@pytest.mark.parametrize(
    ("url", "status"),
    [
        ("/api/areas/7", 404),
        ("/api/areas/99999999999999999999", 422),
        ("/api/areas?parent=-1", 422),
        ("/api/buildings/7", 404),
        ("/api/buildings/99999999999999999999999", 422),
        ("/api/buildings/card/NOPE", 404),
        ("/api/places?q=", 422),
        ("/api/places?q=x&limit=1000", 422),
    ],
)
def test_the_api_answers_bad_input_clearly(cast: Cast, url: str, status: int) -> None:
    assert Client().get(url).status_code == status
