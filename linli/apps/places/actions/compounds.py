"""Changes to compounds and to who manages them."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from linli.apps.places.access import COMPOUNDS
from linli.apps.places.actions.shared import (
    check_name_free,
    check_where,
    columns,
    community_to_extend,
    rewrite,
)
from linli.apps.places.events import ManagementChanged
from linli.apps.places.models import Compound, CompoundManagement
from linli.apps.places.rules import CompoundFacts, check_day, check_decision, check_mode
from linli.foundation.clock import local_date
from linli.foundation.keys import new_key
from linli.platform import events, journal
from linli.platform.access import Actor, fetch


def add_compound(
    *, actor: Actor, community: int, facts: CompoundFacts, now: dt.datetime
) -> Compound:
    """Enter a compound of the community; until decided otherwise nobody manages it."""
    with transaction.atomic():
        area = community_to_extend(actor, community)
        check_where(area, lon=facts.lon, lat=facts.lat, compound=None)
        check_name_free(Compound.objects.filter(community=area, name=facts.name).exists())
        compound = Compound.objects.create(id=new_key(now), community=area, **columns(facts))
        CompoundManagement.objects.create(
            id=new_key(now), compound=compound, mode="none", valid_from=local_date(now)
        )
        journal.record(
            actor=actor,
            verb="places.add_compound",
            subject=compound,
            now=now,
            area=area.code,
            after=columns(facts),
        )
    return compound


def edit_compound(*, actor: Actor, pk: int, facts: CompoundFacts, now: dt.datetime) -> Compound:
    """Correct what the register says of a compound."""
    with transaction.atomic():
        rows = Compound.objects.select_related("community")
        compound = fetch(rows, actor=actor, action="edit", table=COMPOUNDS, pk=pk, lock=True)
        check_where(compound.community, lon=facts.lon, lat=facts.lat, compound=None)
        same = Compound.objects.filter(community=compound.community_id, name=facts.name)
        check_name_free(same.exclude(pk=pk).exists())
        before, after = rewrite(compound, facts)
        compound.save()
        journal.record(
            actor=actor,
            verb="places.edit_compound",
            subject=compound,
            now=now,
            area=compound.community_id,
            before=before,
            after=after,
        )
    return compound


def change_management(  # noqa: PLR0913  # an action with its facts
    *,
    actor: Actor,
    pk: int,
    mode: str,
    on: dt.date,
    decision: str,
    decided_on: dt.date | None,
    now: dt.datetime,
) -> CompoundManagement:
    """Give the compound another management mode from a day on, by the decision recorded with it."""
    with transaction.atomic():
        compound = fetch(
            Compound.objects.all(), actor=actor, action="manage", table=COMPOUNDS, pk=pk, lock=True
        )
        check_decision(mode=mode, decision=decision, decided_on=decided_on, on=on)
        last = CompoundManagement.objects.filter(compound=compound, valid_to=None).first()
        if last is not None:
            check_mode(before=last.mode, mode=mode)
            check_day(on=on, since=last.valid_from, today=local_date(now))
            last.valid_to = on
            last.save(update_fields=["valid_to"])
        row = CompoundManagement.objects.create(
            id=new_key(now),
            compound=compound,
            mode=mode,
            decision=decision.strip(),
            decided_on=decided_on,
            valid_from=on,
        )
        before = last.mode if last else ""
        journal.record(
            actor=actor,
            verb="places.change_management",
            subject=compound,
            now=now,
            area=compound.community_id,
            before={"mode": before},
            after={"mode": mode, "on": on.isoformat(), "decision": row.decision},
            is_public=True,
        )
        events.publish(ManagementChanged(compound.pk, before, mode, on))
    return row
