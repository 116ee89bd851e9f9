"""What the pages and the other apps read of votes."""

from __future__ import annotations

from linli.apps.votes.queries.bundles import get_bundle
from linli.apps.votes.queries.elections import ElectionRow, elections_of
from linli.apps.votes.queries.imported import ImportedRow, get_imported, list_imported
from linli.apps.votes.queries.lists import (
    VoteRow,
    Votes,
    key_of,
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
from linli.apps.votes.queries.proxies import ProxyRow, list_proxies
from linli.apps.votes.queries.residents import (
    OwnVoice,
    Part,
    ResidentsOutcome,
    ResidentsPage,
    ResidentsRow,
    ResidentsRows,
    VoiceRow,
    find_voices,
    get_residents_page,
    list_residents,
    list_residents_due,
    list_residents_to_vote,
    residents_result,
)
from linli.apps.votes.rules.residents_rules import (
    ResidentsRule,
    find_residents_rule,
    residents_rules_on,
)

__all__ = [
    "FILE_KINDS",
    "ElectionRow",
    "ImportedRow",
    "MotionRow",
    "OwnElector",
    "OwnVoice",
    "PaperRow",
    "Part",
    "ProxyRow",
    "ResidentsOutcome",
    "ResidentsPage",
    "ResidentsRow",
    "ResidentsRows",
    "ResidentsRule",
    "ResultRow",
    "RollRow",
    "Turnout",
    "VoiceRow",
    "VotePage",
    "VoteRow",
    "Votes",
    "count_deliveries",
    "elections_of",
    "find_residents_rule",
    "find_voices",
    "get_bundle",
    "get_imported",
    "get_page",
    "get_residents_page",
    "key_of",
    "list_due",
    "list_imported",
    "list_open",
    "list_papers",
    "list_proxies",
    "list_residents",
    "list_residents_due",
    "list_residents_to_vote",
    "list_roll",
    "list_to_vote",
    "list_votes",
    "may_see_file",
    "own_electors",
    "posted_heads",
    "residents_result",
    "residents_rules_on",
    "result_of",
    "turnout",
    "turnout_by_building",
]
