"""Who may do what with accounts, grants, consents, sessions and the access log."""

from __future__ import annotations

from django.db.models import Q

from linli.apps.accounts.rules import GIVES, HELPING_ROLES, Role
from linli.platform.access import EVERYBODY, NOBODY, Actor, Table, within


def _own(field: str, actor: Actor) -> Q:
    return Q(**{field: actor.account}) if actor.is_signed_in else NOBODY


def _account_read(actor: Actor) -> Q:
    """Your own; those of your communities for who helps at the window; all for the platform admin."""
    if actor.holds(Role.PLATFORM_ADMIN):
        return EVERYBODY  # never in an "or": there an empty condition counts for nothing
    return _own("pk", actor) | within("community_id", actor.spans(*HELPING_ROLES))


def _grant_read(actor: Actor) -> Q:
    """Your own; those inside your area for who gives roles; all for data officer and auditor."""
    inside = within("area_id", actor.spans(*GIVES, Role.AUDITOR, Role.DATA_OFFICER))
    return _own("account_id", actor) | inside


def _grant_end(actor: Actor) -> Q:
    """Those that you could give, never your own (rules.may_give says the same of one grant)."""
    may = NOBODY
    for giver, roles in GIVES.items():
        for over in actor.spans(giver):
            part = within("area_id", (over,)) & Q(role__in=sorted(roles))
            may = part if may is NOBODY else may | part
    return may if may is NOBODY else may & ~Q(account_id=actor.account)


def _log_read(actor: Actor) -> Q:
    """What was looked at of you; all of it for the data officer."""
    return EVERYBODY if actor.holds(Role.DATA_OFFICER) else _own("subject_account", actor)


ACCOUNTS: Table = {
    "read": _account_read,
    "correct": lambda actor: _own("pk", actor),
    "close": lambda actor: _own("pk", actor),
}
GRANTS: Table = {"read": _grant_read, "end": _grant_end}
CONSENTS: Table = {
    "read": lambda actor: _own("account_id", actor),
    "withdraw": lambda actor: _own("account_id", actor),
}
HELPERS: Table = {
    "read": lambda actor: _own("principal_id", actor) | _own("helper_id", actor),
    "end": lambda actor: _own("principal_id", actor) | _own("helper_id", actor),
}
SESSIONS: Table = {
    "read": lambda actor: _own("account", actor),
    "end": lambda actor: _own("account", actor),
}
LOG: Table = {"read": _log_read}
