"""Write the halls, then the topics of the personas' compounds; all of them or none."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any, Final

from django.db import transaction
from django.db.models import Count

from linli.apps.deliberation.rules.stages import Stage
from linli.apps.deliberation.seeds.halls import Made, write_halls
from linli.apps.deliberation.seeds.stories import STORIES, Story
from linli.apps.deliberation.seeds.topics import complaints, tell
from linli.apps.people.models import Ownership, Residence
from linli.foundation.chance import Dice
from linli.foundation.clock import local_date

Report = Callable[[str, int, int], None]
STEP: Final = "议事厅和议题"
# Told where complaints led to them; what still runs is told where the personas live.
SETTLED: Final = frozenset({Stage.PUBLICISING, Stage.CLOSED, Stage.NOT_CARRIED})
LONG_AGO: Final = dt.timedelta(days=110)
RESIDENTS_MIN: Final = 20
PERSONAS: Final = ("mo", "zhong", "lu", "cen", "mai")


def load(*, city_file: dict[str, Any], now: dt.datetime, dice: Dice, report: Report) -> None:
    """Write halls by the counts of the city's districts, and one topic for each story."""
    counts = {int(row["code"]): row["halls"] for row in city_file["districts"]}
    with transaction.atomic(savepoint=False):  # see platform.bulk
        report(STEP, 0, 2)
        first = _homes()
        made = write_halls(counts, first, now, dice)
        report(STEP, 1, 2)
        near = [row for row in made if row.place.compound in first]
        peopled = _peopled(now)
        for place, story in enumerate(STORIES if near else ()):
            own = near[place % len(near)].hall
            tell(story, _troubled(story, made, peopled, now) or own, now, dice)
        report(STEP, 2, 2)


def _peopled(now: dt.datetime) -> frozenset[int | None]:
    """Return the compounds where enough people had registered long ago for a vote to be held."""
    long_here = Residence.objects.filter(
        valid_from__lt=local_date(now - LONG_AGO), valid_to__isnull=True
    )
    counted = long_here.values_list("home__building__compound").annotate(n=Count("pk"))
    return frozenset(compound for compound, _n in counted.filter(n__gte=RESIDENTS_MIN))


def _troubled(
    story: Story, made: list[Made], peopled: frozenset[int | None], now: dt.datetime
) -> int | None:
    """Return the hall where most complained of what a story has ended or settled, if anybody did."""
    if story.until not in SETTLED:
        return None
    halls = {row.place.compound: row.hall for row in made if row.place.compound in peopled}
    rows = complaints(story).filter(received_at__lt=now - LONG_AGO, compound__in=halls)
    counted = rows.values_list("compound").annotate(n=Count("pk")).order_by("-n", "compound")
    first = counted.first()
    return halls[first[0]] if first else None


def _homes() -> tuple[int, ...]:
    """Return the compounds where the personas live or own a home."""
    column = "home__building__compound"
    links = (
        rows.filter(person__account__username__in=PERSONAS, home__building__compound__isnull=False)
        for rows in (Residence.objects, Ownership.objects)
    )
    return tuple(
        dict.fromkeys(key for rows in links for key in rows.values_list(column, flat=True))
    )
