"""What somebody follows, in public form, and who is to be told of a change."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from django.db.models import Count, Q

from linli.apps.matters.access import AGAINST, PUBLIC
from linli.apps.matters.models import Follow, Matter
from linli.apps.matters.queries.lists import NAMES, PUBLIC_ROW
from linli.apps.matters.queries.rows import PublicRow
from linli.apps.places import queries as places
from linli.platform.access import Actor

FOLLOWS_SHOWN_MAX: Final = 200
FOLLOWERS_MAX: Final = 2000
# Where somebody might be found out by a place as small as a building, its followers hear nothing.
UNSUSPICIOUS: Final = Q(privacy="normal") & ~Q(request__in=AGAINST)


@dataclass(frozen=True, slots=True)
class FollowRow:
    """Something that is followed: a matter in public form, or a place with how much is open there."""

    target: str
    key: int
    name: str
    since: dt.datetime
    matter: PublicRow | None = None
    open: int = 0


def list_follows(*, actor: Actor) -> tuple[FollowRow, ...]:
    """Return what the actor follows, the newest first: as many queries for one as for all."""
    account = actor.behalf or actor.account
    if account is None:
        return ()
    rows = Follow.objects.filter(account=account).order_by("-since", "-id")
    found = list(rows.values_list("target", "key", "name", "since")[:FOLLOWS_SHOWN_MAX])
    matters = _public_of([key for target, key, _name, _since in found if target == "matter"])
    counts = {target: _open_at(target, found) for target in ("building", "compound", "area")}
    return tuple(
        FollowRow(target, key, name, since, matters.get(key), counts.get(target, {}).get(key, 0))
        for target, key, name, since in found
    )


def _public_of(keys: Sequence[int]) -> dict[int, PublicRow]:
    rows = (
        Matter.objects.filter(PUBLIC, pk__in=keys)
        .annotate(compound_name=NAMES["compound_name"])
        .values_list("id", *PUBLIC_ROW)
    )
    return {row[0]: PublicRow(*row[1:]) for row in rows}


def _open_at(target: str, found: Iterable[tuple[str, int, str, dt.datetime]]) -> dict[int, int]:
    """Return how much is open at the followed places of one sort; a community counts its grids."""
    keys = [key for each, key, _name, _since in found if each == target]
    shown = Matter.objects.filter(PUBLIC, is_open=True)
    if target == "building":
        shown = shown.filter(UNSUSPICIOUS)
    counts: dict[int, int] = {}
    for column in ("area", "community") if target == "area" else (target,):
        rows = shown.filter(**{f"{column}__in": keys}).values_list(column)
        counts |= dict(rows.annotate(count=Count("id")))
    return counts


def is_following(*, actor: Actor, target: str, key: int) -> bool:
    account = actor.behalf or actor.account
    if account is None:
        return False
    return Follow.objects.filter(account=account, target=target, key=key).exists()


def followers_of(*, matter: int) -> tuple[int, ...]:
    """Return the accounts to tell of a change that is public: who follows it or where it is.

    Its own reporter is not among them; a sensitive matter has none, and followers of a building are
    not told of complaints.
    """
    row = Matter.objects.filter(pk=matter).values(
        "building", "compound", "area", "community", "reporter", "privacy", "request"
    ).first()  # fmt: skip
    if row is None or row["privacy"] == "sensitive":
        return ()
    wanted = Q(target="matter", key=matter) | Q(
        target="area", key__in=[row["area"], row["community"]]
    )
    if row["compound"] is not None:
        wanted |= Q(target="compound", key=row["compound"])
    if row["building"] and row["privacy"] == "normal" and row["request"] not in AGAINST:
        wanted |= Q(target="building", key=row["building"])
    rows = Follow.objects.filter(wanted).exclude(account=row["reporter"] or 0)
    return tuple(
        rows.order_by("account").values_list("account", flat=True).distinct()[:FOLLOWERS_MAX]
    )


def place_name(target: str, key: int) -> str:
    """Return the name of a place that may be followed, empty when there is none."""
    if target == "building":
        building = places.get_building(key)
        return building.full_name if building else ""
    if target == "compound":
        compound = places.get_compound(key)
        return compound.name if compound else ""
    area = places.get_area(key) if target == "area" else None
    return area.name if area else ""
