"""Lists of organisations, the coverage as of a day, cross-appointments, the network of a compound."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from linli.apps.organisations import access, queries
from linli.apps.organisations.models import labels
from linli.apps.organisations.queries import Wish
from linli.apps.organisations.queries.listing import PAGE_ROWS
from linli.apps.organisations.rules.kinds import Form, Kind
from linli.apps.organisations.web import asked, words
from linli.foundation.areas import Level, ancestor
from linli.platform.requests import Request


@require_safe
def organisations(request: Request) -> HttpResponse:
    """List organisations by kind and form; everybody may read it."""
    wish = Wish(
        on=asked.day_asked(request),
        area=asked.number_asked(request, "area") or asked.own_area(request.actor),
        kind=asked.kind_asked(request),
        form=asked.form_asked(request),
        text=request.GET.get("q", "")[:40],
    )
    rows = queries.list_organisations(wish, after=asked.number_asked(request, "after"))
    counts = queries.count_kinds(wish)
    chosen = {"kind": wish.kind, "form": wish.form, "q": wish.text, "area": wish.area or ""}
    context = {
        "wish": wish,
        "rows": [(row, words.kind_word(row.kind), _form(row.form)) for row in rows],
        "kinds": [(kind, labels.KINDS[Kind(kind)], counts[kind]) for kind in counts],
        "forms": [(form.value, labels.FORMS[form]) for form in Form],
        "total": sum(counts.values()),
        "older": f"?{urlencode({**chosen, 'after': rows[-1].id})}"
        if len(rows) == PAGE_ROWS
        else "",
        "kept": urlencode({**chosen, "kind": ""}),
        "may_form": wish.area is not None and access.may_form(request.actor, wish.area),
    }
    return render(request, "organisations/staff/list.html", context)


def _form(code: str) -> str:
    return str(labels.FORMS[Form(code)]) if code else ""


@require_safe
def coverage(request: Request) -> HttpResponse:
    """Show the two full coverages of an area on a day, and every gap."""
    area = asked.area_asked(request, request.actor)
    on = asked.day_asked(request)
    found = queries.coverage(on, area.code)
    context = {
        "area": area,
        "area_code": str(area.code),
        "branches_url": f"{reverse('organisations:list')}?area={area.code}&kind=compound_branch",
        "on": on,
        "found": found,
        "forms": [(labels.FORMS[Form(form)], n) for form, n in found.figures.by_form.items()],
        "committees": [(labels.KINDS[Kind(kind)], n) for kind, n in found.committees.items()],
        "network_gaps": [
            (row, words.listed(str(words.LEVELS[code]) for code in row.network.missing))
            for row in found.network_gaps
        ],
        "late": queries.late_filings(on, area.code),
        "unled": queries.without_firm_and_liaison(on, area.code),
    }
    return render(request, "organisations/staff/coverage.html", context)


@require_safe
def crossing(request: Request) -> HttpResponse:
    """List who holds posts on a committee and in the branch of the same compound."""
    area = asked.area_asked(request, request.actor)
    on = asked.day_asked(request)
    found = queries.cross_list(on, area.code)
    rows = [
        (row, labels.POSTS[row.committee_post], labels.POSTS[row.branch_post]) for row in found.rows
    ]
    context = {"area": area, "on": on, "found": found, "rows": rows}
    return render(request, "organisations/staff/crossing.html", context)


@require_safe
def network(request: Request, compound: int) -> HttpResponse:
    """Show the four levels of a compound to those who work there."""
    on = asked.day_asked(request)
    found = queries.network_of(compound, on)
    if found is None or not access.may_see_figures(request.actor, found.compound.community):
        raise Http404
    missing = words.listed(str(words.LEVELS[code]) for code in found.facts.missing)
    context = {
        "found": found,
        "on": on,
        "missing": missing,
        "community": ancestor(found.compound.community, Level.COMMUNITY),
    }
    return render(request, "organisations/staff/network.html", context)
