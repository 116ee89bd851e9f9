"""Studies, files, notes, handovers and proposals as pages list them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from django.db.models import Case, Q, When
from django.http import Http404

from linli.apps.accounts import queries as accounts
from linli.apps.organisations import queries as organisations
from linli.apps.places import queries as places
from linli.apps.planning.access import PLANNING, STUDIES, UPLOADS
from linli.apps.planning.models import Handover, Note, Proposal, Study, Upload
from linli.apps.planning.models.studies import KIND_NAMES, STATE_NAMES
from linli.apps.planning.rules.studies import UNDER_WAY, Kind, State
from linli.foundation.areas import LEVELS, SIZE
from linli.platform.access import Actor, allowed, fetch, rule_of

ROWS_MAX: Final = 50
ROW: Final = (
    "id", "kind", "area_id", "area__name", "title", "state", "percent", "asked_at", "effective_on",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class StudyRow:
    """A study in a list."""

    id: int
    kind: str
    area: int
    area_name: str
    title: str
    state: str
    percent: int
    asked_at: dt.datetime
    effective_on: dt.date | None

    @property
    def kind_name(self) -> str:
        return str(KIND_NAMES[Kind(self.kind)])

    @property
    def state_name(self) -> str:
        return str(STATE_NAMES[State(self.state)])

    @property
    def is_under_way(self) -> bool:
        return self.state in UNDER_WAY


def list_studies(
    *, actor: Actor, kind: str = "", after: int = 0, limit: int = ROWS_MAX
) -> tuple[StudyRow, ...]:
    """Return the studies that the actor may read, newest first. One query."""
    rows = allowed(Study.objects.order_by("-id"), actor=actor, action="read", table=STUDIES)
    if kind:
        rows = rows.filter(kind=kind)
    if after:
        rows = rows.filter(id__lt=after)
    return tuple(StudyRow(*row) for row in rows.values_list(*ROW)[:limit])


def read_study(*, actor: Actor, pk: int) -> Study:
    """Return a study that the actor may read, with its area and files."""
    rows = Study.objects.select_related("area", "buildings_file", "second_file")
    return fetch(rows, actor=actor, action="read", table=STUDIES, pk=pk)


def may(*, actor: Actor, study: Study) -> frozenset[str]:
    """Return what the actor may do with the study now, by the access table. One query."""
    fits = {
        f"may_{action}": Case(When(rule_of(STUDIES, action, actor), then=1), default=0)
        for action in STUDIES
    }
    row = Study.objects.filter(pk=study.pk).annotate(**fits).values(*fits).get()
    return frozenset(name.removeprefix("may_") for name, value in row.items() if value)


def areas_to_plan(*, actor: Actor) -> tuple[places.AreaRow, ...]:
    """Return the areas that the actor may plan: own ones and those inside, down to the community."""
    found: dict[int, places.AreaRow] = {}
    for own in actor.spans(*PLANNING):
        level = next(each for each in LEVELS if SIZE[each] == own.high - own.low)
        area = places.get_area(own.low)
        if area is not None:
            found[area.code] = area
        for below in LEVELS[LEVELS.index(level) + 1 : -1]:
            found |= {row.code: row for row in places.list_areas(below, inside=own.low)}
    return tuple(found[code] for code in sorted(found))


# ── Files ─────────────────────────────────────────────────────────────────────────────────────────
@dataclass(frozen=True, slots=True)
class UploadRow:
    """A file in a list or to choose from."""

    id: int
    area: int
    area_name: str
    sort: str
    name: str
    state: str
    rows: int
    made_at: dt.datetime

    @property
    def sort_name(self) -> str:
        return str(Upload.Sort(self.sort).label)

    @property
    def state_name(self) -> str:
        return str(Upload.State(self.state).label)


UPLOAD: Final = ("id", "area_id", "area__name", "sort", "name", "state", "rows", "made_at")


def list_uploads(
    *, actor: Actor, sorts: Iterable[str] = (), confirmed: bool = False
) -> tuple[UploadRow, ...]:
    """Return the files of the actor's areas, newest first. One query."""
    rows = allowed(Upload.objects.order_by("-id"), actor=actor, action="read", table=UPLOADS)
    wanted = Q(sort__in=tuple(sorts)) if sorts else Q()
    if confirmed:
        wanted &= Q(state=Upload.State.CONFIRMED)
    return tuple(UploadRow(*row) for row in rows.filter(wanted).values_list(*UPLOAD)[:ROWS_MAX])


