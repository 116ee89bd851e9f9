"""Every act on a dispute. Keyword-only, the actor first, one transaction each."""

from __future__ import annotations

from linli.apps.disputes.actions.agreeing import confirm_agreement, draw_up
from linli.apps.disputes.actions.consenting import answer_consent, ask_consent
from linli.apps.disputes.actions.ending import (
    fail_dispute,
    refer_dispute,
    set_risk,
    withdraw_dispute,
)
from linli.apps.disputes.actions.keeping import (
    erase_account,
    erase_dispute,
    log_look,
    remind_of_court,
    remind_of_duty,
)
from linli.apps.disputes.actions.meeting import (
    Minutes,
    add_note,
    cancel_session,
    plan_session,
    record_session,
)
from linli.apps.disputes.actions.performing import (
    Told,
    close_dispute,
    record_court,
    report_performance,
)
from linli.apps.disputes.actions.registering import (
    Application,
    Receipt,
    Someone,
    register_dispute,
)
from linli.apps.disputes.actions.seating import answer_mediator, propose_mediator, step_down
from linli.apps.disputes.actions.sides import add_side, adopt_side, edit_side, issue_code
from linli.apps.disputes.actions.step import Voice
from linli.apps.disputes.rules.agreement import Duty
from linli.apps.matters.actions import Spot

__all__ = [
    "Application",
    "Duty",
    "Minutes",
    "Receipt",
    "Someone",
    "Spot",
    "Told",
    "Voice",
    "add_note",
    "add_side",
    "adopt_side",
    "answer_consent",
    "answer_mediator",
    "ask_consent",
    "cancel_session",
    "close_dispute",
    "confirm_agreement",
    "draw_up",
    "edit_side",
    "erase_account",
    "erase_dispute",
    "fail_dispute",
    "issue_code",
    "log_look",
    "plan_session",
    "propose_mediator",
    "record_court",
    "record_session",
    "refer_dispute",
    "register_dispute",
    "remind_of_court",
    "remind_of_duty",
    "report_performance",
    "set_risk",
    "step_down",
    "withdraw_dispute",
]
