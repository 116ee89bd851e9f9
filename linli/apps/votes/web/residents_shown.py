"""How residents' votes look: never as owners' votes do."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from linli.apps.votes.queries import ResidentsPage, ResidentsRow
from linli.apps.votes.web.shown import Look

LOOKS: Final = {
    "draft": ("", "pencil"),
    "open": ("info", "message-square-text"),
    "closed": ("info", "users-round"),
    "void": ("danger", "ban"),
}


@dataclass(frozen=True, slots=True)
class Bar:
    """One option with its votes, as a share of those who took part (cut, never rounded up)."""

    name: str
    votes: int
    of: int
    share: str
    is_winner: bool


def looks_of_residents(rows: Iterable[ResidentsRow | ResidentsPage]) -> list[Look]:
    """Return the rows with their looks."""
    return [
        Look(row, *LOOKS[row.state if isinstance(row, ResidentsRow) else row.vote.state])
        for row in rows
    ]


def bars_of(page: ResidentsPage) -> list[Bar]:
    """Return the options with their votes, in their own order."""
    found = page.outcome
    if found is None or not found.votes:
        return []
    return [
        Bar(name, votes, found.ballots, cut(votes, found.ballots), number == found.winner)
        for number, (name, votes) in enumerate(
            zip(found.options, found.votes, strict=True), start=1
        )
    ]


def cut(have: int, of: int) -> str:
    """Return the share in per cent, cut to one decimal.

    >>> cut(2, 3)
    '66.6%'
    """
    tenths = have * 1000 // of if of else 0
    return f"{tenths // 10}.{tenths % 10}%"
