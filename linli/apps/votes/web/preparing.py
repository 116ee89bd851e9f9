"""Leading a vote: begin it, then one step after the other, each checked by the law."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any, Final

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from linli.apps.places import queries as places
from linli.apps.votes import actions, queries
from linli.apps.votes.actions import Question
from linli.apps.votes.queries import VotePage
from linli.apps.votes.web.forms import (
    FORMS,
    BeginForm,
    DeliveryForm,
    MotionForm,
    NoticeForm,
    midnight,
)
from linli.foundation import clock
from linli.foundation.clock import local_date
from linli.interface.forms import accepted
from linli.platform import files
from linli.platform.requests import Request

# By state: what can be done now, with the action of the access table that allows it.
OFFERED: Final[Mapping[str, tuple[str, ...]]] = {
    "draft": ("motion", "clause", "roll", "notice", "void"),
    "noticed": ("deliver", "extend", "void"),
    "open": ("deliver", "extend", "void"),
    "closed": ("declare", "void"),
    "declared": ("post", "void"),
    "posted": ("archive",),
}
ONE_DAY: Final = dt.timedelta(days=1)
NOTICE_DAYS: Final = 15
OPEN_DAYS: Final = 14  # what is proposed; whoever leads may choose otherwise
RULE: Final = {"motion": "draft", "clause": "draft", "roll": "draft"}
NAMES: Final = {
    "motion": (gettext_lazy("加一个表决事项"), "plus"),
    "clause": (gettext_lazy("上传议事规则条款"), "upload"),
    "roll": (gettext_lazy("生成业主名册"), "users"),
    "notice": (gettext_lazy("今天发公告"), "megaphone"),
    "deliver": (gettext_lazy("登记送达"), "mail"),
    "extend": (gettext_lazy("推后截止日期"), "calendar"),
    "declare": (gettext_lazy("计票并公布结果"), "scale"),
    "post": (gettext_lazy("登记已在小区张贴公示"), "pin"),
    "archive": (gettext_lazy("归档"), "archive"),
    "void": (gettext_lazy("作废"), "ban"),
}


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def begin(request: Request, compound: int) -> HttpResponse:
    """Begin a vote in a compound."""
    place, now = places.get_compound(compound), clock.now()
    if place is None:
        raise Http404
    today = local_date(now)
    buildings = places.list_buildings(compound=compound, on=today)
    form = BeginForm(request.POST or None, today=today, buildings=buildings)
    facts: dict[str, Any] = {"actor": request.actor, "compound": compound, "now": now}
    made = accepted(form, lambda: actions.draft_vote(**facts, **form.facts()))
    if made is not None:
        return redirect("votes:lead", reference=made.reference)
    context = {"form": form, "place": place}
    return render(request, "votes/begin.html", context, status=422 if form.is_bound else 200)


@require_safe
@login_required
@never_cache
def lead(request: Request, reference: str) -> HttpResponse:
    """Show how far the vote is and what comes next."""
    return lead_page(request, queries.get_page(actor=request.actor, reference=reference))


def lead_page(
    request: Request, page: VotePage, bound: Mapping[str, forms.Form] | None = None
) -> HttpResponse:
    if not page.may & {"draft", "deliver"}:
        raise PermissionDenied("draft")
    given, now_due = bound or {}, "" if bound else next_step(page)
    fixed = page.vote.kind == "unanimous" or page.vote.run_off_of_id is not None
    offers = [
        (
            name,
            *NAMES[name],
            given.get(name) or FORMS[name](initial=first_guess(name)),
            name in given or name == now_due,
        )
        for name in OFFERED.get(page.vote.state, ())
        if RULE.get(name, name) in page.may and not (fixed and name in {"motion", "clause"})
    ]
    context = {
        "page_of": page,
        "offers": offers,
        "checks": checks_of(page),
        "seconds": [own for own in queries.elections_of(page.vote.pk) if own.second]
        if page.vote.declared_at and "declare" in page.may
        else [],
        "labels": [_("起草"), _("公告"), _("投票"), _("计票"), _("公示"), _("归档")],
        "at": {"draft": 1, "noticed": 2, "open": 3, "closed": 4, "declared": 5}.get(
            page.vote.state, 6
        ),
    }
    return render(request, "votes/lead.html", context, status=422 if bound else 200)


def first_guess(act: str) -> dict[str, str]:
    """Return what most probably will be filled in: today, and the earliest days that the law allows."""
    today = local_date(clock.now())
    if act in {"roll", "deliver"}:
        return {"on": today.isoformat()}
    if act != "notice":
        return {}
    opens = today + NOTICE_DAYS * ONE_DAY
    last = opens + (OPEN_DAYS - 1) * ONE_DAY
    return {"opens_on": opens.isoformat(), "closes_on": last.isoformat()}


def next_step(page: VotePage) -> str:
    """Return the step that is due now: its form stands open."""
    vote = page.vote
    if vote.state == "draft":
        if not page.motions:
            return "motion"
        return "roll" if vote.roll_on is None else "notice"
    if vote.state in {"noticed", "open"}:
        return "deliver" if queries.count_deliveries(vote) < vote.heads else ""
    return {"closed": "declare", "declared": "post", "posted": "archive"}.get(vote.state, "")


def checks_of(page: VotePage) -> list[tuple[str, bool]]:
    """Return each legal step with whether it is done."""
    vote = page.vote
    delivered = queries.count_deliveries(vote) if vote.noticed_on else 0
    told = _("选票送达 %(done)s / %(all)s 户") % {"done": delivered, "all": vote.heads}
    return [
        (_("列明表决事项，通过门槛由法条决定"), bool(page.motions)),
        (_("生成业主名册"), vote.roll_on is not None),
        (_("提前至少 15 天公告，公布名册指纹"), vote.noticed_on is not None),
        (told, bool(vote.heads) and delivered == vote.heads),
        (_("按公告的时间投票并截止"), vote.state in {"closed", "declared", "posted", "archived"}),
        (_("计票并公布结果"), vote.declared_at is not None),
        (_("在小区张贴公示"), vote.posted_on is not None),
    ]


@require_POST
@login_required
@never_cache
def act(request: Request, reference: str, act: str) -> HttpResponse:
    """Do one step; a refusal shows the page again with what was typed."""
    page = queries.get_page(actor=request.actor, reference=reference)
    if act not in FORMS:
        raise Http404
    form = FORMS[act](request.POST, request.FILES)
    if accepted(form, lambda: _done(act, request, page, form)) is None:
        return lead_page(request, page, {act: form})
    messages.success(request, _("已办好：%(what)s") % {"what": NAMES[act][0]})
    return redirect("votes:lead", reference=page.vote.reference)


def _done(act: str, request: Request, page: VotePage, form: forms.Form) -> bool:
    DO[act](request, page, form)
    return True


def _facts(request: Request, page: VotePage) -> dict[str, Any]:
    return {"actor": request.actor, "pk": page.vote.pk, "now": clock.now()}


def _motion(request: Request, page: VotePage, form: forms.Form) -> None:
    assert isinstance(form, MotionForm)
    before = [
        Question(row.item, row.title, row.text, row.seats, row.candidates) for row in page.motions
    ]
    actions.set_motions(**_facts(request, page), questions=[*before, form.question()])


def _clause(request: Request, page: VotePage, form: forms.Form) -> None:
    if "draft" not in page.may:
        raise PermissionDenied("draft")
    photo = files.store_photo(form.cleaned_data["document"], now=clock.now())
    actions.attach_clause(**_facts(request, page), document=photo.key)


def _roll(request: Request, page: VotePage, form: forms.Form) -> None:
    actions.freeze_roll(**_facts(request, page), on=form.cleaned_data["on"])


def _notice(request: Request, page: VotePage, form: forms.Form) -> None:
    assert isinstance(form, NoticeForm)
    actions.give_notice(**(_facts(request, page) | form.moments()))


def _deliver(request: Request, page: VotePage, form: forms.Form) -> None:
    assert isinstance(form, DeliveryForm)
    actions.record_delivery(**_facts(request, page), **form.cleaned_data)


def _extend(request: Request, page: VotePage, form: forms.Form) -> None:
    last = form.cleaned_data["closes_on"]
    actions.extend_vote(**_facts(request, page), closes_at=midnight(last + ONE_DAY))


def _void(request: Request, page: VotePage, form: forms.Form) -> None:
    actions.void_vote(**_facts(request, page), reason=form.cleaned_data["reason"])


def _plain(step: Callable[..., object]) -> Callable[[Request, VotePage, forms.Form], None]:
    def run(request: Request, page: VotePage, _form: forms.Form) -> None:
        step(**_facts(request, page))

    return run


DO: Final[Mapping[str, Callable[[Request, VotePage, forms.Form], None]]] = {
    "motion": _motion,
    "clause": _clause,
    "roll": _roll,
    "notice": _notice,
    "deliver": _deliver,
    "extend": _extend,
    "void": _void,
    "declare": _plain(actions.declare_vote),
    "post": _plain(actions.post_vote),
    "archive": _plain(actions.archive_vote),
}
