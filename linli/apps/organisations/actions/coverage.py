"""Setting for which compounds, buildings, areas and firms an organisation answers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.db import transaction
from django.db.models import Q

from linli.apps.organisations import access, events
from linli.apps.organisations.actions.dated import end, keep
from linli.apps.organisations.models import (
    Organisation,
    OrganisationArea,
    OrganisationBuilding,
    OrganisationCompound,
    OrganisationFirm,
)
from linli.apps.organisations.rules.appointing import check_dates
from linli.apps.organisations.rules.kinds import LINE_OF, Kind
from linli.apps.places import queries as places
from linli.foundation import clock
from linli.foundation.keys import new_key
from linli.foundation.refusals import Refused
from linli.platform import events as bus
from linli.platform import journal
from linli.platform.access import EVERYBODY, Actor, fetch, within

PLACES_MAX: Final = 300
CoverageModel = type[OrganisationCompound] | type[OrganisationBuilding] | type[OrganisationArea]


def cover_compounds(
    *, actor: Actor, organisation: int, compounds: Sequence[int], on: dt.date, now: dt.datetime
) -> None:
    """Let an organisation answer for exactly these compounds from `on`."""
    found = (places.get_compound(pk) for pk in dict.fromkeys(compounds))
    spots = {row.id: row.community for row in found if row is not None}
    with transaction.atomic():
        owner = _owner(actor, organisation, now, on)
        _check_spots(actor, owner, len(set(compounds)), spots)
        _set_places(OrganisationCompound, "compound", _Change(actor, owner, on, now), spots)
        _tell(actor, owner, {"compounds": [str(pk) for pk in spots]}, on, now)


def cover_buildings(
    *, actor: Actor, organisation: int, buildings: Sequence[int], on: dt.date, now: dt.datetime
) -> None:
    """Let an organisation answer for exactly these buildings from `on`."""
    found = (places.get_building(pk) for pk in dict.fromkeys(buildings))
    spots = {row.id: row.community for row in found if row is not None}
    with transaction.atomic():
        owner = _owner(actor, organisation, now, on)
        _check_spots(actor, owner, len(set(buildings)), spots)
        _set_places(OrganisationBuilding, "building", _Change(actor, owner, on, now), spots)
        _tell(actor, owner, {"buildings": [str(pk) for pk in spots]}, on, now)


def cover_areas(
    *, actor: Actor, organisation: int, areas: Sequence[int], on: dt.date, now: dt.datetime
) -> None:
    """Let an organisation answer for exactly these areas, as a rule grids, from `on`."""
    spots = {code: code for code in places.area_names(areas)}
    with transaction.atomic():
        owner = _owner(actor, organisation, now, on)
        _check_spots(actor, owner, len(set(areas)), spots)
        _set_places(OrganisationArea, "area", _Change(actor, owner, on, now), spots)
        _tell(actor, owner, {"areas": [str(code) for code in spots]}, on, now)


def cover_firms(
    *, actor: Actor, organisation: int, firms: Sequence[int], on: dt.date, now: dt.datetime
) -> None:
    """Let an organisation of the trade cover exactly these property firms from `on`."""
    with transaction.atomic():
        owner = _owner(actor, organisation, now, on)
        wanted = dict.fromkeys(firms)
        known = Organisation.objects.as_of(on).filter(pk__in=wanted, kind=Kind.PROPERTY_FIRM)
        if owner.kind != Kind.FIRM_ORG or known.count() != len(wanted):
            raise Refused(
                "organisations.not_a_firm", "只能选择物业企业，请重新选择。", field="firms"
            )
        for link in OrganisationFirm.objects.as_of(on).filter(organisation=owner):
            if link.firm_id not in wanted:
                end(link, on)
            wanted.pop(link.firm_id, None)
        for firm in wanted:
            keep(
                OrganisationFirm(id=new_key(now), organisation=owner, firm_id=firm, valid_from=on),
                OrganisationFirm.objects.filter(firm=firm),
                Refused(
                    "organisations.firm_taken",
                    "这家物业企业已由另一个党组织覆盖，请先在那边调整。",
                    field="firms",
                ),
            )
        _tell(actor, owner, {"firms": [str(pk) for pk in firms]}, on, now)


def _owner(actor: Actor, pk: int, now: dt.datetime, on: dt.date) -> Organisation:
    check_dates(on, None, today=clock.local_date(now))
    return fetch(
        Organisation.objects.as_of(on),
        actor=actor,
        action="cover",
        table=access.ORGANISATIONS,
        pk=pk,
        lock=True,
    )


def _check_spots(actor: Actor, owner: Organisation, wanted: int, spots: dict[int, int]) -> None:
    """Refuse unknown places, too many, places of others, and organisations that cover none."""
    if Kind(owner.kind) not in LINE_OF:
        raise Refused(
            "organisations.covers_no_place",
            "这类组织按区划负责，不单独设覆盖范围。",
            field="places",
        )
    if wanted > PLACES_MAX:
        raise Refused(
            "organisations.too_many_places",
            "一次最多设置 %(most)s 处，请分开设置。",
            field="places",
            most=PLACES_MAX,
        )
    if wanted != len(spots):
        raise Refused("organisations.unknown_place", "有地点不存在，请重新选择。", field="places")
    for area in set(spots.values()):
        access.require(access.holds_any(actor, access.KEEPERS, area), "cover")


@dataclass(frozen=True, slots=True)
class _Change:
    """Who lets which organisation answer for what, from when."""

    actor: Actor
    owner: Organisation
    on: dt.date
    now: dt.datetime

    def reach(self, path: str) -> Q:
        """Return the condition that a place lies in the actor's charge: others stay untouched."""
        spans = self.actor.spans(*access.KEEPERS)
        return EVERYBODY if self.actor.is_system else within(path, spans)


PATHS: Final = {
    "compound": "compound__community",
    "building": "building__community",
    "area": "area",
}


def _set_places(model: CoverageModel, field: str, change: _Change, wanted: Iterable[int]) -> None:
    """End the links to places no longer wanted and begin those to new ones."""
    owner, on, now = change.owner, change.on, change.now
    line = LINE_OF[Kind(owner.kind)]
    missing = dict.fromkeys(wanted)
    links: Any = model.objects
    for link in links.as_of(on).filter(change.reach(PATHS[field]), organisation=owner):
        place = getattr(link, f"{field}_id")
        if place not in missing:
            end(link, on)
        missing.pop(place, None)
    for place in missing:
        row = model(
            id=new_key(now), organisation=owner, line=line, valid_from=on, **{f"{field}_id": place}
        )
        keep(
            row,
            links.filter(line=line, **{field: place}),
            Refused(
                "organisations.place_taken",
                "所选地点里有一处已由另一个同类组织负责，请先在那边调整。",
                field="places",
            ),
        )


def _tell(
    actor: Actor, owner: Organisation, after: dict[str, object], on: dt.date, now: dt.datetime
) -> None:
    journal.record(
        actor=actor,
        verb="organisations.cover",
        subject=owner,
        now=now,
        area=owner.area_id,
        after={**after, "on": on.isoformat()},
    )
    bus.publish(events.CoverageChanged(owner.pk, on, now))
