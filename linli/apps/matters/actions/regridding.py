"""When grids are drawn anew, open matters follow their buildings, so that the new grid worker sees them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from django.db import transaction
from django.db.models import Q
from django.http import Http404

from linli.apps.matters.models import Matter
from linli.apps.matters.rules.states import ENDED
from linli.platform import journal
from linli.platform.access import Actor

MATTERS_MAX = 50_000


def follow_grids(
    *, actor: Actor, buildings: Mapping[int, int], grids: Mapping[int, int], now: dt.datetime
) -> int:
    """Put open matters of moved `buildings` into their grid, others of ended `grids` into the heir.

    Ended matters stay where they were: a figure of last month does not change. Only Linli itself
    does this, in the transaction in which grids take force. Returns how many matters followed.
    """
    if not actor.is_system:
        raise Http404
    with transaction.atomic():
        touched = Q(building__in=buildings) | Q(building=None, area__in=grids)
        matters = Matter.objects.select_for_update(of=("self",)).exclude(state__in=ENDED)
        followed = 0
        for matter in matters.filter(touched).order_by("id")[:MATTERS_MAX]:
            before = matter.area_id
            after = buildings.get(matter.building_id or 0) or grids.get(before, before)
            if after == before or after // 1000 != before // 1000:
                continue
            Matter.objects.filter(pk=matter.pk).update(area=after)
            journal.record(
                actor=actor,
                verb="matters.follow_grid",
                subject=matter,
                now=now,
                area=after,
                before={"area": before},
                after={"area": after},
            )
            followed += 1
    return followed
