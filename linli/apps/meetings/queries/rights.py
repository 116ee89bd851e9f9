"""What is held about an account here: what it said, where it was; handed over and erased on wish."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import Q

from linli.apps.meetings.models import Attendee, Need, Opinion


def export_voices(account: int) -> dict[str, Any]:
    """Return what the account said at meetings and which it came to, as JSON values."""
    came = Attendee.objects.filter(
        Q(account=account) | Q(person__account=account), present_at__isnull=False
    )
    return {
        "opinions": list(Opinion.objects.filter(author=account).values_list("words", flat=True)),
        "needs": list(Need.objects.filter(author=account).values_list("words", flat=True)),
        "meetings": list(came.values_list("meeting__title", flat=True)),
    }


def erase_voices(account: int, now: dt.datetime) -> None:
    """Cut what was said, and being there, off from the account."""
    del now
    Opinion.objects.filter(author=account).update(author=None)
    Need.objects.filter(author=account).update(author=None)
    Attendee.objects.filter(account=account).update(account=None)
