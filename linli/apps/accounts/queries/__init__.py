"""What the pages and the other apps read about accounts."""

from __future__ import annotations

from linli.apps.accounts.queries.actor import (
    GrantNow,
    account_with_grants,
    accounts_holding,
    actor_for,
    actor_of,
    holdings_of,
    may_act_for,
)
from linli.apps.accounts.queries.holders import Holder, holders, register_holder
from linli.apps.accounts.queries.rights import (
    ConsentRow,
    GrantRow,
    HelperRow,
    LookRow,
    SessionRow,
    export_account,
    list_all_looks,
    list_consents,
    list_helpers,
    list_looks,
    list_my_grants,
    list_sessions,
)
from linli.apps.accounts.queries.staff import (
    AccountRow,
    account_names,
    find_demo_account,
    get_account_name,
    get_grant,
    list_grants,
    may_help,
    search_accounts,
)
from linli.apps.accounts.rules import Subject

__all__ = [
    "AccountRow",
    "ConsentRow",
    "GrantNow",
    "GrantRow",
    "HelperRow",
    "Holder",
    "LookRow",
    "SessionRow",
    "Subject",
    "account_names",
    "account_with_grants",
    "accounts_holding",
    "actor_for",
    "actor_of",
    "export_account",
    "find_demo_account",
    "get_account_name",
    "get_grant",
    "holders",
    "holdings_of",
    "list_all_looks",
    "list_consents",
    "list_grants",
    "list_helpers",
    "list_looks",
    "list_my_grants",
    "list_sessions",
    "may_act_for",
    "may_help",
    "register_holder",
    "search_accounts",
]
