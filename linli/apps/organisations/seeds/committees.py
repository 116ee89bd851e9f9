"""Owners' committees and property management committees, who sits on them, and in the branch too."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Final

from linli.apps.organisations.models import CommitteeTerm
from linli.apps.organisations.rules.kinds import Kind, Post
from linli.apps.organisations.seeds.book import Book
from linli.apps.organisations.seeds.branches import DistrictPlan
from linli.apps.organisations.seeds.city import Ground
from linli.apps.organisations.seeds.sharing import shared
from linli.apps.places.queries import CompoundRow
from linli.foundation.areas import Level, ancestor

SEATS: Final = (5, 5, 7, 7, 9)
PMC_SEATS: Final = (7, 7, 9)
SHOWCASE: Final = "南中社区"
ELECTED_NOT_FILED: Final = 4  # two of them later than thirty days
FILED_NOT_BEGUN: Final = 5


@dataclass(slots=True)
class Body:
    """A committee with its compound, its members (the director first) and its first day."""

    id: int
    compound: CompoundRow
    people: list[int]
    since: dt.date
    is_management: bool


def write_committees(book: Book, ground: Ground, plans: list[DistrictPlan]) -> int:
    """Add all committees, 214 members of the branches on them, 121 directors; return the persona's."""
    owners, others = _chosen(book, ground)
    bodies = [_body(book, ground, row, Kind.OWNERS_COMMITTEE) for row in owners]
    for place, body in enumerate(bodies):
        _term(book, body, place - ELECTED_NOT_FILED - FILED_NOT_BEGUN)
    managed = [_body(book, ground, row, Kind.PROPERTY_MANAGEMENT_COMMITTEE) for row in others]
    for body in managed:
        _term(book, body, 0)
    _cross(book, ground, [*bodies, *managed])
    _branches(book, ground, bodies, plans)
    return next(body.id for body in bodies if body.compound.id == ground.shown_compound)


def _chosen(book: Book, ground: Ground) -> tuple[list[CompoundRow], list[CompoundRow]]:
    """Choose compounds with owners' committees by district, then those with a management committee."""
    owners: list[CompoundRow] = []
    rest: list[CompoundRow] = []
    for row in book.file["districts"]:
        code = int(row["code"]) * 10**9
        here = [c for c in ground.compounds if ancestor(c.community, Level.DISTRICT) == code]
        marks = {each.id: book.dice.random() for each in here}
        here.sort(
            key=lambda each: (not _is_shown(ground, each), each.kind != "commodity", marks[each.id])
        )
        owners += here[: row["owners_committees"]]
        rest += here[row["owners_committees"] :]
    # Those at the front of the list are still on their way; the persona's committee is in office.
    owners.sort(key=lambda each: _is_shown(ground, each))
    book.dice.shuffle(rest)
    return owners, rest[: book.file["fitted_totals"]["property_management_committees"]]


def _is_shown(ground: Ground, compound: CompoundRow) -> bool:
    return compound.community_name == SHOWCASE and ground.has_firm(compound.id)


def _body(book: Book, ground: Ground, compound: CompoundRow, kind: Kind) -> Body:
    is_management = kind is Kind.PROPERTY_MANAGEMENT_COMMITTEE
    elected = book.day(2024, 2025) if is_management else book.day(2022, 2025)
    title = "物业管理委员会" if is_management else "业主委员会"
    body = book.organisation(
        kind,
        f"{compound.name}{title}",
        compound.community,
        since=elected - dt.timedelta(days=200),
        parent=ground.offices[compound.community],
        phone=book.phone(),
        hours="每周六 10:00-12:00 接待",
    )
    book.cover_compound(body, kind, compound.id, elected)
    ground.committees[compound.id] = body
    seats = book.dice.choice(PMC_SEATS if is_management else SEATS)
    director = _director(book, ground, compound)
    people = [director, *(book.person(compound.community) for _ in range(seats - 1))]
    return Body(body, compound, people, elected, is_management)


