"""What the actions on the registers share: the community that is extended, and writing facts."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from linli.apps.places.access import AREAS
from linli.apps.places.models import Area, Compound
from linli.apps.places.rules import check_compound_of_community, check_point
from linli.foundation.refusals import Refused
from linli.platform.access import Actor, fetch

if TYPE_CHECKING:
    from _typeshed import DataclassInstance
    from django.db.models import Model


def community_to_extend(actor: Actor, code: int) -> Area:
    """Return the community, locked, when the actor keeps its registers."""
    communities = Area.objects.filter(level=Area.Level.COMMUNITY)
    return fetch(communities, actor=actor, action="extend", table=AREAS, pk=code, lock=True)


def check_where(community: Area, *, lon: float, lat: float, compound: int | None) -> None:
    """Refuse a point or a compound that does not belong to the community."""
    check_point(lon=lon, lat=lat, middle=(community.lon, community.lat))
    if compound is not None:
        found = Compound.objects.filter(pk=compound).values_list("community_id", flat=True).first()
        check_compound_of_community(compound_community=found or 0, community=community.code)


def columns(facts: DataclassInstance) -> dict[str, Any]:
    """Return the facts as columns: a compound is a key, a tuple becomes a list."""
    values = asdict(facts)
    if "compound" in values:
        values["compound_id"] = values.pop("compound")
    return {key: list(each) if isinstance(each, tuple) else each for key, each in values.items()}


def rewrite(row: Model, facts: DataclassInstance) -> tuple[dict[str, Any], dict[str, Any]]:
    """Put the facts into the row; return what changed: before and after."""
    new = columns(facts)
    before = {key: getattr(row, key) for key, each in new.items() if getattr(row, key) != each}
    for key in before:
        setattr(row, key, new[key])
    return before, {key: new[key] for key in before}


def check_name_free(taken: bool) -> None:  # noqa: FBT001  # the one fact
    if taken:
        raise Refused(
            "places.name_taken",
            "本社区已经有同名的登记，请换一个名称，或修改原有的那一条。",
            field="name",
        )
