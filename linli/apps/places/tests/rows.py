"""Rows that the tests of pages share."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from linli.apps.accounts.tests import tiny_city as place
from linli.apps.places.models import (
    Building,
    GridBuilding,
    NeighbourPlace,
    ServiceCentre,
)
from linli.foundation import clock
from linli.foundation.keys import new_key

WHERE: dict[str, Any] = {"community_id": place.COMMUNITY, "lon": place.LON, "lat": place.LAT}


def make_centre(state: str = "open", name: str = "江滨中心") -> ServiceCentre:
    return ServiceCentre.objects.create(
        id=new_key(clock.now()),
        name=name,
        area_m2=310,
        floor_type="built",
        state=state,
        opened_on=dt.date(2025, 1, 1) if state == "open" else None,
        rooms=["议事厅"],
        has_ramp=True,
        **WHERE,
    )


def make_place(name: str = "江滨书吧") -> NeighbourPlace:
    return NeighbourPlace.objects.create(
        id=new_key(clock.now()), name=name, kind="book_bar", **WHERE
    )


def make_street_houses(count: int) -> None:
    for number in range(100, 100 + count):
        building = Building.objects.create(
            id=new_key(clock.now()),
            name=f"文澜路{number}号",
            floors=3,
            card_code=f"H{number}",
            **WHERE,
        )
        GridBuilding.objects.create(
            id=new_key(clock.now()),
            building=building,
            grid_id=place.SECOND_GRID,
            valid_from=place.SINCE,
        )


def count_queries(client: Client, url: str) -> int:
    with CaptureQueriesContext(connection) as caught:
        assert client.get(url).status_code == 200
    return len(caught)
