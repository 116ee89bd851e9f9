"""Property firms, the organisations that cover them, advisers, and who serves which compound."""

from __future__ import annotations

import datetime as dt
from typing import Final

from linli.apps.organisations.rules.kinds import Kind, Post
from linli.apps.organisations.seeds.book import Book
from linli.apps.organisations.seeds.city import Ground
from linli.apps.organisations.seeds.sharing import evenly, shared
from linli.apps.places.queries import CompoundRow
from linli.foundation.areas import Level, ancestor

FIRST: Final = "鸳瑞恒嘉桂盛安锦泰和润宏万佳新华信德汇源康庭"
SECOND: Final = "江邦居悦庭福园家联城禾宁泽朗程景乐辰"
ENDINGS: Final = ("物业服务有限公司", "物业管理有限公司", "城市服务有限公司")
MANAGER_COMPOUNDS_MAX: Final = 4
SHOWCASE: Final = "南中社区"


def write_firms(book: Book, ground: Ground) -> int:
    """Add firms, their compounds, managers, organisations and advisers; return the persona's firm."""
    firms = _firms(book, ground)
    served = _served(book, ground, firms)
    shown = _shown(ground, served)
    for firm, compounds in served.items():
        _managers(book, ground, firm, compounds)
    _organisations(book, ground, [firm for firm, _ in firms])
    return shown


def _firms(book: Book, ground: Ground) -> list[tuple[int, int]]:
    """Return (firm, district): in each district as many as its compounds with a firm ask for."""
    districts = ground.areas[Level.DISTRICT]
    weights = [
        sum(
            1
            for row in ground.compounds
            if ground.has_firm(row.id) and ancestor(row.community, Level.DISTRICT) == each.code
        )
        for each in districts
    ]
    total = book.file["fitted_totals"]["property_firms"]
    names: set[str] = set()
    firms = []
    for district, count in zip(districts, shared(total, weights), strict=True):
        for _ in range(count):
            name = _name(book, names)
            firm = book.organisation(
                Kind.PROPERTY_FIRM,
                name,
                district.code,
                since=book.day(2006, 2015),
                phone=book.phone(),
                complaint="12345",
                hours="每天 8:00-20:00，夜间有人值班",
            )
            firms.append((firm, district.code))
    return firms


def _name(book: Book, taken: set[str]) -> str:
    while True:
        name = book.dice.choice(FIRST) + book.dice.choice(SECOND) + book.dice.choice(ENDINGS)
        if name[:2] not in taken:
            taken.add(name[:2])
            return name


def _served(
    book: Book, ground: Ground, firms: list[tuple[int, int]]
) -> dict[int, list[CompoundRow]]:
    """Give every compound that a firm manages one firm of its district, neighbours together."""
    served: dict[int, list[CompoundRow]] = {}
    for district in ground.areas[Level.DISTRICT]:
        here = [firm for firm, code in firms if code == district.code]
        compounds = [
            row
            for row in ground.compounds
            if ground.has_firm(row.id) and ancestor(row.community, Level.DISTRICT) == district.code
        ]
        start = 0
        for firm, count in zip(here, evenly(len(compounds), len(here)), strict=True):
            served[firm] = compounds[start : start + count]
            start += count
    _keep_showcase_together(ground, served)
    for firm, compounds in served.items():
        for row in compounds:
            book.cover_compound(firm, Kind.PROPERTY_FIRM, row.id, book.day(2016, 2024))
    return served


def _keep_showcase_together(ground: Ground, served: dict[int, list[CompoundRow]]) -> None:
    """Let one firm serve all compounds of the showcase community that have one."""
    home = next(row for row in ground.areas[Level.COMMUNITY] if row.name == SHOWCASE)
    shown = [row for row in ground.compounds_of(home.code) if ground.has_firm(row.id)]
    first = next(firm for firm, rows in served.items() if shown and shown[0] in rows)
    for firm, rows in served.items():
        served[firm] = [row for row in rows if row not in shown]
    served[first] = [*shown, *served[first]]


def _shown(ground: Ground, served: dict[int, list[CompoundRow]]) -> int:
    home = next(row for row in ground.areas[Level.COMMUNITY] if row.name == SHOWCASE)
    return next(f for f, rows in served.items() if any(r.community == home.code for r in rows))


def _managers(book: Book, ground: Ground, firm: int, compounds: list[CompoundRow]) -> None:
    """Give each compound its manager; one manager looks after a few."""
    manager: int | None = None
    community, kept = 0, 0
    for row in compounds:
        if manager is None or row.community != community or kept == MANAGER_COMPOUNDS_MAX:
            known = ground.known.get(("property_manager", row.community))
            community, kept = row.community, 0
            manager = book.person(community) if known is None else known[1]
            if manager is None and known is not None:
                manager = book.person(community, known[2], known[0])
                ground.known["property_manager", row.community] = (known[0], manager, known[2])
        assert manager is not None, "somebody manages it"
        book.appoint(manager, firm, Post.PROPERTY_MANAGER, book.day(2021, 2025), compound=row.id)
        kept += 1


def _organisations(book: Book, ground: Ground, firms: list[int]) -> None:
    """Add the association, its committee, 25 organisations over 57 firms, and 84 advisers."""
    totals = book.file["fitted_totals"]
    since = dt.date(2020, 9, 1)
    association = book.organisation(
        Kind.TRADE_ASSOCIATION,
        "市物业管理行业协会",
        ground.code,
        since=dt.date(2012, 5, 1),
        name_en="City Property Management Association",
        phone=book.phone(),
    )
    committee = book.organisation(
        Kind.ASSOCIATION_COMMITTEE,
        "市物业管理行业协会党委",
        ground.code,
        since=since,
        name_en="Party Committee of the City Property Management Association",
        parent=association,
        phone=book.phone(),
    )
    home = ground.areas[Level.COMMUNITY][0].code
    _staff(book, committee, home, since)
    covered = firms[:]
    book.dice.shuffle(covered)
    singles, joint = (
        totals["property_firm_orgs"]["standalone"],
        totals["property_firm_orgs"]["joint"],
    )
    sizes = [1] * singles + evenly(totals["property_firms_covered"] - singles, joint)
    start = 0
    for number, size in enumerate(sizes, 1):
        some = covered[start : start + size]
        start += size
        form = "standalone" if size == 1 else "joint"
        begun = book.day(2020, 2024)
        name = f"物业企业{'联合' if size > 1 else ''}党支部第{number}支部"
        branch = book.organisation(
            Kind.FIRM_ORG, name, ground.code, since=begun, form=form, parent=committee
        )
        for firm in some:
            book.cover_firm(branch, firm, begun)
        _staff(book, branch, home, begun)
    _advisers(book, firms, covered[start:], home)


def _staff(book: Book, branch: int, community: int, since: dt.date) -> None:
    secretary, *others = (book.person(community) for _ in range(3))
    book.appoint(secretary, branch, Post.SECRETARY, since, source="own_member")
    for person in others:
        book.appoint(person, branch, Post.BRANCH_COMMITTEE_MEMBER, since)


def _advisers(book: Book, firms: list[int], uncovered: list[int], community: int) -> None:
    """Send advisers: one to each firm without an organisation, the others to the rest."""
    total = book.file["fitted_totals"]["advisers"]
    rest = [firm for firm in firms if firm not in set(uncovered)]
    for firm in [*uncovered, *rest][:total]:
        book.appoint(book.person(community), firm, Post.ADVISER, book.day(2022, 2025))
