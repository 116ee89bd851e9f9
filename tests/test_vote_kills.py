"""`kill -9` during voting loses no acknowledged ballot and leaves the chain whole."""

from __future__ import annotations

import copy
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from benchmarks.databases import new_database
from linli.apps.votes.rules.canon import START, link
from tests.vote_kills import Votes, compare, survive_voting

KILLS = int(os.environ.get("LINLI_KILLS", "2"))


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_no_acknowledged_ballot_is_lost_and_the_chain_is_whole(tmp_path: Path) -> None:
    with new_database(tmp_path) as database:
        verdict = survive_voting(kills=KILLS, data=tmp_path, database=database)

    sys.stdout.write(f"{verdict}\n")
    assert verdict.refusals == []
    assert (verdict.lost, verdict.torn) == ([], [])
    assert verdict.told >= KILLS * 15


def honest() -> dict[str, Any]:
    previous, ballots = START, []
    for number in (1, 2, 3):
        record = {"sequence": number, "choices": {"1": "yes"}}
        digest = link(previous, record)
        ballots.append([number * 10, previous, digest, record])
        previous = digest
    return {"ballots": ballots, "acts": [30, 10, 20], "lines": 3}


def lose_the_last(found: dict[str, Any]) -> None:
    found["ballots"].pop()
    found["acts"].remove(30)
    found["lines"] = 2


def change_a_choice(found: dict[str, Any]) -> None:
    found["ballots"][1][3]["choices"] = {"1": "no"}


def cut_a_link(found: dict[str, Any]) -> None:
    found["ballots"][1][1] = START


@pytest.mark.parametrize(
    ("change", "lost", "torn"),
    [
        (lambda _found: None, [], []),
        (lose_the_last, [3], []),
        (change_a_choice, [], ["ballot 2"]),
        (cut_a_link, [], ["ballot 2"]),
        (lambda found: found["acts"].append(40), [], ["acts"]),
        (lambda found: found.update(lines=2), [], ["journal"]),
    ],
    ids=["whole", "lost", "changed", "cut", "act without a ballot", "no line"],
)
def test_the_comparison_sees_what_is_lost_or_torn(
    change: Callable[[dict[str, Any]], None], lost: list[int], torn: list[str]
) -> None:
    found = honest()
    votes = Votes(told={number: found["ballots"][number - 1][2] for number in (1, 3)})
    changed = copy.deepcopy(found)
    change(changed)
    verdict = compare(votes, 1, changed)
    assert (verdict.lost, verdict.torn) == (lost, torn)
