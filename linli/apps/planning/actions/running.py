"""The life of a run: taken up, how far it is, ended without a result. Only the worker does this."""

from __future__ import annotations

import datetime as dt
from typing import Final

from django.db import transaction

from linli.apps.planning.actions.steps import note_line
from linli.apps.planning.models import Study
from linli.apps.planning.rules.studies import UNDER_WAY, State
from linli.foundation.refusals import Refused
from linli.platform.access import Actor

LOST_AFTER: Final = dt.timedelta(hours=2)
BROKEN: Final = Refused(
    "planning.broken", "计算中途出错，没有留下结果。请再试一次或联系平台管理员。"
)
LOST: Final = Refused("planning.lost", "计算没有做完就中断了，没有留下结果。请再试一次。")


def begin_run(*, actor: Actor, pk: int, now: dt.datetime) -> Study | None:
    """Take the study up; `None` when it was cancelled or thrown away meanwhile."""
    with transaction.atomic():
        study = Study.objects.select_for_update().filter(pk=pk, state__in=UNDER_WAY).first()
        if study is None:
            return None
        if study.is_stopping:
            _end(study, State.CANCELLED, actor=actor, now=now)
            return None
        study.state, study.started_at = State.RUNNING, now
        study.phase, study.percent = "start", 0
        study.save(update_fields=["state", "started_at", "phase", "percent"])
    return Study.objects.select_related("buildings_file", "second_file").get(pk=pk)


def report_progress(*, actor: Actor, pk: int, phase: str, percent: int) -> bool:
    """Keep how far the run is; tell whether to go on. No line in the journal: it is no act."""
    assert actor.is_system
    running = Study.objects.filter(pk=pk, state=State.RUNNING)
    return bool(running.filter(is_stopping=False).update(phase=phase, percent=percent))


def stop_run(*, actor: Actor, pk: int, now: dt.datetime) -> None:
    """End a run that somebody cancelled."""
    _end_row(actor, pk, State.CANCELLED, now, None)


def fail_run(*, actor: Actor, pk: int, refusal: Refused, now: dt.datetime) -> None:
    """End a run that could not be done, with the reason in words."""
    _end_row(actor, pk, State.FAILED, now, refusal)


def end_lost_runs(*, actor: Actor, now: dt.datetime) -> int:
    """End runs whose worker was killed and did not come back."""
    rows = Study.objects.filter(state=State.RUNNING, started_at__lt=now - LOST_AFTER)
    keys = list(rows.order_by("id").values_list("id", flat=True)[:100])
    for pk in keys:
        _end_row(actor, pk, State.FAILED, now, LOST)
    return len(keys)


def _end_row(actor: Actor, pk: int, state: State, now: dt.datetime, why: Refused | None) -> None:
    with transaction.atomic():
        study = Study.objects.select_for_update().filter(pk=pk, state__in=UNDER_WAY).first()
        if study is not None:
            if why is not None:
                params = {key: str(value) for key, value in why.params.items()}
                study.trouble = {"code": why.code, "sentence": why.sentence, "params": params}
            _end(study, state, actor=actor, now=now)


def _end(study: Study, state: State, *, actor: Actor, now: dt.datetime) -> None:
    study.state, study.finished_at = state, now
    study.save(update_fields=["state", "finished_at", "trouble"])
    note_line(study, state.value, actor=actor, now=now)
