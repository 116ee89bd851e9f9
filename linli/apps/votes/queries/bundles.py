"""The bundle of a declared vote, read from the tables."""

from __future__ import annotations

from collections.abc import Sequence

from linli.apps.votes.access import TABLE
from linli.apps.votes.models import Declared, Delivery, Elector, Motion, OwnersBallot, OwnersVote
from linli.apps.votes.rules import ballots
from linli.apps.votes.rules.ballots import Ballot, Channel, stamp
from linli.apps.votes.rules.bundle import build_bundle, roll_record
from linli.apps.votes.rules.packs import find_pack
from linli.platform.access import Actor, fetch


def get_bundle(*, actor: Actor, pk: int) -> dict[str, object]:
    """Return everything that is needed to recheck the vote; for its owners and its counters."""
    vote = fetch(OwnersVote.objects.all(), actor=actor, action="bundle", table=TABLE, pk=pk)
    assert vote.noticed_on is not None
    assert vote.opens_at is not None
    assert vote.closes_at is not None
    motions = [
        ballots.Motion(row.number, row.item, row.seats, len(row.candidates))
        for row in Motion.objects.filter(vote=vote).order_by("number")
    ]
    return build_bundle(
        facts={
            "closes_at": stamp(vote.closes_at),
            "noticed_on": vote.noticed_on.isoformat(),
            "opens_at": stamp(vote.opens_at),
            "reference": vote.reference,
        },
        pack=find_pack(vote.pack),
        motions=motions,
        roll=_roll(vote),
        ballots=_ballots(vote),
        declared=_declared(vote),
    )


def _roll(vote: OwnersVote) -> list[dict[str, object]]:
    delivered = set(Delivery.objects.filter(vote=vote).values_list("elector_id", flat=True))
    rows = Elector.objects.filter(vote=vote).order_by("number")
    return [
        roll_record(number, area, seal, delivered=pk in delivered)
        for pk, number, area, seal in rows.values_list("pk", "number", "area", "seal")
    ]


def _ballots(vote: OwnersVote) -> Sequence[tuple[Ballot, str]]:
    rows = OwnersBallot.objects.filter(vote=vote).select_related("elector").order_by("sequence")
    return [(_ballot(row), row.hash) for row in rows]


def _ballot(row: OwnersBallot) -> Ballot:
    clerks = (row.clerk_one, row.clerk_two)
    return Ballot(
        sequence=row.sequence,
        elector=row.elector.number,
        revision=row.revision,
        channel=Channel(row.channel),
        at=stamp(row.at),
        choices=row.choices,
        scan=row.scan or "",
        clerks=tuple(clerk for clerk in clerks if clerk is not None),
    )


def _declared(vote: OwnersVote) -> list[dict[str, object]]:
    rows = Declared.objects.filter(vote=vote).select_related("motion")
    return [
        {
            "area": row.area,
            "area_in": row.area_in,
            "area_yes": row.area_yes,
            "candidate": row.candidate,
            "heads": row.heads,
            "heads_in": row.heads_in,
            "heads_yes": row.heads_yes,
            "motion": row.motion.number,
            "passed": row.passed,
        }
        for row in rows.order_by("motion__number", "candidate")
    ]
