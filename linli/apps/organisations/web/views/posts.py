"""Appointing somebody, ending it, handing over; the homes of a key household."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from linli.apps.organisations import access, actions, queries
from linli.apps.organisations.models import Appointment, Organisation, labels
from linli.apps.organisations.rules.appointing import FROM_ABOVE
from linli.apps.organisations.rules.kinds import POSTS_OF, Kind, Post
from linli.apps.organisations.web import asked, offered
from linli.apps.organisations.web.forms import AppointForm, EndForm, HandOverForm, HomesForm
from linli.apps.organisations.web.showing import show_form
from linli.apps.organisations.web.views.keeping import own
from linli.foundation import clock
from linli.interface.forms import accepted
from linli.platform.requests import Request

FORM = require_http_methods(["GET", "HEAD", "POST"])


@FORM
def appoint(request: Request, pk: int) -> HttpResponse:
    """Appoint somebody to a post of the organisation."""
    row = own(request, pk, "appoint")
    form = AppointForm(
        request.POST or None,
        posts=_posts(request, row),
        people=offered.people(request, offered.community_of(row.area_id)),
        places=offered.places_of(row, asked.today()),
    )
    done = accepted(
        form,
        lambda: actions.appoint(
            actor=request.actor, organisation=pk, draft=form.draft, now=clock.now()
        ),
    )
    if done is None:
        return show_form(
            request, form, title=_("任命"), lead=row.name, back=_url(pk), finds_people=True
        )
    messages.success(request, _("任命已登记。"))
    return redirect(_url(pk))


def _posts(request: Request, row: Organisation) -> list[Post]:
    """Return the posts that the reader may fill: those of their own level are filled from above."""
    posts = POSTS_OF.get(Kind(row.kind), ())
    may_all = access.holds_any(request.actor, access.ABOVE, row.area_id)
    return [post for post in posts if may_all or post not in FROM_ABOVE]


def _held(request: Request, pk: int) -> Appointment:
    row = Appointment.objects.select_related("person", "organisation").filter(pk=pk).first()
    if row is None:
        raise Http404
    own(request, row.organisation_id, "appoint_from_above" if row.post in FROM_ABOVE else "appoint")
    return row


def _whose(row: Appointment) -> str:
    return f"{row.organisation.name} · {labels.POSTS[Post(row.post)]} · {row.person.name}"


@FORM
def end(request: Request, pk: int) -> HttpResponse:
    """End an appointment."""
    row = _held(request, pk)
    form = EndForm(request.POST or None)
    done = accepted(
        form,
        lambda: actions.end_appointment(
            actor=request.actor, pk=pk, now=clock.now(), **form.cleaned_data
        ),
    )
    back = _url(row.organisation_id)
    if done is None:
        return show_form(request, form, title=_("终止任职"), lead=_whose(row), back=back)
    messages.success(request, _("已登记终止。"))
    return redirect(back)


@FORM
def hand_over(request: Request, pk: int) -> HttpResponse:
    """Let somebody follow in a post without a day between."""
    row = _held(request, pk)
    people = offered.people(request, offered.community_of(row.organisation.area_id))
    form = HandOverForm(request.POST or None, people=people)
    done = accepted(
        form,
        lambda: actions.hand_over(actor=request.actor, pk=pk, now=clock.now(), **form.cleaned_data),
    )
    back = _url(row.organisation_id)
    if done is None:
        return show_form(
            request, form, title=_("交接"), lead=_whose(row), back=back, finds_people=True
        )
    messages.success(request, _("交接已登记。"))
    return redirect(back)


@FORM
def homes(request: Request, pk: int) -> HttpResponse:
    """Say which homes of its building a key household keeps in touch with."""
    row = _held(request, pk)
    if row.post != Post.KEY_HOUSEHOLD or row.building_id is None:
        raise Http404
    linked = queries.linked_homes(pk, asked.today())
    form = HomesForm(
        request.POST or None,
        homes=offered.homes_of(row.building_id),
        initial={"homes": linked, "on": asked.today()},
    )
    done = accepted(form, lambda: _link(request, pk, form))
    back = _url(row.organisation_id)
    if done is None:
        return show_form(request, form, title=_("联系的住户"), lead=_whose(row), back=back)
    messages.success(request, _("联系的住户已更新。"))
    return redirect(back)


def _link(request: Request, pk: int, form: HomesForm) -> bool:
    actions.link_homes(actor=request.actor, pk=pk, now=clock.now(), **form.cleaned_data)
    return True


@require_safe
def my_key_household(request: Request) -> HttpResponse:
    """Show the key household that the reader's home is linked to, when it agreed to be shown."""
    if request.actor.account is None:
        raise Http404
    found = queries.my_key_households(request.actor.account, asked.today())
    return render(request, "organisations/key_household.html", {"found": found})


@require_POST
def show_to_neighbours(request: Request, pk: int) -> HttpResponse:
    """Agree, or no longer agree, that linked neighbours see who the key household is."""
    is_shown = request.POST.get("is_shown") == "yes"
    actions.show_to_neighbours(actor=request.actor, pk=pk, is_shown=is_shown, now=clock.now())
    messages.success(request, _("已按您的意愿更新。"))
    return redirect("organisations:my_key_household")


def _url(pk: int) -> str:
    return reverse("organisations:page", args=[pk])
