"""Changes to service centres and neighbour places."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from linli.apps.places.access import CENTRES, PLACES
from linli.apps.places.actions.shared import (
    check_name_free,
    check_where,
    columns,
    community_to_extend,
    rewrite,
)
from linli.apps.places.events import CentreClosed, CentreOpened
from linli.apps.places.models import NeighbourPlace, ServiceCentre
from linli.apps.places.rules import CentreFacts, PlaceFacts, check_closing, check_opening
from linli.foundation.clock import local_date
from linli.foundation.keys import new_key
from linli.platform import events, journal
from linli.platform.access import Actor, fetch


def add_centre(
    *, actor: Actor, community: int, facts: CentreFacts, now: dt.datetime
) -> ServiceCentre:
    """Enter a service centre that is planned; it opens by `open_centre`."""
    with transaction.atomic():
        area = community_to_extend(actor, community)
        check_where(area, lon=facts.lon, lat=facts.lat, compound=facts.compound)
        check_name_free(ServiceCentre.objects.filter(community=area, name=facts.name).exists())
        centre = ServiceCentre.objects.create(
            id=new_key(now), community=area, state="planned", **columns(facts)
        )
        journal.record(
            actor=actor,
            verb="places.add_centre",
            subject=centre,
            now=now,
            area=area.code,
            after=columns(facts),
        )
    return centre


def edit_centre(*, actor: Actor, pk: int, facts: CentreFacts, now: dt.datetime) -> ServiceCentre:
    """Correct what the register says of a service centre; its state has actions of its own."""
    with transaction.atomic():
        rows = ServiceCentre.objects.select_related("community")
        centre = fetch(rows, actor=actor, action="edit", table=CENTRES, pk=pk, lock=True)
        check_where(centre.community, lon=facts.lon, lat=facts.lat, compound=facts.compound)
        same = ServiceCentre.objects.filter(community=centre.community_id, name=facts.name)
        check_name_free(same.exclude(pk=pk).exists())
        before, after = rewrite(centre, facts)
        centre.save()
        journal.record(
            actor=actor,
            verb="places.edit_centre",
            subject=centre,
            now=now,
            area=centre.community_id,
            before=before,
            after=after,
        )
    return centre


def open_centre(*, actor: Actor, pk: int, on: dt.date, now: dt.datetime) -> ServiceCentre:
    """Open a centre that was planned, being built or closed."""
    with transaction.atomic():
        rows = ServiceCentre.objects.all()
        centre = fetch(rows, actor=actor, action="open", table=CENTRES, pk=pk, lock=True)
        check_opening(state=centre.state, on=on, today=local_date(now))
        before = centre.state
        centre.state, centre.opened_on, centre.closed_on = "open", on, None
        centre.save(update_fields=["state", "opened_on", "closed_on"])
        journal.record(
            actor=actor,
            verb="places.open_centre",
            subject=centre,
            now=now,
            area=centre.community_id,
            before={"state": before},
            after={"state": "open", "on": on.isoformat()},
            is_public=True,
        )
        events.publish(CentreOpened(centre.pk, centre.community_id))
    return centre


def close_centre(*, actor: Actor, pk: int, on: dt.date, now: dt.datetime) -> ServiceCentre:
    """Close an open centre; its neighbour places stay as they are."""
    with transaction.atomic():
        rows = ServiceCentre.objects.all()
        centre = fetch(rows, actor=actor, action="close", table=CENTRES, pk=pk, lock=True)
        check_closing(state=centre.state, opened_on=centre.opened_on, on=on, today=local_date(now))
        centre.state, centre.closed_on = "closed", on
        centre.save(update_fields=["state", "closed_on"])
        journal.record(
            actor=actor,
            verb="places.close_centre",
            subject=centre,
            now=now,
            area=centre.community_id,
            before={"state": "open"},
            after={"state": "closed", "on": on.isoformat()},
            is_public=True,
        )
        events.publish(CentreClosed(centre.pk, centre.community_id))
    return centre


def add_place(
    *, actor: Actor, community: int, facts: PlaceFacts, now: dt.datetime
) -> NeighbourPlace:
    """Enter a neighbour place."""
    with transaction.atomic():
        area = community_to_extend(actor, community)
        check_where(area, lon=facts.lon, lat=facts.lat, compound=facts.compound)
        check_name_free(NeighbourPlace.objects.filter(community=area, name=facts.name).exists())
        place = NeighbourPlace.objects.create(id=new_key(now), community=area, **columns(facts))
        journal.record(
            actor=actor,
            verb="places.add_place",
            subject=place,
            now=now,
            area=area.code,
            after=columns(facts),
        )
    return place


def edit_place(*, actor: Actor, pk: int, facts: PlaceFacts, now: dt.datetime) -> NeighbourPlace:
    """Correct what the register says of a neighbour place, or close it and open it again."""
    with transaction.atomic():
        rows = NeighbourPlace.objects.select_related("community")
        place = fetch(rows, actor=actor, action="edit", table=PLACES, pk=pk, lock=True)
        check_where(place.community, lon=facts.lon, lat=facts.lat, compound=facts.compound)
        same = NeighbourPlace.objects.filter(community=place.community_id, name=facts.name)
        check_name_free(same.exclude(pk=pk).exists())
        before, after = rewrite(place, facts)
        place.save()
        journal.record(
            actor=actor,
            verb="places.edit_place",
            subject=place,
            now=now,
            area=place.community_id,
            before=before,
            after=after,
        )
    return place
