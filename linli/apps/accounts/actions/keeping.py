"""Open an account for somebody at the window, correct one's own, end sessions."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404

from linli.apps.accounts import rules
from linli.apps.accounts.access import ACCOUNTS, SESSIONS
from linli.apps.accounts.actions.roles import grant_role
from linli.apps.accounts.models import Account, AccountSession, RoleGrant
from linli.apps.places.queries import get_area
from linli.foundation.areas import Level, ancestor
from linli.foundation.clock import local_date
from linli.foundation.keys import new_code, new_key
from linli.foundation.refusals import Refused
from linli.platform import journal
from linli.platform.access import Actor, Grant, allowed, fetch

PASSWORD_LETTERS = 10  # 50 bits, read out at the window
LANGUAGES = ("zh-hans", "en")


@dataclass(frozen=True, slots=True)
class Opened:
    """An account opened at the window, and the password that is shown once."""

    account: Account
    password: str


def open_account(
    *, actor: Actor, username: str, display_name: str, community: int, now: dt.datetime
) -> Opened:
    """Open an account for somebody who stands at the window; they change the password at home."""
    if not any(community in over for over in actor.spans(*rules.HELPING_ROLES)):
        raise PermissionDenied("account.open")
    area = get_area(community)
    if area is None or area.level != Level.COMMUNITY:
        raise Refused("account.community_unknown", "请选择一个社区。", field="community")
    kept = rules.clean_username(username)
    if kept is None:
        raise Refused("account.username_missing", "请给账号起一个用户名。", field="username")
    password = new_code(PASSWORD_LETTERS)
    with transaction.atomic():
        if Account.objects.filter(username=kept).exists():
            raise Refused(
                "account.username_taken", "这个用户名已有人用，请换一个。", field="username"
            )
        account = Account(
            id=new_key(now),
            username=kept,
            display_name=rules.clean_name(display_name),
            community_id=community,
            opened_by_id=actor.account,
        )
        account.set_password(password)
        account.save(force_insert=True)
        journal.record(actor=actor, verb="account.opened", subject=account, now=now, area=community)
    return Opened(account, password)


def open_first_admin(
    *, actor: Actor, username: str, display_name: str, area: int, now: dt.datetime
) -> Opened:
    """Open the account of a city's first administrator, who gives all other roles on the pages.

    For the operator at the machine only; refused once somebody holds the role.
    """
    if not actor.is_system:
        raise PermissionDenied("account.open_first_admin")
    with transaction.atomic():
        if RoleGrant.objects.filter(role=rules.Role.PLATFORM_ADMIN, valid_to=None).exists():
            raise Refused("account.admin_there", "已有平台管理员，请由现任管理员在页面上授予角色。")
        city = get_area(area)
        kept = rules.clean_username(username)
        if city is None or city.level != Level.CITY or kept is None:
            raise Refused(
                "account.city_unknown",
                "请给出用户名和已登记的城市代码（先用 linli import areas 登记）。",
                field="area",
            )
        password = new_code(PASSWORD_LETTERS)
        account = Account(
            id=new_key(now), username=kept, display_name=rules.clean_name(display_name)
        )
        account.set_password(password)
        account.save(force_insert=True)
        journal.record(actor=actor, verb="account.opened", subject=account, now=now, area=area)
        grant_role(
            actor=actor,
            account=account.pk,
            role=rules.Role.PLATFORM_ADMIN,
            area=area,
            valid_from=local_date(now),
            reason="首位平台管理员",
            now=now,
        )
    return Opened(account, password)


def correct_account(
    *, actor: Actor, display_name: str, language: str, large_text: bool, now: dt.datetime
) -> Account:
    """Change how the actor is called, in which language and in which size of letters."""
    with transaction.atomic():
        account = _own(actor, "correct")
        account.display_name = rules.clean_name(display_name)
        account.language = language if language in LANGUAGES else ""
        account.large_text = large_text
        account.save(update_fields=["display_name", "language", "large_text"])
        journal.record(
            actor=actor,
            verb="account.corrected",
            subject=account,
            now=now,
            after={"language": account.language, "large_text": large_text},
        )
    return account


def settle_account(*, actor: Actor, account: int, community: int, now: dt.datetime) -> None:
    """Note the community in which an account is at home, once somebody there has confirmed it."""
    if not (actor.is_system or any(_touches(grant, community) for grant in actor.grants)):
        raise PermissionDenied("account.settle")
    with transaction.atomic():
        row = Account.objects.select_for_update().filter(pk=account, is_active=True).first()
        if row is None:
            raise Http404
        row.community_id = community
        row.save(update_fields=["community"])
        journal.record(actor=actor, verb="account.settled", subject=row, now=now, area=community)


def _touches(grant: Grant, community: int) -> bool:
    """Tell whether a role is held over the community or over a grid of it."""
    return community in grant.over or ancestor(grant.over.low, Level.COMMUNITY) == community


def end_session(*, actor: Actor, session: str, now: dt.datetime) -> None:
    """Sign one of the actor's devices out; `session` is its fingerprint from the list."""
    with transaction.atomic():
        for row in allowed(AccountSession.objects.all(), actor=actor, action="end", table=SESSIONS):
            if rules.fingerprint(row.session_key) == session:
                row.delete()
                journal.record(
                    actor=actor, verb="session.ended", subject=_own(actor, "correct"), now=now
                )
                return
    raise Http404


def end_other_sessions(*, actor: Actor, keep: str, now: dt.datetime) -> int:
    """Sign the actor out on all devices but the one with the session key `keep`."""
    with transaction.atomic():
        ended, _tables = (
            allowed(AccountSession.objects.all(), actor=actor, action="end", table=SESSIONS)
            .exclude(session_key=keep)
            .delete()
        )
        if ended:
            journal.record(
                actor=actor,
                verb="session.others_ended",
                subject=_own(actor, "correct"),
                now=now,
                after={"count": ended},
            )
    return ended


def _own(actor: Actor, action: str) -> Account:
    if actor.account is None:
        raise PermissionDenied(action)
    return fetch(
        Account.objects.all(),
        actor=actor,
        action=action,
        table=ACCOUNTS,
        pk=actor.account,
        lock=True,
    )
