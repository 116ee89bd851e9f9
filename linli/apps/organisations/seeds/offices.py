"""Offices from the city down to the grid, and who works in them."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any, Final

from linli.apps.organisations.rules.kinds import Kind, Post
from linli.apps.organisations.seeds.book import Book
from linli.apps.organisations.seeds.city import Ground
from linli.apps.organisations.seeds.sharing import evenly
from linli.apps.places.queries import AreaRow
from linli.foundation.areas import Level, ancestor

FILE: Final = Path(__file__).parents[1] / "data" / "organisations.json"
HOURS: Final = "周一至周五 9:00-12:00、15:00-18:00"
LONG_HOURS: Final = "每天 8:30-21:00"
ALL_DAY: Final = "全天值班"
OLD: Final = dt.date(2016, 7, 1)
CADRES: Final = 9  # of a community beside its secretary
OFFICERS: Final = 5  # of a subdistrict


def write_offices(book: Book, ground: Ground) -> dict[str, int]:
    """Add every office; return the city's organisations by their handler codes."""
    by_code = _city(book, ground)
    for area in ground.areas[Level.SUBDISTRICT]:
        _subdistrict(book, ground, area)
    for area in ground.areas[Level.COMMUNITY]:
        _community(book, ground, area)
    _grids(book, ground)
    return by_code


def _known(book: Book, ground: Ground, role: str, area: int, community: int) -> int | None:
    """Return the person behind the account that holds the role there, known to a community."""
    found = ground.known.get((role, area))
    if found is None:
        return None
    account, person, name = found
    return person if person is not None else book.person(community, name, account)


def _city(book: Book, ground: Ground) -> dict[str, int]:
    data: dict[str, Any] = json.loads(FILE.read_text(encoding="utf-8"))
    code = ground.code
    home = ground.areas[Level.COMMUNITY][0].code
    by_code: dict[str, int] = {}
    for kind, rows, prefix in (
        (Kind.DEPARTMENT, data["departments"], "市"),
        (Kind.UTILITY, data["utilities"], "市"),
    ):
        for row in rows:
            name, name_en = prefix + row["name"], f"City {row['name_en']}"
            by_code[row["code"]] = book.organisation(
                kind,
                name,
                code,
                since=OLD,
                code=row["code"],
                name_en=name_en,
                phone=book.phone(),
                complaint="12345",
                hours=ALL_DAY if kind is Kind.UTILITY else HOURS,
            )
    for row in data["conference_units"]:
        since = dt.date(2019, 3, 1)
        book.organisation(
            Kind.CONFERENCE_UNIT,
            row["name"],
            code,
            since=since,
            name_en=row["name_en"],
            hours=HOURS,
        )
    desk = book.organisation(
        Kind.SERVICE_DESK,
        "邻里平台值班室",
        code,
        since=OLD,
        name_en="Linli duty desk",
        phone="12345",
        hours=ALL_DAY,
    )
    office = book.organisation(
        Kind.CITY_OFFICE,
        "市城市基层党建工作办公室",
        code,
        since=OLD,
        name_en="City Office for Neighbourhood Governance",
        phone=book.phone(),
        hours=HOURS,
    )
    by_code["service_desk"] = desk
    for _ in range(6):
        book.appoint(book.person(home), desk, Post.HANDLER, book.day(2022, 2025))
    chief = _known(book, ground, "city_officer", code, home) or book.person(home)
    book.appoint(chief, office, Post.OFFICER, book.day(2021, 2024))
    _handlers(book, ground, by_code)
    return by_code


def _handlers(book: Book, ground: Ground, by_code: dict[str, int]) -> None:
    """Give each department two handlers, and urban management one a district who can sign in."""
    home = ground.areas[Level.COMMUNITY][0].code
    for code, organisation in by_code.items():
        for _ in range(2 if code != "service_desk" else 0):
            book.appoint(book.person(home), organisation, Post.HANDLER, book.day(2021, 2025))
    for district in ground.areas[Level.DISTRICT]:
        person = _known(book, ground, "department_handler", district.code, home)
        if person is not None:
            organisation = by_code["urban_management"]
            book.appoint(
                person, organisation, Post.HANDLER, book.day(2022, 2024), area=district.code
            )


def _subdistrict(book: Book, ground: Ground, area: AreaRow) -> None:
    office = book.organisation(
        Kind.SUBDISTRICT_OFFICE,
        f"{area.name}办事处" if area.name.endswith("街道") else f"{area.name}人民政府",
        area.code,
        since=OLD,
        name_en=f"{area.name_en} Office" if area.name_en else "",
        phone=book.phone(),
        complaint="12345",
        hours=HOURS,
    )
    ground.offices[area.code] = office
    community = next(row.code for row in ground.areas[Level.COMMUNITY] if row.parent == area.code)
    chief = _known(book, ground, "subdistrict_officer", area.code, community)
    people = [chief or book.person(community)]
    people += [book.person(community) for _ in range(OFFICERS - 1)]
    for person in people:
        book.appoint(person, office, Post.OFFICER, book.day(2020, 2024))
    ground.cadres[area.code] = people


