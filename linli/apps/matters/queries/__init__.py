"""What pages, API, jobs and higher apps read of matters. Lists are frozen rows."""

from __future__ import annotations

from linli.apps.matters.queries.alike import (
    Alike,
    AlikeAtDesk,
    list_alike,
    list_alike_at_desk,
)
from linli.apps.matters.queries.counts import (
    PublicCount,
    PublicRecord,
    count_public,
    public_record,
)
from linli.apps.matters.queries.escalation import ladder_of
from linli.apps.matters.queries.following import (
    FollowRow,
    followers_of,
    is_following,
    list_follows,
)
from linli.apps.matters.queries.invariants import broken_invariants
from linli.apps.matters.queries.lists import (
    Board,
    Wanted,
    count_board,
    list_matters,
    list_public,
)
from linli.apps.matters.queries.objections import (
    ObjectionRow,
    list_objections,
    list_precedents,
    may_rule,
    precedents_for,
)
from linli.apps.matters.queries.own import (
    export_reporter,
    get_photo,
    list_unasked,
    may_see_photo,
)
from linli.apps.matters.queries.pages import (
    find_by_follow_code,
    get_page,
    key_of,
    read_reference,
)
from linli.apps.matters.queries.repeats import Chronic, Repeat, list_chronic, list_repeats
from linli.apps.matters.queries.replies import ReplyRow, list_kept_replies, list_replies
from linli.apps.matters.queries.rows import Entry, MatterPage, MatterRow, Page, PublicRow
from linli.apps.matters.queries.searching import (
    fill_index,
    follow_journal,
    search_matters,
    search_public,
)
from linli.apps.matters.queries.suggestions import (
    Accuracy,
    UnitSuggestion,
    get_accuracy,
    list_lessons,
    suggest_kinds,
    suggest_triage,
    suggest_units,
)
from linli.apps.matters.rules.alike import Said
from linli.apps.matters.rules.hints import Hint, emergency_hint
from linli.apps.matters.rules.kinds import Kind, all_groups, kind_of, kinds_on
from linli.apps.matters.rules.suggesting import Guess, Suggestion

__all__ = [
    "Accuracy",
    "Alike",
    "AlikeAtDesk",
    "Board",
    "Chronic",
    "Entry",
    "FollowRow",
    "Guess",
    "Hint",
    "Kind",
    "MatterPage",
    "MatterRow",
    "ObjectionRow",
    "Page",
    "PublicCount",
    "PublicRecord",
    "PublicRow",
    "Repeat",
    "ReplyRow",
    "Said",
    "Suggestion",
    "UnitSuggestion",
    "Wanted",
    "all_groups",
    "broken_invariants",
    "count_board",
    "count_public",
    "emergency_hint",
    "export_reporter",
    "fill_index",
    "find_by_follow_code",
    "follow_journal",
    "followers_of",
    "get_accuracy",
    "get_page",
    "get_photo",
    "is_following",
    "key_of",
    "kind_of",
    "kinds_on",
    "ladder_of",
    "list_alike",
    "list_alike_at_desk",
    "list_chronic",
    "list_follows",
    "list_kept_replies",
    "list_lessons",
    "list_matters",
    "list_objections",
    "list_precedents",
    "list_public",
    "list_repeats",
    "list_replies",
    "list_unasked",
    "may_rule",
    "may_see_photo",
    "precedents_for",
    "public_record",
    "read_reference",
    "search_matters",
    "search_public",
    "suggest_kinds",
    "suggest_triage",
    "suggest_units",
]
