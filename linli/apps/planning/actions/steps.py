"""What the acts on a study share: fetch it under a lock, write the line in the journal."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from linli.apps.planning.access import STUDIES
from linli.apps.planning.models import Study
from linli.platform import journal
from linli.platform.access import Actor, fetch


def fetch_study(*, actor: Actor, action: str, pk: int) -> Study:
    """Return the study, locked, when the actor may do `action` with it."""
    rows = Study.objects.all()
    return fetch(rows, actor=actor, action=action, table=STUDIES, pk=pk, lock=True)


def note_line(
    study: Study,
    verb: str,
    *,
    actor: Actor,
    now: dt.datetime,
    after: Mapping[str, object] | None = None,
) -> None:
    """Write that the actor did `verb` to the study."""
    journal.record(
        actor=actor,
        verb=f"planning.{verb}",
        subject=study,
        now=now,
        area=study.area_id,
        after=after,
    )
