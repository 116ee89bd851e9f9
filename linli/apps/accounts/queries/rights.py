"""What the rights page shows somebody about themselves."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator

from linli.apps.accounts.access import HELPERS, LOG, SESSIONS
from linli.apps.accounts.models import (
    ROLE_NAMES,
    AccessLogLine,
    Account,
    AccountSession,
    Consent,
    Helper,
    RoleGrant,
)
from linli.apps.accounts.queries.holders import holders
from linli.apps.accounts.rules import Role, fingerprint
from linli.foundation.keys import key_moment
from linli.platform.access import Actor, allowed

LINES_MAX = 50
ROWS_MAX = 100


def role_name(role: str) -> str:
    """Return the name of a role in the reader's language; an unknown one stands for itself."""
    return str(ROLE_NAMES[Role(role)]) if role in set(Role) else role


@dataclass(frozen=True, slots=True)
class GrantRow:
    """A grant as its holder and the staff of the area read it; `granted_by` is a name."""

    id: int
    account: int
    account_name: str
    role: str
    area: int
    area_name: str
    organisation: int
    valid_from: dt.date
    valid_to: dt.date | None
    granted_by: str | None
    reason: str

    @property
    def role_name(self) -> str:
        return role_name(self.role)

    def is_over(self, today: dt.date) -> bool:
        return self.valid_to is not None and self.valid_to <= today


GRANT = (
    "id",
    "account_id",
    "account__display_name",
    "role",
    "area_id",
    "area__name",
    "organisation",
    "valid_from",
    "valid_to",
    "granted_by__display_name",
    "reason",
)


@dataclass(frozen=True, slots=True)
class SessionRow:
    """A device that is signed in; `key` is a fingerprint, never the session's key."""

    key: str
    device: str
    made_at: dt.datetime | None
    is_current: bool


@dataclass(frozen=True, slots=True)
class LookRow:
    """Somebody looked: when, in which capacity, at what, why."""

    id: int
    at: dt.datetime
    viewer_name: str
    viewer_role: str
    what: str
    purpose: str

    @property
    def capacity(self) -> str:
        """Return the role in which somebody looked."""
        return role_name(self.viewer_role.partition("@")[0])


@dataclass(frozen=True, slots=True)
class ConsentRow:
    """A purpose, and the consent to it that is in force, when there is one."""

    purpose: str
    given_at: dt.datetime | None

    @property
    def label(self) -> str:
        return str(Consent.Purpose(self.purpose).label)


@dataclass(frozen=True, slots=True)
class HelperRow:
    id: int
    name: str
    is_helper: bool  # the other person helps me; else I help them
    account: int
    valid_to: dt.date | None


def list_my_grants(account: int) -> tuple[GrantRow, ...]:
    """Return the roles that an account holds or held, the newest first."""
    rows = RoleGrant.objects.filter(account=account).order_by("-id").values_list(*GRANT)
    return tuple(GrantRow(*row) for row in rows[:ROWS_MAX])


def list_sessions(actor: Actor, *, current: str | None) -> tuple[SessionRow, ...]:
    """Return the devices on which the actor is signed in, the newest first."""
    rows = (
        allowed(AccountSession.objects.all(), actor=actor, action="read", table=SESSIONS)
        .order_by("-expire_date")
        .values_list("session_key", "device", "made_at")[:ROWS_MAX]
    )
    return tuple(
        SessionRow(fingerprint(key), device, made, key == current) for key, device, made in rows
    )


def list_looks(
    actor: Actor, *, before: int | None = None, limit: int = LINES_MAX
) -> tuple[LookRow, ...]:
    """Return who looked at the actor's own data, the newest first, those before the line `before`."""
    lines = allowed(AccessLogLine.objects.all(), actor=actor, action="read", table=LOG)
    return _looks(lines.filter(subject_account=actor.account), before, limit)


