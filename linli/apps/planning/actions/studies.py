"""Begin a study, cancel it, throw it away, say something about it."""

from __future__ import annotations

import datetime as dt

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404

from linli.apps.places import queries as places
from linli.apps.planning.access import plans
from linli.apps.planning.actions.steps import fetch_study, note_line
from linli.apps.planning.models import Note, Study, Upload
from linli.apps.planning.rules.studies import (
    FACTS,
    UNDER_WAY,
    Facts,
    Kind,
    State,
    as_columns,
    clean_note,
    clean_title,
    require_state,
)
from linli.foundation.keys import new_key
from linli.foundation.refusals import Refused
from linli.platform import jobs
from linli.platform.access import Actor

WAITING_MAX = 20
RUN = "planning.run"
# Which sort of file a study takes in the first and in the second place.
SORTS = {
    Kind.GRIDS: ("buildings", "lines"),
    Kind.CIRCLE: ("buildings", ""),
    Kind.SITES: ("buildings", "sites"),
    Kind.MATCH: ("needs", "helpers"),
}


def start_study(  # noqa: PLR0913  # the facts of a study
    *,
    actor: Actor,
    area: int,
    title: str,
    facts: Facts,
    buildings_file: int | None = None,
    second_file: int | None = None,
    now: dt.datetime,
) -> Study:
    """Ask for a study of an area; the worker takes it up."""
    if places.get_area(area) is None:
        raise Http404
    if not plans(actor, area):
        raise PermissionDenied("start")
    facts.check()
    kind = next(kind for kind, sort in FACTS.items() if sort is type(facts))
    with transaction.atomic():
        _check_queue(area)
        study = Study.objects.create(
            id=new_key(now),
            kind=kind,
            area_id=area,
            title=clean_title(title),
            facts=as_columns(facts),
            buildings_file=_file(area, buildings_file, SORTS[Kind(kind)][0]),
            second_file=_file(area, second_file, SORTS[Kind(kind)][1]),
            asked_by=actor.account or 0,
            asked_at=now,
        )
        if kind == Kind.MATCH and not (study.buildings_file and study.second_file):
            raise Refused(
                "planning.no_file", "请先上传并确认求助和帮手两个文件。", field="second_file"
            )
        note_line(study, "start", actor=actor, now=now, after={"kind": kind, **study.facts})
        jobs.enqueue(RUN, key=f"{RUN}:{study.pk}", study=study.pk)
    return study


def _check_queue(area: int) -> None:
    """Refuse more studies than the worker can take up: one area must not hold up the others."""
    if Study.objects.filter(area=area, state__in=UNDER_WAY).count() >= WAITING_MAX:
        raise Refused("planning.queue", "排队的方案太多，请等前面的算完，或取消一些。")


def _file(area: int, pk: int | None, sort: str) -> Upload | None:
    if pk is None:
        return None
    file = Upload.objects.filter(pk=pk, area=area, sort=sort, state=Upload.State.CONFIRMED).first()
    if file is None:
        raise Refused("planning.file_gone", "这个文件没有确认或已删除，请重新选择。")
    return file


def cancel_study(*, actor: Actor, pk: int, now: dt.datetime) -> Study:
    """Stop a study: at once while it waits, within a second or so while it runs."""
    with transaction.atomic():
        study = fetch_study(actor=actor, action="read", pk=pk)
        require_state(study.state, *UNDER_WAY)
        study = fetch_study(actor=actor, action="cancel", pk=pk)
        if study.state == State.WAITING:
            study.state, study.finished_at = State.CANCELLED, now
        study.is_stopping = True
        study.save(update_fields=["state", "is_stopping", "finished_at"])
        note_line(study, "cancel", actor=actor, now=now)
    return study


def remove_study(*, actor: Actor, pk: int, now: dt.datetime) -> None:
    """Throw a study away with all that it found; approved ones stay."""
    with transaction.atomic():
        study = fetch_study(actor=actor, action="remove", pk=pk)
        note_line(study, "remove", actor=actor, now=now, after={"title": study.title})
        study.delete()


def add_note(*, actor: Actor, pk: int, words: str, now: dt.datetime) -> Note:
    """Say something about a study."""
    kept = clean_note(words)
    with transaction.atomic():
        study = fetch_study(actor=actor, action="comment", pk=pk)
        note = Note.objects.create(
            id=new_key(now), study=study, words=kept, account=actor.account or 0, at=now
        )
        note_line(study, "note", actor=actor, now=now, after={"note": note.pk})
    return note
