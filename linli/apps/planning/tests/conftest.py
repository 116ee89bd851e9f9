"""The cast of every test, a block to plan, and a drawing of it."""

from __future__ import annotations

import pytest

from linli.apps.accounts.tests.cast import Cast, cast, city
from linli.apps.places.models import Building
from linli.apps.planning.models import Study
from linli.apps.planning.tests.block import drawn, make_block

__all__ = ["block", "cast", "city", "drawing"]


@pytest.fixture
def block(cast: Cast) -> list[Building]:
    """Forty houses."""
    return make_block(cast.city.compound)


@pytest.fixture
def drawing(cast: Cast, block: list[Building]) -> Study:
    """A finished drawing of the block in two grids of 420 households."""
    return drawn(cast.subdistrict_officer.actor)
