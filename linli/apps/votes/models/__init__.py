"""Tables of the two engines. They share no table: one can never be shown as the other."""

from __future__ import annotations

from linli.apps.votes.models.ballots import (
    Declared,
    Delivery,
    HeadPost,
    OwnersBallot,
    PaperEntry,
    Proxy,
)
from linli.apps.votes.models.imported import ImportedLine, ImportedVote
from linli.apps.votes.models.owners import (
    Elector,
    ElectorHome,
    ElectorOwner,
    Motion,
    OwnersVote,
)
from linli.apps.votes.models.residents import (
    ResidentsBox,
    ResidentsResult,
    ResidentsTurn,
    ResidentsVote,
    ResidentsVoter,
)

__all__ = [
    "Declared",
    "Delivery",
    "Elector",
    "ElectorHome",
    "ElectorOwner",
    "HeadPost",
    "ImportedLine",
    "ImportedVote",
    "Motion",
    "OwnersBallot",
    "OwnersVote",
    "PaperEntry",
    "Proxy",
    "ResidentsBox",
    "ResidentsResult",
    "ResidentsTurn",
    "ResidentsVote",
    "ResidentsVoter",
]
