"""Every act on a meeting: one table says which form it reads, what it does, and where it leads."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from linli.apps.matters.actions import Spot
from linli.apps.meetings import actions, queries
from linli.apps.meetings.queries import MeetingPage
from linli.apps.meetings.web import forms as shape
from linli.apps.meetings.web.choosing import nearby, units_for
from linli.apps.meetings.web.reading import meeting_page
from linli.apps.meetings.web.working import minutes_page, prepare_page, run_page
from linli.foundation import clock
from linli.interface.forms import accepted
from linli.platform import files
from linli.platform.access import Actor
from linli.platform.requests import Request

Facts = dict[str, Any]
Do = Callable[[Facts, forms.Form, MeetingPage], object]
Page = Callable[[Request, MeetingPage, dict[str, Any]], HttpResponse]


@dataclass(frozen=True, slots=True)
class Act:
    """What is done, on which page it is asked, and what is said when it is done."""

    page: str
    form: type[forms.Form]
    do: Do
    said: Promise | str
    by_row: bool = False  # the form stands once for each row of the page


PAGES: Final[Mapping[str, Page]] = {
    "meeting": meeting_page,
    "prepare": prepare_page,
    "run": run_page,
    "minutes": minutes_page,
}


def _clean(form: forms.Form, *names: str) -> Facts:
    return {name: form.cleaned_data[name] for name in names}


def _own(facts: Facts) -> Facts:
    """Return the facts of an act about a row, without the meeting that it belongs to."""
    return {name: value for name, value in facts.items() if name != "meeting"}


def _reply(facts: Facts, form: forms.Form, _page: MeetingPage) -> object:
    return actions.reply(
        **facts, attendee=form.cleaned_data["row"], answer=form.cleaned_data["answer"]
    )


def _come(facts: Facts, form: forms.Form, _page: MeetingPage) -> object:
    return actions.check_in(**facts, **_clean(form, "code"))


def _speak(facts: Facts, _form: forms.Form, _page: MeetingPage) -> object:
    return actions.ask_to_speak(**facts)


def _speak_for(facts: Facts, form: forms.Form, _page: MeetingPage) -> object:
    return actions.ask_to_speak(**facts, attendee=form.cleaned_data["row"])


def _opinion(facts: Facts, form: forms.Form, _page: MeetingPage) -> object:
    return actions.give_opinion(**facts, **_clean(form, "words"))


def _need(facts: Facts, form: forms.Form, _page: MeetingPage) -> object:
    return actions.take_need(**facts, **_clean(form, "words"))


def _voice(facts: Facts, form: forms.Form, page: MeetingPage) -> object:
    give = actions.give_opinion if page.kind.input == "opinions" else actions.take_need
    return give(**facts, **_clean(form, "words"))


def _rate(facts: Facts, form: forms.Form, _page: MeetingPage) -> bool:
    assert isinstance(form, shape.RateForm)
    actions.rate_service(**facts, marks=form.marks(), words=form.cleaned_data["words"])
    return True


def _slip(facts: Facts, form: forms.Form, _page: MeetingPage) -> bool:
    assert isinstance(form, shape.SlipForm)
    actions.rate_on_paper(**facts, marks=form.marks(), **_clean(form, "slip", "words"))
    return True


def _approve(facts: Facts, form: forms.Form, _page: MeetingPage) -> object:
    return actions.approve_minutes(**facts, **_clean(form, "version"))


def _sign(facts: Facts, form: forms.Form, _page: MeetingPage) -> object:
    return actions.record_signature(
        **facts, attendee=form.cleaned_data["row"], **_clean(form, "version")
    )


def _item(facts: Facts, form: forms.Form, _page: MeetingPage) -> object:
    return actions.add_item(**facts, **_clean(form, "title", "minutes", "text"))


def _offered(facts: Facts, form: forms.Form, _page: MeetingPage) -> object:
    wanted = (form.cleaned_data["source_kind"], form.cleaned_data["source"])
    offers = queries.list_offers(actor=facts["actor"], meeting=facts["meeting"], now=facts["now"])
    offer = next((each for each in offers if (each.source_kind, each.source) == wanted), None)
    if offer is None:
        raise Http404
    return actions.add_item(
        **facts,
        title=offer.title[:120],
        minutes=offer.minutes,
        text="\n".join(part for part in (offer.reason, offer.text) if part),
        source_kind=offer.source_kind,
        source=offer.source,
    )


def _drop(facts: Facts, form: forms.Form, _page: MeetingPage) -> bool:
    actions.drop_item(**_own(facts), item=form.cleaned_data["row"])
    return True


def _paper(facts: Facts, form: forms.Form, page: MeetingPage) -> object:
    if form.cleaned_data["row"] not in {item.id for item in page.items}:
        raise Http404
    paper = form.cleaned_data["paper"]
    is_document = paper.name.lower().endswith(".pdf")
    store = files.store_document if is_document else files.store_photo
    kept = store(paper, now=facts["now"])
    return actions.attach_papers(**_own(facts), item=form.cleaned_data["row"], keys=[kept.key])


def _cancel(facts: Facts, form: forms.Form, _page: MeetingPage) -> object:
    return actions.cancel_meeting(**facts, **_clean(form, "reason"))


def _review(facts: Facts, form: forms.Form, _page: MeetingPage) -> object:
    return actions.name_review(**facts, **_clean(form, "unit", "service", "slips"))


def _open(facts: Facts, _form: forms.Form, _page: MeetingPage) -> object:
    return actions.open_meeting(**facts)


def _close(facts: Facts, _form: forms.Form, _page: MeetingPage) -> object:
    return actions.close_meeting(**facts)


def _present(facts: Facts, form: forms.Form, _page: MeetingPage) -> object:
    return actions.register_at_desk(**facts, attendee=form.cleaned_data["row"])


def _present_substitute(facts: Facts, form: forms.Form, _page: MeetingPage) -> object:
    return actions.register_at_desk(**facts, attendee=form.cleaned_data["row"], by_substitute=True)


def _guest(facts: Facts, form: forms.Form, _page: MeetingPage) -> object:
    return actions.register_guest(**facts, **_clean(form, "standing"))


def _floor(facts: Facts, form: forms.Form, _page: MeetingPage) -> object:
    return actions.give_floor(**_own(facts), speaker=form.cleaned_data["row"])


def _spoke(facts: Facts, form: forms.Form, _page: MeetingPage) -> object:
    return actions.end_speech(**_own(facts), speaker=form.cleaned_data["row"])


def _outcome(facts: Facts, form: forms.Form, _page: MeetingPage) -> object:
    return actions.record_outcome(
        **_own(facts), item=form.cleaned_data["row"], **_clean(form, "outcome")
    )


def _decide(facts: Facts, form: forms.Form, _page: MeetingPage) -> object:
    assert isinstance(form, shape.DecisionForm)
    return actions.record_decision(**facts, **form.facts())


def _answer(facts: Facts, form: forms.Form, _page: MeetingPage) -> object:
    return actions.answer_opinion(
        **_own(facts), opinion=form.cleaned_data["row"], **_clean(form, "verdict", "reason")
    )


def _settle(facts: Facts, form: forms.Form, _page: MeetingPage) -> object:
    return actions.answer_need(
        **_own(facts), need=form.cleaned_data["row"], **_clean(form, "answer")
    )


def _matter(facts: Facts, form: forms.Form, _page: MeetingPage) -> object:
    at = form.cleaned_data["building"]
    key = int(at[1:])
    spot = Spot(compound=key) if at[0] == "c" else Spot(area=key)
    return actions.turn_need_into_matter(
        **_own(facts), need=form.cleaned_data["row"], spot=spot, **_clean(form, "kind")
    )


def _draft(facts: Facts, form: forms.Form, _page: MeetingPage) -> object:
    return actions.draft_minutes(**facts, **_clean(form, "text"))


def _amend(facts: Facts, form: forms.Form, _page: MeetingPage) -> object:
    return actions.amend_minutes(**facts, **_clean(form, "text", "reason"))


def _publish(facts: Facts, _form: forms.Form, _page: MeetingPage) -> object:
    return actions.publish_minutes(**facts)


NO, ROW = shape.NoForm, shape.RowForm
ACTS: Final[Mapping[str, Act]] = {
    "reply": Act("meeting", shape.ReplyForm, _reply, _("已回复召集人。")),
    "come": Act("meeting", shape.DoorForm, _come, _("已登记到会，请入座。")),
    "speak": Act("meeting", NO, _speak, _("已列入发言名单，请等主持人请您发言。")),
    "opinion": Act("meeting", shape.VoiceForm, _opinion, _("意见已收到，会上逐条答复。")),
    "need": Act("meeting", shape.VoiceForm, _need, _("需求已收到，会上逐条落实。")),
    "rate": Act("meeting", shape.RateForm, _rate, _("已收到您的评议。没有人能看到是谁评的。")),
    "approve": Act("meeting", shape.VersionForm, _approve, _("已确认纪要。")),
    "item": Act("prepare", shape.ItemForm, _item, _("已列入议程。")),
    "offer": Act("prepare", shape.OfferForm, _offered, _("已列入议程。")),
    "drop": Act("prepare", ROW, _drop, _("已从议程撤下。")),
    "paper": Act("prepare", shape.PaperForm, _paper, _("材料已附上。"), by_row=True),
    "cancel": Act("prepare", shape.CancelForm, _cancel, _("会议已取消，日历里会显示取消。")),
    "review": Act("prepare", shape.ReviewForm, _review, _("已写明评议的服务。")),
    "open": Act("run", NO, _open, _("已宣布开会。")),
    "close": Act("run", NO, _close, _("会议已结束，请写纪要。")),
    "present": Act("run", ROW, _present, _("已登记到会。")),
    "substitute": Act("run", ROW, _present_substitute, _("已登记替补到会。")),
    "guest": Act("run", shape.GuestForm, _guest, _("已登记到会。")),
    "voice": Act("run", shape.VoiceForm, _voice, _("已记下。")),
    "speaker": Act("run", ROW, _speak_for, _("已列入发言名单。")),
    "floor": Act("run", ROW, _floor, _("请发言。")),
    "spoke": Act("run", ROW, _spoke, _("发言结束。")),
    "outcome": Act("run", shape.OutcomeForm, _outcome, _("已记下。"), by_row=True),
    "decide": Act("run", shape.DecisionForm, _decide, _("议定事项已记下。")),
    "answer": Act("run", shape.AnswerForm, _answer, _("已答复这条意见。"), by_row=True),
    "settle": Act("run", shape.NeedAnswerForm, _settle, _("已答复这条需求。"), by_row=True),
    "matter": Act(
        "run", shape.MatterForm, _matter, _("已转为诉求，可以查到办理进展。"), by_row=True
    ),
    "slip": Act("run", shape.SlipForm, _slip, _("纸质评议表已录入。")),
    "draft": Act("minutes", shape.MinutesForm, _draft, _("纪要已写好，请到会人确认。")),
    "amend": Act("minutes", shape.AmendForm, _amend, _("新的一稿已写好，请到会人重新确认。")),
    "sign": Act("minutes", shape.SignForm, _sign, _("已登记签字确认。")),
    "publish": Act("minutes", NO, _publish, _("纪要已公布。")),
}


def _form(act: str, wanted: Act, request: Request, page: MeetingPage) -> forms.Form:
    name = f"{act}{request.POST.get('row', '')}" if wanted.by_row else act
    more: dict[str, Any] = {"auto_id": f"{name[:40]}_%s"}
    if wanted.form is shape.DecisionForm:
        items = [(str(item.id), item.title) for item in page.items]
        more |= {"units": units_for(page), "items": items}
    elif wanted.form is shape.ReviewForm:
        more |= {"units": units_for(page)}
    elif wanted.form is shape.MatterForm:
        more |= {"places": nearby(page)}
    return wanted.form(request.POST, request.FILES, **more)


@require_POST
@login_required
@never_cache
def act(request: Request, reference: str, act: str) -> HttpResponse:
    """Do one act; a refusal shows the page again with what was typed."""
    wanted = ACTS.get(act)
    if wanted is None:
        raise Http404
    page = queries.get_page(actor=request.actor, reference=reference)
    form = _form(act, wanted, request, page)
    facts = _facts(request.actor, page, clock.now())
    if accepted(form, lambda: wanted.do(facts, form, page) or True) is None:
        row = form.data.get("row", "")
        name = f"{act}-{row}" if wanted.by_row else act
        return PAGES[wanted.page](request, page, {name: form})
    messages.success(request, str(wanted.said))
    return redirect(f"meetings:{wanted.page}", reference=reference)


def _facts(actor: Actor, page: MeetingPage, now: dt.datetime) -> Facts:
    return {"actor": actor, "meeting": page.meeting.pk, "now": now}


@require_safe
@login_required
@never_cache
def door(request: Request, reference: str) -> HttpResponse:
    """Where the QR code at the door leads: one button to come in."""
    page = queries.get_page(actor=request.actor, reference=reference)
    form = shape.DoorForm(initial={"code": request.GET.get("code", "")[:12]})
    places = queries.own_places(actor=request.actor, meeting=page.meeting.pk)
    context = {
        "page_of": page,
        "form": form,
        "is_here": any(place.present_at for place in places),
        "is_invited": "come" in page.may,
        "title": gettext("到会登记"),
    }
    return render(request, "meetings/door.html", context)
