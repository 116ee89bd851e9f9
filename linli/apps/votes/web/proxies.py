"""Proxies: an owner lets somebody vote, sees and ends it; clerks record what comes on paper."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from linli.apps.people import queries as people
from linli.apps.votes import actions, queries
from linli.apps.votes.models import Elector, Proxy
from linli.apps.votes.queries import VotePage
from linli.apps.votes.web.forms import day_field, midnight
from linli.foundation import clock
from linli.foundation.refusals import Refused
from linli.interface.forms import accepted
from linli.interface.middleware import sentence
from linli.platform import files
from linli.platform.requests import Request

ONE_DAY = dt.timedelta(days=1)


class ProxyForm(forms.Form):
    """Who votes for whom, on what, until when, and the signed paper."""

    name = forms.CharField(label=gettext_lazy("受托人姓名"), max_length=40)
    phone = forms.CharField(label=gettext_lazy("受托人电话"), max_length=20)
    motions = forms.MultipleChoiceField(
        label=gettext_lazy("委托哪些事项"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("都不勾选就是全部事项。"),
    )
    ends_on = day_field(gettext_lazy("委托到哪天（当天 24 点止）"))
    document = forms.FileField(label=gettext_lazy("签名的委托书照片"))

    def __init__(
        self, *args: Any, page: VotePage, own: list[tuple[int, str]], **kwargs: Any
    ) -> None:
        kwargs["auto_id"] = "own_%s" if own else "paper_%s"  # both may stand on one page
        super().__init__(*args, **kwargs)
        motions = self.fields["motions"]
        assert isinstance(motions, forms.MultipleChoiceField)
        motions.choices = [(str(row.number), f"{row.number}. {row.title}") for row in page.motions]
        if own:
            elector: forms.Field = forms.TypedChoiceField(
                label=gettext_lazy("替哪一户投票"), choices=own, coerce=int
            )
        else:
            elector = forms.IntegerField(label=gettext_lazy("名册序号"), min_value=1)
        self.fields = {"elector": elector, **self.fields}
        closes = page.vote.closes_at
        if closes is not None:
            last = clock.local_date(closes - dt.timedelta(seconds=1))
            self.fields["ends_on"].initial = last.isoformat()


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def proxies(request: Request, reference: str) -> HttpResponse:
    """Show the proxies that the reader may see, and the form for one more."""
    page = queries.get_page(actor=request.actor, reference=reference)
    if "grant_proxy" not in page.may:
        raise PermissionDenied("grant_proxy")
    is_clerk = "deliver" in page.may
    found = queries.own_electors(actor=request.actor, vote=page.vote, now=clock.now())
    own = [(each.id, each.label) for each in found if not each.is_proxy]
    offered = [sort for sort, may in (("own", bool(own)), ("paper", is_clerk)) if may]
    sort = request.POST.get("as", "")
    bound = ProxyForm(request.POST, request.FILES, page=page, own=own if sort == "own" else [])
    if sort in offered:
        made = accepted(bound, lambda: _granted(request, page, bound, is_own=sort == "own"))
        if made is not None:
            told = _("已登记，请另一名工作人员核对。") if made.clerk_one else _("委托已生效。")
            messages.success(request, told)
            return redirect("votes:proxies", reference=reference)
    is_running = page.vote.state in {"noticed", "open"}
    context = {
        "page_of": page,
        "forms_of": [
            (
                each,
                bound if each == sort else ProxyForm(page=page, own=own if each == "own" else []),
            )
            for each in offered
            if is_running
        ],
        "rows_of": queries.list_proxies(actor=request.actor, vote=page.vote, is_clerk=is_clerk),
        "is_clerk": is_clerk,
        "reader": request.actor.account,
        "is_running": is_running,
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "votes/proxies.html", context, status=status)


def _granted(request: Request, page: VotePage, form: ProxyForm, *, is_own: bool) -> Proxy:
    data, now = form.cleaned_data, clock.now()
    elector = data["elector"]
    if not is_own:
        row = Elector.objects.filter(vote=page.vote, number=elector).values_list("pk", flat=True)
        elector = row.first() or 0
    photo = files.store_photo(data["document"], now=now)
    # The last day counts to its end, and never beyond the end of voting.
    ends_at = midnight(data["ends_on"] + ONE_DAY)
    return actions.grant_proxy(
        actor=request.actor,
        pk=page.vote.pk,
        elector=elector,
        holder=_holder(page, data["name"], data["phone"]),
        motions=[int(number) for number in data["motions"]],
        ends_at=min(ends_at, page.vote.closes_at or ends_at),
        document=photo.key,
        now=now,
    )


def _holder(page: VotePage, name: str, phone: str) -> int:
    """Return the account of the one registered person with this name and telephone."""
    key = people.the_registered(community=page.vote.area, name=name, phone=phone, field="name")
    found = people.get_person(key)
    if found is None or found.account is None:
        raise Refused(
            "proxy.no_account", "受托人还没有账号，请先到社区登记，或请业主自己投票。", field="name"
        )
    return found.account


@require_POST
@login_required
@never_cache
def act(request: Request, reference: str, proxy: int, act: str) -> HttpResponse:
    """End a proxy, or confirm one on paper as its second clerk."""
    page = queries.get_page(actor=request.actor, reference=reference)
    do = {"withdraw": actions.withdraw_proxy, "confirm": actions.confirm_proxy}.get(act)
    if do is None:
        raise Http404
    try:
        do(actor=request.actor, pk=page.vote.pk, proxy=proxy, now=clock.now())
    except Refused as refusal:
        messages.error(request, sentence(refusal))
    else:
        messages.success(
            request, _("委托已撤回。") if act == "withdraw" else _("已核对，委托生效。")
        )
    return redirect("votes:proxies", reference=reference)
