"""To hear of a matter or a place: public information only, and only the follower knows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.db import transaction
from django.http import Http404

from linli.apps.matters.access import TABLE
from linli.apps.matters.models import Follow, Matter
from linli.apps.matters.queries.following import place_name
from linli.foundation.keys import KEY_MAX, new_key
from linli.foundation.refusals import Refused
from linli.platform.access import Actor, rule_of

FOLLOWS_MAX = 200


def follow(*, actor: Actor, target: str, key: int, now: dt.datetime) -> None:
    """Follow a matter that the actor may see, or a building, compound, grid or community; twice is once."""
    account = _own(actor)
    name = "" if target == "matter" else _named(target, key)
    if target == "matter":
        readable = rule_of(TABLE, "read", actor) | rule_of(TABLE, "read_public", actor)
        if not Matter.objects.filter(readable, pk=key).exists():
            raise Http404
    with transaction.atomic():
        if Follow.objects.filter(account=account).count() >= FOLLOWS_MAX:
            raise Refused(
                "matters.follows_many",
                "最多关注%(most)s个，请先取消一些。",
                most=FOLLOWS_MAX,
            )
        put_follows([account], target=target, key=key, name=name, now=now)


def unfollow(*, actor: Actor, target: str, key: int) -> None:
    """Follow it no longer; what was not followed stays so."""
    Follow.objects.filter(account=_own(actor), target=target, key=key).delete()


def put_follows(  # the columns of a row
    accounts: Iterable[int],
    *,
    target: str,
    key: int,
    now: dt.datetime,
    name: str = "",
    via: int | None = None,
) -> None:
    """Write who follows, inside the caller's transaction."""
    rows = [
        Follow(
            id=new_key(now),
            account_id=account,
            target=target,
            key=key,
            name=name,
            via_id=via,
            since=now,
        )
        for account in dict.fromkeys(accounts)
    ]
    Follow.objects.bulk_create(rows, ignore_conflicts=True)


def _own(actor: Actor) -> int:
    account = actor.behalf or actor.account
    if account is None:
        raise Refused("matters.follow_sign_in", "登录以后才能关注，这样有进展才找得到您。")
    return account


def _named(target: str, key: int) -> str:
    name = place_name(target, key) if 0 < key <= KEY_MAX else ""
    if not name:
        raise Refused("matters.follow_unknown", "没有这个地方，请从页面上的“关注”按钮进来。")
    return name
