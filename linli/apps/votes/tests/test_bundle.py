"""The bundle and its verifier: an honest one passes, every single change of it is found."""

from __future__ import annotations

import copy
import datetime as dt
import importlib.util
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from linli.apps.votes.rules.ballots import Ballot, Channel, Motion, stamp
from linli.apps.votes.rules.bundle import build_bundle, roll_record
from linli.apps.votes.rules.canon import START
from linli.apps.votes.rules.silence import Pack, Silence

pytestmark = pytest.mark.pure
VERIFIER = Path(__file__).parents[1] / "data" / "verify_vote.py"
OPENS = dt.datetime(2026, 3, 16, tzinfo=dt.UTC)
MOTIONS = (Motion(1, 2), Motion(2, 8), Motion(3, 3, seats=5, candidates=6))
FACTS = {
    "closes_at": stamp(OPENS + dt.timedelta(days=10)),
    "noticed_on": "2026-03-01",
    "opens_at": stamp(OPENS),
    "reference": "K7M4Q2XD",
}


def pack(silence: Silence = Silence.ABSENT) -> Pack:
    return Pack(
        code="national",
        name="法定规则",
        valid_from=dt.date(2021, 1, 1),
        silence=silence,
        floor=None,
        never_for=frozenset(),
        counts_parking=False,
        notice_days=15,
        revote=True,
        source="民法典第278条",
    )


def result(motion: int, candidate: int, *, yes: int, passed: bool) -> dict[str, object]:
    return {
        "area": 400,
        "area_in": 300,
        "area_yes": yes * 100,
        "candidate": candidate,
        "heads": 4,
        "heads_in": 3,
        "heads_yes": yes,
        "motion": motion,
        "passed": passed,
    }


def honest() -> dict[str, Any]:
    """Return a bundle of four electors, three of whom voted, one of them twice and one on paper."""
    roll = [roll_record(n, 100, str(n) * 64, delivered=n != 4) for n in (1, 2, 3, 4)]
    cast = [
        (1, 1, "no", Channel.WEB),
        (2, 1, "yes", Channel.WEB),
        (1, 2, "yes", Channel.WEB),
        (3, 1, "no", Channel.PAPER),
    ]
    previous, ballots = START, []
    for sequence, (elector, revision, mark, channel) in enumerate(cast, 1):
        is_paper = channel is Channel.PAPER
        ballot = Ballot(
            sequence,
            elector,
            revision,
            channel,
            stamp(OPENS + dt.timedelta(minutes=sequence)),
            {"1": mark, "2": mark, "3": [1, 2, 3, 4, 5]},
            scan="s" * 64 if is_paper else "",
            clerks=(7, 8) if is_paper else (),
        )
        previous = ballot.hash_after(previous)
        ballots.append((ballot, previous))
    declared = [result(1, 0, yes=2, passed=True), result(2, 0, yes=2, passed=False)]
    declared += [result(3, n, yes=3 if n <= 5 else 0, passed=n <= 5) for n in range(1, 7)]
    made = build_bundle(
        facts=FACTS, pack=pack(), motions=MOTIONS, roll=roll, ballots=ballots, declared=declared
    )
    return copy.deepcopy(made)


