"""A client-made id makes a retry the same act.

    key = new_key(now)
    kept = once("matters.report", client_id, actor=actor, key=key, now=now)
    if kept != key:
        return <the record kept>          # the first try was committed; its answer got lost

Two tries at the same moment: the later one waits in the database for the fate of the first.
"""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from django.db import connection
from django.db.models import Field

from linli.foundation.refusals import Refused
from linli.platform.access import Actor
from linli.platform.models import Act


def read_client_id(text: str) -> uuid.UUID:
    """Return `text`, as a form or the API sent it, as an id or refuse it."""
    try:
        return uuid.UUID(text)
    except ValueError:
        raise Refused(
            "act.bad_id", "提交编号不对，请刷新页面后重新提交。", field="client_id"
        ) from None


def once(kind: str, client_id: uuid.UUID, *, actor: Actor, key: int, now: dt.datetime) -> int:
    """Return `key` when this is the first try, else the key of what the first try has made.

    Call it inside the action's transaction, before anything else is written; one query on a first
    try. An id that another account has used is refused: a result is its maker's alone.
    """
    assert connection.in_atomic_block, "once() shares the fate of the act"
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO platform_act (kind, client_id, account, result, at)"
            " VALUES (%s, %s, %s, %s, %s) ON CONFLICT (kind, client_id) DO NOTHING",
            [kind, _written("client_id", client_id), actor.account, key, _written("at", now)],
        )
        if cursor.rowcount == 1:
            return key
    earlier = Act.objects.get(kind=kind, client_id=client_id)
    if earlier.account is not None and earlier.account != actor.account:
        raise Refused("act.taken", "这个提交编号已被使用，请刷新页面后重新提交。")
    return earlier.result


def _written(name: str, value: object) -> Any:
    field = Act._meta.get_field(name)
    assert isinstance(field, Field)
    return field.get_db_prep_save(value, connection)
