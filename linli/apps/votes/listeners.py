"""What a step of an owners' vote tells its owners; never how anybody voted, nor who has not."""

from __future__ import annotations

from typing import Final

from django.urls import reverse

from linli.apps.notifications import actions as notifications
from linli.apps.notifications.queries import shortened
from linli.apps.votes.events import VoteMoved
from linli.apps.votes.models import OwnersVote
from linli.apps.votes.queries.telling import owners_told
from linli.platform.access import system
from linli.platform.events import listen

TOLD: Final = frozenset({"noticed", "open", "declared", "void"})


@listen(VoteMoved, within=True)
def tell(event: VoteMoved) -> None:
    """Tell the owners on the roll; a draft that is dropped has none."""
    if event.state not in TOLD:
        return
    title, reference = OwnersVote.objects.values_list("title", "reference").get(pk=event.vote)
    notifications.notify(
        actor=system(f"votes.{event.state}"),
        accounts=owners_told(event.vote),
        kind=f"votes.{event.state}",
        facts={"title": shortened(title)},
        path=reverse("votes:vote", args=[reference]),
        mark=f"{event.vote}:{event.state}",
        now=event.at,
    )
