"""Each look of staff at somebody's personal data leaves a line that this somebody can read."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from linli.apps.accounts.models import AccessLogLine
from linli.apps.accounts.rules import Subject, clean_reason
from linli.foundation.keys import new_key
from linli.platform.access import Actor

SUBJECTS_MAX = 500


def log_access(
    *, actor: Actor, subjects: Iterable[Subject], what: str, purpose: str, now: dt.datetime
) -> int:
    """Write who looked, at what of whom, when and why, in one query; return how many lines.

    A look at one's own data is nobody's business and leaves none. `what` names the
    kind of data and `purpose` says why, both in words that the subject will read.
    """
    wanted = [each for each in subjects if each.account is None or each.account != actor.account]
    assert len(wanted) <= SUBJECTS_MAX, "a page shows fewer people"
    if not wanted or actor.is_system:
        return 0
    reason = clean_reason(purpose)
    AccessLogLine.objects.bulk_create(
        AccessLogLine(
            id=new_key(now),
            at=now,
            viewer=actor.account,
            viewer_role=actor.label[:40],
            subject_account=each.account,
            subject_person=each.person,
            what=what,
            purpose=reason,
        )
        for each in wanted
    )
    return len(wanted)
