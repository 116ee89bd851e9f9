"""The only place that reads the clock and the machine's chance; everything else is handed both."""

from __future__ import annotations

import datetime as dt
import secrets
from zoneinfo import ZoneInfo

LOCAL = ZoneInfo("Asia/Shanghai")


def now() -> dt.datetime:
    """Return the present moment, aware, in UTC."""
    return dt.datetime.now(dt.UTC)  # noqa: TID251  # the one place


def local_date(moment: dt.datetime) -> dt.date:
    """Return the day on the wall calendar of the city at `moment`."""
    return moment.astimezone(LOCAL).date()


def chance(below: int) -> int:
    """Return an unguessable whole number, 0 ≤ n < `below`."""
    return secrets.randbelow(below)
