"""Consents given or taken back elsewhere; keys and accounts that have ended."""

from __future__ import annotations

from linli.apps.accounts.events import ConsentGiven, ConsentWithdrawn
from linli.apps.notifications.actions.choosing import CONSENT, keep_choice
from linli.platform.access import system
from linli.platform.events import listen


@listen(ConsentGiven, within=True)
def turn_on(event: ConsentGiven) -> None:
    """A consent to be told by mail is the choice of that channel."""
    _follow(event.account, event.purpose, event, is_on=True)


@listen(ConsentWithdrawn, within=True)
def turn_off(event: ConsentWithdrawn) -> None:
    _follow(event.account, event.purpose, event, is_on=False)


def _follow(
    account: int, purpose: str, event: ConsentGiven | ConsentWithdrawn, *, is_on: bool
) -> None:
    for (group, channel), named in CONSENT.items():
        if named == purpose:
            keep_choice(
                actor=system("consent"),
                account=account,
                group=group,
                channel=channel,
                is_on=is_on,
                now=event.at,
            )