def _community(book: Book, ground: Ground, area: AreaRow) -> None:
    above = ground.offices[ancestor(area.code, Level.SUBDISTRICT)]
    facts: dict[str, Any] = {"since": OLD, "hours": HOURS, "complaint": "12345"}
    party = book.organisation(
        Kind.COMMUNITY_PARTY_ORG,
        f"{area.name}党委",
        area.code,
        name_en=f"Party Committee of {area.name_en}" if area.name_en else "",
        phone=book.phone(),
        **facts,
    )
    office = book.organisation(
        Kind.COMMUNITY_OFFICE,
        f"{area.name}居民委员会",
        area.code,
        name_en=f"{area.name_en} Residents' Committee" if area.name_en else "",
        parent=above,
        phone=book.phone(),
        address=f"{area.name}党群服务中心",
        **facts,
    )
    ground.offices[area.code], ground.party[area.code] = office, party
    head = _known(book, ground, "community_secretary", area.code, area.code)
    secretary = head or book.person(area.code)
    cadres = [book.person(area.code) for _ in range(CADRES)]
    ground.cadres[area.code] = cadres
    since = book.day(2021, 2022)
    book.appoint(secretary, office, Post.COMMUNITY_SECRETARY, since)
    book.appoint(secretary, party, Post.SECRETARY, since, source="community_cadre")
    for cadre in cadres:
        book.appoint(cadre, office, Post.COMMUNITY_WORKER, book.day(2020, 2024))
    for cadre in cadres[:4]:
        book.appoint(cadre, party, Post.BRANCH_COMMITTEE_MEMBER, since)
    _community_services(book, ground, area, office)


def _community_services(book: Book, ground: Ground, area: AreaRow, office: int) -> None:
    """Add the window of the community's service centre and its mediation committee."""
    window = book.organisation(
        Kind.SERVICE_WINDOW,
        f"{area.name}党群服务中心窗口",
        area.code,
        since=dt.date(2019, 6, 1),
        name_en=f"{area.name_en} Service Centre Window" if area.name_en else "",
        parent=office,
        phone=book.phone(),
        hours=LONG_HOURS,
    )
    staff = _known(book, ground, "service_window_staff", area.code, area.code)
    for person in (staff or ground.cadres[area.code][-1], ground.cadres[area.code][-2]):
        book.appoint(person, window, Post.WINDOW_STAFF, book.day(2022, 2024))
    mediation = book.organisation(
        Kind.MEDIATION_COMMITTEE,
        f"{area.name}人民调解委员会",
        area.code,
        since=OLD,
        name_en=f"{area.name_en} Mediation Committee" if area.name_en else "",
        parent=office,
        phone=book.phone(),
        hours=HOURS,
    )
    for person in ground.cadres[area.code][:3]:
        book.appoint(person, mediation, Post.MEDIATOR, book.day(2021, 2024))


def _grids(book: Book, ground: Ground) -> None:
    """Add a team for every grid: its leader, a cadre, and the grid workers, 3,226 in all."""
    grids = ground.areas[Level.GRID]
    counts = evenly(book.file["fitted_totals"]["grid_workers"], len(grids))
    book.dice.shuffle(counts)
    for place, (grid, count) in enumerate(zip(grids, counts, strict=True)):
        community = ancestor(grid.code, Level.COMMUNITY)
        since = dt.date(2021, 1, 1)
        team = book.organisation(
            Kind.GRID_TEAM,
            f"{grid.name}服务队",
            grid.code,
            since=since,
            name_en=f"{grid.name_en} team" if grid.name_en else "",
            parent=ground.offices[community],
            phone=book.phone(),
            complaint="12345",
            hours=LONG_HOURS,
        )
        book.cover_area(team, Kind.GRID_TEAM, grid.code, since)
        cadres = ground.cadres[community]
        leader = cadres[place % len(cadres)]
        book.appoint(leader, team, Post.GRID_LEADER, book.day(2022, 2024), area=grid.code)
        first = _known(book, ground, "grid_worker", grid.code, community)
        workers = [first or book.person(community)]
        workers += [book.person(community) for _ in range(count - 1)]
        for worker in workers:
            book.appoint(worker, team, Post.GRID_WORKER, book.day(2022, 2025), area=grid.code)
        ground.cadres[grid.code] = workers
