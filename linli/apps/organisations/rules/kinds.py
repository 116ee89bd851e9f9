"""What kinds of organisation and which posts there are, and which of them may be held by one only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Kind(StrEnum):
    """Kinds of organisation: those of the four-level network, and those that answer or handle."""

    COMMUNITY_PARTY_ORG = "community_party_org"
    GRID_BRANCH = "grid_branch"
    COMPOUND_BRANCH = "compound_branch"
    OC_BRANCH = "oc_branch"
    FIRM_ORG = "firm_org"
    BUILDING_GROUP = "building_group"
    ASSOCIATION_COMMITTEE = "association_committee"
    CITY_OFFICE = "city_office"
    SUBDISTRICT_OFFICE = "subdistrict_office"
    COMMUNITY_OFFICE = "community_office"
    GRID_TEAM = "grid_team"
    DEPARTMENT = "department"
    UTILITY = "utility"
    CONFERENCE_UNIT = "conference_unit"
    PROPERTY_FIRM = "property_firm"
    OWNERS_COMMITTEE = "owners_committee"
    PROPERTY_MANAGEMENT_COMMITTEE = "property_management_committee"
    STEWARD_TEAM = "steward_team"
    TRADE_ASSOCIATION = "trade_association"
    SERVICE_WINDOW = "service_window"
    SERVICE_DESK = "service_desk"
    MEDIATION_COMMITTEE = "mediation_committee"


class Form(StrEnum):
    """How an organisation was formed; an instructor is work coverage only and so is no form."""

    STANDALONE = "standalone"
    JOINT = "joint"
    ATTACHED = "attached"


class Line(StrEnum):
    """The line in which an organisation answers for a place; one place has one answer a line."""

    BRANCH = "branch"
    COMMITTEE_BRANCH = "committee_branch"
    FIRM = "firm"
    COMMITTEE = "committee"
    GROUP = "group"
    STEWARD = "steward"
    GRID_BRANCH = "grid_branch"
    GRID_TEAM = "grid_team"
    FIRM_ORG = "firm_org"
    OFFICE = "office"


class Post(StrEnum):
    """What a person is appointed to."""

    SECRETARY = "branch_secretary"
    DEPUTY_SECRETARY = "deputy_secretary"
    BRANCH_COMMITTEE_MEMBER = "branch_committee_member"
    BRANCH_MEMBER = "branch_member"
    GROUP_LEADER = "group_leader"
    DIRECTOR = "director"
    DEPUTY_DIRECTOR = "deputy_director"
    COMMITTEE_MEMBER = "committee_member"
    COMMUNITY_SECRETARY = "community_secretary"
    COMMUNITY_WORKER = "community_worker"
    GRID_LEADER = "grid_leader"
    GRID_WORKER = "grid_worker"
    BUILDING_HEAD = "building_head"
    KEY_HOUSEHOLD = "key_household"
    STEWARD_LEADER = "steward_leader"
    STEWARD = "steward"
    PROPERTY_MANAGER = "property_manager"
    ADVISER = "adviser"
    INSTRUCTOR = "instructor"
    LIAISON = "liaison"
    HANDLER = "handler"
    OFFICER = "officer"
    MEDIATOR = "mediator"
    WINDOW_STAFF = "service_window_staff"


class SecretarySource(StrEnum):
    """Where the secretary of a branch comes from (把支部建在小区上)."""

    COMMUNITY_CADRE = "community_cadre"
    COMPOUND_MEMBER = "compound_member"
    OWN_MEMBER = "own_member"  # of a firm, an office, a grid


BRANCHES: Final = frozenset({Kind.GRID_BRANCH, Kind.COMPOUND_BRANCH, Kind.OC_BRANCH, Kind.FIRM_ORG})
COUNTED_BRANCHES: Final = frozenset({Kind.COMPOUND_BRANCH, Kind.OC_BRANCH})
# Kinds that a table may enter. Branches, committees and groups are formed by their own procedures.
LISTED_BY_KEEPERS: Final = frozenset(
    {
        Kind.PROPERTY_FIRM,
        Kind.STEWARD_TEAM,
        Kind.GRID_TEAM,
        Kind.SERVICE_WINDOW,
        Kind.MEDIATION_COMMITTEE,
    }
)
LISTED_FROM_ABOVE: Final = frozenset(
    {
        Kind.CITY_OFFICE,
        Kind.SUBDISTRICT_OFFICE,
        Kind.COMMUNITY_OFFICE,
        Kind.DEPARTMENT,
        Kind.UTILITY,
        Kind.CONFERENCE_UNIT,
        Kind.TRADE_ASSOCIATION,
        Kind.SERVICE_DESK,
    }
)
LISTED: Final = LISTED_BY_KEEPERS | LISTED_FROM_ABOVE
CODED: Final = frozenset({Kind.DEPARTMENT, Kind.UTILITY})  # each plays a handler's part of its own
COMMITTEES: Final = frozenset({Kind.OWNERS_COMMITTEE, Kind.PROPERTY_MANAGEMENT_COMMITTEE})

LINE_OF: Final[Mapping[Kind, Line]] = {
    Kind.COMPOUND_BRANCH: Line.BRANCH,
    Kind.OC_BRANCH: Line.COMMITTEE_BRANCH,
    Kind.PROPERTY_FIRM: Line.FIRM,
    Kind.OWNERS_COMMITTEE: Line.COMMITTEE,
    Kind.PROPERTY_MANAGEMENT_COMMITTEE: Line.COMMITTEE,
    Kind.BUILDING_GROUP: Line.GROUP,
    Kind.STEWARD_TEAM: Line.STEWARD,
    Kind.GRID_BRANCH: Line.GRID_BRANCH,
    Kind.GRID_TEAM: Line.GRID_TEAM,
    Kind.FIRM_ORG: Line.FIRM_ORG,
}

# The handler code that `matter_types.json` uses for organisations of a kind.
CODE_OF: Final[Mapping[Kind, str]] = {
    Kind.COMMUNITY_OFFICE: "community",
    Kind.SUBDISTRICT_OFFICE: "subdistrict",
    Kind.GRID_TEAM: "grid_worker",
    Kind.STEWARD_TEAM: "steward_team",
    Kind.PROPERTY_FIRM: "property_firm",
    Kind.OWNERS_COMMITTEE: "owners_committee",
    Kind.PROPERTY_MANAGEMENT_COMMITTEE: "owners_committee",
    Kind.MEDIATION_COMMITTEE: "mediation",
    Kind.SERVICE_WINDOW: "service_window",
    Kind.SERVICE_DESK: "service_desk",
}

# Who plays a handler's part where nobody plays it: the level above that can.
STAND_IN: Final[Mapping[str, str]] = {
    "property_firm": "community",
    "owners_committee": "community",
    "hall": "community",
    "mediation": "community",
    "service_window": "community",
    "steward_team": "grid_worker",
    "grid_worker": "community",
    "community": "subdistrict",
    "subdistrict": "service_desk",
}
STAND_IN_STEPS_MAX: Final = 4

# Posts of one holder at a time: for the organisation, for the grid, for the building.
_SINGLE: Final = frozenset(
    {
        Post.SECRETARY,
        Post.GROUP_LEADER,
        Post.DIRECTOR,
        Post.COMMUNITY_SECRETARY,
        Post.STEWARD_LEADER,
    }
)

POSTS_OF: Final[Mapping[Kind, tuple[Post, ...]]] = {
    **dict.fromkeys(
        sorted(BRANCHES),
        (Post.SECRETARY, Post.DEPUTY_SECRETARY, Post.BRANCH_COMMITTEE_MEMBER, Post.BRANCH_MEMBER),
    ),
    **dict.fromkeys(
        sorted(COMMITTEES), (Post.DIRECTOR, Post.DEPUTY_DIRECTOR, Post.COMMITTEE_MEMBER)
    ),
    Kind.COMMUNITY_PARTY_ORG: (Post.SECRETARY, Post.BRANCH_COMMITTEE_MEMBER),
    Kind.ASSOCIATION_COMMITTEE: (Post.SECRETARY, Post.BRANCH_COMMITTEE_MEMBER),
    Kind.BUILDING_GROUP: (Post.GROUP_LEADER, Post.KEY_HOUSEHOLD),
    Kind.COMMUNITY_OFFICE: (
        Post.COMMUNITY_SECRETARY,
        Post.COMMUNITY_WORKER,
        Post.BUILDING_HEAD,
        Post.INSTRUCTOR,
    ),
    Kind.GRID_TEAM: (Post.GRID_LEADER, Post.GRID_WORKER),
    Kind.STEWARD_TEAM: (Post.STEWARD_LEADER, Post.STEWARD),
    Kind.PROPERTY_FIRM: (Post.PROPERTY_MANAGER, Post.ADVISER),
    Kind.MEDIATION_COMMITTEE: (Post.MEDIATOR,),
    Kind.SERVICE_WINDOW: (Post.WINDOW_STAFF,),
    Kind.SERVICE_DESK: (Post.HANDLER,),
    Kind.DEPARTMENT: (Post.HANDLER,),
    Kind.UTILITY: (Post.HANDLER,),
    Kind.CITY_OFFICE: (Post.OFFICER, Post.LIAISON),
    Kind.SUBDISTRICT_OFFICE: (Post.OFFICER, Post.LIAISON),
    Kind.CONFERENCE_UNIT: (Post.LIAISON,),
    Kind.TRADE_ASSOCIATION: (Post.OFFICER,),
}

# Posts whose holder's name stands on a card or a notice board; the others are seen by staff alone.
PUBLIC_POSTS: Final = frozenset(
    {
        Post.SECRETARY,
        Post.DIRECTOR,
        Post.COMMUNITY_SECRETARY,
        Post.GRID_LEADER,
        Post.GRID_WORKER,
        Post.BUILDING_HEAD,
        Post.STEWARD_LEADER,
        Post.PROPERTY_MANAGER,
    }
)
# Posts that full members of a branch hold: who holds one of them counts towards forming it.
MEMBER_POSTS: Final = frozenset(
    {Post.SECRETARY, Post.DEPUTY_SECRETARY, Post.BRANCH_COMMITTEE_MEMBER, Post.BRANCH_MEMBER}
)
BRANCH_SEATS: Final = frozenset(
    {Post.SECRETARY, Post.DEPUTY_SECRETARY, Post.BRANCH_COMMITTEE_MEMBER}
)
# Seats that only an election fills: the record of it is kept, a seat is never created here.
ELECTED_SEATS: Final = frozenset({Post.DIRECTOR, Post.DEPUTY_DIRECTOR, Post.COMMITTEE_MEMBER})
# The role in the system that goes with a post, over the area the post is held for.
ROLE_OF: Final[Mapping[Post, str]] = {
    Post.GRID_LEADER: "grid_leader",
    Post.GRID_WORKER: "grid_worker",
    Post.BUILDING_HEAD: "building_head",
    Post.STEWARD_LEADER: "steward",
    Post.STEWARD: "steward",
    Post.SECRETARY: "branch_secretary",
    Post.DIRECTOR: "oc_director",
    Post.PROPERTY_MANAGER: "property_manager",
    Post.COMMUNITY_SECRETARY: "community_secretary",
    Post.COMMUNITY_WORKER: "community_worker",
    Post.OFFICER: "subdistrict_officer",
    Post.HANDLER: "department_handler",
    Post.MEDIATOR: "mediator",
    Post.WINDOW_STAFF: "service_window_staff",
}


@dataclass(frozen=True, slots=True)
class Scope:
    """For what an appointment is held, beside the organisation: a grid, a compound, a building."""

    area: int | None = None
    compound: int | None = None
    building: int | None = None


def seat_of(*, post: Post, organisation: int, person: int, scope: Scope) -> str:
    """Return the name of the seat that an appointment fills; a seat has one holder at a time.

    >>> seat_of(post=Post.DIRECTOR, organisation=7, person=1, scope=Scope())
    'director/7'
    >>> seat_of(post=Post.GRID_WORKER, organisation=7, person=1, scope=Scope(area=450403002004011))
    'grid_worker/7/450403002004011/0/0/1'
    """
    if post == Post.BUILDING_HEAD:
        return f"{post}/{scope.building}"
    if post == Post.GRID_LEADER:
        return f"{post}/{scope.area}"
    if post in _SINGLE:
        return f"{post}/{organisation}"
    places = f"{scope.area or 0}/{scope.compound or 0}/{scope.building or 0}"
    return f"{post}/{organisation}/{places}/{person}"
