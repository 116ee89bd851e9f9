"""What a matter's step tells people: the reporter what became of it, a handler what is now theirs."""

from __future__ import annotations

from typing import Final

from django.urls import reverse

from linli.apps.matters.events import MatterMoved
from linli.apps.matters.queries.telling import Told, told_of
from linli.apps.notifications import actions as notifications
from linli.platform.access import system
from linli.platform.events import listen

# Verb of the act → kind of the notification.
TO_THE_REPORTER: Final = {
    "matters.accept": "matters.accepted",
    "matters.ask": "matters.asked",
    "matters.extend": "matters.extended",
    "matters.resolve": "matters.resolved",
    "matters.refer": "matters.referred",
}
TO_THE_HANDLER: Final = frozenset({"matters.dispatch", "matters.reassign"})


@listen(MatterMoved, within=True)
def tell(event: MatterMoved) -> None:
    """Tell whom it concerns, in the transaction of the step."""
    kind = TO_THE_REPORTER.get(event.verb)
    if kind is None and event.verb not in TO_THE_HANDLER:
        return
    told = told_of(event.matter)
    if kind is not None and told.reporter is not None:
        _notify(told, told.reporter, kind, event)
    if event.verb in TO_THE_HANDLER and told.handler is not None:
        _notify(told, told.handler, "matters.yours", event)


def _notify(told: Told, account: int, kind: str, event: MatterMoved) -> None:
    notifications.notify(
        actor=system(event.verb),
        accounts=[account],
        kind=kind,
        facts={"reference": told.reference, "kind": told.kind},
        path=reverse("matters:matter", args=[told.reference]),
        mark=f"{event.matter}:{event.at.isoformat()}",
        now=event.at,
    )
