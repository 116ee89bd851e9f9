"""The list of studies, beginning one, its page, how far it is, and what can be done with it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from linli.apps.planning import actions, queries
from linli.apps.planning.models import Study
from linli.apps.planning.models.studies import KIND_NAMES
from linli.apps.planning.rules.studies import UNDER_WAY, Kind
from linli.apps.planning.web import shown
from linli.apps.planning.web.forms import FORMS, NoteForm
from linli.apps.planning.web.words import PHASES
from linli.foundation import clock
from linli.interface.forms import accepted
from linli.platform.requests import Request

SORTS: Final[Mapping[str, tuple[str, str]]] = {
    Kind.GRIDS: ("buildings", "lines"),
    Kind.CIRCLE: ("buildings", ""),
    Kind.SITES: ("buildings", "sites"),
    Kind.MATCH: ("needs", "helpers"),
}


@require_safe
@never_cache
def studies(request: Request) -> HttpResponse:
    """Studies that the reader may read, newest first."""
    if not shown.may_read(request.actor):
        raise PermissionDenied
    kind = request.GET.get("kind", "")
    after = request.GET.get("after", "0")
    key = int(after) if after.isascii() and after.isdecimal() and len(after) < 19 else 0
    rows = queries.list_studies(
        actor=request.actor, kind=kind if kind in set(Kind) else "", after=key
    )
    context = {
        "lines": rows,
        "tabs": [
            (_("全部"), "?", not kind),
            *((name, f"?kind={each}", kind == each) for each, name in KIND_NAMES.items()),
        ],
        "older": f"?kind={kind}&after={rows[-1].id}" if len(rows) == shown.PAGE_ROWS else "",
        "may_begin": shown.may_plan(request.actor),
    }
    return render(request, "planning/studies.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def begin(request: Request, kind: str) -> HttpResponse:
    """Ask for a study."""
    if kind not in FORMS:
        raise Http404
    areas = queries.areas_to_plan(actor=request.actor)
    if not areas:
        raise PermissionDenied
    files = queries.list_uploads(actor=request.actor, confirmed=True)
    first, second = SORTS[kind]
    form = FORMS[kind](
        request.POST or None,
        initial={"area": request.GET.get("area", ""), "title": shown.title_for(kind)},
        areas=[(row.code, shown.area_word(row)) for row in areas],
        files=[(row.id, row.name) for row in files if row.sort == first],
        second_files=[(row.id, row.name) for row in files if row.sort == second],
    )
    made = accepted(
        form,
        lambda: actions.start_study(
            actor=request.actor, facts=form.facts(), now=clock.now(), **form.common()
        ),
    )
    if made is not None:
        return redirect("planning:study", pk=made.pk)
    context = {"form": form, "kind": kind, "kind_name": KIND_NAMES[Kind(kind)]}
    return render(request, "planning/begin.html", context, status=422 if form.is_bound else 200)


@require_safe
@never_cache
def study(request: Request, pk: int) -> HttpResponse:
    """A study: how far it is, or what it found."""
    return study_page(request, queries.read_study(actor=request.actor, pk=pk))


def study_page(
    request: Request, row: Study, note: NoteForm | None = None, status: int = 200
) -> HttpResponse:
    context = {
        "study": row,
        "may": queries.may(actor=request.actor, study=row),
        "is_under_way": row.state in UNDER_WAY,
        "note_form": note or NoteForm(),
        "notes": queries.notes_of(row.pk),
        **shown.context_of(request.actor, row),
    }
    return render(request, shown.template_of(row), context, status=status)


@require_safe
@never_cache
def progress(request: Request, pk: int) -> HttpResponse:
    """How far a run is; a finished one sends the reader to its page."""
    row = queries.read_study(actor=request.actor, pk=pk)
    if row.state not in UNDER_WAY:
        answer = HttpResponse(status=204)
        answer["HX-Refresh"] = "true"
        return answer
    context = {"study": row, "phase": PHASES.get(row.phase, "")}
    return render(request, "planning/_progress.html", context)


def _note(request: Request, pk: int) -> Any:
    form = NoteForm(request.POST)
    facts: dict[str, Any] = {"actor": request.actor, "pk": pk, "now": clock.now()}
    done = accepted(form, lambda: actions.add_note(**facts, **form.cleaned_data))
    return _("意见已留下。") if done is not None else form


def _plain(step: Callable[..., object], words: Callable[[], str]) -> Callable[[Request, int], Any]:
    def run(request: Request, pk: int) -> str:
        step(actor=request.actor, pk=pk, now=clock.now())
        return words()

    return run


DO: Final[Mapping[str, Callable[[Request, int], Any]]] = {
    "note": _note,
    "cancel": _plain(actions.cancel_study, lambda: _("已取消，没有留下结果。")),
    "remove": _plain(actions.remove_study, lambda: _("方案已删除。")),
    "undo": _plain(actions.undo_move, lambda: _("上一次调整已撤销。")),
    "withdraw": _plain(actions.withdraw_study, lambda: _("批准已撤回，现有网格不变。")),
}


@require_POST
@never_cache
def act(request: Request, pk: int, act: str) -> HttpResponse:
    """Do one thing with a study."""
    if act not in DO:
        raise Http404
    said = DO[act](request, pk)
    if isinstance(said, NoteForm):
        return study_page(request, queries.read_study(actor=request.actor, pk=pk), said, 422)
    messages.success(request, said)
    return redirect("planning:studies") if act == "remove" else redirect("planning:study", pk=pk)
