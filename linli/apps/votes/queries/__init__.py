"""What the pages and the other apps read of owners' votes."""

from __future__ import annotations

from linli.apps.votes.queries.bundles import get_bundle
from linli.apps.votes.queries.lists import (
    VoteRow,
    Votes,
    list_due,
    list_open,
    list_to_vote,
    list_votes,
)
from linli.apps.votes.queries.own import OwnElector, own_electors
from linli.apps.votes.queries.pages import (
    MotionRow,
    PaperRow,
    ResultRow,
    RollRow,
    Turnout,
    VotePage,
    count_deliveries,
    get_page,
    list_papers,
    list_roll,
    posted_heads,
    result_of,
    turnout,
    turnout_by_building,
)
from linli.apps.votes.queries.papers import FILE_KINDS, may_see_file

__all__ = [
    "FILE_KINDS",
    "MotionRow",
    "OwnElector",
    "PaperRow",
    "ResultRow",
    "RollRow",
    "Turnout",
    "VotePage",
    "VoteRow",
    "Votes",
    "count_deliveries",
    "get_bundle",
    "get_page",
    "list_due",
    "list_open",
    "list_papers",
    "list_roll",
    "list_to_vote",
    "list_votes",
    "may_see_file",
    "own_electors",
    "posted_heads",
    "result_of",
    "turnout",
    "turnout_by_building",
]
