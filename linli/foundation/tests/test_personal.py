"""Personal data in words: what is found, what isn't, and how well on texts held out."""

from __future__ import annotations

import itertools
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.foundation.personal import Kind, find_personal, plain, removed, replaced

WORDS = json.loads(Path(__file__).with_name("personal_words.json").read_text("utf-8"))


def found_in(text: str) -> list[str]:
    return [found.words for found in find_personal(text)]


@pytest.mark.parametrize(("text", "expected"), WORDS["worked"])
def test_worked_cases(text: str, expected: list[str]) -> None:
    assert found_in(text) == expected


def test_texts_held_out_are_mostly_found_and_seldom_falsely() -> None:
    right = wrong = missed = 0
    for text, expected in WORDS["held_out"]:
        found = found_in(text)
        right += len(set(found) & set(expected))
        wrong += len(set(found) - set(expected))
        missed += len(set(expected) - set(found))
    assert right / (right + missed) >= 0.9
    assert wrong / (right + wrong) <= 0.1


@pytest.mark.parametrize(
    ("text", "instead", "without"),
    [
        ("3栋的李阿姨，打138 1234 5678", "3栋的某阿姨，打某号码", "3栋的，打"),
        ("3栋2单元501漏水", "3栋某户漏水", "漏水"),
        ("王某某的桂D12345", "某人的某车牌", "的"),
        ("灯坏了", "灯坏了", "灯坏了"),
    ],
)
def test_one_press_replaces_or_removes(text: str, instead: str, without: str) -> None:
    findings = find_personal(text)
    assert (replaced(text, findings), removed(text, findings)) == (instead, without)


def test_the_surest_kind_wins_where_two_overlap() -> None:
    kinds = [found.kind for found in find_personal("11010519491231002X 13812345678@qq.com")]
    assert kinds == [Kind.IDENTITY, Kind.EMAIL]


@given(st.text(alphabet="138０７-— 3栋室的李阿姨某王桂D.@a元\n", max_size=80))
def test_findings_are_parts_of_the_text_apart_and_gone_once_replaced(text: str) -> None:
    findings = find_personal(text)
    assert len(plain(text)) == len(text)
    assert all(text[found.start : found.end] == found.words for found in findings)
    assert all(left.end <= right.start for left, right in itertools.pairwise(findings))
    for found in findings:
        assert "某" in found.instead
        assert not find_personal(found.instead)
