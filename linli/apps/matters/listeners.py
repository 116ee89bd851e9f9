"""What a matter's step tells people: the reporter what became of it, a handler what is now theirs."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from django.urls import reverse

from linli.apps.accounts.queries import accounts_holding
from linli.apps.matters.events import (
    MatterMerged,
    MatterMoved,
    MattersEscalated,
    MatterUrged,
    ObjectionMade,
    ObjectionRuled,
)
from linli.apps.matters.queries.following import followers_of
from linli.apps.matters.queries.telling import Told, on_rung, told_of
from linli.apps.notifications import actions as notifications
from linli.foundation.areas import Level, ancestor
from linli.foundation.clock import local_date
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
# What everybody may know of a matter, so that its followers hear of it.
TO_FOLLOWERS: Final = frozenset(
    {"matters.resolve", "matters.refer", "matters.reopen", "matters.extend"}
)
TO_THE_HANDLER: Final = frozenset({"matters.dispatch", "matters.reassign"})


@listen(MatterMoved, within=True)
def tell(event: MatterMoved) -> None:
    """Tell whom it concerns, in the transaction of the step."""
    kind = TO_THE_REPORTER.get(event.verb)
    if kind is None and event.verb not in TO_THE_HANDLER:
        return
    told = told_of(event.matter)
    if kind is not None and told.reporter is not None:
        _notify(told, [told.reporter], kind, event)
    if event.verb in TO_THE_HANDLER and told.handler is not None:
        _notify(told, [told.handler], "matters.yours", event)


@listen(MatterMoved, within=True)
def tell_followers(event: MatterMoved) -> None:
    """Tell who follows the matter or its place what is public of it."""
    if event.verb in TO_FOLLOWERS and (accounts := followers_of(matter=event.matter)):
        _notify(told_of(event.matter), accounts, "matters.followed", event)


@listen(MatterMerged, within=True)
def tell_merged(event: MatterMerged) -> None:
    """Tell the reporter where the matter goes on, and when that was taken back."""
    own = told_of(event.matter)
    if own.reporter is not None:
        shown = own if event.is_undone else told_of(event.into)
        kind = "matters.parted" if event.is_undone else "matters.merged"
        _notify(shown, [own.reporter], kind, event)


@listen(MatterUrged, within=True)
def tell_urged(event: MatterUrged) -> None:
    told = told_of(event.matter)
    if told.handler is not None:
        _notify(told, [told.handler], "matters.urged", event)


@listen(ObjectionMade, within=True)
def tell_ruling(event: ObjectionMade) -> None:
    """Tell the subdistrict that a unit and a community do not agree."""
    place = ancestor(event.area, Level.SUBDISTRICT)
    officers = accounts_holding("subdistrict_officer", place, local_date(event.at))
    _notify(
        told_of(event.matter), officers, "matters.objected", event, reverse("matters:objections")
    )


@listen(ObjectionRuled, within=True)
def tell_ruled(event: ObjectionRuled) -> None:
    if event.author is not None:
        _notify(told_of(event.matter), [event.author], "matters.ruled", event)


@listen(MattersEscalated, within=True)
def tell_rung(event: MattersEscalated) -> None:
    """Tell whoever stands on the rung how many have come to them: once, however many."""
    for account, count in sorted(on_rung(event.rung, event.rows, local_date(event.at)).items()):
        notifications.notify(
            actor=system("matters.escalate"),
            accounts=[account],
            kind="matters.escalated",
            facts={"n": str(count)},
            path=f"{reverse('matters:desk')}?scope=raised",
            mark=f"{event.rung}:{event.at.isoformat()}:{event.rows[0]['id']}",
            now=event.at,
        )


def _notify(
    told: Told,
    accounts: Iterable[int],
    kind: str,
    event: MatterMoved | MatterMerged | MatterUrged | ObjectionMade | ObjectionRuled,
    path: str = "",
) -> None:
    notifications.notify(
        actor=system(kind),
        accounts=accounts,
        kind=kind,
        facts={"reference": told.reference, "kind": told.kind},
        path=path or reverse("matters:matter", args=[told.reference]),
        mark=f"{event.matter}:{event.at.isoformat()}",
        now=event.at,
    )
