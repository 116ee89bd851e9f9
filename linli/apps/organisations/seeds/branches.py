"""Branches of compounds: 371 standalone, 138 joint over 497 compounds; and those of the grids."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from linli.apps.organisations.rules.kinds import Kind, Post
from linli.apps.organisations.seeds.book import Book
from linli.apps.organisations.seeds.city import Ground
from linli.apps.organisations.seeds.sharing import evenly, shared
from linli.apps.places.queries import CompoundRow
from linli.foundation.areas import Level, ancestor

CADRE_SHARE: Final = 0.45  # of the secretaries
GRID_STANDALONE_SHARE: Final = 0.3
COMMITTEE_SIZES: Final = (2, 2, 2, 3, 4)
MEMBERS_MORE_MAX: Final = 3


@dataclass(frozen=True, slots=True)
class DistrictPlan:
    """How many branches a district has: of committees, joint, and the compounds these cover."""

    code: int
    committee_branches: int
    joint: int
    joint_compounds: int


def plan_districts(book: Book) -> list[DistrictPlan]:
    """Solve branches = standalone + joint + committees' and compounds = standalone + covered."""
    totals = book.file["fitted_totals"]["branches"]
    rows = book.file["districts"]
    of_committees = shared(totals["owners_committee"], [row["owners_committees"] for row in rows])
    room = [
        row["compounds"] - row["branches"] + own
        for row, own in zip(rows, of_committees, strict=True)
    ]
    joint = shared(totals["joint"], room, most=room)
    plans = [
        DistrictPlan(int(row["code"]) * 10**9, own, many, spare + many)
        for row, own, many, spare in zip(rows, of_committees, joint, room, strict=True)
    ]
    assert sum(plan.joint_compounds for plan in plans) == totals["joint_cover_compounds"]
    return plans


def write_branches(book: Book, ground: Ground) -> list[DistrictPlan]:
    """Add the branches of the compounds and of the grids; return what each district has."""
    plans = plan_districts(book)
    for plan in plans:
        joint = _joint_groups(ground, plan)
        grouped = {row.id for group in joint for row in group}
        for group in joint:
            _branch(book, ground, group)
        for row in ground.compounds:
            if ancestor(row.community, Level.DISTRICT) == plan.code and row.id not in grouped:
                _branch(book, ground, [row])
    _grid_branches(book, ground)
    return plans


def _joint_groups(ground: Ground, plan: DistrictPlan) -> list[list[CompoundRow]]:
    """Return groups of neighbouring compounds, the small old ones first, each in one community."""
    free = {
        area.code: sorted(
            ground.compounds_of(area.code),
            key=lambda row: (row.kind == "commodity", ground.has_firm(row.id), row.name),
        )
        for area in ground.areas[Level.COMMUNITY]
        if ancestor(area.code, Level.DISTRICT) == plan.code
    }
    groups = []
    for size in evenly(plan.joint_compounds, plan.joint):
        widest = max(free, key=lambda code: (len(free[code]), -code))
        groups.append(free[widest][:size])
        free[widest] = free[widest][size:]
        assert len(groups[-1]) == size, "a community has room for the group"
    return groups


def _branch(book: Book, ground: Ground, compounds: list[CompoundRow]) -> None:
    first = compounds[0]
    is_joint = len(compounds) > 1
    since = book.day(2018, 2024)
    name = f"{first.name}联合党支部" if is_joint else f"{first.name}党支部"
    branch = book.organisation(
        Kind.COMPOUND_BRANCH,
        name,
        first.community,
        since=since,
        form="joint" if is_joint else "standalone",
        parent=ground.party[first.community],
        phone=book.phone(),
        hours="每周三 19:30-21:00 接待",
    )
    for row in compounds:
        book.cover_compound(branch, Kind.COMPOUND_BRANCH, row.id, since)
        ground.branches[row.id] = branch
        if is_joint:
            book.unit(branch, row.name, since)
    is_cadre = book.dice.random() < CADRE_SHARE
    cadres = ground.cadres[first.community]
    secretary = book.dice.choice(cadres) if is_cadre else book.person(first.community)
    source = "community_cadre" if is_cadre else "compound_member"
    book.appoint(secretary, branch, Post.SECRETARY, since, source=source)
    for _ in range(book.dice.choice(COMMITTEE_SIZES)):
        book.appoint(book.person(first.community), branch, Post.BRANCH_COMMITTEE_MEMBER, since)
    for _ in range(book.dice.randrange(MEMBERS_MORE_MAX + 1)):
        person = book.person(first.community)
        book.appoint(person, branch, Post.BRANCH_MEMBER, since)
        ground.members[branch].append(person)


def _grid_branches(book: Book, ground: Ground) -> None:
    """Give every grid its branch: standalone, or attached to the branch of a compound in it."""
    for grid in ground.areas[Level.GRID]:
        community = ancestor(grid.code, Level.COMMUNITY)
        near = [
            ground.branches[row.compound]
            for row in ground.grids[grid.code]
            if row.compound is not None
        ]
        is_standalone = book.dice.random() < GRID_STANDALONE_SHARE
        since = book.day(2021, 2024)
        branch = book.organisation(
            Kind.GRID_BRANCH,
            f"{grid.name}党支部",
            grid.code,
            since=since,
            form="standalone" if is_standalone else "attached",
            name_en=f"Party Branch of {grid.name_en}" if grid.name_en else "",
            parent=ground.party[community],
            host=None if is_standalone else (near[0] if near else ground.party[community]),
        )
        book.cover_area(branch, Kind.GRID_BRANCH, grid.code, since)
        secretary, *members = ground.cadres[grid.code][:3]
        book.appoint(secretary, branch, Post.SECRETARY, since, source="own_member")
        for person in members if is_standalone else ():
            book.appoint(person, branch, Post.BRANCH_COMMITTEE_MEMBER, since)
