"""The plane geometry that draws the town."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.apps.places.seeds import geometry
from linli.apps.places.seeds.geometry import Corner, Shape
from linli.apps.places.seeds.mixture import deal_kinds, shares_to_counts

pytestmark = pytest.mark.pure

SQUARE: Shape = [Corner(0, 0, 1), Corner(10, 0, 2), Corner(10, 10, 3), Corner(0, 10, 4)]


@given(st.floats(0.05, 0.95), st.floats(0, math.tau))
def test_a_cut_leaves_the_share_that_was_asked(share: float, angle: float) -> None:
    normal = (math.cos(angle), math.sin(angle))
    line = geometry.cut_line(SQUARE, normal, share)
    above = geometry.half(SQUARE, line, 9)
    below = geometry.half(SQUARE, geometry.opposite(line), 9)
    assert geometry.area(below) == pytest.approx(100 * share, abs=0.05)
    assert geometry.area(above) + geometry.area(below) == pytest.approx(100, abs=1e-6)


def test_each_edge_remembers_what_runs_along_it() -> None:
    line = geometry.cut_line(SQUARE, (1.0, 0.0), 0.5)
    right = geometry.half(SQUARE, line, 9)
    assert sorted(corner.along for corner in right) == [1, 2, 3, 9]
    turned = geometry.against_the_clock(right[::-1])
    assert geometry.area(turned) > 0


def test_an_inset_moves_each_edge_by_its_own_measure() -> None:
    inner = geometry.inset(SQUARE, float)
    assert geometry.area(inner) == pytest.approx((10 - 2 - 4) * (10 - 1 - 3))


def test_the_centre_of_gravity_of_a_square_is_its_middle() -> None:
    assert geometry.centroid(SQUARE) == pytest.approx((5, 5))


def test_the_long_axis_lies_along_the_longer_side() -> None:
    wide: Shape = [Corner(0, 0, 0), Corner(30, 0, 0), Corner(30, 10, 0), Corner(0, 10, 0)]
    assert abs(geometry.long_axis(wide)[0]) == pytest.approx(1)


def test_a_smooth_curve_passes_through_its_points() -> None:
    given_points = [(0.0, 0.0), (100.0, 50.0), (200.0, 0.0)]
    curve = geometry.smooth(given_points, 10)
    assert all(min(math.dist(p, q) for q in curve) < 1e-9 for p in given_points)


@given(st.lists(st.floats(0.01, 5), min_size=1, max_size=12), st.integers(0, 1000))
def test_shares_become_whole_numbers_with_the_right_sum(shares: list[float], total: int) -> None:
    counts = shares_to_counts(shares, total)
    assert sum(counts) == total
    assert all(
        abs(count - share * total / sum(shares)) < 1
        for count, share in zip(counts, shares, strict=True)
    )


def test_kinds_are_dealt_evenly_along_the_list() -> None:
    kinds = [{"code": "old", "share": 0.75}, {"code": "commodity", "share": 0.25}]
    dealt = deal_kinds(kinds, 100)
    assert dealt.count("old") == 75
    assert 10 <= dealt[:50].count("commodity") <= 15


def test_a_bent_shape_shrinks_without_losing_an_end() -> None:
    bent: Shape = [
        Corner(0, 0, 1),
        Corner(100, 30, 1),
        Corner(200, 0, 1),
        Corner(200, 60, 1),
        Corner(0, 60, 1),
    ]
    small = geometry.shrink(bent, lambda _along: 5.0)
    assert geometry.is_inside(6, 30, small)
    assert geometry.is_inside(194, 30, small)
    assert not geometry.is_inside(100, 30, small)