def list_all_looks(
    actor: Actor, *, before: int | None = None, limit: int = LINES_MAX
) -> tuple[LookRow, ...]:
    """Return every look, for the data officer."""
    lines = allowed(AccessLogLine.objects.all(), actor=actor, action="read", table=LOG)
    return _looks(lines, before, limit)


def _looks(lines: Any, before: int | None, limit: int) -> tuple[LookRow, ...]:
    if before is not None:
        lines = lines.filter(pk__lt=before)
    columns = ("id", "at", "viewer", "viewer_role", "what", "purpose")
    rows = list(lines.order_by("-id").values_list(*columns)[:limit])
    names = dict(
        Account.objects.filter(pk__in={row[2] for row in rows if row[2]}).values_list(
            "pk", "display_name"
        )
    )
    return tuple(
        LookRow(key, at, names.get(viewer, ""), role, what, purpose)
        for key, at, viewer, role, what, purpose in rows
    )


def list_consents(account: int) -> tuple[ConsentRow, ...]:
    """Return every purpose with the consent in force."""
    given = dict(
        Consent.objects.filter(account=account, withdrawn_at=None).values_list(
            "purpose", "given_at"
        )
    )
    return tuple(ConsentRow(purpose, given.get(purpose)) for purpose in Consent.Purpose.values)


def list_helpers(actor: Actor, on: dt.date) -> tuple[HelperRow, ...]:
    """Return who helps the actor, and whom the actor helps, today."""
    links = (
        allowed(Helper.objects.as_of(on), actor=actor, action="read", table=HELPERS)
        .order_by("id")
        .values_list(
            "id",
            "principal_id",
            "principal__display_name",
            "helper_id",
            "helper__display_name",
            "valid_to",
        )[:ROWS_MAX]
    )
    return tuple(
        HelperRow(key, helper_name, True, helper, ends)
        if principal == actor.account
        else HelperRow(key, principal_name, False, principal, ends)
        for key, principal, principal_name, helper, helper_name, ends in links
    )


def export_account(account: int) -> dict[str, Any]:
    """Return everything that Linli holds about an account, of every app, as JSON values."""
    row = Account.objects.get(pk=account)
    data: dict[str, Any] = {
        "account": {
            "id": str(row.pk),
            "username": row.username,
            "email": row.email,
            "display_name": row.display_name,
            "language": row.language,
            "large_text": row.large_text,
            "community": str(row.community_id) if row.community_id else None,
            "opened_at": key_moment(row.pk).isoformat(timespec="seconds"),
            "last_sign_in": row.last_login.isoformat() if row.last_login else None,
        },
        "email_addresses": list(
            EmailAddress.objects.filter(user=row).values("email", "verified", "primary")
        ),
        "second_factors": [
            {"type": kind, "added_at": made.isoformat()}
            for kind, made in Authenticator.objects.filter(user=row).values_list(
                "type", "created_at"
            )
        ],
        "roles": [_plain(asdict(grant)) for grant in list_my_grants(account)],
        "consents": [
            _plain(each)
            for each in Consent.objects.filter(account=account).values(
                "purpose", "text_version", "given_at", "withdrawn_at"
            )
        ],
        "looks": [
            _plain(asdict(look))
            for look in _looks(
                AccessLogLine.objects.filter(subject_account=account), None, LINES_MAX * 20
            )
        ],
        "sessions": [
            _plain(each)
            for each in AccountSession.objects.filter(account=account).values("device", "made_at")
        ],
    }
    data.update({str(holder.name): holder.export(account) for holder in holders()})
    return data


def _plain(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return the row with keys as strings, which JavaScript does not round, and dates as text."""
    return {
        name: value.isoformat()
        if isinstance(value, dt.date)
        else str(value)
        if isinstance(value, int) and not isinstance(value, bool)
        else value
        for name, value in row.items()
    }


def readable(held: dict[str, Any]) -> tuple[tuple[str, str], ...]:
    """Return the parts of what is held with their content as text, for the page."""
    return tuple(
        (part, json.dumps(content, ensure_ascii=False, indent=2)) for part, content in held.items()
    )
