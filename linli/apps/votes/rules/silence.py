"""Rule packs: what a deployment's rules of procedure add to the law, dated and as data.

The law itself counts an owner who sends no ballot as not taking part (`absent`). Some places let the
rules of procedure say otherwise; that needs the adopted clause and, for each elector, a proof that
the ballot was delivered:

    absent         not taking part (the default)
    abstain        takes part, agrees to nothing
    follow         takes part, follows the majority of those who voted, heads and area each
    follow_strict  as follow, but only when the real ballots alone reach `floor` of heads and of area
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Self

from linli.apps.votes.rules.thresholds import Threshold
from linli.foundation.refusals import Refused


class Silence(StrEnum):
    ABSENT = "absent"
    ABSTAIN = "abstain"
    FOLLOW = "follow"
    FOLLOW_STRICT = "follow_strict"


@dataclass(frozen=True, slots=True)
class Pack:
    """One dated set of rules.

    `floor` is the share of heads and of area that real ballots must reach before silence counts;
    `never_for` lists the items of Art. 278 in which silence is always `absent`.
    """

    code: str
    name: str
    valid_from: dt.date
    silence: Silence
    floor: Threshold | None
    never_for: frozenset[int]
    counts_parking: bool
    notice_days: int
    revote: bool
    source: str

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Self:
        """Read one pack of `data/rule_packs.json`."""
        floor = data.get("floor")
        return cls(
            code=data["code"],
            name=data["name_zh"],
            valid_from=dt.date.fromisoformat(data["valid_from"]),
            silence=Silence(data["silence"]),
            floor=Threshold(floor[0], floor[1], inclusive=bool(floor[2])) if floor else None,
            never_for=frozenset(data.get("never_for", ())),
            counts_parking=bool(data.get("counts_parking", False)),
            notice_days=int(data.get("notice_days", 15)),
            revote=bool(data.get("revote", True)),
            source=data["source"],
        )

    def silence_for(self, item: int) -> Silence:
        """Return what a missing ballot means for a motion under `item`."""
        return Silence.ABSENT if item in self.never_for else self.silence


def require_clause(pack: Pack, *, has_clause: bool) -> None:
    """Refuse a pack that departs from the law's own count when the adopted clause is not on file."""
    departs = pack.silence is not Silence.ABSENT or pack.counts_parking
    if departs and not has_clause:
        raise Refused(
            "vote.no_clause",
            "这套计票规则须有业主大会通过的条款。请先上传条款，或改用法定规则。",
            field="pack",
        )