def get_upload(*, actor: Actor, pk: int) -> Upload:
    """Return a file with what was understood of it, without its columns."""
    rows = Upload.objects.select_related("area").defer("columns")
    return fetch(rows, actor=actor, action="read", table=UPLOADS, pk=pk)


# ── Beside a study ────────────────────────────────────────────────────────────────────────────────
@dataclass(frozen=True, slots=True)
class NoteRow:
    id: int
    words: str
    who: str
    at: dt.datetime


def notes_of(study: int) -> tuple[NoteRow, ...]:
    """Return what was said of a study, oldest first. Two queries."""
    rows = list(Note.objects.filter(study=study).order_by("id")[:ROWS_MAX])
    names = accounts.account_names({row.account for row in rows})
    return tuple(NoteRow(row.pk, row.words, names.get(row.account, ""), row.at) for row in rows)


@dataclass(frozen=True, slots=True)
class HandoverRow:
    """A piece of work to hand over; `href` leads to where a person does it."""

    id: int
    sort: str
    sort_name: str
    what: str
    who: str
    organisation: int | None
    grid_name: str
    heir_name: str
    is_done: bool
    done_at: dt.datetime | None


WORDS: Final = {
    "post": organisations.post_word,
    "role": accounts.role_name,
    "organisation": organisations.kind_word,
}


def handovers_of(study: int) -> tuple[HandoverRow, ...]:
    """Return the work over the grids that end, grid by grid. Six queries, whatever there is."""
    rows = list(Handover.objects.filter(study=study).order_by("grid", "sort", "id")[:500])
    codes = {code for row in rows for code in (row.grid, row.heir)}
    names = places.area_names(codes)
    posts = organisations.post_holders(row.key for row in rows if row.sort == "post")
    offices = organisations.organisation_names(
        [row.key for row in rows if row.sort == "organisation"]
    )
    found = []
    for row in rows:
        name, organisation = posts.get(row.key, ("", None)) if row.sort == "post" else ("", None)
        if row.sort == "organisation":
            name, organisation = offices.get(row.key, ""), row.key
        found.append(
            HandoverRow(
                row.pk,
                row.sort,
                str(Handover.Sort(row.sort).label),
                WORDS[row.sort](row.what),
                name,
                organisation,
                names.get(row.grid, str(row.grid)),
                names.get(row.heir, ""),
                row.done_at is not None,
                row.done_at,
            )
        )
    return tuple(found)


@dataclass(frozen=True, slots=True)
class ProposalRow:
    id: int
    need: str
    helper: str
    skills: str
    hours: str
    metres: int
    load_before: int
    others: int
    next_metres: int | None
    state: str

    @property
    def state_name(self) -> str:
        return str(Proposal.State(self.state).label)


PROPOSAL: Final = (
    "id", "need", "helper", "skills", "hours", "metres", "load_before", "others", "next_metres",
    "state",
)  # fmt: skip


def proposals_of(study: int, *, after: int = 0, limit: int = ROWS_MAX) -> tuple[ProposalRow, ...]:
    """Return the proposals in the order in which they were made, those after a key. One query."""
    rows = Proposal.objects.filter(study=study, id__gt=after).order_by("id")
    return tuple(ProposalRow(*row) for row in rows.values_list(*PROPOSAL)[:limit])


def latest_of(*, actor: Actor, kind: str, area: int, but: int) -> tuple[StudyRow, ...]:
    """Return other finished studies of the kind for the area, to compare with. One query."""
    rows = allowed(Study.objects.order_by("-id"), actor=actor, action="export", table=STUDIES)
    found = rows.filter(kind=kind, area=area).exclude(pk=but)
    return tuple(StudyRow(*row) for row in found.values_list(*ROW)[:ROWS_MAX])


def find_number(text: str) -> int:
    """Return a whole number out of an address, or 404."""
    if not (text.isascii() and text.isdecimal() and len(text) < 19):
        raise Http404
    return int(text)
