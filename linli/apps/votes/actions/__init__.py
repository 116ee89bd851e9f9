"""What can be done with owners' votes: the only way to change their tables."""

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
from linli.apps.votes.actions.proxies import grant_proxy, record_delivery, withdraw_proxy

__all__ = [
    "Question",
    "archive_vote",
    "attach_clause",
    "cast_ballot",
    "close_vote",
    "confirm_paper",
    "declare_vote",
    "draft_vote",
    "enter_paper",
    "extend_vote",
    "freeze_roll",
    "give_notice",
    "grant_proxy",
    "open_vote",
    "post_head",
    "post_vote",
    "record_delivery",
    "set_motions",
    "void_vote",
    "withdraw_proxy",
]
