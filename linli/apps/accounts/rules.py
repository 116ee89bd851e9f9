"""Decisions about accounts and roles, on plain facts."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from linli.foundation.areas import Span
from linli.foundation.refusals import Refused


class Role(StrEnum):
    """The roles of domain/codes.json that are granted to an account."""

    RESIDENT = "resident"
    OWNER = "owner"
    FAMILY_HELPER = "family_helper"
    VOLUNTEER = "volunteer"
    GRID_WORKER = "grid_worker"
    GRID_LEADER = "grid_leader"
    BUILDING_HEAD = "building_head"
    STEWARD = "steward"
    BRANCH_SECRETARY = "branch_secretary"
    OC_DIRECTOR = "oc_director"
    PROPERTY_MANAGER = "property_manager"
    COMMUNITY_SECRETARY = "community_secretary"
    COMMUNITY_WORKER = "community_worker"
    SUBDISTRICT_OFFICER = "subdistrict_officer"
    DEPARTMENT_HANDLER = "department_handler"
    CITY_OFFICER = "city_officer"
    MEDIATOR = "mediator"
    SERVICE_WINDOW_STAFF = "service_window_staff"
    DATA_OFFICER = "data_officer"
    AUDITOR = "auditor"
    PLATFORM_ADMIN = "platform_admin"
    KIOSK_DEVICE = "kiosk_device"


# Roles of neighbours among neighbours: they open nobody's personal data, so one factor is enough.
LAY_ROLES: Final = frozenset({Role.RESIDENT, Role.OWNER, Role.FAMILY_HELPER, Role.VOLUNTEER})
# Roles of people who work with other people's personal data: a second factor is required.
STAFF_ROLES: Final = frozenset(Role) - LAY_ROLES - {Role.KIOSK_DEVICE}

_COMMUNITY_GIVES: Final = frozenset(
    {
        Role.VOLUNTEER,
        Role.GRID_WORKER,
        Role.GRID_LEADER,
        Role.BUILDING_HEAD,
        Role.STEWARD,
        Role.BRANCH_SECRETARY,
        Role.OC_DIRECTOR,
        Role.PROPERTY_MANAGER,
        Role.MEDIATOR,
    }
)
_SUBDISTRICT_GIVES: Final = _COMMUNITY_GIVES | {
    Role.COMMUNITY_SECRETARY,
    Role.COMMUNITY_WORKER,
    Role.SERVICE_WINDOW_STAFF,
    Role.DEPARTMENT_HANDLER,
}
_CITY_GIVES: Final = _SUBDISTRICT_GIVES | {Role.SUBDISTRICT_OFFICER}

# Who may give (and end) which roles, always only inside the giver's own area.
GIVES: Final[dict[str, frozenset[Role]]] = {
    Role.COMMUNITY_SECRETARY: _COMMUNITY_GIVES,
    Role.SUBDISTRICT_OFFICER: _SUBDISTRICT_GIVES,
    Role.CITY_OFFICER: _CITY_GIVES,
    Role.PLATFORM_ADMIN: frozenset(Role),
}
# Who may open an account for somebody at the window, and look accounts up in their area.
HELPING_ROLES: Final = frozenset(
    {
        Role.COMMUNITY_SECRETARY,
        Role.COMMUNITY_WORKER,
        Role.SERVICE_WINDOW_STAFF,
        Role.SUBDISTRICT_OFFICER,
        Role.PLATFORM_ADMIN,
    }
)

REASON_LETTERS_MIN: Final = 2
REASON_LETTERS_MAX: Final = 200
NAME_LETTERS_MAX: Final = 40
GRANT_DAYS_MAX: Final = 5 * 366
ACCOUNT_INACTIVE_DAYS: Final = 730  # retention, domain/codes.json
ACCESS_LOG_DAYS: Final = 1095
USERNAME_PATTERN: Final = re.compile(r"[a-z0-9][a-z0-9_.-]{1,29}")


@dataclass(frozen=True, slots=True)
class Holding:
    """A role that the giver holds over an area."""

    role: str
    over: Span


@dataclass(frozen=True, slots=True)
class Subject:
    """Whose data was looked at: an account, a person known to the neighbourhood, or both."""

    account: int | None = None
    person: int | None = None


def fingerprint(session_key: str) -> str:
    """Return a short name for a session in a list: the key itself would be a way to sign in."""
    return hashlib.sha256(session_key.encode()).hexdigest()[:16]


def may_give(holdings: tuple[Holding, ...], role: str, over: Span) -> bool:
    """Tell whether somebody with `holdings` may give or end `role` over the area `over`."""
    return any(
        role in GIVES.get(holding.role, frozenset())
        and holding.over.low <= over.low
        and over.high <= holding.over.high
        for holding in holdings
    )


def givable(holdings: tuple[Holding, ...]) -> tuple[Role, ...]:
    """Return the roles that somebody with `holdings` may give somewhere, in the order of `Role`."""
    given: frozenset[Role] = frozenset()
    for holding in holdings:
        given |= GIVES.get(holding.role, frozenset())
    return tuple(role for role in Role if role in given)


def check_grant(
    *,
    holdings: tuple[Holding, ...],
    role: str,
    over: Span,
    giver: int | None,
    taker: int,
) -> None:
    """Refuse a grant outside the giver's powers, and one to oneself."""
    if giver == taker:
        raise Refused("account.grant_to_self", "不能给自己授予角色，请由上一级办理。")
    if not may_give(holdings, role, over):
        raise Refused(
            "account.may_not_give",
            "您不能在这个范围授予这个角色，请联系上一级或平台管理员。",
            field="role",
        )


def check_term(valid_from: dt.date, valid_to: dt.date | None) -> None:
    """Refuse a term that ends before it starts, or that is longer than five years."""
    if valid_to is None:
        return
    if valid_to <= valid_from:
        raise Refused(
            "account.term_reversed", "结束日期要晚于开始日期，请改一下日期。", field="valid_to"
        )
    if (valid_to - valid_from).days > GRANT_DAYS_MAX:
        raise Refused(
            "account.term_too_long",
            "一次最多授予五年，到期可以再授予，请把结束日期改近。",
            field="valid_to",
        )


def clean_reason(reason: str) -> str:
    """Return the reason trimmed, or refuse one that says nothing or too much."""
    kept = " ".join(reason.split())
    if len(kept) < REASON_LETTERS_MIN:
        raise Refused(
            "account.reason_missing", "请写明理由，例如会议决定或聘用文件。", field="reason"
        )
    if len(kept) > REASON_LETTERS_MAX:
        raise Refused(
            "account.reason_too_long",
            "理由最多%(letters)s个字，请写短一点。",
            field="reason",
            letters=REASON_LETTERS_MAX,
        )
    return kept


def clean_name(name: str) -> str:
    """Return the name to show trimmed, or refuse an empty or endless one."""
    kept = " ".join("".join(letter for letter in name if letter.isprintable()).split())
    if not kept:
        raise Refused("account.name_missing", "请填写称呼。", field="display_name")
    if len(kept) > NAME_LETTERS_MAX:
        raise Refused(
            "account.name_too_long",
            "称呼最多%(letters)s个字，请写短一点。",
            field="display_name",
            letters=NAME_LETTERS_MAX,
        )
    return kept


def clean_username(username: str) -> str | None:
    """Return the user name in lower case, `None` for an empty one, or refuse it."""
    kept = username.strip().lower()
    if not kept:
        return None
    if not USERNAME_PATTERN.fullmatch(kept):
        raise Refused(
            "account.username_wrong",
            "用户名用2到30个字母、数字、点、横线或下划线，请改一下。",
            field="username",
        )
    return kept
