"""What keepers of a grid or community read: claims to decide; and how they find a person."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from linli.apps.people.access import CLAIMS, COMMUNITY_KEEPERS, KEEPERS, PERSONS
from linli.apps.people.models import HelpListEntry, Person, ResidenceClaim
from linli.apps.people.queries.own import ClaimRow, Door, claim_rows
from linli.apps.places.queries import area_names
from linli.foundation.areas import Level, ancestor
from linli.platform.access import Actor, allowed

CLAIMS_PAGE = 50
FOUND_MAX = 20
WORD_LETTERS_MIN = 2


@dataclass(frozen=True, slots=True)
class PersonRow:
    """A person as a keeper sees them in a search: no phone, no address."""

    id: int
    name: str
    birth_year: int | None
    community_name: str


@dataclass(frozen=True, slots=True)
class ResidentRow:
    """Somebody who lives in a building, with how to reach them; every look is logged."""

    person: int
    account: int | None
    name: str
    phone: str
    door: Door
    relation: str
    relation_label: str


@dataclass(frozen=True, slots=True)
class OwnerRow:
    """A holder of a share with name or company; every look is logged."""

    person: int | None
    account: int | None
    name: str
    phone: str
    numerator: int
    denominator: int
    basis_label: str


@dataclass(frozen=True, slots=True)
class HelpEntryRow:
    """Somebody on a help list, as those who help read it; every look is logged."""

    id: int
    person: int
    account: int | None
    name: str
    phone: str
    help_list: str
    purpose: str
    valid_to: dt.date | None

    @property
    def label(self) -> str:
        return str(HelpListEntry.List(self.help_list).label)


def list_open_claims(actor: Actor, *, after: int | None = None) -> tuple[ClaimRow, ...]:
    """Return the claims that the actor may decide, the oldest first, those after `after`."""
    rows = allowed(ResidenceClaim.objects.all(), actor=actor, action="decide", table=CLAIMS)
    rows = rows.filter(state=ResidenceClaim.State.OPEN)
    if after is not None:
        rows = rows.filter(pk__gt=after)
    return claim_rows(rows.order_by("pk"), CLAIMS_PAGE)


def get_claim(actor: Actor, claim: int) -> ClaimRow | None:
    """Return one claim that the actor may read."""
    rows = allowed(ResidenceClaim.objects.all(), actor=actor, action="read", table=CLAIMS)
    found = claim_rows(rows.filter(pk=claim), 1)
    return found[0] if found else None


def search_persons(actor: Actor, words: str) -> tuple[PersonRow, ...]:
    """Return persons whom the actor keeps and whose name begins so, at most twenty."""
    kept = words.strip()
    if len(kept) < WORD_LETTERS_MIN:
        return ()
    rows = allowed(Person.objects.all(), actor=actor, action="read", table=PERSONS)
    rows = rows.filter(name__startswith=kept, deleted_at=None).order_by("name", "id")
    columns = ("id", "name", "birth_year", "community__name")
    return tuple(PersonRow(*row) for row in rows.values_list(*columns)[:FOUND_MAX])


def keeps(actor: Actor) -> bool:
    """Tell whether the actor keeps a grid or a community."""
    return bool(actor.spans(*KEEPERS))


def keeps_community(actor: Actor, community: int) -> bool:
    """Tell whether the actor keeps the registers of a community."""
    return any(community in over for over in actor.spans(*COMMUNITY_KEEPERS))


def serves_community(actor: Actor, community: int) -> bool:
    """Tell whether the actor keeps a community or a grid in it."""
    return any(ancestor(over.low, Level.COMMUNITY) == community for over in actor.spans(*KEEPERS))


def kept_communities(actor: Actor) -> tuple[tuple[int, str], ...]:
    """Return the communities whose persons the actor keeps, each with its name."""
    codes = {ancestor(over.low, Level.COMMUNITY) for over in actor.spans(*COMMUNITY_KEEPERS)}
    return tuple(sorted(area_names(codes).items()))