def verify(bundle: object, folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    file = folder / "bundle.json"
    file.write_text(json.dumps(bundle, ensure_ascii=False), encoding="utf-8")
    return subprocess.run(
        [sys.executable, "-I", str(VERIFIER), str(file), *arguments],
        check=False,
        capture_output=True,
        text=True,
    )


@pytest.fixture(scope="module")
def verifier() -> ModuleType:
    spec = importlib.util.spec_from_file_location("verify_vote", VERIFIER)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def wrong(verifier: ModuleType, bundle: dict[str, Any]) -> list[str]:
    """Return what the verifier says, in this process."""
    found: list[str] = []
    try:
        verifier.check_whole(bundle, found.append)
        verifier.check_roll(bundle, found.append)
        verifier.check_counts(bundle, verifier.check_chain(bundle, found.append), found.append)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        found.append(repr(error))
    return found


def places(node: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Yield the way to every single value of the bundle."""
    if isinstance(node, dict):
        for name, value in node.items():
            yield from places(value, (*path, name))
    elif isinstance(node, list) and node:
        for index, value in enumerate(node):
            yield from places(value, (*path, index))
    else:
        yield path


def changed(value: Any) -> Any:
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return value + 1
    if isinstance(value, str):
        return "x" + value[1:]
    return [1] if value == [] else 1


def with_change(bundle: dict[str, Any], path: tuple[Any, ...]) -> dict[str, Any]:
    other = copy.deepcopy(bundle)
    node = other
    for step in path[:-1]:
        node = node[step]
    node[path[-1]] = changed(node[path[-1]])
    return other


def test_an_honest_bundle_passes(tmp_path: Path) -> None:
    done = verify(honest(), tmp_path)

    assert done.returncode == 0, done.stdout
    assert "all is right" in done.stdout


def test_every_change_of_a_single_value_is_found(verifier: ModuleType) -> None:
    bundle = honest()
    ways = list(places(bundle))

    assert len(ways) > 150
    assert [path for path in ways if not wrong(verifier, with_change(bundle, path))] == []


def test_a_change_with_a_new_fingerprint_of_the_whole_is_found_where_it_matters(
    verifier: ModuleType,
) -> None:
    """Whoever can rewrite the bundle can also renew its last line: roll, chain and count still tell."""
    bundle = honest()
    for path in places(bundle):
        if path[0] not in {"ballots", "declared", "roll", "motions", "pack", "head"}:
            continue
        other = with_change(bundle, path)
        rest = {name: part for name, part in other.items() if name != "fingerprint"}
        other["fingerprint"] = verifier.hashlib.sha256(verifier.written(rest) + b"\n").hexdigest()
        if path[-1] == "delivered":
            continue  # silence is not counted under this pack
        assert wrong(verifier, other), path


def test_a_bundle_that_is_rewritten_as_a_whole_lacks_what_was_posted(tmp_path: Path) -> None:
    bundle = honest()
    posted_head, posted_roll = bundle["ballots"][1]["hash"], bundle["roll_fingerprint"]

    assert verify(bundle, tmp_path, "--head", posted_head).returncode == 0
    assert verify(bundle, tmp_path, "--fingerprint", posted_roll).returncode == 0
    assert verify(bundle, tmp_path, "--head", "a" * 64).returncode == 1
    assert verify(bundle, tmp_path, "--fingerprint", "a" * 64).returncode == 1


@pytest.mark.parametrize("rubbish", ["", "[]", "{}", '{"roll": 1}', "null"])
def test_rubbish_is_said_to_be_wrong_and_never_a_crash(tmp_path: Path, rubbish: str) -> None:
    file = tmp_path / "bundle.json"
    file.write_text(rubbish)
    done = subprocess.run(
        [sys.executable, str(VERIFIER), str(file)], check=False, capture_output=True, text=True
    )

    assert done.returncode == 1
    assert "WRONG" in done.stdout
    assert done.stderr == ""


def test_the_verifier_is_short_and_needs_nothing_but_python() -> None:
    text = VERIFIER.read_text(encoding="utf-8")
    imports = {line.split()[1] for line in text.splitlines() if line.startswith("import ")}

    assert text.count("\n") <= 200
    assert imports <= {"argparse", "gc", "hashlib", "json", "sys"}
    assert "from " not in [line[:5] for line in text.splitlines()]


def test_the_command_line_rechecks_with_the_same_file(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from linli.config.command import main

    monkeypatch.setattr(sys, "argv", ["linli"])
    bundle = honest()
    file = tmp_path / "bundle.json"
    file.write_text(json.dumps(bundle, ensure_ascii=False), encoding="utf-8")

    assert main(["verify", str(file), "--head", bundle["ballots"][0]["hash"]]) == 0
    assert "all is right" in capsys.readouterr().out
    assert main(["verify", str(file), "--fingerprint", "a" * 64]) == 1
    assert main(["verify", str(tmp_path / "none.json")]) == 1
