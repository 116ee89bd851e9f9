"""What stands nearest to a door: Red Steward teams, building heads, building groups, key households."""

from __future__ import annotations

from collections import defaultdict
from typing import Final

from linli.apps.organisations.models import HomeContact
from linli.apps.organisations.rules.kinds import Kind, Post
from linli.apps.organisations.seeds.book import Book
from linli.apps.organisations.seeds.city import Ground
from linli.apps.organisations.seeds.sharing import evenly, shared
from linli.apps.places.queries.inside import BuildingPlace
from linli.foundation.areas import Level, ancestor

TEAM_MEMBERS: Final = (3, 3, 4, 5)
GROUP_BUILDINGS: Final = 3
HOMES_PER_KEY_HOUSEHOLD_MAX: Final = 40
SHOWN_SHARE: Final = 0.8  # agreed that linked neighbours see their names
UNGROUPED_SHARE: Final = 0.04  # compounds whose groups are still being set up
TERM_DAYS: Final = 3 * 365


def write_buildings(book: Book, ground: Ground) -> None:
    """Add teams for every building, heads for 5,200, groups, and 7,400 key households."""
    _stewards(book, ground)
    _heads(book, ground)
    groups = _groups(book, ground)
    _key_households(book, ground, groups)


def _neighbour(book: Book, ground: Ground, building: BuildingPlace) -> int:
    """Return a resident of the building when some are known, else somebody of the community."""
    residents = ground.residents.get(building.id)
    return residents.pop() if residents else book.person(building.community)


def _stewards(book: Book, ground: Ground) -> None:
    """Split each grid's buildings among its teams: every building has exactly one."""
    grids = ground.areas[Level.GRID]
    total = book.file["fitted_totals"]["steward_teams"]
    sizes = [len(ground.grids[grid.code]) for grid in grids]
    teams = shared(total - len(grids), sizes, most=[min(4, size - 1) for size in sizes])
    for grid, more in zip(grids, teams, strict=True):
        buildings = ground.grids[grid.code]
        start = 0
        for number, size in enumerate(evenly(len(buildings), more + 1), 1):
            _team(
                book,
                ground,
                (grid.code, f"{grid.name}红色管家{number}队"),
                buildings[start : start + size],
            )
            start += size


def _team(
    book: Book, ground: Ground, named: tuple[int, str], buildings: list[BuildingPlace]
) -> None:
    grid, name = named
    since = book.day(2021, 2024)
    team = book.organisation(
        Kind.STEWARD_TEAM,
        name,
        grid,
        since=since,
        parent=ground.offices[ancestor(grid, Level.COMMUNITY)],
        phone=book.phone(),
        hours="每天 8:30-20:00",
    )
    for building in buildings:
        book.cover_building(team, Kind.STEWARD_TEAM, building.id, since)
    workers = ground.cadres[grid]
    leader = book.dice.choice(workers)
    book.appoint(leader, team, Post.STEWARD_LEADER, since)
    for _ in range(book.dice.choice(TEAM_MEMBERS) - 1):
        book.appoint(book.person(buildings[0].community), team, Post.STEWARD, since)


def _heads(book: Book, ground: Ground) -> None:
    """Appoint a head for every building of a compound and for the larger street houses."""
    total = book.file["fitted_totals"]["building_heads"]
    in_order = sorted(
        ground.buildings.values(), key=lambda row: (row.compound is None, -row.households, row.id)
    )
    grid_of = {row.id: grid for grid, rows in ground.grids.items() for row in rows}
    known = {grid: found for (role, grid), found in ground.known.items() if role == "building_head"}
    at_home = {
        ground.lives[found[1]]: found for found in known.values() if found[1] in ground.lives
    }
    waiting = {grid: found for grid, found in known.items() if found[1] not in ground.lives}
    for building in in_order[:total]:
        found = at_home.get(building.id) or waiting.pop(grid_of[building.id], None)
        if found is None:
            person = _neighbour(book, ground, building)
        else:
            account, there, name = found
            person = there if there is not None else book.person(building.community, name, account)
        since = book.day(2023, 2025)
        until = since.replace(year=since.year + 3, day=min(since.day, 28))
        office = ground.offices[building.community]
        book.appoint(
            person,
            office,
            Post.BUILDING_HEAD,
            since,
            until=until if until > book.today else None,
            building=building.id,
        )


def _groups(book: Book, ground: Ground) -> dict[int, int]:
    """Group the buildings of each compound; a few compounds still lack some. Return building → group."""
    held: dict[int, list[BuildingPlace]] = defaultdict(list)
    for row in ground.buildings.values():
        if row.compound is not None:
            held[row.compound].append(row)
    groups: dict[int, int] = {}
    for compound in ground.compounds:
        rows = held[compound.id]
        is_behind = len(rows) > 1 and book.dice.random() < UNGROUPED_SHARE
        rows = rows[: max(1, len(rows) // 2)] if is_behind else rows
        count = -(-len(rows) // GROUP_BUILDINGS)
        start = 0
        for number, size in enumerate(evenly(len(rows), count), 1):
            some = rows[start : start + size]
            start += size
            group = _group(book, ground, f"{compound.name}第{number}楼栋党小组", some)
            groups.update({row.id: group for row in some})
    return groups


def _group(book: Book, ground: Ground, name: str, buildings: list[BuildingPlace]) -> int:
    first = buildings[0]
    assert first.compound is not None, "groups stand in compounds"
    since = book.day(2020, 2024)
    group = book.organisation(
        Kind.BUILDING_GROUP,
        name,
        first.community,
        since=since,
        parent=ground.branches[first.compound],
    )
    for building in buildings:
        book.cover_building(group, Kind.BUILDING_GROUP, building.id, since)
    leader = _neighbour(book, ground, first)
    book.appoint(leader, group, Post.GROUP_LEADER, since)
    return group


def _key_households(book: Book, ground: Ground, groups: dict[int, int]) -> None:
    """Link homes to 7,400 key households, at most forty to each, none twice."""
    total = book.file["fitted_totals"]["key_households"]
    rows = [ground.buildings[pk] for pk in groups]
    homes = [len(ground.homes[row.id]) for row in rows]
    least = [max(1, count // HOMES_PER_KEY_HOUSEHOLD_MAX) for count in homes]
    room = [max(0, count // 4 - few) for count, few in zip(homes, least, strict=True)]
    more = shared(total - sum(least), homes, most=room)
    for row, needed, extra in zip(rows, least, more, strict=True):
        start = 0
        doors = ground.homes[row.id]
        for size in evenly(len(doors), needed + extra):
            since = book.day(2021, 2025)
            appointment = book.appoint(
                _neighbour(book, ground, row),
                groups[row.id],
                Post.KEY_HOUSEHOLD,
                since,
                building=row.id,
                is_shown=book.dice.random() < SHOWN_SHARE,
            )
            for home in doors[start : start + min(size, HOMES_PER_KEY_HOUSEHOLD_MAX)]:
                book.rows[HomeContact].append((book.key(), appointment, home, since))
            start += size
