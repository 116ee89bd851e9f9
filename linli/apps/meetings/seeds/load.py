"""Bodies and meetings of the demo city, in the order of time; all of them or none."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any, Final

from django.db import transaction

from linli.apps.accounts.models import RoleGrant
from linli.apps.meetings.seeds.city import tell_city
from linli.apps.meetings.seeds.community import tell_community
from linli.apps.meetings.seeds.stories import Stage
from linli.foundation.chance import Dice

Report = Callable[[str, int, int], None]
STEP: Final = "会议"


def load(*, city_file: dict[str, Any], now: dt.datetime, dice: Dice, report: Report) -> None:
    """Write the meetings of the city and of the community where the personas live."""
    del city_file
    home = (
        RoleGrant.objects.filter(account__username="liang", role="community_secretary")
        .values_list("area_id", flat=True)
        .first()
    )
    if home is None:
        return
    with transaction.atomic(savepoint=False):  # see platform.bulk
        stage = Stage(now=now, dice=dice, home=home)
        report(STEP, 0, 2)
        tell_city(stage)
        report(STEP, 1, 2)
        tell_community(stage)
        report(STEP, 2, 2)
