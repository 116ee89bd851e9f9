"""`kill -9` during submissions loses nothing and doubles nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.databases import new_database
from tests.kills import kills_wanted, survive


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_no_acknowledged_report_is_lost_and_none_is_there_twice(tmp_path: Path) -> None:
    with new_database(tmp_path) as database:
        outcome = survive(kills=kills_wanted(), data=tmp_path, database=database)

    assert outcome.refusals == []
    assert (outcome.lost, outcome.doubled, outcome.unknown) == ([], [], [])
    assert outcome.acknowledged >= kills_wanted() * 15
