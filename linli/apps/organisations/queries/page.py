"""One organisation with its posts, its coverage, its terms: what its page shows."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import CharField, Exists, OuterRef, QuerySet, Value

from linli.apps.organisations import access
from linli.apps.organisations.models import (
    Appointment,
    CommitteeTerm,
    MemberUnit,
    Organisation,
    OrganisationArea,
    OrganisationBuilding,
    OrganisationCompound,
    OrganisationFirm,
)
from linli.apps.organisations.queries.staff import STAFF, STAFF_MAX, StaffRow
from linli.apps.organisations.rules.committees import State, Term, is_filing_late
from linli.apps.organisations.rules.kinds import LINE_OF, POSTS_OF, PUBLIC_POSTS, Kind, Post
from linli.platform.access import Actor, fetch, rule_of
from linli.platform.dated import holding

PLACES_MAX: Final = 400
PAST_MAX: Final = 100


@dataclass(frozen=True, slots=True)
class CoveredPlace:
    """Something that an organisation answers for: `kind` compound, building, area or firm."""

    kind: str
    id: int
    name: str
    detail: str
    valid_from: dt.date


@dataclass(frozen=True, slots=True)
class TermRow:
    """A term of a committee; `is_late` tells that it was not filed within thirty days."""

    id: int
    state: str
    prepared_on: dt.date
    elected_on: dt.date | None
    election: str
    seats: int | None
    filed_on: dt.date | None
    filing_number: str
    active_on: dt.date | None
    term_ends_on: dt.date | None
    ended_on: dt.date | None
    is_late: bool


@dataclass(frozen=True, slots=True)
class May:
    """What the reader of the page may do to the organisation."""

    see_people: bool
    edit: bool
    appoint: bool
    appoint_from_above: bool
    cover: bool
    record_committee: bool
    close: bool


@dataclass(frozen=True, slots=True)
class Page:
    organisation: Organisation
    on: dt.date
    may: May
    staff: tuple[StaffRow, ...]
    past_staff: tuple[StaffRow, ...]
    vacant: tuple[str, ...]
    places: tuple[CoveredPlace, ...]
    units: tuple[str, ...]
    terms: tuple[TermRow, ...]

    @property
    def open_term(self) -> TermRow | None:
        return next((term for term in self.terms if term.ended_on is None), None)

    @property
    def covers(self) -> bool:
        """Tell whether organisations of this kind answer for places of their own."""
        return Kind(self.organisation.kind) in LINE_OF


ACTIONS: Final = (
    "see_people",
    "edit",
    "appoint",
    "appoint_from_above",
    "cover",
    "record_committee",
    "close",
)
LEADING: Final = (
    Post.SECRETARY,
    Post.DIRECTOR,
    Post.COMMUNITY_SECRETARY,
    Post.GROUP_LEADER,
    Post.STEWARD_LEADER,
    Post.GRID_WORKER,
    Post.PROPERTY_MANAGER,
)


def read_page(*, actor: Actor, pk: int, on: dt.date) -> Page:
    """Return the page of an organisation on a day; people beyond public posts only where allowed."""
    allowed = {
        f"may_{action}": Exists(
            Organisation.objects.filter(
                rule_of(access.ORGANISATIONS, action, actor), pk=OuterRef("pk")
            )
        )
        for action in ACTIONS
    }
    organisation: Any = fetch(
        Organisation.objects.select_related("area", "parent", "host").annotate(**allowed),
        actor=actor,
        action="read",
        table=access.ORGANISATIONS,
        pk=pk,
    )
    may = May(*(getattr(organisation, f"may_{action}") for action in ACTIONS))
    staff = _staff(organisation, on, everybody=may.see_people)
    held = {row.post for row in staff}
    needed = POSTS_OF.get(Kind(organisation.kind), ())
    return Page(
        organisation=organisation,
        on=on,
        may=may,
        staff=staff,
        past_staff=_past_staff(organisation, on) if may.see_people else (),
        vacant=tuple(str(post) for post in LEADING if post in needed and post not in held),
        places=_places(organisation, on),
        units=tuple(
            MemberUnit.objects.as_of(on)
            .filter(organisation=organisation)
            .order_by("id")
            .values_list("name", flat=True)
        ),
        terms=terms_of(organisation, on),
    )


def _staff(organisation: Organisation, on: dt.date, *, everybody: bool) -> tuple[StaffRow, ...]:
    rows = Appointment.objects.as_of(on).filter(organisation=organisation)
    if not everybody:
        rows = rows.filter(post__in=[str(post) for post in PUBLIC_POSTS])
    values = rows.order_by("id").values_list(*STAFF)[:STAFF_MAX]
    order = {str(post): place for place, post in enumerate(Post)}
    return tuple(sorted((StaffRow(*row) for row in values), key=lambda row: order[row.post]))


def _past_staff(organisation: Organisation, on: dt.date) -> tuple[StaffRow, ...]:
    rows = Appointment.objects.filter(organisation=organisation, valid_to__lte=on)
    values = rows.order_by("-valid_to", "-id").values_list(*STAFF)[:PAST_MAX]
    return tuple(StaffRow(*row) for row in values)


def _places(organisation: Organisation, on: dt.date) -> tuple[CoveredPlace, ...]:
    """Return what the organisation answers for, in one query."""
    links: list[QuerySet[Any, Any]] = [
        _linked(OrganisationCompound, organisation, on, "compound", "compound__community__name"),
        _linked(OrganisationBuilding, organisation, on, "building", "building__compound__name"),
        _linked(OrganisationArea, organisation, on, "area", "area__parent__name"),
        _linked(OrganisationFirm, organisation, on, "firm", "firm__area__name"),
    ]
    found = links[0].union(*links[1:], all=True)[:PLACES_MAX]
    rows = (CoveredPlace(row[0], row[1], row[2], row[3] or "", row[4]) for row in found)
    return tuple(sorted(rows, key=lambda row: (row.kind, row.detail, row.name)))


def _linked(
    model: Any, organisation: Organisation, on: dt.date, field: str, detail: str
) -> QuerySet[Any, Any]:
    rows: QuerySet[Any, Any] = (
        model.objects.filter(holding(on), organisation=organisation)
        .annotate(covered=Value(field, CharField()))
        .values_list("covered", f"{field}_id", f"{field}__name", detail, "valid_from")
    )
    return rows


def terms_of(organisation: Organisation, on: dt.date) -> tuple[TermRow, ...]:
    """Return the terms of a committee, the newest first."""
    terms = CommitteeTerm.objects.filter(organisation=organisation).order_by("-prepared_on", "-id")
    return tuple(
        TermRow(
            id=term.pk,
            state=term.state,
            prepared_on=term.prepared_on,
            elected_on=term.elected_on,
            election=term.election,
            seats=term.seats,
            filed_on=term.filed_on,
            filing_number=term.filing_number,
            active_on=term.active_on,
            term_ends_on=term.term_ends_on,
            ended_on=term.ended_on,
            is_late=is_filing_late(
                Term(State(term.state), term.prepared_on, term.elected_on, term.filed_on), on
            ),
        )
        for term in terms[:PAST_MAX]
    )


def covered_keys(organisation: int, what: str, on: dt.date) -> list[int]:
    """Return the keys of what an organisation answers for on a day: `what` names the kind of place."""
    models: dict[str, Any] = {
        "compound": OrganisationCompound,
        "building": OrganisationBuilding,
        "area": OrganisationArea,
        "firm": OrganisationFirm,
    }
    rows = models[what].objects.as_of(on).filter(organisation=organisation)
    return list(rows.values_list(f"{what}_id", flat=True))


def open_state(organisation: int) -> str:
    """Return the state of the committee's open term, empty when none is open."""
    rows = CommitteeTerm.objects.filter(organisation=organisation, ended_on=None)
    return rows.values_list("state", flat=True).first() or ""
