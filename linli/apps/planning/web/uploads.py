"""Files: hand one in, see what was understood, confirm or throw away."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from linli.apps.planning import actions, queries
from linli.apps.planning.models import Upload
from linli.apps.planning.web import shown, words
from linli.apps.planning.web.forms import UploadForm
from linli.foundation import clock
from linli.foundation.refusals import Refused
from linli.interface.forms import accepted
from linli.interface.middleware import sentence
from linli.platform.requests import Request


@require_safe
@never_cache
def uploads(request: Request) -> HttpResponse:
    """The files of the reader's areas."""
    if not shown.may_plan(request.actor):
        raise PermissionDenied
    return render(
        request, "planning/uploads.html", {"files": queries.list_uploads(actor=request.actor)}
    )


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def add(request: Request) -> HttpResponse:
    """Hand in a file."""
    areas = queries.areas_to_plan(actor=request.actor)
    if not areas:
        raise PermissionDenied
    choices = [(row.code, shown.area_word(row)) for row in areas]
    form = UploadForm(request.POST or None, request.FILES or None, areas=choices)
    made = accepted(
        form,
        lambda: actions.keep_upload(
            actor=request.actor,
            area=form.cleaned_data["area"],
            sort=form.cleaned_data["sort"],
            datum=form.cleaned_data["datum"],
            name=form.cleaned_data["file"].name,
            content=form.cleaned_data["file"],
            now=clock.now(),
        ),
    )
    if made is not None:
        return redirect("planning:upload", pk=made.pk)
    status = 422 if form.is_bound else 200
    return render(request, "planning/add_upload.html", {"form": form}, status=status)


@require_safe
@never_cache
def upload(request: Request, pk: int) -> HttpResponse:
    """What was understood of a file, or everything that is wrong with it."""
    row = queries.get_upload(actor=request.actor, pk=pk)
    found = row.preview
    sample = found.get("sample", {})
    faults = [
        (
            fault["row"],
            fault["column"],
            sentence(Refused("file.fault", fault["sentence"], **fault.get("params", {}))),
        )
        for fault in found.get("faults", [])
    ]
    context = {
        "file": row,
        "faults": faults,
        "fault_count": found.get("fault_count", len(faults)),
        "understood": found.get("understood", []),
        "unused": found.get("unused", []),
        "warnings": found.get("warnings", []),
        "total": found.get("total", 0),
        "lagging": words.lagging_words(found),
        "is_stages": row.sort == Upload.Sort.STAGES,
        "heads": list(sample),
        "lines": list(zip(*sample.values(), strict=True)) if sample else [],
        "is_reading": row.state == Upload.State.READING,
        "is_read": row.state == Upload.State.READ,
        "is_faulty": row.state == Upload.State.FAULTY,
    }
    template = "planning/_upload.html" if request.htmx else "planning/upload.html"
    return render(request, template, context)


@require_POST
@never_cache
def act(request: Request, pk: int, act: str) -> HttpResponse:
    """Confirm a file or throw it away."""
    if act == "confirm":
        actions.confirm_upload(actor=request.actor, pk=pk, now=clock.now())
        messages.success(request, _("文件已确认，新建方案时可以选用。"))
    elif act == "discard":
        actions.discard_upload(actor=request.actor, pk=pk, now=clock.now())
        messages.success(request, _("文件已删除。"))
    else:
        raise Http404
    return redirect("planning:uploads")
