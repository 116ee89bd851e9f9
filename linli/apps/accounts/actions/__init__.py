"""What can be done with accounts: each action is one verb in one transaction."""

from __future__ import annotations

from linli.apps.accounts.actions.closing import close_account
from linli.apps.accounts.actions.consents import (
    appoint_helper,
    end_helper,
    give_consent,
    withdraw_consent,
)
from linli.apps.accounts.actions.keeping import (
    correct_account,
    end_other_sessions,
    end_session,
    open_account,
    open_first_admin,
    settle_account,
)
from linli.apps.accounts.actions.log import log_access
from linli.apps.accounts.actions.roles import end_role, grant_role

__all__ = [
    "appoint_helper",
    "close_account",
    "correct_account",
    "end_helper",
    "end_other_sessions",
    "end_role",
    "end_session",
    "give_consent",
    "grant_role",
    "log_access",
    "open_account",
    "open_first_admin",
    "settle_account",
    "withdraw_consent",
]