def _director(book: Book, ground: Ground, compound: CompoundRow) -> int:
    """Return the persona where it lives, or else at the first compound; otherwise somebody new."""
    known = ground.known.get(("oc_director", compound.community))
    if known is None:
        return book.person(compound.community)
    account, person, name = known
    home = ground.lives.get(person or 0)
    if home is not None and ground.buildings[home].compound not in {None, compound.id}:
        return book.person(compound.community)
    del ground.known["oc_director", compound.community]
    ground.shown_compound = compound.id
    return person if person is not None else book.person(compound.community, name, account)


def _term(book: Book, body: Body, place: int) -> None:
    """Write the term and its seats; a negative `place` means that it is still on its way."""
    if place < 0:
        ago = 8 * (place + ELECTED_NOT_FILED + FILED_NOT_BEGUN + 1)
        body.since = book.today - dt.timedelta(days=70 - ago if ago <= 16 else 34 - ago // 4)
    elected = body.since
    is_filed = place >= -FILED_NOT_BEGUN
    filed = elected + dt.timedelta(days=5 + book.dice.randrange(22)) if is_filed else None
    filed = min(filed, book.today) if filed else None
    state = "active" if place >= 0 else "filed" if is_filed else "elected"
    record = f"{elected.year}年业主大会第{1 + book.dice.randrange(3)}号决议"
    if body.is_management:
        record = f"{elected.year}年物业管理委员会组成公告"
    years = 3 if body.is_management else 5
    ends = elected.replace(year=elected.year + years, day=min(elected.day, 28))
    number = f"梧物备〔{filed.year}〕{100 + book.dice.randrange(800)}号" if filed else ""
    active = filed + dt.timedelta(days=3) if filed and state == "active" else None
    prepared = elected - dt.timedelta(days=150 + book.dice.randrange(40))
    dates = (prepared, elected, record, len(body.people), filed, number, active, ends, None)
    book.rows[CommitteeTerm].append((book.key(), body.id, state, *dates))
    posts = [Post.DIRECTOR, Post.DEPUTY_DIRECTOR]
    for at, person in enumerate(body.people):
        post = posts[at] if at < len(posts) else Post.COMMITTEE_MEMBER
        book.appoint(
            person, body.id, post, elected, until=ends, election=record, elected_on=elected
        )


def _cross(book: Book, ground: Ground, bodies: list[Body]) -> None:
    """Let 121 directors sit in their branch, and 93 other members belong to it."""
    totals = book.file["fitted_totals"]
    directors, members = totals["concurrent_directors"], totals["party_members_in_committees"]
    chosen = bodies[:]
    book.dice.shuffle(chosen)
    chosen.sort(key=lambda body: body.compound.id != ground.shown_compound)
    for body in chosen[:directors]:
        branch = ground.branches[body.compound.id]
        book.appoint(body.people[0], branch, Post.BRANCH_COMMITTEE_MEMBER, body.since)
    extra = shared(members - directors, [1.0] * len(chosen), most=[2] * len(chosen))
    for body, count in zip(chosen, extra, strict=True):
        for person in body.people[1 : 1 + count]:
            book.appoint(person, ground.branches[body.compound.id], Post.BRANCH_MEMBER, body.since)


def _branches(book: Book, ground: Ground, bodies: list[Body], plans: list[DistrictPlan]) -> None:
    """Add the branches of committees: formed by members of the neighbourhood, not of the committee."""
    for plan in plans:
        here = [
            body
            for body in bodies
            if ancestor(body.compound.community, Level.DISTRICT) == plan.code
            and body.since < book.today - dt.timedelta(days=120)
        ]
        for body in here[: plan.committee_branches]:
            since = body.since + dt.timedelta(days=60)
            branch = book.organisation(
                Kind.OC_BRANCH,
                f"{body.compound.name}业委会党支部",
                body.compound.community,
                since=since,
                form="standalone",
                parent=ground.party[body.compound.community],
            )
            book.cover_compound(branch, Kind.OC_BRANCH, body.compound.id, since)
            secretary, *others = (book.person(body.compound.community) for _ in range(3))
            book.appoint(secretary, branch, Post.SECRETARY, since, source="compound_member")
            for person in others:
                book.appoint(person, branch, Post.BRANCH_COMMITTEE_MEMBER, since)
