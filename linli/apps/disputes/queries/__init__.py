"""What pages and other apps read of disputes. Every look is judged; lists are frozen rows."""

from __future__ import annotations

from linli.apps.disputes.queries.circle import (
    Candidate,
    candidates_of,
    desk_for,
    mediators_for,
    ties_of,
)
from linli.apps.disputes.queries.figures import Figures, KindFigures, count_figures, figure_spans
from linli.apps.disputes.queries.invariants import broken_invariants
from linli.apps.disputes.queries.lists import (
    count_work,
    list_disputes,
    list_duties_to_follow,
    list_to_erase,
    list_to_remind_of_court,
    list_work,
)
from linli.apps.disputes.queries.own import FILE_KINDS, export_account, get_file, may_see_file
from linli.apps.disputes.queries.page import find_by_code, get_page, key_of, read_reference
from linli.apps.disputes.queries.rows import (
    AgreementRow,
    DisputePage,
    DisputeRow,
    Rows,
    SessionRow,
    SideRow,
)
from linli.apps.disputes.rules.kinds import Kind, find_kind, kind_of, kinds_on

__all__ = [
    "FILE_KINDS",
    "AgreementRow",
    "Candidate",
    "DisputePage",
    "DisputeRow",
    "Figures",
    "Kind",
    "KindFigures",
    "Rows",
    "SessionRow",
    "SideRow",
    "broken_invariants",
    "candidates_of",
    "count_figures",
    "count_work",
    "desk_for",
    "export_account",
    "figure_spans",
    "find_by_code",
    "find_kind",
    "get_file",
    "get_page",
    "key_of",
    "kind_of",
    "kinds_on",
    "list_disputes",
    "list_duties_to_follow",
    "list_to_erase",
    "list_to_remind_of_court",
    "list_work",
    "may_see_file",
    "mediators_for",
    "read_reference",
    "ties_of",
]
