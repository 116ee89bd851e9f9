"""What the forms on the registers begin with."""

from __future__ import annotations

from typing import Any

from django.db.models import Model
from django.forms import Form
from django.http import HttpRequest

from linli.apps.places import queries
from linli.apps.places.access import AREAS
from linli.apps.places.models import Area, Compound
from linli.foundation.areas import Level
from linli.interface.context import actor_of
from linli.platform.access import fetch

CODE_MAX = 10**15


def community_kept(request: HttpRequest, code: int) -> Area:
    """Return the community when the reader keeps its registers, else 403 or 404."""
    rows = Area.objects.filter(level=Level.COMMUNITY)
    return fetch(
        rows, actor=actor_of(request), action="extend", table=AREAS, pk=min(code, CODE_MAX)
    )


def starting_point(area: Area) -> dict[str, object]:
    return {"lon": area.lon, "lat": area.lat}


def values_of(row: Model, form: type[Form]) -> dict[str, Any]:
    """Return the row's values for the fields of the form."""
    return {name: getattr(row, name) for name in form.base_fields if hasattr(row, name)}


def compounds_of(community: int) -> list[tuple[int, str]]:
    rows = Compound.objects.filter(community=community).order_by("name")
    return list(rows.values_list("id", "name")[:500])


def grids_of(community: int) -> list[tuple[int, str]]:
    return [(row.code, row.name) for row in queries.list_children(community)]
