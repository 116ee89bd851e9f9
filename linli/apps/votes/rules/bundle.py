"""The bundle: everything that is needed to recheck an owners' vote, and nothing about persons.

It names electors by number and area only. The roll's fingerprint, posted with the notice, covers
each elector's number, area and `seal`: a salted hash of its owners and homes, so that an owner can
find the own line and nobody else can.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from linli.apps.votes.rules.ballots import Ballot, Motion
from linli.apps.votes.rules.canon import START, fingerprint
from linli.apps.votes.rules.silence import Pack

FORMAT: Final = "linli-owners-vote-1"


def roll_record(number: int, area: int, seal: str, *, delivered: bool) -> dict[str, object]:
    """Return one line of the roll as the bundle holds it."""
    return {"area": area, "delivered": delivered, "elector": number, "seal": seal}


def roll_fingerprint(
    lines: Iterable[Mapping[str, Any]], motions: Sequence[Motion], pack: Pack
) -> str:
    """Return what is posted with the notice: it fixes roll, motions and rules."""
    frozen = [
        {"area": line["area"], "elector": line["elector"], "seal": line["seal"]} for line in lines
    ]
    return fingerprint([pack_record(pack), [motion_record(motion) for motion in motions], *frozen])


def motion_record(motion: Motion) -> dict[str, object]:
    return {
        "candidates": motion.candidates,
        "item": motion.item,
        "number": motion.number,
        "seats": motion.seats,
    }


def pack_record(pack: Pack) -> dict[str, object]:
    """Return the rules that the count depends on."""
    floor = pack.floor
    return {
        "code": pack.code,
        "floor": [floor.numerator, floor.denominator, floor.inclusive] if floor else None,
        "never_for": sorted(pack.never_for),
        "notice_days": pack.notice_days,
        "revote": pack.revote,
        "silence": pack.silence.value,
    }


def build_bundle(
    *,
    facts: Mapping[str, object],
    pack: Pack,
    motions: Sequence[Motion],
    roll: Sequence[Mapping[str, Any]],
    ballots: Sequence[tuple[Ballot, str]],
    declared: Sequence[Mapping[str, object]],
) -> dict[str, object]:
    """Return the bundle.

    Parameters
    ----------
    facts
        `noticed_on`, `opens_at`, `closes_at` and the public reference of the vote.
    roll
        Lines made by `roll_record`, by number.
    ballots
        Each ballot with its hash, by sequence.
    declared
        For each motion the numbers that were declared.
    """
    bundle: dict[str, object] = {
        "ballots": [{**ballot.record(), "hash": digest} for ballot, digest in ballots],
        "declared": list(declared),
        "facts": dict(facts),
        "format": FORMAT,
        "head": ballots[-1][1] if ballots else START,
        "motions": [motion_record(motion) for motion in motions],
        "pack": pack_record(pack),
        "roll": [dict(line) for line in roll],
        "roll_fingerprint": roll_fingerprint(roll, motions, pack),
    }
    return {**bundle, "fingerprint": fingerprint([bundle])}
