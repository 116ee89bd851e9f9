"""Hand a table in, look at what it would do, confirm or undo; take a register away."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from linli.apps.registers import actions, queries
from linli.apps.registers.actions.outgoing import sorts_of
from linli.apps.registers.rules import ENDINGS
from linli.apps.registers.web import shown
from linli.foundation import clock, workbooks
from linli.interface.forms import accepted
from linli.platform.registers import write_csv
from linli.platform.requests import Request

MEDIA_TYPES = {
    "xlsx": workbooks.MEDIA_TYPE,
    "csv": "text/csv; charset=utf-8",
    "geojson": "application/geo+json",
}
SORT_NAMES = {"xlsx": "XLSX", "csv": "CSV", "geojson": "GeoJSON"}


class TableForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("表格文件"),
        widget=forms.ClearableFileInput(attrs={"accept": ",".join(ENDINGS)}),
    )


@require_safe
@never_cache
def start(request: Request) -> HttpResponse:
    """The registers, and what the reader has brought in and asked for."""
    registers = queries.registers_for(request.actor)
    if not registers:
        raise PermissionDenied
    context = {
        "registers": registers,
        "intakes": [shown.line(row) for row in queries.list_intakes(actor=request.actor)],
        "files": [
            (row, shown.outgoing_name(row)) for row in queries.list_outgoing(actor=request.actor)
        ],
    }
    return render(request, "registers/start.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def register(request: Request, name: str) -> HttpResponse:
    """One register: its template, its columns, the form to hand a table in, ways to take it away."""
    chosen = queries.get_register(actor=request.actor, name=name)
    form = TableForm(request.POST, request.FILES) if request.method == "POST" else TableForm()
    made = accepted(
        form,
        lambda: actions.hand_in(
            actor=request.actor,
            register=name,
            name=form.cleaned_data["file"].name,
            content=form.cleaned_data["file"].read(),
            now=clock.now(),
        ),
    )
    if made is not None:
        return redirect("registers:intake", pk=made.pk)
    context = {
        "register": chosen,
        "form": form,
        "columns": shown.columns_of(chosen),
        "sorts": [(sort, SORT_NAMES[sort]) for sort in sorts_of(chosen)],
        "has_map": "geojson" in sorts_of(chosen),
    }
    status = 422 if form.is_bound else 200
    return render(request, "registers/register.html", context, status=status)


@require_safe
def template(request: Request, name: str) -> HttpResponse:
    """An empty workbook to fill in."""
    chosen = queries.get_register(actor=request.actor, name=name)
    return _file(queries.template_of(chosen), "xlsx", f"linli-{name}.xlsx")


@require_safe
@never_cache
def intake(request: Request, pk: int) -> HttpResponse:
    """What was found in a table: what it would change, or what is wrong with it."""
    page = queries.get_intake(actor=request.actor, pk=pk, now=clock.now())
    context = {
        "may": page.may,
        "row": page.row,
        "line": shown.line(page.row),
        "faults": shown.faults_of(page.row),
        "entries": shown.entries_of(page),
        "more": page.row.added + page.row.changed - len(page.row.entries),
        "is_under_way": shown.is_under_way(page.row),
        "is_empty": not page.row.added and not page.row.changed,
    }
    template = "registers/_intake.html" if request.htmx else "registers/intake.html"
    return render(request, template, context)


@require_safe
@never_cache
def faults(request: Request, pk: int) -> HttpResponse:
    """The faults as a table to work through beside one's own."""
    page = queries.get_intake(actor=request.actor, pk=pk, now=clock.now())
    rows = [(fault.row, fault.column, fault.words) for fault in shown.faults_of(page.row)]
    content = write_csv([(_("行"), _("列"), _("怎么改")), *rows])
    return _file(content, "csv", f"linli-faults-{pk}.csv")


@require_POST
@never_cache
def act(request: Request, pk: int, act: str) -> HttpResponse:
    """Confirm a table, undo it, or throw it away."""
    acts = {"store": actions.ask_store, "undo": actions.ask_undo, "discard": actions.discard}
    if act not in acts:
        raise Http404
    acts[act](actor=request.actor, pk=pk, now=clock.now())
    if act == "discard":
        messages.success(request, _("文件已放弃，底册没有变。"))
        return redirect("registers:start")
    return redirect("registers:intake", pk=pk)


@require_POST
@never_cache
def take(request: Request, name: str, sort: str) -> HttpResponse:
    """Ask for a register as a file."""
    row = actions.ask_for(actor=request.actor, register=name, sort=sort, now=clock.now())
    return redirect("registers:outgoing", pk=row.pk)


@require_safe
@never_cache
def outgoing(request: Request, pk: int) -> HttpResponse:
    """A register as a file, or the page that waits for it."""
    row = queries.get_outgoing(actor=request.actor, pk=pk)
    if row.content is not None and "get" in request.GET:
        return _file(bytes(row.content), row.sort, shown.outgoing_name(row))
    context = {
        "row": row,
        "name": shown.outgoing_name(row),
        "title": _(queries.REGISTERS[row.register].title),
        "is_ready": row.ready_at is not None,
    }
    template = "registers/_outgoing.html" if request.htmx else "registers/outgoing.html"
    return render(request, template, context)


def _file(content: bytes, sort: str, name: str) -> HttpResponse:
    answer = HttpResponse(content, content_type=MEDIA_TYPES[sort])
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
