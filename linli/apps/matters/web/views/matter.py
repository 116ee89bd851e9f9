"""One matter under its public reference: for its reporter, for staff, or in public form."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from linli.apps.matters import actions, queries
from linli.apps.matters.queries import MatterPage
from linli.apps.matters.web import after
from linli.apps.matters.web.desk_page import desk_page
from linli.apps.matters.web.following import Followed
from linli.apps.matters.web.forms.acts import ContactForm
from linli.apps.matters.web.replies import begin_with
from linli.apps.matters.web.shown import Shown, follow_offers, point_of, show
from linli.apps.matters.web.steps import STEPS, form_for
from linli.apps.matters.web.views.shared import BY_REPORTER, actor_of, do, page_of
from linli.foundation import clock
from linli.foundation.clock import local_date
from linli.interface.forms import accepted

GRID = ("grid_worker", "grid_leader")


@require_safe
@never_cache
def matter(request: HttpRequest, reference: str) -> HttpResponse:
    """Show the matter as far as the reader may see it."""
    now = clock.now()
    page = page_of(request, reference, now)
    if not page.is_full:
        button = Followed("matter", page.reference, is_on=False)
        context = {"shown": show(page, now), "followed": button}
        return render(request, "matters/public/page.html", context)
    return full_page(request, show(page, now))


def full_page(
    request: HttpRequest, shown: Shown, bound: dict[str, forms.Form] | None = None
) -> HttpResponse:
    """Show all of it; what is most likely next stands open."""
    opened = first_act(request, shown.page)
    if not shown.page.is_reporter:
        return desk_page(request, shown, opened=opened, bound=bound)
    context = {
        "shown": shown,
        "offers": follow_offers(request, shown, opened=opened, bound=bound),
        "lost": after.lost_words(bound, shown),
    }
    return render(request, "matters/follow/page.html", context, status=422 if bound else 200)


def walks(request: HttpRequest) -> bool:
    return any(actor_of(request).holds(role) for role in GRID)


def first_act(request: HttpRequest, page: MatterPage) -> str:
    """Return the act that stands open: who walks the grid answers and closes at once."""
    return "finish" if walks(request) or page.state in {"in_progress", "reopened"} else ""


@require_safe
@never_cache
def pin(request: HttpRequest, reference: str) -> HttpResponse:
    """Return where the matter is, as one point for its map."""
    shown = show(page_of(request, reference, clock.now()), clock.now())
    return JsonResponse(point_of(shown), content_type="application/geo+json")


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def act(request: HttpRequest, reference: str, act: str) -> HttpResponse:
    """Show the form of an act by itself, or do it; a refusal keeps what was typed."""
    now = clock.now()
    page = page_of(request, reference, now)
    shown = show(page, now)
    if act not in STEPS or not page.is_full or (page.is_reporter and act not in BY_REPORTER):
        raise Http404
    if request.method != "POST":
        replies = queries.list_replies(
            actor=actor_of(request), page=page, act=act, on=local_date(now)
        )
        begun = begin_with(act, replies, request.GET.get("reply", ""))
        form = form_for(act, page, local_date(now), initial=begun)
        return act_page(request, shown, act, form, replies=replies)
    refused = do(request, act, page)
    if refused is not None:
        return act_page(request, shown, act, refused, status=422)
    messages.success(request, str(STEPS[act].said))
    if STEPS[act].leaves or (act == "finish" and walks(request)):
        return redirect(f"{reverse('matters:today')}?done={page.reference}")
    return redirect("matters:matter", reference=page.reference)


def act_page(  # a page with its form
    request: HttpRequest,
    shown: Shown,
    name: str,
    form: forms.Form,
    status: int = 200,
    replies: tuple[queries.ReplyRow, ...] = (),
) -> HttpResponse:
    template = "matters/desk/act.html"
    if request.headers.get("HX-Request"):
        template += "#form"
    offer = shown.offer(name, bound={name: form})
    context = {"shown": shown, "offer": offer, "replies": replies}
    return render(request, template, context, status=status)


@require_http_methods(["POST"])
@never_cache
def contact(request: HttpRequest, reference: str) -> HttpResponse:
    """Show how to reach the reporter; the look is written down where the reporter can read it."""
    now = clock.now()
    shown = show(page_of(request, reference, now), now)
    form = ContactForm(request.POST)

    def look() -> actions.Contact:
        purpose = form.cleaned_data["purpose"]
        return actions.reveal_contact(
            actor=actor_of(request), pk=shown.page.id, purpose=purpose, now=now
        )

    found = accepted(form, look)
    context = {"shown": shown, "found": found, "form": form}
    return render(request, "matters/desk/contact.html", context, status=200 if found else 422)
