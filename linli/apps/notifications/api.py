"""JSON API: one's own notifications."""

from __future__ import annotations

import datetime as dt

from django.core.exceptions import PermissionDenied
from ninja import Router, Schema

from linli.apps.notifications import actions, queries
from linli.apps.notifications.queries.own import ROWS
from linli.foundation import clock
from linli.platform.access import Actor
from linli.platform.requests import Request

router = Router(tags=["notifications"])


class NotificationOut(Schema):
    """One notification, in the language that was asked for."""

    id: str
    kind: str
    sentence: str
    path: str
    at: dt.datetime
    read_at: dt.datetime | None


class NotificationsOut(Schema):
    """A page of notifications; `before` asks for the next one, `null` after the last."""

    unread: int
    rows: list[NotificationOut]
    before: str | None


def _signed_in(request: Request) -> Actor:
    if request.actor.account is None:
        raise PermissionDenied("notifications")
    return request.actor


@router.get("/me/notifications", response=NotificationsOut, summary="What I was told")
def my_notifications(request: Request, before: int | None = None) -> NotificationsOut:
    """Answer with the newest first; 403 without a signed-in account."""
    actor = _signed_in(request)
    rows = queries.list_notifications(actor=actor, before=_key(before))
    return NotificationsOut(
        unread=queries.count_unread(actor=actor),
        rows=[
            NotificationOut(
                id=str(row.id),
                kind=row.kind,
                sentence=row.sentence,
                path=row.path,
                at=row.at,
                read_at=row.read_at,
            )
            for row in rows
        ],
        before=str(rows[-1].id) if len(rows) == ROWS else None,
    )


def _key(value: int | None) -> int | None:
    """Return a key that the database can compare."""
    return None if value is None else max(0, min(value, 2**63 - 1))


@router.post("/me/notifications/{pk}/read", response={204: None}, summary="I have read it")
def read(request: Request, pk: int) -> tuple[int, None]:
    actions.mark_read(actor=_signed_in(request), pk=_key(pk) or 0, now=clock.now())
    return 204, None
