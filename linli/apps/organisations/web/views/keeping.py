"""One organisation: its page, its contact lines, what it covers, forming and closing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from linli.apps.accounts import actions as accounts
from linli.apps.accounts.queries import Subject
from linli.apps.organisations import access, actions, queries
from linli.apps.organisations.actions import BranchDraft, ContactLines
from linli.apps.organisations.models import Organisation, labels
from linli.apps.organisations.rules.committees import State
from linli.apps.organisations.rules.kinds import ELECTED_SEATS, PUBLIC_POSTS, Form, Kind, Post
from linli.apps.organisations.web import asked, offered, words
from linli.apps.organisations.web.forms import BranchForm, CloseForm, ContactForm, CoverForm
from linli.apps.organisations.web.showing import show_form
from linli.apps.places import queries as places
from linli.foundation import clock
from linli.interface.forms import accepted
from linli.platform.access import fetch
from linli.platform.requests import Request

SUBJECTS_MAX = 200
FORM = require_http_methods(["GET", "HEAD", "POST"])


def own(request: Request, pk: int, action: str) -> Organisation:
    """Return the organisation when the reader may do `action` to it."""
    return fetch(
        Organisation.objects.select_related("area"),
        actor=request.actor,
        action=action,
        table=access.ORGANISATIONS,
        pk=pk,
    )


@require_safe
def page(request: Request, pk: int) -> HttpResponse:
    """Show one organisation with its posts, coverage and terms."""
    found = queries.read_page(actor=request.actor, pk=pk, on=asked.day_asked(request))
    organisation = found.organisation
    _log(request, found)
    context = {
        "found": found,
        "organisation": organisation,
        "name": words.in_language(organisation.name, organisation.name_en),
        "kind": labels.KINDS[Kind(organisation.kind)],
        "form": labels.FORMS[Form(organisation.form)] if organisation.form else "",
        "staff": [
            (row, labels.POSTS[Post(row.post)], Post(row.post) in ELECTED_SEATS)
            for row in found.staff
        ],
        "past": [(row, labels.POSTS[Post(row.post)]) for row in found.past_staff],
        "vacant": words.listed(str(labels.POSTS[Post(post)]) for post in found.vacant),
        "places": [(row, words.PLACE_KINDS[row.kind]) for row in found.places],
        "terms": [(term, labels.STATES[State(term.state)]) for term in found.terms],
        "lead": words.ANSWERS_FOR.get(Kind(organisation.kind), ""),
    }
    return render(request, "organisations/staff/page.html", context)


def _log(request: Request, found: queries.Page) -> None:
    """Leave a line for those of the Party's own posts: they may see who looked."""
    rows = (*found.staff, *found.past_staff)
    seen = {row.person: row.account for row in rows if Post(row.post) not in PUBLIC_POSTS}
    subjects = [Subject(account=account, person=person) for person, account in seen.items()]
    accounts.log_access(
        actor=request.actor,
        subjects=subjects[:SUBJECTS_MAX],
        what=_("任职"),
        purpose=_("查看组织的人员名单"),
        now=clock.now(),
    )


@FORM
def contact(request: Request, pk: int) -> HttpResponse:
    """Change the office lines."""
    row = own(request, pk, "edit")
    names = ("office_phone", "complaint_phone", "office_hours", "address")
    form = ContactForm(request.POST or None, initial={name: getattr(row, name) for name in names})
    done = accepted(
        form,
        lambda: actions.set_contact_lines(
            actor=request.actor, pk=pk, lines=ContactLines(**form.cleaned_data), now=clock.now()
        ),
    )
    if done is None:
        return show_form(request, form, title=_("修改联系方式"), lead=row.name, back=_url(pk))
    messages.success(request, _("联系方式已更新。"))
    return redirect(_url(pk))


@FORM
def cover(request: Request, pk: int) -> HttpResponse:
    """Set what the organisation answers for."""
    row = own(request, pk, "cover")
    area = row.area_id if offered.is_local(row.area_id) else asked.own_area(request.actor) or 0
    what, choices = offered.covered_choices(row, area, asked.today())
    held = queries.covered_keys(pk, what, asked.today())
    form = CoverForm(
        request.POST or None, places=choices, initial={"places": held, "on": asked.today()}
    )
    done = accepted(form, lambda: _cover(request, pk, what, form))
    if done is None:
        lead = _("勾选之后要负责的全部地方；没有勾的，从起始日期起不再负责。")
        return show_form(request, form, title=_("设置负责范围"), lead=lead, back=_url(pk))
    messages.success(request, _("负责范围已更新。"))
    return redirect(_url(pk))


# By the kind of place: what the action calls the keys, and the action.
COVERING: Final[dict[str, tuple[str, Callable[..., None]]]] = {
    "compound": ("compounds", actions.cover_compounds),
    "building": ("buildings", actions.cover_buildings),
    "area": ("areas", actions.cover_areas),
    "firm": ("firms", actions.cover_firms),
}


def _cover(request: Request, pk: int, what: str, form: CoverForm) -> bool:
    name, act = COVERING[what]
    facts = {name: form.cleaned_data["places"], "on": form.cleaned_data["on"]}
    act(actor=request.actor, organisation=pk, now=clock.now(), **facts)
    return True


@FORM
def form_branch(request: Request) -> HttpResponse:
    """Form a branch: its form is checked against its members, units and host."""
    area = places.get_area(
        asked.number_asked(request, "area") or asked.own_area(request.actor) or 0
    )
    if area is None or not offered.is_local(area.code):
        return _choose_community(request)
    access.require(access.may_form(request.actor, area.code), "form")
    form = BranchForm(
        request.POST or None,
        people=offered.people(request, area.code),
        compounds=offered.compounds(area.code),
        hosts=offered.hosts(area.code, asked.today()),
    )
    done = accepted(
        form,
        lambda: actions.form_branch(
            actor=request.actor, draft=_draft(form, area.code), now=clock.now()
        ),
    )
    if done is None:
        back = reverse("organisations:list")
        return show_form(
            request, form, title=_("组建党支部"), lead=area.name, back=back, finds_people=True
        )
    messages.success(request, _("党支部已组建。"))
    return redirect(_url(done.pk))


def _draft(form: BranchForm, area: int) -> BranchDraft:
    given = form.cleaned_data
    return BranchDraft(
        kind=Kind(given["kind"]),
        form=Form(given["form"]),
        name=given["name"],
        name_en=given["name_en"],
        area=area,
        valid_from=given["valid_from"],
        members=tuple(given["members"]),
        compounds=tuple(given["compounds"]),
        units=tuple(given["units"].splitlines()),
        host=given["host"],
        source=given["source"],
    )


def _choose_community(request: Request) -> HttpResponse:
    """Let somebody who works for several communities choose the one that the branch is for."""
    area = asked.own_area(request.actor)
    if area is None:
        raise Http404
    rows = places.list_areas("community", inside=area, on=asked.today())
    return render(request, "organisations/staff/choose.html", {"areas": rows})


@FORM
def close(request: Request, pk: int) -> HttpResponse:
    """Close an organisation."""
    row = own(request, pk, "close")
    form = CloseForm(request.POST or None)
    done = accepted(
        form,
        lambda: actions.close_organisation(
            actor=request.actor, pk=pk, now=clock.now(), **form.cleaned_data
        ),
    )
    if done is None:
        return show_form(
            request, form, title=_("撤销组织"), lead=row.name, back=_url(pk), is_danger=True
        )
    messages.success(request, _("已登记撤销。"))
    return redirect(_url(pk))


def _url(pk: int) -> str:
    return reverse("organisations:page", args=[pk])
