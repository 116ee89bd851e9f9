"""Who sits on the committee and in the branch of one compound, and committees not filed in time."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from linli.apps.organisations.models import Appointment, CommitteeTerm, OrganisationCompound
from linli.apps.organisations.queries.coverage import GAPS_SHOWN_MAX, inside
from linli.apps.organisations.rules.coverage import Cross, Seat, cross_appointments
from linli.apps.organisations.rules.kinds import BRANCH_SEATS, ELECTED_SEATS, MEMBER_POSTS, Post


@dataclass(frozen=True, slots=True)
class CrossRow:
    """Somebody who holds a seat on a committee and one in the branch of the same compound."""

    cross: Cross
    name: str
    committee_name: str
    branch_name: str

    @property
    def committee_post(self) -> Post:
        return Post(self.cross.committee.post)

    @property
    def branch_post(self) -> Post:
        return Post(self.cross.branch.post)


@dataclass(frozen=True, slots=True)
class CrossAppointments:
    """Two-way entry and cross-appointments (双向进入、交叉任职) in an area on a day."""

    on: dt.date
    rows: tuple[CrossRow, ...]
    committees: int
    directors_total: int

    @property
    def members_in_committees(self) -> int:
        """Persons of a branch who hold a seat on the committee of the same compound."""
        return len({row.cross.committee.person for row in self.rows})

    @property
    def directors(self) -> tuple[CrossRow, ...]:
        """Directors who are the branch's secretary or a member of its committee."""
        return tuple(
            row
            for row in self.rows
            if row.cross.committee.post == Post.DIRECTOR and row.cross.branch.post in BRANCH_SEATS
        )


def cross_list(on: dt.date, area: int) -> CrossAppointments:
    """Return who holds posts in both bodies on a day. Three queries."""
    compounds = _compounds_of(on, area)
    committee, names, bodies = _seats(on, area, compounds, ELECTED_SEATS)
    branch, _, branches = _seats(on, area, compounds, MEMBER_POSTS)
    rows = tuple(
        CrossRow(
            cross,
            names[cross.committee.person],
            bodies[cross.committee.organisation],
            branches[cross.branch.organisation],
        )
        for cross in cross_appointments(committee, branch)
    )
    return CrossAppointments(
        on=on,
        rows=rows,
        committees=len({seat.organisation for seat in committee}),
        directors_total=sum(1 for seat in committee if seat.post == Post.DIRECTOR),
    )


def _compounds_of(on: dt.date, area: int) -> dict[int, frozenset[int]]:
    held: dict[int, set[int]] = defaultdict(set)
    links = OrganisationCompound.objects.as_of(on).filter(inside("compound__community", area))
    for organisation, compound in links.values_list("organisation_id", "compound_id"):
        held[organisation].add(compound)
    return {pk: frozenset(compounds) for pk, compounds in held.items()}


def _seats(
    on: dt.date, area: int, compounds: dict[int, frozenset[int]], posts: Iterable[Post]
) -> tuple[list[Seat], dict[int, str], dict[int, str]]:
    rows = (
        Appointment.objects.as_of(on)
        .filter(inside("organisation__area", area), post__in=[str(post) for post in posts])
        .order_by("organisation_id", "post", "id")
        .values_list("person_id", "organisation_id", "post", "person__name", "organisation__name")
    )
    seats, names, bodies = [], {}, {}
    for person, organisation, post, name, body in rows:
        seats.append(Seat(person, organisation, post, compounds.get(organisation, frozenset())))
        names[person], bodies[organisation] = name, body
    return seats, names, bodies


def late_filings(on: dt.date, area: int) -> tuple[tuple[int, str, dt.date], ...]:
    """Return the committees elected more than thirty days before `on` and not filed: key, name, day."""
    rows = CommitteeTerm.objects.filter(
        inside("organisation__area", area),
        ended_on=None,
        filed_on=None,
        elected_on__lt=on - dt.timedelta(days=30),
    ).order_by("elected_on", "id")
    values: QuerySet[Any, Any] = rows.values_list(
        "organisation_id", "organisation__name", "elected_on"
    )
    return tuple(values[:GAPS_SHOWN_MAX])
