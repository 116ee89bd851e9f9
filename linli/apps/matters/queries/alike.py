"""Open matters that may be the same as a report: found by place along indexes, then compared."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import F, Q, QuerySet, Value
from django.db.models.functions import Coalesce, Substr

from linli.apps.matters.access import PUBLIC, TABLE
from linli.apps.matters.models import Matter
from linli.apps.matters.queries.lists import NAMES, PUBLIC_ROW
from linli.apps.matters.queries.rows import MatterPage, PublicRow
from linli.apps.matters.queries.suggestions import current_model
from linli.apps.matters.rules.alike import Candidate, Said, box_around, likest, reach_of
from linli.apps.matters.rules.suggesting import guess_kinds
from linli.foundation.wording import Model
from linli.platform.access import Actor, rule_of

CANDIDATES_MAX: Final = 60  # of each way to be near
WORDS_COMPARED_MAX: Final = 300
OPEN_DAYS: Final = 60
COLUMNS: Final = (
    "kind",
    "compared",
    "community_id",
    "area_id",
    "compound_id",
    "building_id",
    "lon",
    "lat",
    "id",
    "reference",
    "received_at",
)


@dataclass(frozen=True, slots=True)
class Alike:
    """An open matter that may be the same: in public form, with the reporter's own words that speak of it."""

    row: PublicRow
    words: tuple[str, ...]
    id: int


@dataclass(frozen=True, slots=True)
class AlikeAtDesk:
    """The same for who may read the other matter: with its words."""

    reference: str
    kind: str
    state: str
    place: str
    summary: str
    received_at: dt.datetime
    score: float


def list_alike(*, said: Said, now: dt.datetime) -> tuple[Alike, ...]:
    """Return at most three open matters to follow instead: three small queries.

    Nobody else's words are told: what is repeated are the reporter's own that speak of that kind.
    """
    model = current_model()
    found = {each.id: each for each in likest(model, said, _near(model, said, PUBLIC, now), now)}
    rows = (
        Matter.objects.filter(PUBLIC, pk__in=found)
        .annotate(compound_name=NAMES["compound_name"])
        .values_list("id", *PUBLIC_ROW)
    )
    alike = [
        Alike(PublicRow(*row[1:]), model.words_for(said.words, row[2]), row[0]) for row in rows
    ]
    return tuple(sorted(alike, key=lambda each: -found[each.id].score))


def list_alike_at_desk(
    *, actor: Actor, page: MatterPage, now: dt.datetime
) -> tuple[AlikeAtDesk, ...]:
    """Return at most three open matters that the actor may read and that may be the same as `page`."""
    said = Said(
        kind=page.kind,
        words=page.words,
        community=page.community,
        area=page.area,
        compound=page.compound,
        building=page.building,
        lon=page.lon,
        lat=page.lat,
    )
    model = current_model()
    readable = rule_of(TABLE, "read", actor) & ~Q(pk=page.id)
    found = {each.id: each for each in likest(model, said, _near(model, said, readable, now), now)}
    rows = (
        Matter.objects.filter(pk__in=found)
        .annotate(
            place=Coalesce("compound__name", F("community__name")),
            house=Coalesce("building__name", Value("")),
            summary=Substr("words", 1, 120),
        )
        .values_list("id", "reference", "kind", "state", "place", "house", "summary", "received_at")
    )
    alike = [
        AlikeAtDesk(reference, kind, state, f"{place}{house}", summary, at, found[pk].score)
        for pk, reference, kind, state, place, house, summary, at in rows
    ]
    return tuple(sorted(alike, key=lambda each: -each.score))


def _near(model: Model, said: Said, visible: Q, now: dt.datetime) -> Iterable[Candidate]:
    """Return open matters near by of kinds that the report may be about: one query along indexes."""
    if reach_of(said.kind) == "person":
        return ()
    kinds = {said.kind, *(guess.kind for guess in guess_kinds(model, said.words))}
    narrowed = visible & Q(
        is_open=True,
        kind__in=sorted(kinds),
        received_at__gt=now - dt.timedelta(days=OPEN_DAYS),
    )
    rows = _along(_ways(said), narrowed)
    return [
        Candidate(**dict(zip(NAMES_OF_COLUMNS, row, strict=True)))
        for row in rows.values_list(*COLUMNS)
    ]


NAMES_OF_COLUMNS: Final = tuple(
    "words" if name == "compared" else name.removesuffix("_id") for name in COLUMNS
)


def _ways(said: Said) -> list[Q]:
    """Return the ways to be near, each of which one index answers."""
    ways: list[Q] = []
    if said.building is not None:
        ways.append(Q(building=said.building))
    if said.compound is not None:
        ways.append(Q(compound=said.compound))
    if said.lon is not None and said.lat is not None:
        west, south, east, north = box_around(said.lon, said.lat)
        ways.append(Q(lat__gte=south, lat__lte=north, lon__gte=west, lon__lte=east))
    elif not ways:
        ways.append(Q(area=said.area) if said.area else Q(community=said.community))
    return ways


def _along(ways: list[Q], narrowed: Q) -> QuerySet[Any]:
    parts = [
        Matter.objects.filter(
            pk__in=Matter.objects.filter(way, narrowed)
            .order_by("-received_at")
            .values("pk")[:CANDIDATES_MAX]
        ).values("pk")
        for way in ways
    ]
    keys = parts[0].union(*parts[1:]) if parts[1:] else parts[0]
    return Matter.objects.filter(pk__in=keys).annotate(
        compared=Substr("words", 1, WORDS_COMPARED_MAX)
    )
