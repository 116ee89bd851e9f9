"""Tells the circle that there is something to do: no more than that, for others may read over a shoulder."""

from __future__ import annotations

from typing import Final

from django.urls import reverse

from linli.apps.disputes.events import DisputeNeeds
from linli.apps.notifications import actions as notifications
from linli.platform.access import system
from linli.platform.events import listen

KIND: Final = "disputes.news"


@listen(DisputeNeeds, within=True)
def tell(event: DisputeNeeds) -> None:
    """Tell whom it concerns, in the transaction of the act; no reference, no kind, no name."""
    notifications.notify(
        actor=system("disputes"),
        accounts=list(event.accounts),
        kind=KIND,
        facts={},
        path=reverse("disputes:mine"),
        mark=f"{event.dispute}:{event.what}:{event.at.isoformat()}",
        now=event.at,
    )
