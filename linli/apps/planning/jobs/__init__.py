"""What the worker does for the studio: read files, run studies, put plans in force on their day."""

from __future__ import annotations

import datetime as dt
import logging
import time
from typing import Any

from linli.apps.planning import actions
from linli.apps.planning.jobs.process import Stopped, ask
from linli.apps.planning.models import Study, Upload
from linli.apps.planning.queries.inputs import (
    candidates_of,
    inputs_of,
    match_request,
    outline_request,
    request_of,
)
from linli.apps.planning.queries.waiting import waiting_files
from linli.apps.planning.rules.packing import unpack
from linli.apps.planning.rules.studies import Kind, SiteFacts, facts_of, percent
from linli.foundation import clock
from linli.foundation.refusals import Refused
from linli.platform.access import system
from linli.platform.jobs import job

log = logging.getLogger(__name__)
ACTOR = system("planning")
STEP_SECONDS = 0.7


@job("planning.run", lease_seconds=3600, attempts_max=2, atomic=False)
def run_study(*, study: int, now: dt.datetime) -> None:
    """Run one study in a process of its own; whatever ends it early leaves nothing behind."""
    row = actions.begin_run(actor=ACTOR, pk=study, now=now)
    if row is None:
        return
    try:
        FINISH[Kind(row.kind)](row, _keep_going(study))
    except Stopped:
        actions.stop_run(actor=ACTOR, pk=study, now=clock.now())
    except Refused as refusal:
        actions.fail_run(actor=ACTOR, pk=study, refusal=refusal, now=clock.now())
    except Exception:
        log.exception("study %s could not be computed", study)
        actions.fail_run(actor=ACTOR, pk=study, refusal=actions.BROKEN, now=clock.now())


def _keep_going(study: int) -> Any:
    """Return what the process is asked with: it keeps the progress and says whether to go on."""
    last = [0.0, 0.0]

    def report(phase: str, done: int, total: int) -> bool:
        share = percent(phase, done, total)
        if share == last[1] and time.monotonic() - last[0] < STEP_SECONDS:
            return True
        last[:] = [time.monotonic(), share]
        return actions.report_progress(actor=ACTOR, pk=study, phase=phase, percent=share)

    return report


def _run_grids(study: Study, report: Any) -> None:
    today = clock.local_date(clock.now())
    inputs = inputs_of(study, today)
    found = ask("grids", request_of(study, inputs), report)
    actions.finish_grids(actor=ACTOR, pk=study.pk, inputs=inputs, found=found, now=clock.now())


def _run_circle(study: Study, report: Any) -> None:
    today = clock.local_date(clock.now())
    inputs = inputs_of(study, today)
    found = ask("circle", request_of(study, inputs), report)
    actions.finish_circle(actor=ACTOR, pk=study.pk, inputs=inputs, found=found, now=clock.now())


def _run_sites(study: Study, report: Any) -> None:
    today = clock.local_date(clock.now())
    inputs = inputs_of(study, today)
    facts = facts_of(study.kind, study.facts)
    assert isinstance(facts, SiteFacts)
    places = candidates_of(study, facts)
    found = ask("sites", request_of(study, inputs), report)
    actions.finish_sites(
        actor=ACTOR, pk=study.pk, inputs=inputs, candidates=places, found=found, now=clock.now()
    )


def _run_match(study: Study, report: Any) -> None:
    request = match_request(study)
    found = ask("match", request, report)
    for side, file in (("needs", study.buildings_file), ("helpers", study.second_file)):
        assert file is not None
        names = unpack(file.columns)["name"]
        request[side]["name"] = [name or str(at) for at, name in enumerate(names, start=1)]
    actions.finish_match(actor=ACTOR, pk=study.pk, sides=request, found=found, now=clock.now())


FINISH = {
    Kind.GRIDS: _run_grids,
    Kind.CIRCLE: _run_circle,
    Kind.SITES: _run_sites,
    Kind.MATCH: _run_match,
}


@job("planning.read", lease_seconds=600, attempts_max=2, atomic=False)
def read_upload(*, upload: int, now: dt.datetime) -> None:
    """Read an uploaded file and keep what was understood."""
    row = Upload.objects.filter(pk=upload, state=Upload.State.READING).first()
    if row is None:
        return
    path = waiting_files() / row.file
    found: dict[str, Any] | Refused
    try:
        today = clock.local_date(now).isoformat()
        request = {"path": str(path), "kind": row.sort, "datum": row.datum, "today": today}
        found = ask("read", request, lambda _phase, _done, _total: True)
    except Refused as refusal:
        found = refusal
    except Exception:
        log.exception("upload %s could not be read", upload)
        found = Refused(
            "planning.unreadable", "这个文件读不出来，请检查是否完整、格式是否与扩展名一致。"
        )
    actions.understand_upload(actor=ACTOR, pk=upload, found=found, now=clock.now())


@job("planning.outline", lease_seconds=600, attempts_max=3, atomic=False)
def outline_study(*, study: int, now: dt.datetime) -> None:
    """Outline the grids of a drawing anew after a move by hand."""
    request = outline_request(study)
    if request is not None:
        rings = ask("outline", request, lambda *_: True)["rings"]
        actions.keep_outlines(actor=ACTOR, pk=study, rings=rings, asked=request["grid"], now=now)


@job("planning.take_force", lease_seconds=600, every=dt.timedelta(hours=1), atomic=False)
def take_force(*, now: dt.datetime) -> None:
    """Put approved grids in force in the first hour of their day."""
    actions.take_force(actor=ACTOR, now=now)


@job("planning.tidy", lease_seconds=120, every=dt.timedelta(hours=1), atomic=False)
def tidy(*, now: dt.datetime) -> None:
    """Throw away what nobody confirmed; end runs whose worker was killed."""
    actions.purge_uploads(actor=ACTOR, now=now)
    actions.end_lost_runs(actor=ACTOR, now=now)
