"""The two full coverages, cross-appointments and the four-level network, computed from links.

Nothing here is typed in by anybody: each figure comes with the records behind it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

GROUPED_PERCENT_MIN: Final = 90  # of a compound's buildings, for a complete network


@dataclass(frozen=True, slots=True)
class Branch:
    """A branch that answers for a compound on the day."""

    id: int
    form: str


@dataclass(frozen=True, slots=True)
class Place:
    """A compound, the area it lies in, its branch and whether an instructor is sent there."""

    compound: int
    area: int
    branch: Branch | None
    has_instructor: bool


@dataclass(frozen=True, slots=True)
class Share:
    """Some of all; a share of nothing is not a percentage.

    >>> Share(2, 3).percent
    66.7
    >>> Share(0, 0).percent is None
    True
    """

    part: int
    whole: int

    @property
    def percent(self) -> float | None:
        """The share in percent to one decimal; never rounded up to 100 while one is missing."""
        if self.whole == 0:
            return None
        if self.part >= self.whole:
            return 100.0
        return min(round(100 * self.part / self.whole, 1), 99.9)

    @property
    def missing(self) -> int:
        return self.whole - self.part


@dataclass(frozen=True, slots=True)
class Figures:
    """The coverage of a set of compounds."""

    organisation: Share
    work: Share
    by_form: Mapping[str, int]


def figures(places: Iterable[Place]) -> Figures:
    """Return organisation coverage, work coverage, and the compounds covered by each form.

    Raises nothing; an attached branch counts, an instructor counts as work coverage only.
    """
    rows = tuple(places)
    covered = sum(1 for row in rows if row.branch is not None)
    worked = sum(1 for row in rows if row.branch is not None or row.has_instructor)
    forms = Counter(row.branch.form for row in rows if row.branch is not None)
    return Figures(Share(covered, len(rows)), Share(worked, len(rows)), dict(sorted(forms.items())))


@dataclass(frozen=True, slots=True)
class Seat:
    """A post that a person holds on the day in an organisation that answers for compounds."""

    person: int
    organisation: int
    post: str
    compounds: frozenset[int]


@dataclass(frozen=True, slots=True)
class Cross:
    """One person in two bodies: on the committee and in the branch."""

    committee: Seat
    branch: Seat


def cross_appointments(committee: Iterable[Seat], branch: Iterable[Seat]) -> tuple[Cross, ...]:
    """Return who sits on both bodies of a compound that both answer for, once for each committee seat."""
    held: dict[int, list[Seat]] = {}
    for seat in branch:
        held.setdefault(seat.person, []).append(seat)
    found = []
    for seat in committee:
        both = (other for other in held.get(seat.person, ()) if other.compounds & seat.compounds)
        other = next(both, None)
        if other is not None:
            found.append(Cross(seat, other))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Network:
    """The four levels of one compound: community organisation, branch, groups, key households."""

    has_community_organisation: bool
    has_branch: bool
    buildings: int
    grouped_buildings: int
    key_households: int

    @property
    def missing(self) -> tuple[str, ...]:
        """Return the levels that are not there, by their codes."""
        needed = GROUPED_PERCENT_MIN * self.buildings
        checks = (
            ("community_organisation", self.has_community_organisation),
            ("branch", self.has_branch),
            ("groups", self.buildings > 0 and 100 * self.grouped_buildings >= needed),
            ("key_household", self.key_households > 0),
        )
        return tuple(code for code, is_there in checks if not is_there)

    @property
    def is_complete(self) -> bool:
        return not self.missing
