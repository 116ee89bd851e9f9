"""Keys rise with time, codes can be read out, areas are ranges."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from linli.foundation.areas import LEVELS, Level, Span, ancestor, span
from linli.foundation.keys import CODE_LETTERS, KEY_MAX, key_moment, new_code, new_key, read_code
from linli.foundation.refusals import Refused

NOW = dt.datetime(2026, 11, 23, 4, 0, tzinfo=dt.UTC)
GRID = 450403002004011


def test_keys_of_one_moment_rise_and_tell_their_moment() -> None:
    keys = [new_key(NOW) for _ in range(5_000)]

    assert keys == sorted(set(keys))
    assert {key_moment(key) for key in keys} == {NOW}
    assert keys[-1] < KEY_MAX


def test_a_later_moment_gives_a_larger_key() -> None:
    assert new_key(NOW) < new_key(NOW + dt.timedelta(milliseconds=1))


def test_keys_last_beyond_a_century() -> None:
    assert 0 < new_key(NOW.replace(year=2150)) <= KEY_MAX


@given(st.integers(1, 20))
def test_a_code_survives_being_read_out(length: int) -> None:
    code = new_code(length)

    assert set(code) <= set(CODE_LETTERS)
    assert read_code(" ".join(code.lower())) == code


def test_an_area_holds_its_own_and_no_neighbour() -> None:
    subdistrict = span(GRID, Level.SUBDISTRICT)

    assert subdistrict == Span(450403002000000, 450403003000000)
    assert GRID in subdistrict
    assert subdistrict.high not in subdistrict


@given(st.integers(0, 10**15 - 1))
def test_levels_nest(code: int) -> None:
    spans = [span(code, level) for level in LEVELS]

    assert all(code in area for area in spans)
    assert all(wide.low <= own.low and own.high <= wide.high for wide, own in pairwise(spans))
    assert ancestor(code, Level.GRID) == code


def test_a_refusal_reads_as_code_and_sentence() -> None:
    assert str(Refused("matter.late", "已超过%(days)s天。", days=3)) == "matter.late: 已超过3天。"
    assert str(Refused("matter.done", "100% 完成。")) == "matter.done: 100% 完成。"
