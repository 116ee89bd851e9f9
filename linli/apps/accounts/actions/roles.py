"""Roles are given over an area for a term, by a named person, with a reason."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from linli.apps.accounts import events, rules
from linli.apps.accounts.access import GRANTS
from linli.apps.accounts.actions.terms import close_term
from linli.apps.accounts.models import Account, RoleGrant
from linli.apps.accounts.queries import holdings_of
from linli.apps.places.queries import get_area
from linli.foundation.areas import Level, span
from linli.foundation.clock import local_date
from linli.foundation.keys import new_key
from linli.foundation.refusals import Refused
from linli.platform import journal
from linli.platform.access import Actor, fetch
from linli.platform.dated import holding
from linli.platform.events import publish


def grant_role(  # noqa: PLR0913  # the facts of a grant
    *,
    actor: Actor,
    account: int,
    role: str,
    area: int,
    valid_from: dt.date,
    valid_to: dt.date | None = None,
    organisation: int | None = None,
    reason: str,
    now: dt.datetime,
) -> RoleGrant:
    """Give `role` over `area` to an account.

    Raises
    ------
    Refused
        `account.may_not_give`, `account.grant_to_self`, `account.term_reversed`,
        `account.term_too_long`, `account.reason_missing`, `account.grant_overlaps`,
        `account.unknown`, `account.area_unknown`.
    """
    with transaction.atomic():
        taker = Account.objects.select_for_update().filter(pk=account, is_active=True).first()
        if taker is None:
            raise Refused("account.unknown", "没有这个账号，请核对用户名或邮箱。", field="account")
        level = _check(actor=actor, account=account, role=role, area=area)
        rules.check_term(valid_from, valid_to)
        grant = RoleGrant(
            id=new_key(now),
            account=taker,
            role=role,
            area_id=area,
            level=level,
            organisation=organisation or 0,
            valid_from=valid_from,
            valid_to=valid_to,
            granted_by_id=actor.account,
            reason=rules.clean_reason(reason),
        )
        _check_free(grant)
        grant.save(force_insert=True)
        journal.record(
            actor=actor,
            verb="role.granted",
            subject=grant,
            now=now,
            area=area,
            after={"role": role, "account": str(account), "valid_from": valid_from.isoformat()},
        )
        publish(events.RoleGranted(account, role, area, organisation, now))
    return grant


def _check(*, actor: Actor, account: int, role: str, area: int) -> str:
    """Return the level of the area over which the actor may give the role, or refuse."""
    row = get_area(area)
    if row is None:
        raise Refused("account.area_unknown", "没有这个区划，请重新选择范围。", field="area")
    if role not in set(rules.Role):
        raise Refused("account.role_unknown", "没有这个角色，请从列表中选择。", field="role")
    if not actor.is_system:
        rules.check_grant(
            holdings=holdings_of(actor),
            role=role,
            over=span(area, Level(row.level)),
            giver=actor.account,
            taker=account,
        )
    return row.level


def _check_free(grant: RoleGrant) -> None:
    """Refuse the same role over the same area at overlapping times; the database does so too."""
    same = RoleGrant.objects.filter(
        account=grant.account, role=grant.role, area=grant.area_id, organisation=grant.organisation
    ).exclude(valid_to__lte=grant.valid_from)
    if grant.valid_to is not None:
        same = same.filter(valid_from__lt=grant.valid_to)
    if same.exists():
        raise Refused(
            "account.grant_overlaps",
            "这个账号在这段时间已经有这个角色，请先结束原来的，或者改开始日期。",
            field="valid_from",
        )


def end_role(*, actor: Actor, grant: int, reason: str, now: dt.datetime) -> RoleGrant:
    """End a grant at once."""
    with transaction.atomic():
        row = fetch(
            RoleGrant.objects.all(), actor=actor, action="end", table=GRANTS, pk=grant, lock=True
        )
        today = local_date(now)
        if row.valid_to is not None and row.valid_to <= today:
            raise Refused("account.grant_ended", "这个角色已经结束了，不用再办。")
        _check_an_admin_remains(row, today)
        rules.clean_reason(reason)
        close_term(row, today)
        journal.record(
            actor=actor,
            verb="role.ended",
            subject=row,
            now=now,
            area=row.area_id,
            before={"role": row.role, "account": str(row.account_id)},
            after={"valid_to": row.valid_to.isoformat() if row.valid_to else None},
        )
        publish(
            events.RoleEnded(row.account_id, row.role, row.area_id, row.organisation or None, now)
        )
    return row


def _check_an_admin_remains(grant: RoleGrant, today: dt.date) -> None:
    """Refuse to end the last platform admin: nobody could give any role any more."""
    if grant.role != rules.Role.PLATFORM_ADMIN:
        return
    others = (
        RoleGrant.objects.filter(
            holding(today), role=rules.Role.PLATFORM_ADMIN, account__is_active=True
        )
        .exclude(pk=grant.pk)
        .exists()
    )
    if not others:
        raise Refused(
            "account.last_admin", "这是最后一位平台管理员，请先授予另一位，再结束这一位。"
        )
