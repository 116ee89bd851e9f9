"""Sending what is due: outside of every transaction, one message a person and channel."""

from __future__ import annotations

import datetime as dt
import json
import logging
from typing import Final

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext, ngettext

from linli.apps.notifications.actions.choosing import stop_token
from linli.apps.notifications.models import (
    Choice,
    Delivery,
    Notification,
    OwnRhythm,
    PushDevice,
)
from linli.apps.notifications.queries import Bundle, address_of, claim_due, kind_of, sentence_of
from linli.apps.notifications.rules import (
    KEPT_DAYS_MAX,
    READ_DAYS_MAX,
    Channel,
    try_again_at,
)
from linli.foundation.keys import key_floor
from linli.platform import messages
from linli.platform.access import Actor

LINES_MAX: Final = 20
FORGOTTEN_AT_ONCE: Final = 5000
logger = logging.getLogger(__name__)


def deliver(*, actor: Actor, now: dt.datetime) -> int:
    """Send what is due; return how many messages went out. What fails is tried again, then given up."""
    if not actor.is_system:
        raise PermissionDenied("notifications.deliver")
    return sum(_deliver(bundle, now) for bundle in claim_due(now=now))


def _deliver(bundle: Bundle, now: dt.datetime) -> int:
    sent = 0
    try:
        for address in address_of(bundle.channel, bundle.account):
            sent += _send(bundle, address)
    except Exception as error:  # noqa: BLE001  # whatever a gateway does, the other people are told
        logger.warning("%s: %s", bundle.channel, type(error).__name__)
        _postpone(bundle, now)
        return sent
    state = Delivery.State.SENT if sent else Delivery.State.GIVEN_UP
    Delivery.objects.filter(pk__in=[part[0] for part in bundle.parts]).update(state=state)
    return sent


def _send(bundle: Bundle, address: str) -> int:
    try:
        messages.send(str(bundle.channel), _message(bundle, address))
    except messages.Undeliverable:
        if bundle.channel is Channel.PUSH:
            gone = json.loads(address)["endpoint"]
            PushDevice.objects.filter(account=bundle.account, endpoint=gone).delete()
        return 0
    return 1


def _message(bundle: Bundle, address: str) -> messages.Message:
    """Return one message for the whole bundle, in the language of the account."""
    with translation.override(bundle.language or settings.LANGUAGE_CODE):
        lines = [sentence_of(kind, facts) for _pk, kind, facts, _path in bundle.parts]
        path = bundle.parts[0][3] if len(lines) == 1 else reverse("notifications:list")
        group = kind_of(bundle.parts[0][1]).group
        stop = settings.BASE_URL + reverse(
            "notifications:stop", args=[stop_token(bundle.account, group, bundle.channel)]
        )
        subject = (
            lines[0]
            if len(lines) == 1
            else ngettext("您有%(count)s条新通知", "您有%(count)s条新通知", len(lines))
            % {"count": len(lines)}
        )
        return messages.Message(
            to=address,
            subject=f"{settings.ACCOUNT_EMAIL_SUBJECT_PREFIX}{subject}",
            text=_text(lines, settings.BASE_URL + path, stop),
            address=settings.BASE_URL + path,
            stop_address=stop,
        )


def _text(lines: list[str], address: str, stop: str) -> str:
    told = [f"· {line}" for line in lines[:LINES_MAX]]
    if len(lines) > LINES_MAX:
        more = gettext("还有%(count)s条，请打开邻里查看。") % {"count": len(lines) - LINES_MAX}
        told.append(more)
    ends = [gettext("打开：%(address)s") % {"address": address}]
    ends.append(gettext("不想再收到这类消息，点这里，不用登录：%(address)s") % {"address": stop})
    return "\n".join([*told, "", *ends])


def _postpone(bundle: Bundle, now: dt.datetime) -> None:
    keys = [part[0] for part in bundle.parts]
    with transaction.atomic():
        for row in Delivery.objects.select_for_update().filter(pk__in=keys):
            again = try_again_at(now, row.attempts)
            if again is None:
                row.state = Delivery.State.GIVEN_UP
            else:
                row.due_at = again
            row.save(update_fields=["state", "due_at"])


def forget(*, actor: Actor, now: dt.datetime) -> int:
    """Delete what was read long ago, and what nobody read for a year."""
    if not actor.is_system:
        raise PermissionDenied("notifications.forget")
    read_before = now - dt.timedelta(days=READ_DAYS_MAX)
    floor = key_floor(now - dt.timedelta(days=KEPT_DAYS_MAX))
    old = Notification.objects.filter(read_at__lt=read_before) | Notification.objects.filter(
        pk__lt=floor
    )
    keys = list(old.values_list("id", flat=True)[:FORGOTTEN_AT_ONCE])
    with transaction.atomic():
        Delivery.objects.filter(notification__in=keys).delete()
        Notification.objects.filter(pk__in=keys).delete()
    return len(keys)


def erase_notifications(*, actor: Actor, account: int, now: dt.datetime) -> None:  # noqa: ARG001  # one shape
    """Take out all that an account was told, chose and registered; called when it is closed."""
    if not actor.is_system:
        raise PermissionDenied("notifications.erase")
    with transaction.atomic():
        Delivery.objects.filter(account=account).delete()
        for model in (Notification, Choice, OwnRhythm, PushDevice):
            model.objects.filter(account=account).delete()
