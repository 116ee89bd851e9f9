"""`kill -9` during submissions loses nothing and doubles nothing."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from benchmarks.databases import new_database
from tests.kills import Story, compare, kills_wanted, survive


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_no_acknowledged_report_is_lost_and_none_is_there_twice(tmp_path: Path) -> None:
    with new_database(tmp_path) as database:
        outcome = survive(kills=kills_wanted(), data=tmp_path, database=database)

    assert outcome.refusals == []
    assert (outcome.lost, outcome.doubled, outcome.unknown) == ([], [], [])
    assert outcome.acknowledged >= kills_wanted() * 15


FOUND: dict[str, list[Any]] = {
    "matters": [["1", "id-a", "AAAA"], ["2", "id-b", "BBBB"]],
    "lines": ["1", "2"],
}


@pytest.mark.parametrize(
    ("change", "verdict"),
    [
        ({}, ([], [], [])),
        ({"matters": FOUND["matters"][:1], "lines": ["1"]}, (["id-b"], [], [])),
        ({"matters": [*FOUND["matters"], ["3", "id-b", "BBBB"]], "lines": ["1", "2", "3"]},
         ([], ["client ids"], [])),
        ({"lines": ["1"]}, ([], ["journal"], [])),
        ({"lines": ["1", "2", "2"]}, ([], ["journal"], [])),
        ({"matters": [["1", "id-a", "AAAA"], ["2", "id-b", "OTHER"]]}, (["id-b"], [], [])),
        ({"matters": [*FOUND["matters"], ["3", "id-z", "ZZZZ"]], "lines": ["1", "2", "3"]},
         ([], [], ["id-z"])),
    ],
    ids=["whole", "lost", "twice", "no line", "two lines", "other reference", "from nowhere"],
)  # fmt: skip
def test_the_comparison_sees_what_is_lost_doubled_or_torn(
    change: dict[str, list[Any]], verdict: tuple[list[str], list[str], list[str]]
) -> None:
    story = Story(acknowledged={"id-a": "AAAA", "id-b": "BBBB"}, tried={"id-a", "id-b"})
    outcome = compare(story, 1, {**FOUND, **change})
    assert (outcome.lost, outcome.doubled, outcome.unknown) == verdict
