"""What can be done with votes: the only way to change their tables."""

from __future__ import annotations

from linli.apps.votes.actions.casting import cast_ballot, confirm_paper, enter_paper
from linli.apps.votes.actions.closing import (
    archive_vote,
    close_vote,
    declare_vote,
    extend_vote,
    open_vote,
    post_head,
    post_vote,
    void_vote,
)
from linli.apps.votes.actions.drafting import (
    Question,
    attach_clause,
    draft_vote,
    freeze_roll,
    give_notice,
    set_motions,
)
from linli.apps.votes.actions.importing import Held, NotTaken, import_result
from linli.apps.votes.actions.proxies import (
    confirm_proxy,
    grant_proxy,
    record_delivery,
    withdraw_proxy,
)
from linli.apps.votes.actions.residents import (
    cast_residents_ballot,
    close_residents_vote,
    draft_residents_vote,
    open_residents_vote,
    take_in_residents_ballot,
    void_residents_vote,
)
from linli.apps.votes.actions.special import draft_run_off, draft_unanimous

__all__ = [
    "Held",
    "NotTaken",
    "Question",
    "archive_vote",
    "attach_clause",
    "cast_ballot",
    "cast_residents_ballot",
    "close_residents_vote",
    "close_vote",
    "confirm_paper",
    "confirm_proxy",
    "declare_vote",
    "draft_residents_vote",
    "draft_run_off",
    "draft_unanimous",
    "draft_vote",
    "enter_paper",
    "extend_vote",
    "freeze_roll",
    "give_notice",
    "grant_proxy",
    "import_result",
    "open_residents_vote",
    "open_vote",
    "post_head",
    "post_vote",
    "record_delivery",
    "set_motions",
    "take_in_residents_ballot",
    "void_residents_vote",
    "void_vote",
    "withdraw_proxy",
]
