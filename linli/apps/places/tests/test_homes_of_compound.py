from __future__ import annotations

from linli.apps.accounts.tests.cast import city
from linli.apps.accounts.tests.tiny_city import TinyCity
from linli.apps.places.queries import homes_of_compound

__all__ = ["city"]


def test_the_homes_of_a_compound_come_with_what_a_roll_needs(city: TinyCity) -> None:
    found = homes_of_compound(city.compound.pk)

    assert [home.label for home in found] == ["1栋1单元101", "1栋1单元102", "2栋1单元601"]
    assert {(home.area, home.use) for home in found} == {(8850, "dwelling")}


def test_a_building_or_an_entrance_narrows_them(city: TinyCity) -> None:
    compound, second = city.compound.pk, city.second.pk

    assert len(homes_of_compound(compound, building=second)) == 1
    assert homes_of_compound(compound, building=second, entrance=2) == ()
    assert homes_of_compound(city.other_compound.pk) == ()
