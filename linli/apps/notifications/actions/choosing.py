"""How and when somebody wants to be told; and stopping it by a link, without signing in."""

from __future__ import annotations

import datetime as dt
from typing import Final

from django.core.exceptions import PermissionDenied
from django.core.signing import BadSignature, Signer
from django.db import transaction
from django.http import Http404

from linli.apps.accounts import actions as accounts
from linli.apps.notifications.access import DEVICES
from linli.apps.notifications.models import Choice, Delivery, OwnRhythm, PushDevice
from linli.apps.notifications.queries import kind_of
from linli.apps.notifications.rules import DEVICES_MAX, Channel, Group, Rhythm
from linli.foundation.keys import new_key
from linli.foundation.refusals import Refused
from linli.platform import journal
from linli.platform.access import Actor, fetch
from linli.platform.messages.push import is_push_service

SALT: Final = "notifications.stop"
CONSENT: Final = {(Group.MATTERS, Channel.EMAIL): "matter_messages"}


def choose(
    *, actor: Actor, group: Group, channel: Channel, is_on: bool, now: dt.datetime
) -> Choice:
    """Turn a group on or off for a channel. Mail about matters is a consent, and kept as one."""
    account = _own(actor)
    with transaction.atomic():
        purpose = CONSENT.get((group, channel))
        if purpose is not None:
            act = accounts.give_consent if is_on else accounts.withdraw_consent
            act(actor=actor, purpose=purpose, now=now)
        return keep_choice(
            actor=actor, account=account, group=group, channel=channel, is_on=is_on, now=now
        )


def _own(actor: Actor) -> int:
    if actor.account is None:
        raise PermissionDenied("notifications")
    return actor.account


def keep_choice(  # who chose what for whom
    *,
    actor: Actor,
    account: int,
    group: Group,
    channel: Channel,
    is_on: bool,
    now: dt.datetime,
) -> Choice:
    """Keep the choice of an account; what waits for a channel turned off is not sent any more."""
    row, is_new = Choice.objects.select_for_update().get_or_create(
        account_id=account,
        group=group,
        channel=channel,
        defaults={"id": new_key(now), "is_on": is_on, "chosen_at": now},
    )
    if not is_new and row.is_on == is_on:
        return row
    row.is_on, row.chosen_at = is_on, now
    row.save(update_fields=["is_on", "chosen_at"])
    if not is_on:
        drop_waiting(account, group, channel)
    facts = {"group": str(group), "channel": str(channel), "is_on": is_on}
    journal.record(actor=actor, verb="notifications.chosen", subject=row, now=now, after=facts)
    return row


def drop_waiting(account: int, group: Group, channel: Channel) -> None:
    waiting = Delivery.objects.filter(
        account=account, channel=channel, state=Delivery.State.WAITING
    ).values_list("id", "notification__kind")
    keys = [key for key, kind in waiting if kind_of(kind).group is group]
    Delivery.objects.filter(pk__in=keys).delete()


def set_rhythm(*, actor: Actor, rhythm: Rhythm, now: dt.datetime) -> OwnRhythm:
    """Say how often, and in which hours not."""
    account = _own(actor)
    with transaction.atomic():
        row, _is_new = OwnRhythm.objects.update_or_create(
            account_id=account,
            defaults={
                "pace": rhythm.pace,
                "quiet_from": rhythm.quiet_from,
                "quiet_to": rhythm.quiet_to,
            },
        )
        facts = {"pace": str(rhythm.pace)}
        journal.record(actor=actor, verb="notifications.rhythm", subject=row, now=now, after=facts)
    return row


def stop_token(account: int, group: Group, channel: Channel) -> str:
    """Return the word of a link that stops a group on a channel; it needs no sign-in and never ends."""
    return Signer(salt=SALT).sign(f"{account}:{group}:{channel}")


def read_stop_token(token: str) -> tuple[int, Group, Channel]:
    """Return what a link stops, or raise `Http404` for a forged one."""
    try:
        account, group, channel = Signer(salt=SALT).unsign(token).split(":")
        return int(account), Group(group), Channel(channel)
    except (BadSignature, ValueError):
        raise Http404 from None


def stop(*, actor: Actor, token: str, now: dt.datetime) -> Choice:
    """Turn off what a link names; whoever holds the link was sent it."""
    account, group, channel = read_stop_token(token)
    owner = Actor(account=account, label="link", channel=actor.channel)
    with transaction.atomic():
        return choose(actor=owner, group=group, channel=channel, is_on=False, now=now)


def add_device(  # what a browser hands over
    *, actor: Actor, endpoint: str, p256dh: str, auth: str, device: str, now: dt.datetime
) -> PushDevice:
    """Remember a browser that asked to be woken; the same one asking again is the same device."""
    account = _own(actor)
    if not is_push_service(endpoint) or not (20 <= len(p256dh) <= 120 and 10 <= len(auth) <= 60):
        raise Refused(
            "notifications.push_unknown",
            "这台设备的推送服务还不支持，请改用邮件或回到这里看通知。",
        )
    with transaction.atomic():
        PushDevice.objects.filter(endpoint=endpoint).delete()
        if PushDevice.objects.filter(account=account).count() >= DEVICES_MAX:
            raise Refused(
                "notifications.devices_max",
                "设备太多了，请先移除不用的设备。",
            )
        row = PushDevice.objects.create(
            id=new_key(now),
            account_id=account,
            endpoint=endpoint,
            p256dh=p256dh,
            auth=auth,
            device=device[:80],
            made_at=now,
        )
        journal.record(actor=actor, verb="notifications.device_added", subject=row, now=now)
    return row


def remove_device(*, actor: Actor, pk: int, now: dt.datetime) -> None:
    """Wake a browser no more."""
    with transaction.atomic():
        row = fetch(
            PushDevice.objects.all(),
            actor=actor,
            action="remove",
            table=DEVICES,
            pk=pk,
            lock=True,
        )
        journal.record(actor=actor, verb="notifications.device_removed", subject=row, now=now)
        row.delete()
