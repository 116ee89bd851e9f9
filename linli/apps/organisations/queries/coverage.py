"""Coverage, cross-appointments and the four-level network as of any day, with the lists behind them."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import Count, QuerySet

from linli.apps.organisations.models import (
    Appointment,
    Organisation,
    OrganisationBuilding,
    OrganisationCompound,
)
from linli.apps.organisations.rules.coverage import (
    Branch,
    Figures,
    Network,
    Place,
    figures,
)
from linli.apps.organisations.rules.kinds import (
    COMMITTEES,
    COUNTED_BRANCHES,
    Kind,
    Line,
    Post,
)
from linli.apps.places import queries as places
from linli.apps.places.queries.inside import buildings_inside, compounds_inside
from linli.foundation.areas import LEVELS, Level, ancestor, span
from linli.platform.access import within
from linli.platform.dated import holding

GAPS_SHOWN_MAX: Final = 200


def level_of(area: int) -> Level:
    """Return the level whose code `area` is."""
    return next(level for level in LEVELS if area == ancestor(area, level))


def inside(field: str, area: int) -> Any:
    """Return the condition that the code in `field` lies inside `area`."""
    return within(field, (span(area, level_of(area)),))


@dataclass(frozen=True, slots=True)
class CompoundCoverage:
    """A compound, what covers it, and what of its four levels is there."""

    compound: places.CompoundRow
    place: Place
    network: Network
    branch_name: str


@dataclass(frozen=True, slots=True)
class AreaCoverage:
    """The figures of one area below."""

    code: int
    name: str
    figures: Figures
    complete: int


@dataclass(frozen=True, slots=True)
class Coverage:
    """The two full coverages of an area on a day; `rows` is the list behind every figure."""

    area: int
    on: dt.date
    rows: tuple[CompoundCoverage, ...]
    figures: Figures
    branches: dict[str, int]
    committees: dict[str, int]
    below: tuple[AreaCoverage, ...]

    @property
    def branches_total(self) -> int:
        """Branches of compounds and committees, single and joint."""
        return sum(self.branches.get(str(kind), 0) for kind in COUNTED_BRANCHES)

    @property
    def gaps(self) -> tuple[CompoundCoverage, ...]:
        """The compounds without an organisation."""
        return tuple(row for row in self.rows if row.place.branch is None)[:GAPS_SHOWN_MAX]

    @property
    def network_gaps(self) -> tuple[CompoundCoverage, ...]:
        """The compounds whose four levels are not complete."""
        return tuple(row for row in self.rows if not row.network.is_complete)[:GAPS_SHOWN_MAX]

    @property
    def complete(self) -> int:
        return sum(1 for row in self.rows if row.network.is_complete)


def coverage(on: dt.date, area: int) -> Coverage:
    """Return the coverage of `area` on a day, computed from the dated links. Nine queries."""
    compounds = compounds_inside(area)
    branches = _branches(on, area)
    instructed = set(
        Appointment.objects.as_of(on)
        .filter(inside("organisation__area", area), post=Post.INSTRUCTOR, compound__isnull=False)
        .values_list("compound_id", flat=True)
    )
    networks = _networks(on, area, compounds, set(branches))
    rows = tuple(
        CompoundCoverage(
            compound,
            Place(
                compound.id,
                compound.community,
                branches[compound.id][0] if compound.id in branches else None,
                compound.id in instructed,
            ),
            networks[compound.id],
            branches[compound.id][1] if compound.id in branches else "",
        )
        for compound in compounds
    )
    kinds = _kinds(on, area)
    return Coverage(
        area=area,
        on=on,
        rows=rows,
        figures=figures(row.place for row in rows),
        branches={kind: kinds[kind] for kind in sorted(COUNTED_BRANCHES) if kinds[kind]},
        committees={kind: kinds[kind] for kind in sorted(COMMITTEES) if kinds[kind]},
        below=_below(area, rows, on),
    )


def _branches(on: dt.date, area: int) -> dict[int, tuple[Branch, str]]:
    links = OrganisationCompound.objects.filter(
        holding(on),
        holding(on, "organisation__"),
        inside("compound__community", area),
        line=Line.BRANCH.value,
    ).values_list("compound_id", "organisation_id", "organisation__form", "organisation__name")
    return {compound: (Branch(pk, form), name) for compound, pk, form, name in links}


def _kinds(on: dt.date, area: int) -> Counter[str]:
    counted = [str(kind) for kind in (*COUNTED_BRANCHES, *COMMITTEES)]
    rows = Organisation.objects.as_of(on).filter(inside("area", area), kind__in=counted)
    return Counter(dict(rows.values_list("kind").annotate(total=Count("id"))))


def _networks(
    on: dt.date, area: int, compounds: Iterable[places.CompoundRow], branched: set[int]
) -> dict[int, Network]:
    organised = set(
        Organisation.objects.as_of(on)
        .filter(inside("area", area) | _above(area), kind=Kind.COMMUNITY_PARTY_ORG)
        .values_list("area_id", flat=True)
    )
    standing: Counter[int] = Counter()
    home: dict[int, int] = {}
    for building in buildings_inside(area):
        if building.compound is not None:
            standing[building.compound] += 1
            home[building.id] = building.compound
    grouped = Counter(home[pk] for pk in _linked_buildings(on, area) if pk in home)
    keyed = Counter(home[pk] for pk in _key_households(on, area) if pk in home)
    return {
        compound.id: Network(
            has_community_organisation=compound.community in organised,
            has_branch=compound.id in branched,
            buildings=standing[compound.id],
            grouped_buildings=grouped[compound.id],
            key_households=keyed[compound.id],
        )
        for compound in compounds
    }


def _above(area: int) -> Any:
    """Return the condition for the community that a grid lies in."""
    return (
        inside("area", ancestor(area, Level.COMMUNITY))
        if level_of(area) == Level.GRID
        else within("area", ())
    )


def _linked_buildings(on: dt.date, area: int) -> Iterable[int]:
    return OrganisationBuilding.objects.filter(
        holding(on),
        holding(on, "organisation__"),
        inside("building__community", area),
        line=Line.GROUP.value,
    ).values_list("building_id", flat=True)


def _key_households(on: dt.date, area: int) -> Iterable[int]:
    rows: QuerySet[Any] = Appointment.objects.as_of(on).filter(
        inside("building__community", area), post=Post.KEY_HOUSEHOLD
    )
    return rows.values_list("building_id", flat=True)


def _below(area: int, rows: tuple[CompoundCoverage, ...], on: dt.date) -> tuple[AreaCoverage, ...]:
    """Return the figures of the areas directly below, in the order of codes: units aren't ranked."""
    level = level_of(area)
    if level in {Level.COMMUNITY, Level.GRID}:
        return ()
    under = LEVELS[LEVELS.index(level) + 1]
    sorted_rows: dict[int, list[CompoundCoverage]] = defaultdict(list)
    for row in rows:
        sorted_rows[ancestor(row.compound.community, under)].append(row)
    return tuple(
        AreaCoverage(
            child.code,
            child.name,
            figures(row.place for row in sorted_rows[child.code]),
            sum(1 for row in sorted_rows[child.code] if row.network.is_complete),
        )
        for child in places.list_children(area, on=on)
    )
