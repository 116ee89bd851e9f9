"""Every act on a matter. Keyword-only, the actor first, one transaction each."""

from __future__ import annotations

from linli.apps.matters.actions.caring import care_for
from linli.apps.matters.actions.desk import (
    accept_matter,
    dispatch_matter,
    reassign_matter,
    refer_out_matter,
    triage_matter,
)
from linli.apps.matters.actions.erasing import erase_reporter
from linli.apps.matters.actions.escalating import escalate, set_ladder
from linli.apps.matters.actions.following import follow, unfollow
from linli.apps.matters.actions.handling import (
    ask_information,
    extend_deadline,
    resolve_matter,
    resume_matter,
    return_dispatch,
    start_matter,
    take_on_matter,
    wait_decision,
)
from linli.apps.matters.actions.intake import Contact, Receipt, Report, report_matter
from linli.apps.matters.actions.learning import learn_suggestions
from linli.apps.matters.actions.merging import mark_duplicate, separate_matter
from linli.apps.matters.actions.objecting import (
    end_precedent,
    object_dispatch,
    rule_objection,
)
from linli.apps.matters.actions.records import (
    add_note,
    add_photos,
    edit_matter,
    forget_contacts,
    reveal_contact,
    rewrite_matter,
    tell_reporter,
)
from linli.apps.matters.actions.regridding import follow_grids
from linli.apps.matters.actions.replies import ReplyWords, add_reply, end_reply
from linli.apps.matters.actions.reporter import (
    adopt_matter,
    answer_information,
    close_matter,
    rate_matter,
    reopen_matter,
    urge_matter,
    withdraw_matter,
)
from linli.apps.matters.queries.places_of import Spot

__all__ = [
    "Contact",
    "Receipt",
    "ReplyWords",
    "Report",
    "Spot",
    "accept_matter",
    "add_note",
    "add_photos",
    "add_reply",
    "adopt_matter",
    "answer_information",
    "ask_information",
    "care_for",
    "close_matter",
    "dispatch_matter",
    "edit_matter",
    "end_precedent",
    "end_reply",
    "erase_reporter",
    "escalate",
    "extend_deadline",
    "follow",
    "follow_grids",
    "forget_contacts",
    "learn_suggestions",
    "mark_duplicate",
    "object_dispatch",
    "rate_matter",
    "reassign_matter",
    "refer_out_matter",
    "reopen_matter",
    "report_matter",
    "resolve_matter",
    "resume_matter",
    "return_dispatch",
    "reveal_contact",
    "rewrite_matter",
    "rule_objection",
    "separate_matter",
    "set_ladder",
    "start_matter",
    "take_on_matter",
    "tell_reporter",
    "triage_matter",
    "unfollow",
    "urge_matter",
    "wait_decision",
    "withdraw_matter",
]
